"""Page against page: parts, notices, and what is no edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.diff.alarms import explains, oddities, site_alarms
from archive.diff.changes import PART_OF_STORY
from archive.diff.compare import UPGRADE, compare
from archive.diff.form import to_line
from archive.diff.history import edits
from archive.diff.passages import units
from normalizers.values import Block, Embed, Issue, Link, RelatedPost
from tests.build_readings import brief, comment, image, info, page, para, readings
from tests.patching import patched

FIRST = "The harbour was closed on Monday after a crane fell."
SECOND = "Two ships waited outside the mole until the evening."
THIRD = "The works council asked for an inquiry into the old cranes."
FOURTH = "Its chairman said that three letters had gone unanswered."
STRANGER = "Few remember when the lighthouse was painted."


def told(old, new):
    return [(change.part, change.op) for change in compare(old, new).changes]


def only(old, new):
    (change,) = compare(old, new).changes
    return change


def test_same_page_has_no_changes():
    same = page(FIRST, SECOND, briefs=(brief("One", THIRD),), comments=(comment(1),))
    assert compare(same, same).changes == ()
    assert compare(same, same).key == "wp-7"


def test_number_is_found_with_its_words_and_place():
    change = only(page(FIRST, "It cost 12 men."), page(FIRST, "It cost 21 men."))
    assert (change.part, change.op, change.classes) == ("body", "edited", ("number",))
    assert (change.old_at, change.new_at, change.old_count, change.new_count) == (1, 1, 1, 1)
    assert ("-", "12") in change.inline


def test_paragraph_that_came_or_went_is_told_whole():
    assert told(page(FIRST, SECOND), page(FIRST, THIRD, SECOND)) == [("body", "added")]
    change = only(page(FIRST, THIRD, SECOND), page(FIRST, SECOND))
    assert (change.op, change.severity, change.minor) == ("removed", "high", False)


def test_sentence_that_came_within_a_paragraph_is_an_edit_of_it():
    change = only(page(FIRST), page(f"{FIRST} {STRANGER}"))
    assert (change.op, change.classes) == ("edited", ("text new",))
    assert change.inline == (("=", FIRST), ("+", f" {STRANGER}"))
    back = only(page(f"{STRANGER} {FIRST}"), page(FIRST))
    assert (back.op, back.classes, back.severity) == ("edited", ("text gone",), "high")


def test_sentence_beside_an_edited_one_keeps_both_classes():
    change = only(page("It cost 12 men."), page(f"It cost 21 men. {STRANGER}"))
    assert change.classes[0] == "text new"
    assert "number" in change.classes


def test_sentence_replaced_by_a_stranger_is_rewritten():
    change = only(page(f"{FIRST} {SECOND}"), page(f"{FIRST} {STRANGER}"))
    assert change.op == "rewritten"
    assert change.why[0] == "the passage was rewritten"


def test_much_against_little_is_not_called_rewritten():
    many = [f"Remark {n} speaks of the colour {n} of ship {n}." for n in range(9)]
    ops = told(page(FIRST, *many), page(FIRST, STRANGER))
    assert set(ops) == {("body", "removed"), ("body", "added")}


def test_moved_paragraphs_are_one_move():
    rest = [f"Ship number {n} carries {n} hundred tons of coal and ore." for n in range(8)]
    change = only(page(*rest, FIRST, SECOND), page(FIRST, SECOND, *rest))
    assert (change.op, change.severity, change.new_count) == ("moved", "low", 2)
    assert change.new == f"{FIRST}\n{SECOND}"


def test_moved_and_edited_sentence_is_an_edit_that_moved():
    rest = [f"Ship number {n} carries {n} hundred tons of coal and ore." for n in range(8)]
    changed = FIRST.replace("Monday", "Friday")
    change = only(page(*rest, FIRST), page(changed, *rest))
    assert change.op == "edited"
    assert change.classes[-1] == "moved"


def test_split_and_merged_sentences_are_told_as_such():
    long = "The crane fell on Monday and the harbour was closed by the mayor."
    short = "The crane fell on Monday. The harbour was closed by the mayor."
    assert told(page(f"{SECOND} {long}"), page(f"{SECOND} {short}")) == [("body", "split")]
    assert told(page(f"{SECOND} {short}"), page(f"{SECOND} {long}")) == [("body", "merged")]


def test_same_words_in_other_paragraphs_are_layout_and_minor():
    old = page(FIRST, "The old crane of", "the port fell down again.", SECOND)
    new = page(FIRST, "The old crane of the port fell down again.", SECOND)
    change = only(old, new)
    assert (change.op, change.classes, change.minor) == ("merged", ("layout",), True)


def test_white_space_is_no_change_and_quotes_are_minor():
    assert told(page("The  ship\u200b left."), page("The ship left.")) == []
    change = only(page("He said “no” to it."), page('He said "no" to it.'))
    assert (change.classes, change.minor) == (("typography",), True)


def test_quotation_marks_of_another_locale_are_no_change():
    old, new = page("He said “no” to it."), page("He said « no » to it.", language="fr")
    assert told(old, new) == []


def test_embeds_say_nothing_and_headings_are_whole():
    blocks = (para("Why? Because.", "heading"), para(FIRST))
    shown = (*blocks, Block(kind="embed", text="A tweet", embed=Embed(kind="tweet", url=None)))
    assert told(page(story={"blocks": blocks}), page(story={"blocks": shown})) == []
    assert [unit.text for unit in units(shown)] == ["Why? Because.", FIRST]


def test_headline_is_heavy_and_its_typography_light():
    change = only(page(FIRST), page(FIRST, story={"title": "The harbour is open"}))
    assert (change.part, change.severity) == ("headline", "high")
    assert change.classes[-1] == "headline"
    quotes = only(page(story={"title": "“A”"}), page(story={"title": '"A"'}))
    assert (quotes.severity, quotes.minor) == ("low", True)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("byline", {"authors": ("Ana Ruiz",)}, {"authors": ("Bo Lind",)}),
        ("published", {"published_at": "2026-01-01"}, {"published_at": "2026-01-04"}),
        (
            "published",
            {"published_at": "2026-01-01T10:00:00Z"},
            {"published_at": "2026-01-01T12:00:00Z"},
        ),
        ("published", {"published_at": "lately"}, {"published_at": "2026-01-01"}),
        ("tags", {"tags": ("a", "b")}, {"tags": ("a", "c")}),
        ("tags", {"categories": ("News",)}, {"categories": ("Opinion",)}),
        (
            "lead_image",
            {"lead_image": image("http://a.example/x.jpg", "A crane")},
            {"lead_image": image("http://a.example/x-300x200.jpg", "A ship")},
        ),
    ],
)
def test_small_parts_are_compared(part, old, new):
    assert told(page(FIRST, story=old), page(FIRST, story=new)) == [(part, "edited")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"authors": ("Ana Ruiz",)}, {"authors": ()}),
        ({"authors": ("Ana Ruiz",)}, {"authors": ("by Ana Ruiz",)}),
        ({"published_at": "2026-01-01"}, {"published_at": "2026-01-01T23:04:00Z"}),
        ({"published_at": "2026-01-01T10:00:00Z"}, {"published_at": "2026-01-01T11:00:30+01:00"}),
        ({"published_at": "2026-01-01T10:00:00"}, {"published_at": "2026-01-01T11:00:00+01:00"}),
        ({"published_at": "lately"}, {"published_at": "lately"}),
        ({"tags": ("a", "b")}, {"tags": ("B", "A")}),
        ({"tags": ("a",), "categories": ("News",)}, {"tags": ("a", "News")}),
        ({"modified_at": "2026-01-01"}, {"modified_at": "2026-01-05"}),
        ({"lead_image": image("http://a.example/x.jpg", "A crane")}, {"lead_image": None}),
        (
            {"lead_image": image("http://a.example/x.jpg", "A crane")},
            {"lead_image": image("http://a.example/y.jpg", "A ship")},
        ),
    ],
)
def test_what_a_theme_shows_otherwise_or_not_at_all_is_no_edit(old, new):
    assert told(page(FIRST, story=old), page(FIRST, story=new)) == []


def test_modified_date_is_told_beside_another_change():
    old = page("It cost 12 men.", story={"modified_at": "2026-01-01"})
    new = page("It cost 21 men.", story={"modified_at": "2026-01-05"})
    assert told(old, new) == [("body", "edited"), ("modified", "edited")]


def test_briefs_come_go_change_and_keep_their_identity():
    one, two = brief("Ferry", FIRST, SECOND), brief("Strike", THIRD)
    late = brief("Late news", STRANGER)
    assert told(page(briefs=(one, two)), page(briefs=(two, one))) == []
    assert told(page(briefs=(one,)), page(briefs=(one, late))) == [("brief", "added")]
    assert told(page(briefs=(one, two)), page(briefs=(one,))) == [("brief", "removed")]
    changed = replace(one, blocks=(para(FIRST), para(SECOND.replace("Two", "Five"))))
    assert told(page(briefs=(one,)), page(briefs=(changed,))) == [("brief", "edited")]
    renamed = replace(one, headline="Ferry late")
    change = only(page(briefs=(one,)), page(briefs=(renamed,)))
    assert change.classes[-1] == "headline"
    other = brief("Ferry", "A quite different tale of kittens on a roof in the sun of spring.")
    assert told(page(briefs=(one,)), page(briefs=(other,))) == [
        ("brief", "removed"),
        ("brief", "added"),
    ]
    retitled = brief("Mole blocked", FIRST, f"{SECOND} {THIRD}")
    assert ("brief", "edited") in told(page(briefs=(one,)), page(briefs=(retitled,)))


def test_lists_are_one_low_change_each():
    link = Link(url="http://x.example/a", text="a")
    moved = Link(url="http://x.example/b", text="a")
    old = page(
        story={"blocks": (Block(kind="paragraph", text=FIRST, links=(link,)),)},
        related=(RelatedPost(url="http://a.example/1/", title="One"),),
        residual=("Footer text", "Made by hand"),
        briefs=(replace(brief("B", SECOND), blocks=(para(SECOND),)),),
    )
    new = replace(
        old,
        article=replace(
            old.article, blocks=(Block(kind="paragraph", text=FIRST, links=(link, moved)),)
        ),
        related=(RelatedPost(url="http://a.example/2/", title="Two"),),
        residual=("Other footer", " ", "Made by hand"),
    )
    assert told(old, new) == [("related", "edited"), ("links", "added"), ("residual", "edited")]
    assert told(new, old)[1] == ("links", "removed")
    assert all(change.severity == "low" for change in compare(old, new).changes)
    assert told(old, replace(new, related=(), residual=())) == [("links", "added")]
    assert told(old, replace(old, residual=("Quite another look",))) == []


def test_page_without_story_tells_of_its_thread_alone():
    old = page(article=None, comments=(comment(1),))
    new = page(article=None, comments=(comment(1), comment(2)))
    assert told(old, new) == [("comment", "added")]
    assert compare(old, new).key == old.canonical_url
    assert (
        compare(replace(old, canonical_url=None), replace(new, canonical_url=None)).key == old.url
    )


def test_first_content_page_alone_is_no_shorter_story():
    first = page(FIRST, SECOND, briefs=(brief("Ferry", FOURTH),))
    later = (brief("Ferry", FOURTH), brief("Strike", STRANGER))
    whole = page(FIRST, SECOND, THIRD, briefs=later, story={"page_count": 3})
    assert told(first, whole) == []
    assert told(whole, first) == []
    other = page(SECOND, briefs=(brief("Ferry", FOURTH),))
    assert ("body", "added") in told(other, whole)


def test_upgrade_of_the_normalizer_is_no_edit():
    diff = compare(page(FIRST), page(SECOND, normalizer="2.0"))
    assert diff.changes == ()
    assert diff.alarms == (UPGRADE,)


def test_change_read_through_another_look_is_less_sure():
    old, new = page("It cost 12 men."), page("It cost 21 men.", template="other")
    assert only(old, new).confidence == 0.7


def test_page_that_lacks_content_pages_tells_nothing_of_the_text():
    part = Issue(code=PART_OF_STORY, detail="")
    old = page(FIRST, SECOND, comments=(comment(1),))
    new = page(FIRST, issues=(part,), story={"title": "Open"}, comments=(comment(1),))
    assert told(old, new) == [("headline", "edited")]
    assert told(new, old) == [("headline", "edited")]


@pytest.mark.parametrize(
    "notice",
    [
        "Update: the figure was corrected.",
        "*Correction:* an earlier version of this story misstated the toll.",
        "This article has been updated to give the right number.",
        "(Updated)",
        "Editor’s note: the crane was old.",
        "2026-01-05: The mayor has spoken.",
        "تصحيح: العدد خطأ.",
        "تحديث: العدد خطأ.",
        "Since this post was published, the crane was sold.",
        "اصلاحیه: این عدد نادرست بود.",
        "Düzeltme: sayı yanlıştı.",
        "Note de la rédaction : le chiffre était faux.",
    ],
)
def test_change_with_a_notice_is_announced(notice):
    change = compare(page("It cost 12 men."), page("It cost 21 men.", notice)).changes[0]
    assert change.notice == "announced"


def test_stealth_change_has_no_notice_found():
    for modified in (None, "2026-01-01T10:00:00Z"):
        story = {"modified_at": modified}
        old, new = page("It cost 12 men.", story=story), page("It cost 21 men.", story=story)
        assert only(old, new).notice == "no notice found"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"modified_at": "2026-01-01"}, {"modified_at": "2026-01-05"}),
        ({"modified_at": None}, {"modified_at": "2026-01-05"}),
    ],
)
def test_date_of_modification_that_moved_makes_it_unknown(old, new):
    diff = compare(page("It cost 12 men.", story=old), page("It cost 21 men.", story=new))
    assert diff.changes[0].notice == "unknown"


def test_words_that_may_be_a_notice_make_it_unknown():
    diff = compare(page("It cost 12 men."), page("It cost 21 men.", "They are updated daily."))
    assert {change.notice for change in diff.changes} == {"unknown"}
    again = compare(
        page("Update: it cost 12 men of the port."), page("Update: it cost 21 men of the port.")
    )
    assert again.changes[0].notice == "unknown"
    new_brief = compare(page(FIRST), page(FIRST, briefs=(brief("Late", STRANGER),)))
    assert new_brief.changes[0].notice == "unknown"


def notices(old, new):
    return [change.notice for change in compare(old, new).changes]


@pytest.mark.parametrize(
    "remark",
    [
        "The report (link removed) is old.",
        "Der Text wurde am Abend korrigiert.",
        "Новость исправлена вечером.",
        "تم تعديل الخبر مساء.",
    ],
)
def test_remarks_that_may_announce_a_change_make_it_unknown(remark):
    assert set(notices(page("It cost 12 men."), page("It cost 21 men.", remark))) == {"unknown"}


@pytest.mark.parametrize(
    "standing",
    ["This page is constantly updated.", "A developing story, more to follow.", "قيد التحديث"],
)
def test_page_that_says_it_is_being_updated_hides_nothing(standing):
    assert notices(page(standing, "It cost 12 men."), page(standing, "It cost 21 men.")) == [
        "unknown"
    ]


def test_notice_of_other_things_announces_only_itself():
    other = "Correction: the caption named the wrong keeper of the northern lighthouse."
    assert notices(page("It cost 12 men."), page("It cost 21 men.", other)) == [
        "unknown",
        "announced",
    ]
    of_it = "Correction: the crane of the northern harbour cost 21 men, as the widows say."
    assert set(notices(page("It cost 12 men."), page("It cost 21 men.", of_it))) == {"announced"}


def test_edit_of_a_notice_is_no_notice_of_it():
    old = "Correction: the crane fell on Monday. It was old."
    assert notices(page(FIRST, old), page(FIRST, old.replace("old", "ancient"))) == ["unknown"]


def test_notice_that_stood_elsewhere_is_none():
    told_of = "Update: the crane was old."
    old, new = page(f"Yes. {told_of} No."), page(f"It fell. {told_of}", told_of)
    assert "announced" not in notices(old, new)


def test_words_of_a_commenter_are_no_notice():
    old, new = page("It cost 12 men."), page("It cost 21 men.")
    said = comment(1, text="Update: the figure was corrected.")
    assert notices(old, replace(new, comments=(said,)))[0] == "no notice found"


def test_move_beside_an_edit_has_no_verdict():
    found = compare(
        page(FIRST, SECOND, THIRD, "It cost 12 men."), page(SECOND, THIRD, FIRST, "It cost 21 men.")
    ).changes
    assert {change.op: change.notice for change in found} == {
        "moved": "unknown",
        "edited": "no notice found",
    }


def test_minor_changes_have_no_verdict():
    assert only(page("He said “no”."), page('He said "no".')).notice == "unknown"


def test_part_of_a_split_that_went_elsewhere_comes_as_new():
    here = "The inspector of cranes found rust on seven cables in the spring."
    away = "The ferry company paid its fine of forty thousand crowns."
    long = f"{here[:-1]}, and {away[0].lower()}{away[1:-1]} without a word."
    before, after = page(long, FIRST, SECOND, THIRD), page(here, FIRST, SECOND, THIRD, away)
    changes = compare(before, after).changes
    assert [change.op for change in changes] == ["edited", "added"]
    found = patched([unit.text for unit in units(before.article.blocks)], changes)
    assert found == [unit.text for unit in units(after.article.blocks)]


PARAGRAPHS = [FIRST, SECOND, THIRD, FOURTH, STRANGER, f"{FIRST} {SECOND}", "It cost 12 men."]
bodies = st.lists(st.sampled_from(PARAGRAPHS), max_size=7, unique=True)


@given(bodies, bodies)
@settings(deadline=None, max_examples=80)
def test_changes_applied_to_the_old_text_give_the_new_one(old, new):
    before, after = page(*old), page(*new)
    changes = [c for c in compare(before, after).changes if c.part == "body"]
    found = patched([unit.text for unit in units(before.article.blocks)], changes)
    wanted = [unit.text for unit in units(after.article.blocks)]
    assert " ".join(" ".join(found).split()) == " ".join(wanted)


BACK = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
several = st.lists(st.sampled_from(PARAGRAPHS), max_size=5)


def way_back(change):
    """A change as the comparison the other way round tells it."""
    places = change.new_at, change.old_at, change.new_count, change.old_count
    return (change.part, BACK.get(change.op, change.op), change.new, change.old, *places)


def as_told(change):
    places = change.old_at, change.new_at, change.old_count, change.new_count
    return (change.part, change.op, change.old, change.new, *places)


@given(bodies, bodies)
@example(
    old=[SECOND, STRANGER, FOURTH],
    new=[FIRST, THIRD, FOURTH, SECOND],
)
@settings(deadline=None, max_examples=100)
def test_what_one_way_removes_the_other_way_adds(old, new):
    before, after = page(*old), page(*new)
    there, back = compare(before, after).changes, compare(after, before).changes
    assert sorted(map(repr, map(way_back, there))) == sorted(map(repr, map(as_told, back)))


@given(st.lists(several, max_size=3), st.lists(several, max_size=3))
@settings(deadline=None, max_examples=40)
def test_briefs_that_one_way_removes_the_other_way_adds(old, new):
    before, after = (
        page(FIRST, briefs=tuple(brief(" ".join(texts[:1]), *texts[1:]) for texts in briefs))
        for briefs in (old, new)
    )
    there, back = compare(before, after).changes, compare(after, before).changes
    assert sorted(map(repr, map(way_back, there))) == sorted(map(repr, map(as_told, back)))


@given(bodies)
@settings(deadline=None, max_examples=30)
def test_nothing_changes_between_equal_pages(body):
    assert compare(page(*body), page(*body, day=2)).changes == ()


def test_alarm_of_a_site_is_one_for_many_pages():
    old = page(FIRST, comments=(comment(1),))
    new = replace(old, template="fallback", comments=(), comments_info=info())
    was, now = oddities(old), oddities(new)
    alarms = site_alarms([(was, now)] * 6)
    assert len(alarms) == 2
    assert alarms[0].told.startswith("no look of the blog fits: 6 of 6 pages, 0 before")
    assert site_alarms([(was, now)] * 4) == ()
    assert site_alarms([(was, was)] * 6) == ()
    assert explains("fallback", "body")
    assert not explains("no-comments", "body")


def test_record_of_a_change_keeps_its_promised_order():
    (edit,) = edits(readings(page("It cost 12 men."), page("It cost 21 men.")))
    line = to_line(edit)
    assert line.startswith('{"id": "')
    assert '"page": {"key": "wp-7", "post_id": "7"' in line
    assert '"inline": [["=", "It cost "], ["-", "12"], ["+", "21"], ["=", " men."]]' in line


def test_caption_of_the_picture_over_the_story_is_no_part_of_the_text():
    lead = image("http://a.example/x.jpg", "A crane at work")
    within = (para(FIRST), para("A crane at work", "caption"))
    at_head = (para("A crane at work", "caption"), para(FIRST))
    plain = page(story={"blocks": (para(FIRST),), "lead_image": lead})
    assert told(plain, page(story={"blocks": within})) == []
    assert told(page(story={"blocks": within}), plain) == []
    assert told(page(FIRST), page(story={"blocks": at_head})) == []
    other = (para(FIRST), para("A ship at rest", "caption"))
    assert told(plain, page(story={"blocks": other, "lead_image": lead})) == [("body", "added")]
    swapped = page(story={"blocks": within, "lead_image": image("y/x.jpg", "A ship at rest")})
    assert told(page(story={"blocks": other, "lead_image": lead}), swapped) == []


def test_neighbouring_paragraphs_that_went_are_one_change_with_a_line_for_each():
    gone = ("The crane was old. It creaked.", "Nobody had looked at it.", "It fell at noon.")
    first, last = "The harbour is closed to all ships.", "The mole stays open for people on foot."
    change = only(page(first, *gone, last), page(first, last))
    assert change.op == "removed"
    assert change.old == "\n".join(gone)
    assert (change.old_at, change.old_count) == (1, 4)
    back = only(page(first, last), page(first, *gone, last))
    assert (back.op, back.new) == ("added", change.old)
