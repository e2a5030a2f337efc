"""Briefs against briefs: which is which, and what changed in each.

Two briefs are one when their headlines are alike, else when their texts are. A brief keeps
its key as long as its headline; its number is no part of its identity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from archive.diff.changes import Change
from archive.diff.fields import text_change
from archive.diff.folding import exact, letters, stable_id
from archive.diff.passages import units
from archive.diff.running import compare_text
from normalizers.values import Brief

_ALIKE = 60


def compare_briefs(story: str, old: Sequence[Brief], new: Sequence[Brief]) -> tuple[Change, ...]:
    """What came, went and changed; the order of briefs is no change."""
    pairs = _pairs(old, new)
    matched_old = {i for i, _ in pairs}
    matched_new = {j for _, j in pairs}
    changes = [
        _whole(story, brief, "removed") for i, brief in enumerate(old) if i not in matched_old
    ]
    for i, j in pairs:
        changes += _within(story, old[i], new[j])
    changes += [
        _whole(story, brief, "added") for j, brief in enumerate(new) if j not in matched_new
    ]
    return tuple(changes)


def _pairs(old: Sequence[Brief], new: Sequence[Brief]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    free = list(range(len(new)))
    for same in (_same_head, _same_text, _alike):
        for i, brief in enumerate(old):
            if any(i == a for a, _ in pairs):
                continue
            found = next((j for j in free if same(brief, new[j])), None)
            if found is not None:
                pairs.append((i, found))
                free.remove(found)
    return sorted(pairs, key=lambda pair: pair[1])


def _same_head(old: Brief, new: Brief) -> bool:
    return letters(old.headline) == letters(new.headline) and _alike(old, new)


def _same_text(old: Brief, new: Brief) -> bool:
    return bool(_text(old)) and letters(_text(old)) == letters(_text(new))


def _alike(old: Brief, new: Brief) -> bool:
    return fuzz.token_set_ratio(_whole_text(old), _whole_text(new)) >= _ALIKE


def _text(brief: Brief) -> str:
    return "\n".join(block.text for block in brief.blocks)


def _whole_text(brief: Brief) -> str:
    return f"{brief.headline}\n{_text(brief)}"


def _within(story: str, old: Brief, new: Brief) -> Iterator[Change]:
    if exact(old.headline) != exact(new.headline):
        change = text_change(story, "brief", new.key, (old.headline, new.headline))
        yield replace(change, classes=(*change.classes, "headline"))
    yield from compare_text(story, "brief", new.key, (units(old.blocks), units(new.blocks)))


def _whole(story: str, brief: Brief, op: str) -> Change:
    text = _whole_text(brief)
    old, new = (text, None) if op == "removed" else (None, text)
    return Change(
        id=stable_id(story, "brief", brief.key, op, text),
        part="brief",
        part_key=brief.key,
        op=op,
        old=old,
        new=new,
        classes=(f"brief {'gone' if op == 'removed' else 'new'}",),
        severity="high" if op == "removed" else "medium",
        why=(f"the brief “{brief.headline}” {'is gone' if op == 'removed' else 'was added'}",),
    )
