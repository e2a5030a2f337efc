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


def test_lone_word_between_replaced_ones_is_replaced_with_them():
    pairs = inline("the first of seven ships", "a second of nine ships")
    assert pairs == (("-", "the first of seven"), ("+", "a second of nine"), ("=", " ships"))


def test_small_word_beside_a_longer_replacement_is_replaced_with_it():
    pairs = inline("red big of x y", "blue small of x y")
    assert pairs[-1] == ("=", " of x y")
    assert ("=", " of ") not in inline("a b of c d e", "f g of c h")


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
