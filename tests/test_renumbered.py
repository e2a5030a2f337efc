"""Stories whose blog gave them other numbers: one story, or two, or one number of two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.renumbered import by_story
from tests.build_pages import BASE, DAY, T0, article, page, paragraph, sighting

LONG = " ".join(f"word{n}" for n in range(60))
OTHER = " ".join(f"thing{n}" for n in range(60))


def shown(number: int, post_id: str | None, path: str, text: str = LONG, **more):
    """A capture on day `number`, by a crawl of its own, of a post at an address."""
    crawl = {name: more.pop(name) for name in ("source", "imported", "at") if name in more}
    url = f"{BASE}/{path}"
    key = f"wp-{post_id}" if post_id else f"url-{path}"
    story = article(post_id, key=key, blocks=(paragraph(text),), **more)
    told = page(url, article=story, canonical_url=url)
    values = {"source": f"c{number}", "at": T0 + number * DAY}
    return sighting(number, told, **{**values, **crawl})


def silent(number: int, path: str, outcome: str, **more):
    values = {"source": f"c{number}", "at": T0 + number * DAY}
    return sighting(number, url=f"{BASE}/{path}", outcome=outcome, **{**values, **more})


def stories(*seen):
    """The numbers of the captures of each story, by the end of its public id."""
    told = by_story(seen)
    return {
        uid.removeprefix("strait.example-"): [s.number for s in group]
        for uid, group in told.items()
    }


def test_a_story_goes_on_under_another_number_and_keeps_its_first():
    assert stories(shown(1, "7", "a/"), shown(2, "70", "b/")) == {"wp-7": [1, 2]}


def test_a_story_that_is_renumbered_twice_is_one():
    seen = [shown(1, "7", "a/"), shown(2, "70", "b/"), shown(3, "700", "c/")]
    assert stories(*seen) == {"wp-7": [1, 2, 3]}


def test_a_story_without_post_ids_goes_on_at_another_address():
    seen = [shown(1, None, "a/"), shown(2, "70", "b/")]
    assert stories(*seen) == {"url-a/": [1, 2]}


def test_silence_at_the_old_address_belongs_to_the_one_story():
    seen = [shown(1, "7", "a/"), silent(2, "a/", "gone"), shown(3, "70", "b/")]
    assert stories(*seen) == {"wp-7": [1, 2, 3]}


def test_a_few_other_words_are_nearly_the_same_text():
    edited = LONG.replace("word3 ", "word3 not ")
    assert stories(shown(1, "7", "a/"), shown(2, "70", "b/", edited)) == {"wp-7": [1, 2]}


@pytest.mark.parametrize(
    "more",
    [
        {"title": "Another bridge opens"},
        {"published_at": "2026-08-30T10:00:00+01:00"},
        {"text": OTHER},
    ],
)
def test_another_title_day_or_text_is_another_story(more):
    assert len(stories(shown(1, "7", "a/"), shown(2, "70", "b/", **more))) == 2


def test_a_story_with_another_number_and_title_is_one_where_address_day_and_words_stayed():
    retitled = {"title": "Another bridge opens"}
    assert stories(shown(1, "7", "a/"), shown(2, "70", "a/", **retitled)) == {"wp-7": [1, 2]}


@pytest.mark.parametrize(
    "more",
    [{"published_at": "2026-08-30T10:00:00+01:00"}, {"text": OTHER}, {"text": "Few words."}],
)
def test_another_number_title_and_day_or_words_at_one_address_is_another_story(more):
    first = {"text": "Few words."} if more.get("text") == "Few words." else {}
    seen = [shown(1, "7", "a/", **first), shown(2, "70", "a/", title="Another one", **more)]
    assert len(stories(*seen)) == 2


def test_what_stood_side_by_side_is_never_one_story():
    seen = [shown(1, "7", "a/"), shown(2, "70", "b/"), shown(3, "7", "a/")]
    assert stories(*seen) == {"wp-7": [1, 3], "wp-70": [2]}


def test_what_one_crawl_took_stood_side_by_side():
    seen = [shown(1, "7", "a/", source="c"), shown(2, "70", "b/", source="c")]
    assert stories(*seen) == {"wp-7": [1], "wp-70": [2]}


@pytest.mark.parametrize(("pause", "number"), [(timedelta(hours=2), 2), (3 * DAY, 1)])
def test_what_an_import_took_in_one_day_stood_side_by_side(pause, number):
    imported = {"source": "i", "imported": True}
    later = shown(2, "70", "b/", at=T0 + pause, **imported)
    assert len(stories(shown(1, "7", "a/", at=T0, **imported), later)) == number


def test_few_words_are_one_story_only_where_the_old_address_made_way():
    few = "Open thread."
    old, new = shown(1, "7", "a/", few), shown(3, "70", "b/", few)
    assert len(stories(old, new)) == 2
    assert len(stories(old, silent(2, "a/", "error"), new)) == 2
    assert len(stories(old, silent(2, "a/", "gone"), new)) == 1
    assert len(stories(old, silent(4, "a/", "redirect"), new)) == 1
    assert len(stories(old, shown(3, "70", "a/", few))) == 1


def test_posts_without_words_are_one_story_where_the_old_address_made_way():
    assert len(stories(shown(1, "7", "a/", ""), shown(2, "70", "a/", ""))) == 1


def test_boilerplate_of_other_days_is_other_stories():
    few = {"text": "Open thread.", "title": "Open thread"}
    days = [f"2026-08-{day:02}" for day in range(1, 6)]
    seen = [
        shown(n, str(n), f"open-thread-{n}/", published_at=day, **few) for n, day in enumerate(days)
    ]
    gone = [silent(n + 9, f"open-thread-{n}/", "gone") for n in range(5)]
    assert len(stories(*seen, *gone)) == 5


def test_two_posts_of_one_title_and_day_go_on_each_as_itself():
    pair = [("1", "7", "a/"), ("2", "8", "b/"), ("3", "70", "c/"), ("4", "80", "d/")]
    seen = [
        shown(int(n), number, at, source="old" if int(n) < 3 else "new") for n, number, at in pair
    ]
    assert stories(*seen) == {"wp-7": [1, 3], "wp-8": [2, 4]}


def test_a_number_that_another_post_had_before_is_of_two_stories():
    one = {"title": "One", "published_at": "2026-08-01", "text": LONG}
    two = {"title": "Two", "published_at": "2026-08-02", "text": OTHER}
    seen = [
        shown(1, "7", "one/", source="old", **one),
        shown(2, "8", "two/", source="old", **two),
        shown(3, "8", "archives/one/", source="new", **one),
        shown(4, "9", "archives/two/", source="new", **two),
    ]
    assert stories(*seen) == {"wp-7": [1, 3], "wp-8": [2, 4]}


def test_a_number_that_shows_another_post_at_its_plain_address_is_of_two_stories():
    one = {"title": "One", "published_at": "2026-08-01", "text": LONG}
    two = {"title": "Two", "published_at": "2026-08-02", "text": OTHER}
    seen = [
        shown(1, "7", "?p=7", source="old", **one),
        shown(2, "8", "?p=8", source="old", **two),
        shown(3, "8", "?p=8", source="new", **one),
        shown(4, "9", "?p=9", source="new", **two),
    ]
    assert stories(*seen) == {"wp-7": [1, 3], "wp-8": [2, 4]}


def test_a_new_post_under_an_old_number_has_a_name_of_its_own():
    new = {"title": "New", "published_at": "2026-09-09", "text": OTHER}
    seen = [shown(1, "7", "a/"), shown(2, "7", "new/", **new), shown(3, "7", "new/", **new)]
    assert stories(*seen) == {"wp-7": [1], "wp-7.2": [2, 3]}


@pytest.mark.parametrize(
    "more",
    [
        {"at": "a/", "title": "New", "published_at": "2026-09-09", "text": OTHER},
        {"at": "b/", "published_at": "2026-09-09", "text": OTHER},
        {"at": "b/", "title": "New", "text": OTHER},
        {"at": "b/", "title": "New", "published_at": "2026-09-09", "text": LONG},
    ],
)
def test_a_post_that_keeps_one_of_address_title_day_and_text_is_the_same(more):
    crawl = {name: more[name] for name in more if name != "at"}
    assert stories(shown(1, "7", "a/"), shown(2, "7", more["at"], **crawl)) == {"wp-7": [1, 2]}


def test_captures_imported_later_tell_apart_what_seemed_one():
    one = [shown(1, "7", "a/"), shown(5, "70", "b/")]
    later = shown(9, "7", "a/", source="i", imported=True)
    assert len(stories(*one)) == 1
    assert len(stories(later, *one)) == 2


def test_a_post_without_title_has_nothing_to_be_known_by():
    untitled = {"title": ""}
    assert len(stories(shown(1, "7", "a/", **untitled), shown(2, "70", "b/", **untitled))) == 2


def test_posts_without_a_day_are_known_by_their_words():
    undated = {"published_at": None}
    seen = [shown(1, "7", "a/", **undated), shown(2, "70", "b/", **undated)]
    assert stories(*seen) == {"wp-7": [1, 2]}
    other = shown(2, "70", "b/", f"{LONG} and one more.", **undated)
    assert len(stories(seen[0], other)) == 2
