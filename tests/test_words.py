"""Changes inside a sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff import words
from archive.diff.words import inline


def rebuilt(pairs, marks):
    return "".join(text for op, text in pairs if op in marks)


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("", "", ()),
        ("Same.", "Same.", (("=", "Same."),)),
        ("", "New.", (("+", "New."),)),
        ("Old.", "", (("-", "Old."),)),
        ("$12, not 5", "$21, not 5", (("=", "$"), ("-", "12"), ("+", "21"), ("=", ", not 5"))),
        ("1,200 men", "1,300 men", (("-", "1,200"), ("+", "1,300"), ("=", " men"))),
        ("He died.", "He died, they say.", (("=", "He died"), ("+", ", they say"), ("=", "."))),
        ("一二三四", "一二五四", (("=", "一二"), ("-", "三"), ("+", "五"), ("=", "四"))),
    ],
)
def test_words_that_changed_are_marked(old, new, pairs):
    assert inline(old, new) == pairs


def test_few_words_between_changes_of_many_are_replaced_with_them():
    pairs = inline("the first of seven ships", "a second of nine ships")
    assert pairs == (("-", "the first of seven"), ("+", "a second of nine"), ("=", " ships"))
    pairs = inline("an old dog sat in the sun of spring", "my cat lay in the rain of May")
    assert [op for op, _ in pairs] == ["-", "+"]


def test_words_between_small_changes_are_kept():
    assert ("=", " of b ") in inline("a of b c", "d of b e")
    assert ("=", " harbour ") in inline("the old harbour was shut", "a small harbour is open")
    assert ("=", " one after another ") in inline(
        "a b c d e f one after another g h i j k l", "m n o p q r one after another s t u v w x"
    )


def test_small_word_between_what_went_and_what_came_is_kept():
    pairs = inline("they went home in may", "they in june may")
    assert rebuilt(pairs, "=-") == "they went home in may"


def test_very_long_texts_are_replaced_whole(monkeypatch):
    monkeypatch.setattr(words, "_CELLS", 3)
    assert inline("a b c", "a x c") == (
        ("=", "a "),
        ("-", "b"),
        ("+", "x"),
        ("=", " c"),
    )


text = st.text(alphabet="ab 1.,\n“”-ن一$", max_size=40)


@given(text, text)
@settings(deadline=None, max_examples=300)
def test_pairs_rebuild_both_sentences(old, new):
    pairs = inline(old, new)
    assert rebuilt(pairs, "=-") == old
    assert rebuilt(pairs, "=+") == new
    assert all(part for _, part in pairs)
    assert all(a[0] != b[0] for a, b in pairwise(pairs))


@given(text, text)
@settings(deadline=None, max_examples=300)
def test_both_ways_the_same_words_are_marked(old, new):
    there, back = inline(old, new), inline(new, old)
    for op, other in ("-+", "+-", "=="):
        assert [t for o, t in there if o == op] == [t for o, t in back if o == other]
