"""Threads: comments by id, and when an absence is evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.diff.compare import compare
from tests.build_readings import URL, comment, info, page


def changes(old, new, before=None, after=None):
    was = page(comments=tuple(old), comments_info=before or info())
    now = page(comments=tuple(new), comments_info=after or info(), day=2)
    return compare(was, now).changes


def told(*args, **more):
    return [(change.part_key, change.op) for change in changes(*args, **more)]


ONE, TWO, THREE = comment(1), comment(2, "Not at all."), comment(3, "Why so?", parent=1)


def test_order_and_place_are_no_change():
    assert told([ONE, TWO], [replace(TWO, position=7), ONE]) == []


def test_comment_that_came_is_added():
    (change,) = changes([ONE], [ONE, TWO])
    assert (change.op, change.new, change.severity) == ("added", "Not at all.", "low")


def test_comment_that_went_is_removed_and_unconfirmed():
    (change,) = changes([ONE, TWO], [ONE])
    assert (change.op, change.old, change.confirmed) == ("removed", "Not at all.", False)
    assert change.why == ("a comment by Reader 2 is no longer shown",)


def test_parent_that_went_with_its_replies_is_one_change():
    deep = comment(4, "Indeed.", parent=3)
    (change,) = changes([ONE, THREE, deep, TWO], [TWO])
    assert (change.part_key, change.op, len(change.also)) == ("wp-1", "removed", 2)
    assert change.why[0].endswith("with replies by Reader 3, Reader 4")


def test_reply_left_behind_hangs_elsewhere():
    gone, left = changes([ONE, THREE], [replace(THREE, parent_key=None)])
    assert [(c.part_key, c.op) for c in (gone, left)] == [
        ("wp-1", "removed"),
        ("wp-3", "reparented"),
    ]
    hung = "the comment by Reader 3 hung under that by Reader 1 and now hangs under the story"
    assert left.why == (hung,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (info(), info(complete=False)),
        (info(), info(complete=False, stated=2)),
        (info(complete=False, stated=2), info(complete=True, stated=9)),
        (info(is_open=True), info(is_open=False)),
        (info(stated=2), info(complete=False, stated=0)),
    ],
)
def test_thread_that_may_be_a_part_says_nothing_of_what_it_lacks(before, after):
    assert told([ONE, TWO], [ONE], before=before, after=after) == []


def test_thread_is_whole_when_as_many_are_unshown_as_before():
    before, after = info(complete=False, stated=5), info(complete=False, stated=4)
    assert told([ONE, TWO], [ONE], before=before, after=after) == [("wp-2", "removed")]


def test_replies_of_what_went_are_counted_on_and_explain_themselves():
    before, after = info(stated=3), info(complete=False, stated=2)
    assert told([ONE, THREE, TWO], [TWO], before=before, after=after) == [("wp-1", "removed")]


def test_last_comment_that_went_needs_an_open_form_or_a_count_of_zero():
    assert told([ONE], []) == [("wp-1", "removed")]
    assert told([ONE], [], after=info(is_open=None)) == []
    assert told([ONE], [], after=info(is_open=None, stated=0)) == [("wp-1", "removed")]
    assert told([ONE], [], after=info(complete=False)) == []


def test_comment_first_seen_is_added_only_if_the_old_thread_was_whole():
    part = info(complete=False, stated=2)
    assert told([ONE], [ONE, TWO], before=part, after=info(stated=2)) == []
    later = replace(TWO, posted_at="2026-01-02T01:00:00Z")
    assert told([ONE], [ONE, later], before=part, after=info(stated=2)) == [("wp-2", "added")]


def test_theme_without_pingbacks_removes_none():
    ping = replace(comment(9, ""), kind="pingback")
    assert told([ONE, ping], [ONE]) == []
    longer = replace(ping, blocks=comment(1, "[…] more of it […]").blocks)
    assert told([ONE, replace(ping, blocks=ONE.blocks)], [ONE, longer]) == []
    later = replace(ping, posted_at="2026-01-02T01:00:00Z")
    assert told([ONE], [ONE, later]) == [("wp-9", "added")]


def test_thread_on_several_pages_is_whole_only_when_it_says_so():
    paged = replace(info(complete=False, stated=2), pages=(f"{URL}comment-page-2/",))
    assert told([ONE, THREE, TWO], [TWO], before=info(stated=3), after=paged) == []
    elsewhere = replace(paged, pages=("http://a.example/other/comment-page-2/",))
    assert told([ONE, THREE, TWO], [TWO], before=info(stated=3), after=elsewhere) == [
        ("wp-1", "removed")
    ]


def test_text_that_changed_is_edited_and_judged():
    (change,) = changes([comment(1, "I saw 5 men.")], [comment(1, "I saw 9 men.")])
    assert (change.op, change.classes, change.confidence) == ("edited", ("number",), 1.0)
    assert told([comment(1, "")], [comment(1, "Now with words.")]) == []


def test_comment_without_an_id_is_less_sure():
    (change,) = changes([comment(1, "A man.", id=None)], [comment(1, "Men.", id=None)])
    assert change.confidence == 0.6


def test_placeholder_is_moderation_and_its_end_a_return():
    held = comment(1, "This comment was removed.", state="placeholder")
    assert told([ONE], [held]) == [("wp-1", "moderated")]
    assert told([held], [ONE]) == [("wp-1", "restored")]
    waiting = replace(ONE, state="awaiting")
    assert told([waiting], [ONE]) == []
    assert told([waiting, TWO], [TWO]) == []


def test_other_name_over_a_comment_is_told_and_nobody_is_no_name():
    (change,) = changes([ONE], [replace(ONE, author="Someone")])
    assert change.why == ("the name over a comment changed: Reader 1 → Someone",)
    anonymous = replace(ONE, author="Anonymous")
    assert told([anonymous], [replace(ONE, author="Anonyme")]) == []
    (gone,) = changes([replace(ONE, author=None), TWO], [TWO])
    assert gone.why == ("a comment by somebody unnamed is no longer shown",)


def test_new_parent_is_told_unless_the_theme_only_nests_otherwise():
    other = replace(THREE, parent_key="wp-2")
    assert told([ONE, TWO, THREE], [ONE, TWO, other]) == [("wp-3", "reparented")]
    assert told([ONE, TWO, THREE], [ONE, TWO, replace(other, parent_evidence="indent")]) == []
    assert told([ONE, TWO, THREE], [ONE, TWO, replace(THREE, parent_key=None)]) == []
    deep = comment(4, "Yes.", parent=3)
    flat = replace(deep, parent_key="wp-1")
    assert told([ONE, THREE, deep], [ONE, THREE, flat]) == []
    assert told([ONE, THREE, flat], [ONE, THREE, deep]) == []


def test_ring_of_parents_ends():
    ring = [comment(1, parent=2), comment(2, parent=1)]
    assert told([*ring, THREE], [THREE]) == [("wp-1", "removed")]


def test_comment_shown_twice_counts_once():
    assert told([ONE], [ONE, ONE]) == []
