"""A story over its readings: every change once, between two captures."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff.changes import PART_OF_STORY, CaptureRef, Reading
from archive.diff.history import edits
from normalizers.values import Issue
from tests.build_readings import (
    URL,
    brief,
    comment,
    image,
    info,
    page,
    reading,
    readings,
    ref,
)

TEXT = "The harbour was closed on Monday after a crane fell."


def told(*shown):
    return [(e.change.part, e.change.op, e.change.confirmed) for e in edits(readings(*shown))]


def titled(title):
    return page(TEXT, story={"title": title})


def threaded(*comments, **more):
    return page(TEXT, comments=comments, **more)


def test_nothing_to_compare_gives_nothing():
    assert edits([]) == ()
    assert told(page(TEXT)) == []
    assert told("gone", "error") == []
    assert told(page(TEXT), page(TEXT)) == []


def test_edit_stands_between_the_two_captures_that_show_it():
    (edit,) = edits(readings(page("It cost 12 men."), page("It cost 21 men.")))
    assert edit.between == ("2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z")
    assert (edit.old_capture, edit.new_capture) == (ref(1), ref(2))
    assert (edit.page_key, edit.post_id, edit.url) == ("wp-7", "7", URL)
    assert (edit.title, edit.normalizer) == ("The harbour is closed", "1.0")


def test_readings_that_failed_are_passed_over():
    (edit,) = edits(
        readings(page("It cost 12 men."), "error", "blocked", "truncated", page("It cost 21 men."))
    )
    assert edit.between == ("2026-01-01T06:00:00Z", "2026-01-05T06:00:00Z")


def test_comment_is_removed_at_the_first_absence_and_confirmed_by_the_next():
    shown, gone = threaded(comment(1), comment(2)), threaded(comment(2))
    first = edits(readings(shown, gone))
    second = edits(readings(shown, gone, gone))
    assert [edit.change.confirmed for edit in (*first, *second)] == [False, True]
    assert first[0].change.id == second[0].change.id
    assert second[0].between == ("2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z")


def test_incomplete_thread_neither_removes_nor_confirms():
    shown, gone = threaded(comment(1), comment(2)), threaded(comment(2))
    part = threaded(comment(2), comments_info=info(complete=False))
    assert told(shown, part) == []
    assert told(shown, gone, part) == [("comment", "removed", False)]


def test_comment_unseen_for_a_while_is_missed_from_when_it_was_last_seen():
    part = threaded(comment(2), comments_info=info(complete=False, stated=2))
    (edit,) = edits(
        readings(
            threaded(comment(1), comment(2), comments_info=info(stated=2)),
            part,
            threaded(comment(2), comments_info=info(stated=1)),
        )
    )
    assert edit.change.op == "removed"
    assert edit.between == ("2026-01-01T06:00:00Z", "2026-01-03T06:00:00Z")


def test_comment_that_comes_back_is_restored_and_names_its_removal():
    shown, gone = threaded(comment(1), comment(2)), threaded(comment(2))
    removed, restored = edits(readings(shown, gone, shown))
    assert (removed.change.confirmed, restored.change.op) == (False, "restored")
    assert restored.change.also == (removed.change.id,)
    assert restored.between == ("2026-01-02T06:00:00Z", "2026-01-03T06:00:00Z")


def test_comment_removed_twice_is_two_changes_with_two_ids():
    shown, gone = threaded(comment(1), comment(2)), threaded(comment(2))
    found = edits(readings(shown, gone, shown, gone))
    assert [edit.change.op for edit in found] == ["removed", "restored", "removed"]
    assert len({edit.change.id for edit in found}) == 3


def test_parent_and_replies_go_and_come_back_as_one():
    shown = threaded(comment(1), comment(2, parent=1), comment(3))
    gone = threaded(comment(3))
    assert told(shown, gone, gone, shown) == [
        ("comment", "removed", True),
        ("comment", "restored", True),
    ]


def test_reply_that_comes_back_alone_is_restored():
    shown = threaded(comment(1), comment(2, parent=1), comment(3))
    alone = threaded(comment(2), comment(3))
    assert told(shown, threaded(comment(3)), alone) == [
        ("comment", "removed", True),
        ("comment", "restored", True),
    ]


def test_comment_is_cited_by_the_page_of_its_permalink():
    link = f"{URL}comment-page-2/"
    held = comment(1, permalink=f"{link}#comment-1")
    both = (ref(1), ref(1, link))
    old = Reading(outcome="ok", page=threaded(held, comment(2)), captures=both)
    (edit,) = edits([old, reading(2, threaded(comment(2)))])
    assert edit.old_capture == ref(1, link)
    assert edit.new_capture == ref(2)


def test_page_gone_is_unconfirmed_until_it_is_seen_gone_again():
    shown = page(TEXT)
    assert told(shown, "gone") == [("page", "removed", False)]
    assert told(shown, "gone", "error", "gone", "gone") == [("page", "removed", True)]


def test_password_is_told_once_and_is_no_removal_of_text():
    shown = page("It cost 12 men.")
    found = edits(readings(shown, "protected", "protected", "error", page("It cost 21 men.")))
    assert [(e.change.part, e.change.op, e.change.classes[0]) for e in found] == [
        ("page", "moderated", "password"),
        ("page", "restored", "password"),
        ("body", "edited", "number"),
    ]
    locked, public, _ = found
    assert (locked.change.old, locked.change.new, locked.change.notice) == (None, None, "unknown")
    assert locked.between == ("2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z")
    assert public.between == ("2026-01-03T06:00:00Z", "2026-01-05T06:00:00Z")
    assert public.change.also == (locked.change.id,)
    assert told("protected", shown, shown) == []


def test_page_that_asked_for_a_password_before_it_was_gone_is_gone_since_then():
    shown = page(TEXT)
    found = edits(readings(shown, "protected", "gone", shown))
    assert [(e.change.op, e.change.classes[0], e.between[0][8:10]) for e in found] == [
        ("moderated", "password", "01"),
        ("removed", "page gone", "02"),
        ("restored", "page back", "03"),
    ]
    assert told(shown, "gone", "protected", shown) == [
        ("page", "removed", False),
        ("page", "moderated", True),
        ("page", "restored", True),
    ]


def test_page_that_is_back_is_restored_and_compared_with_what_it_was():
    found = edits(readings(page("It cost 12 men."), "gone", page("It cost 21 men.")))
    assert [(e.change.part, e.change.op) for e in found] == [
        ("page", "removed"),
        ("page", "restored"),
        ("body", "edited"),
    ]
    assert found[1].change.also == (found[0].change.id,)
    assert found[1].between == ("2026-01-02T06:00:00Z", "2026-01-03T06:00:00Z")


def test_new_address_is_a_move_and_its_spelling_is_none():
    new = "http://a.example/2026/01/other/"
    moved = page(TEXT, url=new, canonical_url=new)
    (edit,) = edits(readings(page(TEXT), moved))
    assert (edit.change.op, edit.change.old, edit.change.new) == ("moved", URL, new)
    same = page(TEXT, url="https://www.a.example/2026/01/story", canonical_url=None)
    assert told(page(TEXT), same) == []
    bare = page(TEXT, url="http://a.example/?p=7", canonical_url=None)
    assert told(page(TEXT, canonical_url=None), bare) == [("page", "moved", True)]


def test_headline_that_swings_is_one_oscillation():
    one, other = titled("One story"), titled("Another tale")
    found = edits(readings(one, other, one, other, one))
    assert [edit.change.op for edit in found] == ["edited", "restored"]
    assert found[1].change.classes[-1] == "oscillation"
    assert told(one, other, one, titled("A third one")) == [
        ("headline", "edited", True),
        ("headline", "restored", True),
        ("headline", "edited", True),
    ]


def test_change_that_takes_back_another_names_it():
    one, two = page("It cost 12 men."), page("It cost 21 men.")
    first, second = edits(readings(one, two, one))
    assert second.change.also == (first.change.id,)


def test_capture_imported_later_narrows_the_time_and_keeps_the_id():
    old, new = page("It cost 12 men."), page("It cost 21 men.")
    (wide,) = edits([reading(1, old), reading(9, new)])
    (narrow,) = edits([reading(9, new), reading(5, old), reading(1, old)])
    assert wide.change.id == narrow.change.id
    assert narrow.between == ("2026-01-05T06:00:00Z", "2026-01-09T06:00:00Z")


def test_upgrade_of_the_normalizer_is_no_edit():
    new = page("Quite another reading of it.", normalizer="2.0")
    assert told(page(TEXT), new) == []
    assert told(page(TEXT), new, page("It is another.", normalizer="2.0")) != []


def test_field_that_a_reading_does_not_show_is_carried_on():
    picture = image("http://a.example/x.jpg", "A crane")
    other = image("http://a.example/x.jpg", "A ship")
    shown = page(TEXT, story={"lead_image": picture})
    new = page(TEXT, story={"lead_image": other})
    assert told(shown, page(TEXT), new) == [("lead_image", "edited", True)]


def test_running_text_is_carried_over_a_reading_that_lacks_content_pages():
    whole = page(TEXT, "It cost 12 men.", briefs=(brief("Ferry", "It sails."),))
    part = page(TEXT, issues=(Issue(code=PART_OF_STORY, detail=""),))
    new = page(TEXT, "It cost 21 men.", briefs=(brief("Ferry", "It sails."),))
    assert told(whole, part, new) == [("body", "edited", True)]


def test_reading_without_a_story_carries_the_one_before():
    bare = page(article=None, issues=(Issue(code=PART_OF_STORY, detail=""),))
    assert told(page("It cost 12 men."), bare, page("It cost 21 men.")) == [
        ("body", "edited", True)
    ]
    (edit,) = edits(readings(page(article=None), page(article=None, comments=(comment(1),))))
    assert (edit.title, edit.post_id) == (URL, None)


def test_all_captures_of_a_reading_may_be_given():
    old = replace(reading(1, page("It cost 12 men.")), captures=(ref(1), ref(1, f"{URL}2/")))
    (edit,) = edits([old, reading(2, page("It cost 21 men."))])
    assert isinstance(edit.old_capture, CaptureRef)
    assert edit.old_capture.url == URL


shown = st.sampled_from(
    [
        page("It cost 12 men."),
        page("It cost 21 men."),
        titled("Another tale"),
        threaded(comment(1), comment(2, parent=1)),
        threaded(comment(2)),
        "gone",
        "error",
    ]
)


@given(st.lists(shown, max_size=6))
@settings(deadline=None, max_examples=60)
def test_every_change_has_an_id_of_its_own_and_the_same_in_every_run(visits):
    found = edits(readings(*visits))
    ids = [edit.change.id for edit in found]
    assert len(ids) == len(set(ids))
    assert found == edits(readings(*visits)[::-1])


@given(st.lists(shown, max_size=5), shown)
@settings(deadline=None, max_examples=40)
def test_later_reading_takes_no_change_back(visits, last):
    before = [edit.change.id for edit in edits(readings(*visits))]
    after = [edit.change.id for edit in edits(readings(*visits, last))]
    assert after[: len(before)] == before


# -------------------------------------------------------------------- another post id


def numbered(number, text=TEXT, *comments, **more):
    story = {"key": f"wp-{number}", "post_id": str(number), **more.pop("story", {})}
    url = f"{URL}{number}/"
    return page(text, story=story, url=url, canonical_url=url, comments=comments, **more)


def test_another_post_id_is_no_edit_whatever_the_platform_made_anew():
    old = numbered(7, TEXT, comment(1), comment(2, parent=1), story={"authors": ("Ada",)})
    new = numbered(70, TEXT, comment(101), comment(2), story={"authors": ("admin",)})
    assert told(old, new) == []


def test_text_that_changed_with_the_post_id_is_an_edit():
    assert told(numbered(7, "It cost 12 men."), numbered(70, "It cost 21 men.")) == [
        ("body", "edited", True)
    ]


def test_comments_are_compared_again_under_their_new_ids():
    before = numbered(7, TEXT, comment(1), comment(2))
    assert told(
        before,
        numbered(7, TEXT, comment(1)),
        numbered(70, TEXT, comment(101)),
        numbered(70, TEXT),
        numbered(70, TEXT),
    ) == [("comment", "removed", False), ("comment", "removed", True)]


def test_headline_that_swings_back_under_another_post_id_is_an_oscillation():
    first, second = {"story": {"title": "One"}}, {"story": {"title": "Two"}}
    found = edits(readings(numbered(7, **first), numbered(7, **second), numbered(70, **first)))
    assert [edit.change.op for edit in found] == ["edited", "restored"]


def test_post_id_shown_for_the_first_time_is_another_one_only_at_another_address():
    bare = page(TEXT, story={"post_id": None}, comments=(comment(1),))
    assert told(bare, page(TEXT)) == [("comment", "removed", False)]
    assert told(bare, numbered(7)) == []


def test_edits_are_told_under_the_key_that_is_given():
    told_of = readings(page("It cost 12 men."), page("It cost 21 men."))
    assert [edit.page_key for edit in edits(told_of, "wp-3")] == ["wp-3"]
