"""Briefs against briefs: which is which, and what changed in each.

Two briefs are one when their headlines and texts are alike, else when their texts are the
same, else when all in all they are much alike. Their order is no change. The pairs are the
same both ways: they are made from the briefs that come first in the dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from archive.diff.changes import Change
from archive.diff.folding import exact, letters
from archive.diff.passages import units
from archive.diff.running import compare_text
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Brief

_ALIKE = 60
_TOLD_NEW = Told(name="brief new", severity="medium", why="the brief “{}” was added")
_TOLD_GONE = Told(name="brief gone", severity="high", why="the brief “{}” is gone")


def compare_briefs(story: Story, old: Sequence[Brief], new: Sequence[Brief]) -> list[Change]:
    """What went, what changed, what came."""
    pairs = _pairs(old, new)
    old_left = [brief for i, brief in enumerate(old) if i not in {i for i, _ in pairs}]
    new_left = [brief for j, brief in enumerate(new) if j not in {j for _, j in pairs}]
    return [
        *(_gone(story, brief) for brief in old_left),
        *(change for i, j in pairs for change in _within(story, old[i], new[j])),
        *(_came(story, brief) for brief in new_left),
    ]


def _pairs(old: Sequence[Brief], new: Sequence[Brief]) -> list[tuple[int, int]]:
    if [_whole(brief) for brief in new] < [_whole(brief) for brief in old]:
        pairs = [(i, j) for j, i in _matched(new, old).items()]
    else:
        pairs = list(_matched(old, new).items())
    return sorted(pairs, key=lambda pair: pair[1])


def _matched(old: Sequence[Brief], new: Sequence[Brief]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = list(range(len(new)))
    for same in (_same_head, _same_text, _alike):
        for i, brief in enumerate(old):
            found = next((j for j in free if i not in pairs and same(brief, new[j])), None)
            if found is not None:
                pairs[i] = found
                free.remove(found)
    return pairs


def _same_head(old: Brief, new: Brief) -> bool:
    return letters(old.headline) == letters(new.headline) and _alike(old, new)


def _same_text(old: Brief, new: Brief) -> bool:
    return bool(_text(old)) and letters(_text(old)) == letters(_text(new))


def _alike(old: Brief, new: Brief) -> bool:
    return fuzz.token_set_ratio(_whole(old), _whole(new)) >= _ALIKE


def _text(brief: Brief) -> str:
    return "\n".join(block.text for block in brief.blocks)


def _whole(brief: Brief) -> str:
    return f"{brief.headline}\n{_text(brief)}".strip()


def _within(story: Story, old: Brief, new: Brief) -> Iterator[Change]:
    if exact(old.headline) != exact(new.headline):
        place = Place(part="brief", key=new.key, aspect="headline")
        change = edited(story, place, (old.headline, new.headline))
        why = ("the headline of a brief changed", *change.why)
        yield replace(change, classes=(*change.classes, "headline"), why=why)
    texts = (units(old.blocks), units(new.blocks))
    for change in compare_text(story, Place(part="brief", key=new.key), texts):
        yield replace(change, why=(f"in the brief “{new.headline}”", *change.why))


def _gone(story: Story, brief: Brief) -> Change:
    said = replace(_TOLD_GONE, why=_TOLD_GONE.why.format(brief.headline))
    place = Place(part="brief", key=brief.key)
    return told(story, place, "removed", (_whole(brief), None), said)


def _came(story: Story, brief: Brief) -> Change:
    said = replace(_TOLD_NEW, why=_TOLD_NEW.why.format(brief.headline))
    place = Place(part="brief", key=brief.key)
    return told(story, place, "added", (None, _whole(brief)), said)
