"""Which old sentence lives on as which new one, in stages from the sure to the likely.

1. Unchanged sentences are anchors; the heaviest run of them in order is the skeleton.
2. The gaps of the skeleton are filled in order: one to one, one to two, two to one.
3. What is left is paired by rare words wherever it stands: these are the moves. They
   cut the gaps that were too large to fill, which are then filled as in 2.
4. What is still left joins a pair whose other half holds its words: splits and merges.

Every stage is bounded, so that no input takes more than time in proportion to its length.

The stages take sides where two ways are equally good. So that one way gives the same links
as the other, they always go from the text that comes first in the dictionary to the other.
"""

from __future__ import annotations

from archive.diff.anchors import Link, anchors, gaps
from archive.diff.bags import bags
from archive.diff.filling import fill
from archive.diff.leftovers import join, move


def align(old: list[str], new: list[str]) -> list[Link]:
    """Links (i, j) between the sentences of two versions, sorted.

    A sentence that was split has several links, one that came or went has none.

    >>> align(["One.", "A cat sat here.", "Two."], ["Two.", "One.", "A cat sits here."])
    [(0, 1), (1, 2), (2, 0)]
    """
    if new < old:
        return sorted((i, j) for j, i in _links(new, old))
    return sorted(_links(old, new))


def _links(old: list[str], new: list[str]) -> set[Link]:
    links = anchors(old, new)
    found = bags(old, new, links)
    filled = gaps(links, old, new)
    links += [link for gap in filled for link in fill(gap, found)]
    links += move(links, found)
    links += [
        link for gap in gaps(links, old, new) if gap not in filled for link in fill(gap, found)
    ]
    return {*links, *join(links, found)}
