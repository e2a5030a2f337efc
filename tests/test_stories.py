"""Stories joined from their pages, and captures sorted to stories and visits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.stories import address_of, comment_page, join, thread_is_complete
from archive.visits import Sighting, assign, visits
from normalizers.values import Block, CommentsInfo, Issue, PageLink, RelatedPost
from tests.build_pages import (
    BASE,
    DAY,
    T0,
    article,
    brief,
    comment,
    page,
    paragraph,
    sighting,
)

STORY = f"{BASE}/2026/09/bridge/"
MINUTE = timedelta(minutes=1)


def info(*pages: str, **more) -> CommentsInfo:
    return CommentsInfo(**{"pages": pages, "complete": False, "open": True, **more})


def test_a_single_page_comes_back_as_it_is():
    one = page()
    assert join([one]) is one


def test_content_pages_are_joined_by_number():
    first = page(story={"page_count": 2, "blocks": (paragraph("One."),)})
    second = page(
        STORY + "2/",
        story={"page_count": 2, "page_number": 2, "blocks": (paragraph("Two."),)},
    )
    joined = join([second, first])
    assert [block.text for block in joined.article.blocks] == ["One.", "Two."]
    assert (joined.url, joined.article.page_number, joined.article.page_count) == (STORY, 1, 2)


def test_content_pages_that_no_link_numbers_are_numbered_by_address():
    shown = [page(STORY + part, story={"blocks": (paragraph(part or "1"),)}) for part in ("", "2/")]
    joined = join(shown[::-1])
    assert [block.text for block in joined.article.blocks] == ["1", "2/"]


def test_a_number_at_the_end_of_an_only_address_is_part_of_its_name():
    one = page(f"{BASE}/2026/09/", canonical_url=None)
    assert told(sighting(1, one)) == ["ok"]


def test_a_brief_cut_by_a_page_break_is_put_together():
    first = page(story={"page_count": 2}, briefs=(brief("a", "Begins"),))
    second = page(
        STORY + "2/",
        story={"page_number": 2, "page_count": 2, "blocks": ()},
        briefs=(brief("x", "and ends.", continued=True), brief("b", "Other.")),
    )
    joined = join([first, second])
    assert [b.key for b in joined.briefs] == ["a", "b"]
    assert [block.text for block in joined.briefs[0].blocks] == ["Begins", "and ends."]


def test_plain_text_after_a_page_with_briefs_belongs_to_the_last_of_them():
    first = page(story={"page_count": 2, "blocks": ()}, briefs=(brief("a", "Begins"),))
    tail = {"page_number": 2, "page_count": 2, "blocks": (paragraph("and ends."),)}
    joined = join([first, page(STORY + "2/", story=tail)])
    assert [block.text for block in joined.briefs[0].blocks] == ["Begins", "and ends."]
    assert joined.article.blocks == ()


def test_text_under_a_heading_of_its_own_stays_in_the_body():
    first = page(story={"page_count": 2, "blocks": ()}, briefs=(brief("a", "Begins"),))
    heading = Block(kind="heading", text="What happens next?")
    rest = {"page_number": 2, "page_count": 2, "blocks": (heading, paragraph("Nobody knows."))}
    joined = join([first, page(STORY + "2/", story=rest)])
    assert [block.text for block in joined.article.blocks] == [heading.text, "Nobody knows."]


def test_a_continued_brief_without_its_head_stays():
    first = page(story={"page_count": 2})
    second = page(
        STORY + "2/",
        story={"page_number": 2, "page_count": 2},
        briefs=(brief("x", "Tail.", continued=True),),
    )
    assert [b.key for b in join([first, second]).briefs] == ["x"]


def test_briefs_of_one_key_on_two_pages_get_their_own():
    shown = [
        page(
            STORY + (f"{number}/" if number > 1 else ""),
            story={"page_number": number, "page_count": 3},
            briefs=(brief("same", f"Text {number}."),),
        )
        for number in (1, 2, 3)
    ]
    assert [b.key for b in join(shown).briefs] == ["same", "same-2", "same-3"]


def test_comments_shown_twice_are_kept_once_in_page_order():
    main = page(comments=(comment(3), comment(4)), comments_info=info(STORY + "comment-page-1/"))
    first = page(
        STORY + "comment-page-1/",
        comments=(comment(1), comment(2), comment(3)),
        comments_info=info(STORY),
    )
    joined = join([main, first])
    assert [c.id for c in joined.comments] == ["1", "2", "3", "4"]
    assert [c.position for c in joined.comments] == [0, 1, 2, 3]
    assert joined.comments_info.complete


def test_the_main_page_comes_first_when_it_is_comment_page_one():
    main = page(comments=(comment(1),), comments_info=info(STORY + "comment-page-2/"))
    second = page(
        STORY + "comment-page-2/", comments=(comment(2),), comments_info=info(stated_count=2)
    )
    joined = join([second, main])
    assert [c.id for c in joined.comments] == ["1", "2"]
    assert joined.comments_info.stated_count == 2
    assert joined.url == STORY


def test_a_thread_is_complete_only_with_all_pages_named():
    main = page(comments_info=info(STORY + "comment-page-1/"))
    first = page(STORY + "comment-page-1/", comments_info=info(STORY + "comment-page-2/"))
    second = page(STORY + "comment-page-2/", comments_info=info(STORY + "comment-page-1/"))
    assert not thread_is_complete([main, first])
    assert thread_is_complete([main, first, second])


def test_a_thread_that_names_no_pages_is_complete_only_if_it_says_so():
    assert not thread_is_complete([page(comments_info=info())])
    assert thread_is_complete([page(comments_info=info(complete=True))])


def test_related_links_issues_and_residual_are_kept_once():
    more = {
        "related": (RelatedPost(url=BASE, title="Other"),),
        "links": (PageLink(url=BASE, text="Home", region="nav"),),
        "issues": (Issue(code="odd", detail="Odd."),),
        "residual": ("Left over.",),
    }
    first = page(story={"page_count": 2}, **more)
    second = page(STORY + "2/", story={"page_number": 2, "page_count": 2}, **more)
    joined = join([first, second])
    assert (joined.related, joined.links, joined.issues, joined.residual) == tuple(more.values())


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (STORY, None),
        (STORY + "comment-page-3/#comments", 3),
        (BASE + "/?p=7&cpage=2", 2),
        (BASE + "/2026/09/bridge.html?commentPage=4", 4),
    ],
)
def test_comment_pages_are_known_by_their_address(url, number):
    assert comment_page(url) == number


@pytest.mark.parametrize(
    "url",
    [
        STORY,
        STORY + "comment-page-3/",
        STORY + "?cpage=2",
        STORY + "?replytocom=5#respond",
        STORY.replace("http://", "https://www."),
    ],
)
def test_addresses_of_a_story_have_one_key(url):
    assert address_of(url) == "strait.example/2026/09/bridge"


def test_other_values_of_a_query_are_kept():
    assert address_of(f"{BASE}/?p=7&cpage=2") == address_of(f"{BASE}/?p=7")


# ------------------------------------------------------------------ sorting to stories


def test_one_post_id_is_one_story_over_its_addresses():
    seen = [
        sighting(1, page()),
        sighting(2, page(BASE + "/?p=7")),
        sighting(3, page(BASE + "/2026/09/new-slug/")),
    ]
    assert set(assign(seen).values()) == {"strait.example-wp-7"}


def test_a_failed_capture_belongs_to_what_its_address_last_showed():
    old = page(story={"post_id": "7", "key": "wp-7"})
    new = page(story={"post_id": "9", "key": "wp-9"})
    seen = [
        sighting(1, old),
        sighting(2, outcome="gone"),
        sighting(3, new),
        sighting(4, outcome="error"),
    ]
    assert assign(seen) == {
        1: "strait.example-wp-7",
        2: "strait.example-wp-7",
        3: "strait.example-wp-9",
        4: "strait.example-wp-9",
    }


def test_a_failure_before_the_first_sight_belongs_to_the_first_story_shown():
    assert assign([sighting(1, outcome="error"), sighting(2, page())]) == {
        1: "strait.example-wp-7",
        2: "strait.example-wp-7",
    }


def test_a_page_without_post_id_joins_the_story_of_its_address():
    bare = page(article=article(post_id=None))
    seen = [sighting(1, bare), sighting(2, page())]
    assert set(assign(seen).values()) == {"strait.example-wp-7"}
    assert assign(seen[:1]) == {1: "strait.example-url-2026-09-bridge"}


def test_an_address_that_never_showed_a_story_has_none():
    assert assign([sighting(1, outcome="gone"), sighting(2, outcome="error")]) == {}


# -------------------------------------------------------------------- sorting to visits


def told(*seen: Sighting) -> list[str]:
    return [visit.reading.outcome for visit in visits(seen)]


def test_a_crawl_is_one_visit_however_long_it_takes():
    first = page(story={"page_count": 2})
    second = page(STORY + "2/", story={"page_number": 2, "page_count": 2})
    (visit,) = visits([sighting(1, first), sighting(2, second, at=T0 + 3 * DAY)])
    assert visit.reading.outcome == "ok"
    assert [ref.offset for ref in visit.reading.captures] == [1, 2]


def test_a_retry_that_worked_counts_and_the_failure_does_not():
    (visit,) = visits([sighting(1, outcome="error"), sighting(2, page())])
    assert visit.reading.outcome == "ok"
    assert [s.number for s in visit.shown] == [2]


def test_a_visit_without_a_content_page_says_that_it_is_a_part():
    half = page(story={"page_count": 2})
    assert told(sighting(1, half)) == ["ok"]
    assert [issue.code for issue in join([half]).issues] == ["part-of-story"]


def test_a_visit_that_did_not_ask_for_a_known_content_page_is_a_part():
    first, second = page(), page(STORY + "2/")
    seen = [sighting(1, first), sighting(2, second), sighting(3, first, source="c2")]
    assert [visit.is_whole for visit in visits(seen)] == [True, False]
    gone = sighting(4, outcome="gone", url=STORY + "2/", source="c2")
    assert [visit.is_whole for visit in visits([*seen, gone])] == [True, True]
    again = [sighting(5, first, source="c3"), sighting(6, second, source="c3")]
    assert [visit.is_whole for visit in visits([*seen, *again])] == [True, False, True]


def test_a_gap_between_content_pages_is_no_whole_story():
    (visit,) = visits([sighting(1, page()), sighting(2, page(STORY + "3/"))])
    assert not visit.is_whole


def test_imports_are_cut_where_an_address_comes_again():
    seen = [
        sighting(1, page(), imported=True),
        sighting(2, page(), imported=True, at=T0 + 5 * 60 * MINUTE),
    ]
    assert told(*seen) == ["ok", "ok"]


def test_imports_are_cut_at_a_pause_of_a_day():
    other = page(STORY + "comment-page-1/", comments_info=info(STORY))
    seen = [sighting(1, page(), imported=True), sighting(2, other, imported=True, at=T0 + 2 * DAY)]
    assert told(*seen) == ["ok", "ok"]


def test_pages_of_one_import_taken_together_are_one_visit():
    other = page(STORY + "comment-page-1/", comments_info=info(STORY))
    seen = [sighting(1, page(), imported=True), sighting(2, other, imported=True)]
    assert told(*seen) == ["ok"]


@pytest.mark.parametrize("outcome", ["gone", "error", "blocked", "truncated"])
def test_a_visit_without_pages_tells_its_outcome(outcome):
    seen = (sighting(1, page()), sighting(2, outcome=outcome, source="c2"))
    assert told(*seen) == ["ok", outcome]


def test_a_redirect_says_nothing_of_the_story():
    seen = (sighting(1, page()), sighting(2, outcome="redirect", source="c2"))
    assert told(*seen) == ["ok", "error"]


def test_gone_beside_a_failure_is_no_absence():
    seen = [
        sighting(1, page()),
        sighting(2, outcome="gone", source="c2"),
        sighting(3, outcome="error", source="c2"),
    ]
    assert told(*seen) == ["ok", "error"]


def test_an_old_address_that_is_gone_is_no_absence_of_the_story():
    moved = page(BASE + "/2026/09/new-slug/")
    seen = [
        sighting(1, page()),
        sighting(2, moved, source="c2"),
        sighting(3, outcome="gone", source="c3"),
    ]
    assert told(*seen) == ["ok", "ok"]


def test_a_comment_page_that_is_gone_is_no_absence_of_the_story():
    gone = sighting(2, outcome="gone", url=STORY + "comment-page-2/", source="c2")
    assert told(sighting(1, page()), gone) == ["ok"]


def test_visits_are_told_in_order_of_time_whatever_the_order_given():
    seen = [sighting(n, page(), source=f"c{n}", at=T0 + n * DAY) for n in (3, 1, 2)]
    assert [v.sightings[0].number for v in visits(seen)] == [1, 2, 3]
