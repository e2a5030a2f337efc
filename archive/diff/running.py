"""The changes of a running text: passages, each with its words marked and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from archive.diff.changes import Change, Op
from archive.diff.folding import exact
from archive.diff.passages import Passage, Unit, joined, passages
from archive.diff.story import Place, Story, Told, edited, told

Units = tuple[Sequence[Unit], Sequence[Unit]]

_REWRITTEN = 45
_ENOUGH = 50_000  # characters that tell whether a passage was rewritten
_TOLD: dict[Op, Told] = {
    "added": Told(name="text new", severity="medium", why="text was added"),
    "removed": Told(name="text gone", severity="high", why="text is gone"),
    "moved": Told(name="order", severity="low", why="text stands at another place"),
}
_LAYOUT = Told(name="layout", severity="low", why="the same words stand in other paragraphs")
_ATTACHED = {
    True: ("text new", "a sentence was added"),
    False: ("text gone", "a sentence is gone"),
}


def compare_text(story: Story, place: Place, units: Units) -> tuple[Change, ...]:
    """What changed between two runs of sentences, in order of the new one."""
    old, new = units
    return tuple(_change(story, place, passage, units) for passage in passages(old, new))


def _change(story: Story, place: Place, passage: Passage, units: Units) -> Change:
    old, new = units
    was = joined(old[passage.old.start : passage.old.stop])
    now = joined(new[passage.new.start : passage.new.stop])
    if was and now and passage.op != "moved":
        change = _within(story, place, passage, (was, now))
    else:
        texts = (was or None, now or None)
        change = told(story, place, passage.op, texts, _TOLD[passage.op])
    return replace(
        change,
        classes=(*change.classes, "moved") if passage.moved else change.classes,
        old_at=passage.old.start if was else None,
        new_at=passage.new.start if now else None,
        old_count=len(passage.old),
        new_count=len(passage.new),
    )


def _within(story: Story, place: Place, passage: Passage, texts: tuple[str, str]) -> Change:
    """A passage that lives on; a whole sentence that came or went in it is never minor."""
    was, now = texts
    alike = fuzz.token_sort_ratio(was[:_ENOUGH], now[:_ENOUGH])
    op: Op = "rewritten" if passage.op == "edited" and alike < _REWRITTEN else passage.op
    if exact(was) == exact(now):
        return replace(told(story, place, op, texts, _LAYOUT), minor=True)
    change = _plainly(edited(story, place, texts, op))
    if passage.op in ("split", "merged") or len(passage.old) == len(passage.new):
        return change
    name, why = _ATTACHED[len(passage.new) > len(passage.old)]
    only_that = change.classes == ("wording",) or was in now or now in was
    return replace(
        change,
        minor=False,
        severity="high" if change.severity == "high" or name == "text gone" else "medium",
        classes=(name,) if only_that else (name, *change.classes),
        why=(why,) if only_that else (why, *change.why),
    )


def _plainly(change: Change) -> Change:
    """A change without the lists of words where hardly a word was kept."""
    if change.op != "rewritten":
        return change
    numbers = [line for line in change.why if line.startswith("a number changed")]
    return replace(change, why=("the passage was rewritten", *numbers), minor=False)
