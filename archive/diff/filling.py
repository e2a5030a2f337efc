"""A gap filled in order: who in it became whom, by dynamic programming.

Each step is worth how much the two sides are alike, less what two strangers share: one
sentence that became one, one that was split in two, two that were merged in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.diff.anchors import Gap, Link
from archive.diff.bags import Bags, dice

# Measured on scripted and on human revisions: below, strangers are linked; above, heavy
# rewriting is lost.
_LEAST = 0.24
_CONTAINED = 0.35
_BOTH = 0.5
_CELLS = 2500

_Step = tuple[int, int]
_Worth = Mapping[_Step, float]


def fill(gap: Gap, found: Bags) -> list[Link]:
    """The links of one gap; none when it has too many cells to look at."""
    if not 0 < len(gap.old) * len(gap.new) <= _CELLS:
        return []
    worth = _worth(gap, found)
    steps = _steps(worth, len(gap.old), len(gap.new))
    return _links(gap, steps)


def _worth(gap: Gap, found: Bags) -> dict[_Step, dict[_Step, float]]:
    """For each shape of a step, what it is worth at the cells where it begins."""
    alike = {
        (r, c): found.alike(i, j) for r, i in enumerate(gap.old) for c, j in enumerate(gap.new)
    }
    turned = {(c, r): value for (r, c), value in alike.items()}
    merged = _halves(Gap(old=gap.new, new=gap.old), found.turned(), turned)
    return {
        (1, 1): alike,
        (1, 2): _halves(gap, found, alike),
        (2, 1): {(r, c): value for (c, r), value in merged.items()},
    }


def _halves(gap: Gap, found: Bags, alike: _Worth) -> dict[_Step, float]:
    """How much an old sentence is like two new ones in a row, where both are part of it."""
    worth: dict[_Step, float] = {}
    for c, (j, k) in enumerate(zip(gap.new, gap.new[1:], strict=False)):
        both = found.new[j] | found.new[k]
        weight = found.sum(both)
        for r, i in enumerate(gap.old):
            if alike[r, c] + alike[r, c + 1] < _BOTH or not _holds(found, i, (j, k)):
                continue
            worth[r, c] = dice(found.sum(found.old[i] & both), found.old_weight[i] + weight)
    return worth


def _holds(found: Bags, i: int, parts: Sequence[int]) -> bool:
    return all(found.shared(i, j) >= _CONTAINED * found.new_weight[j] for j in parts)


def _steps(worth: Mapping[_Step, _Worth], rows: int, columns: int) -> dict[_Step, _Step]:
    """The last step of the best way to each cell, as (old, new) sentences that it takes."""
    best: dict[_Step, float] = {}
    steps: dict[_Step, _Step] = {}
    for r in range(rows + 1):
        for c in range(columns + 1):
            ways = [
                (best[r - a, c - b] + gain, (a, b))
                for (a, b), gain in _gains(worth, r, c)
                if r >= a and c >= b
            ]
            best[r, c], steps[r, c] = max(ways, default=(0.0, (0, 0)))
    return steps


def _gains(worth: Mapping[_Step, _Worth], r: int, c: int) -> list[tuple[_Step, float]]:
    gains: list[tuple[_Step, float]] = [((1, 0), 0.0), ((0, 1), 0.0)]
    for shape, cells in worth.items():
        gain = cells.get((r - shape[0], c - shape[1]), 0.0) - _LEAST
        if gain > 0:
            gains.append((shape, gain))
    return gains


def _links(gap: Gap, steps: Mapping[_Step, _Step]) -> list[Link]:
    links: list[Link] = []
    r, c = len(gap.old), len(gap.new)
    while r or c:
        a, b = steps[r, c]
        links += [(i, j) for i in gap.old[r - a : r] for j in gap.new[c - b : c]]
        r, c = r - a, c - b
    return links
