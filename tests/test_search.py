"""Search in all words ever shown: what is found, how it is folded, what is shown of it."""

from __future__ import annotations

import pytest

from archive.database.load import store
from archive.database.search import search
from tests.build_pages import BASE, DAY, T0, article, comment, loadable, page, paragraph, receipt
from tests.loading import settle_all


def put(db, *shown):
    """One page a day."""
    for day, one in enumerate(shown):
        crawl = f"c{day}"
        warc = f"warc/{crawl}-00001.warc.gz"
        store(db, receipt(crawl), [loadable(1, one, at=T0 + day * DAY, warc=warc)])
    settle_all(db)


def hits(db, words):
    return [(hit.kind, hit.ref) for hit in search(db, words)]


def test_search_finds_stories_briefs_and_comments(sample):
    kinds = {hit.kind for hit in search(sample, "the")}
    assert kinds == {"story", "brief", "comment"}


def test_search_puts_words_together_inside_one_part(db):
    put(
        db,
        page(comments=(comment(1, "Apples grow here."), comment(2, "Pears and apples."))),
    )
    assert hits(db, "apples pears") == [("comment", "wp-2")]
    assert hits(db, '"grow here"') == [("comment", "wp-1")]
    assert hits(db, "pea*") == [("comment", "wp-2")]
    assert hits(db, "bridge people") == [("story", None)]


def test_search_finds_words_that_are_gone_and_says_so(db):
    put(db, page(comments=(comment(1, "Apples grow here."),)), page())
    (hit,) = search(db, "apples")
    assert (hit.is_shown, hit.author, hit.last_seen) == (False, "Reader 1", "2026-09-01T06:00:00Z")
    assert search(db, "bridge")[0].is_shown


def test_search_holds_spellings_equal(db):
    put(db, page(comments=(comment(1, "Erdoğan in Łódź, ۱۴۰۱: کِتاب"),)))
    for words in ("erdogan", "Lodz", "1401", "كتاب"):
        assert hits(db, words) == [("comment", "wp-1")]


@pytest.mark.parametrize("words", ["", "  ", '"', "*", "-", '""', "( ) ^"])
def test_search_for_nothing_finds_nothing(sample, words):
    assert search(sample, words) == ()


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ('the gate "', "the gate"),
        ("second^gate", '"second gate"'),
        ("second:gate", '"second gate"'),
        ("NEAR(gate", '"near gate"'),
        ("gate OR ferry", "gate or ferry"),
        ('gate" OR "ferry', "gate or ferry"),
    ],
)
def test_search_has_no_syntax_to_break(sample, words, plain):
    assert search(sample, words) == search(sample, plain)


def test_search_of_the_plain_words_finds_something(sample):
    assert search(sample, '"second gate"')


def test_words_of_a_story_that_is_gone_are_not_shown(sample):
    assert {hit.is_shown for hit in search(sample, '"night market under curfew"')} == {False}


def test_best_hit_comes_first(db):
    for number, words in ((1, "A gate and " + "other words " * 40), (2, "Gate, gate, gate.")):
        url = f"{BASE}/2026/09/story-{number}/"
        told = article(str(number), f"Story {number}", blocks=(paragraph(words),))
        shown = page(url, canonical_url=url, article=told)
        store(db, receipt(f"c{number}"), [loadable(number, shown, warc=f"warc/c{number}.warc.gz")])
    settle_all(db)
    assert [hit.title for hit in search(db, "gate")] == ["Story 2", "Story 1"]


def test_search_is_limited(sample):
    assert len(search(sample, "the", limit=2)) == 2


def test_snippets_mark_the_words_and_cut_what_is_far(db):
    long = " ".join(f"word{n}" for n in range(40)) + " apples " + "and more " * 20
    put(db, page(comments=(comment(1, long),)))
    (hit,) = search(db, "apples")
    marked = [piece for piece, is_hit in hit.snippet if is_hit]
    assert marked == ["apples"]
    whole = "".join(piece for piece, _ in hit.snippet)
    assert whole.startswith("word28")
    assert whole.endswith("…")


def test_a_snippet_of_a_short_text_is_the_text(db):
    put(db, page(comments=(comment(1, "Apples, apples!"),)))
    (hit,) = search(db, "apples")
    assert hit.snippet == (("Apples", True), (", ", False), ("apples", True), ("!", False))
