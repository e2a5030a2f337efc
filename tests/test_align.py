"""Alignment of sentences: what lives on as what, and the bounds on odd inputs."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff.align import align
from archive.diff.bags import dice
from archive.diff.runs import heaviest_run, off_run

HARBOUR = [
    "The harbour was closed on Monday after a crane fell.",
    "Two ships waited outside the mole until the evening.",
    "The works council asked for an inquiry into the old cranes.",
    "Its chairman said that three letters had gone unanswered.",
    "The port authority wants to speak on Wednesday.",
    "Fishing boats may still leave by the northern gate.",
]


def test_unchanged_text_is_linked_in_order():
    assert align(HARBOUR, HARBOUR) == [(n, n) for n in range(6)]


def test_changed_sentence_keeps_its_place():
    new = [*HARBOUR]
    new[3] = "Its chairman said that five letters had gone without any answer."
    assert align(HARBOUR, new) == [(n, n) for n in range(6)]


def test_what_went_and_what_came_has_no_link():
    new = [*HARBOUR[:2], "Nobody remembers when the lighthouse was last painted.", *HARBOUR[4:]]
    assert align(HARBOUR, new) == [(0, 0), (1, 1), (4, 3), (5, 4)]


def test_moved_block_is_found_with_an_edit_inside():
    moved = [HARBOUR[4], "Small fishing boats may leave by the gate.", *HARBOUR[:4]]
    assert align(HARBOUR, moved) == [(0, 2), (1, 3), (2, 4), (3, 5), (4, 0), (5, 1)]


def test_split_sentence_has_two_links():
    old = ["Before.", "The crane fell on Monday and the harbour was closed by the mayor.", "After."]
    new = ["Before.", "The crane fell on Monday.", "The harbour was closed by the mayor.", "After."]
    assert align(old, new) == [(0, 0), (1, 1), (1, 2), (2, 3)]
    assert align(new, old) == [(0, 0), (1, 1), (2, 1), (3, 2)]


def test_part_of_a_split_that_went_elsewhere_is_joined():
    long = (
        "The inspector of cranes found rust on seven cables in the spring, and the ferry "
        "company paid its fine of forty thousand crowns without a word."
    )
    away = "The ferry company paid its fine of forty thousand crowns."
    here = "The inspector of cranes found rust on seven cables in the spring."
    old = [long, *HARBOUR]
    new = [here, *HARBOUR, away]
    assert {(0, 0), (0, 7)} <= set(align(old, new))


def test_sentence_within_a_longer_one_moved_is_linked():
    long = (
        "Indeed the inspectors of the northern harbour found seven rusted cables, which is why "
        "every crane of the yard stood still for weeks while lawyers, insurers, owners and two "
        "ministries argued about who was to pay for the replacement of each single part"
    )
    short = "Indeed the inspectors of the northern harbour found seven rusted cables"
    assert (6, 0) in align([*HARBOUR, long], [short, *HARBOUR])


def test_repeated_sentences_are_linked_in_order():
    old = ["Read more.", "One thing.", "Read more.", "Another thing.", "Read more."]
    new = ["Read more.", "One thing.", "Read more.", "Another thing."]
    assert align(old, new) == [(0, 0), (1, 1), (2, 2), (3, 3)]


def test_beside_a_moved_pair_its_changed_neighbour_moves_too():
    old = [*HARBOUR, "Kittens played on the roof of the chandler.", "A dog slept."]
    new = ["Kittens played upon the roof of the chandler.", "The dog snored.", *HARBOUR]
    links = dict(align(old, new))
    assert links[6] == 0


def test_strangers_are_not_linked():
    assert align(["Nine cats."], ["The budget was passed by both houses."]) == []


def test_empty_sides_have_no_links():
    assert align([], HARBOUR) == []
    assert align(HARBOUR, []) == []
    assert align([], []) == []


def test_sentences_of_marks_alone_are_compared():
    assert align(["***"], ["---"]) == []
    assert dice(0.0, 0.0) == 0.0


@pytest.mark.parametrize("shape", ["unrelated", "shuffled", "reversed", "repeated", "edited"])
def test_large_texts_of_odd_shape_are_aligned(shape):
    rng = random.Random(5)
    words = [f"word{n}" for n in range(400)]
    old = [" ".join(rng.choices(words, k=9)) for _ in range(300)]
    new = {
        "unrelated": [" ".join(rng.choices(words, k=9)) for _ in range(300)],
        "shuffled": rng.sample(old, len(old)),
        "reversed": old[::-1],
        "repeated": ["the same again"] * 300,
        "edited": [f"{text} changed" for text in old],
    }[shape]
    links = align(old, new)
    if shape in {"shuffled", "reversed"}:
        assert all(old[i] == new[j] for i, j in links)
        assert len(links) == len(old)
    if shape == "edited":
        assert links == [(n, n) for n in range(300)]


texts = st.lists(st.sampled_from([*HARBOUR, "Yes.", "No.", "The crane fell.", ""]), max_size=12)


@given(texts, texts)
@settings(deadline=None, max_examples=60)
def test_links_are_sorted_unique_and_within_bounds(old, new):
    links = align(old, new)
    assert links == sorted(set(links))
    assert all(0 <= i < len(old) and 0 <= j < len(new) for i, j in links)


@given(texts, texts)
@settings(deadline=None, max_examples=100)
def test_both_ways_give_the_same_links(old, new):
    assert align(new, old) == sorted((j, i) for i, j in align(old, new))


@given(texts, texts)
@settings(deadline=None, max_examples=30)
def test_same_input_gives_the_same_links(old, new):
    assert align(old, new) == align(list(old), list(new))


def test_heaviest_run_prefers_weight_to_number():
    pairs = [(0, 1), (1, 2), (2, 0)]
    assert heaviest_run(pairs, [1, 1, 5]) == [2]
    assert heaviest_run([], []) == []


def test_moved_sentence_is_the_lighter_one():
    assert off_run([(0, 1), (1, 2), (2, 0)], [5, 5, 1]) == {2}
