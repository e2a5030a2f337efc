"""What no gap could place: moves, and the other halves of splits and merges.

Candidates are found by rare words, so that the work grows with the text and not with
its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from archive.diff.anchors import Link
from archive.diff.bags import Bags

_COMMON = 8
_TRIED = 5
_MOVED = 0.4
_BESIDE = 0.24
_WITHIN = 0.8
_FEW_WORDS = 6
_CONTAINED = 0.33

_Index = Mapping[int, Sequence[int]]


def move(links: Sequence[Link], found: Bags) -> list[Link]:
    """Pairs of sentences without a link that are much alike, and what changed beside them."""
    rows = set(range(len(found.old))) - {i for i, _ in links}
    columns = set(range(len(found.new))) - {j for _, j in links}
    likely = sorted(_likely(rows, columns, found))
    pairs = _taken([(i, j) for _, i, j in likely], rows, columns)
    return pairs + _beside(pairs, rows, columns, found)


def _likely(rows: Set[int], columns: Set[int], found: Bags) -> Iterator[tuple[float, int, int]]:
    index = _index({j: found.new[j] for j in sorted(columns)})
    for i in sorted(rows):
        for j in _candidates(found.old[i], index, found):
            alike = found.alike(i, j)
            if alike >= _MOVED or _one_in_the_other(i, j, found):
                yield -alike, i, j


def _one_in_the_other(i: int, j: int, found: Bags) -> bool:
    if min(len(found.old[i]), len(found.new[j])) < _FEW_WORDS:
        return False
    return found.shared(i, j) >= _WITHIN * min(found.old_weight[i], found.new_weight[j])


def _taken(pairs: Sequence[Link], rows: set[int], columns: set[int]) -> list[Link]:
    """The pairs whose sentences are both free, from the first on; they are free no more."""
    taken = []
    for i, j in pairs:
        if i in rows and j in columns:
            taken.append((i, j))
            rows.remove(i)
            columns.remove(j)
    return taken


def _beside(pairs: Sequence[Link], rows: set[int], columns: set[int], found: Bags) -> list[Link]:
    """Pairs beside pairs that moved: a block that moved may be edited within."""
    reached = []
    ahead = list(pairs)
    while ahead:
        i, j = ahead.pop()
        near = [(i + step, j + step) for step in (1, -1)]
        more = [
            (a, b) for a, b in near if a in rows and b in columns and found.alike(a, b) >= _BESIDE
        ]
        ahead += _taken(more, rows, columns)
        reached += more
    return reached


def join(links: Sequence[Link], found: Bags) -> list[Link]:
    """Links of sentences without one to sentences that have one, and room for more words."""
    turned = [(j, i) for i, j in links]
    merged = _joined(turned, found.turned())
    return [*_joined(links, found), *((i, j) for j, i in merged)]


def _joined(links: Sequence[Link], found: Bags) -> list[Link]:
    """New sentences without a link that are the other part of an old one that was split."""
    rest = _rest(links, found)
    index = _index(rest)
    taken = {j for _, j in links}
    joined = []
    for j in (j for j in range(len(found.new)) if j not in taken):
        words = found.new[j]
        held = [(found.sum(rest[i] & words), i) for i in _candidates(words, index, found)]
        weight, i = max(held, default=(0.0, -1))
        if i >= 0 and weight >= _CONTAINED * found.new_weight[j]:
            joined.append((i, j))
    return joined


def _rest(links: Sequence[Link], found: Bags) -> dict[int, frozenset[int]]:
    """The words of each linked old sentence that are in none of its new ones."""
    rest: dict[int, frozenset[int]] = {}
    for i, j in links:
        rest[i] = rest.get(i, found.old[i]) - found.new[j]
    return rest


def _index(words: Mapping[int, Set[int]]) -> _Index:
    index: dict[int, list[int]] = defaultdict(list)
    for n, bag in words.items():
        for word in bag:
            index[word].append(n)
    return index


def _candidates(words: Set[int], index: _Index, found: Bags) -> list[int]:
    """The sentences that share most of the rare words, best first."""
    score: dict[int, float] = defaultdict(float)
    for word in sorted(words):
        places = index.get(word, ())
        if len(places) <= _COMMON:
            for n in places:
                score[n] += found.weight[word]
    return sorted(score, key=lambda n: (-score[n], n))[:_TRIED]
