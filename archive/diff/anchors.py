"""Unchanged sentences, and the gaps between those that kept their order."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.diff.runs import heaviest_run

Link = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Old and new sentences without a link, between two anchors that kept their order."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def anchors(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """Links of unchanged sentences: those that stand once, then those that stand often."""
    sure = _unique(old, new)
    taken_old, taken_new = {i for i, _ in sure}, {j for _, j in sure}
    run = _in_order(sure, old)
    more = [
        link
        for rows, columns in _spans(run, len(old), len(new))
        for link in _again(
            [(i, old[i]) for i in rows if i not in taken_old],
            [(j, new[j]) for j in columns if j not in taken_new],
        )
    ]
    return sorted([*sure, *more])


def gaps(links: Sequence[Link], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """What the heaviest run of some links leaves between them, less what they link."""
    pairs = sorted(links)
    run = _in_order(pairs, old)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    spans = (
        Gap(
            old=tuple(i for i in rows if i not in taken_old),
            new=tuple(j for j in columns if j not in taken_new),
        )
        for rows, columns in _spans(run, len(old), len(new))
    )
    return [gap for gap in spans if gap.old and gap.new]


def _unique(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    once_old, once_new = Counter(old), Counter(new)
    where = {text: j for j, text in enumerate(new) if once_new[text] == 1}
    return [(i, where[text]) for i, text in enumerate(old) if text in where and once_old[text] == 1]


def _in_order(links: Sequence[Link], old: Sequence[str]) -> list[Link]:
    weights = [1 + old[i].count(" ") for i, _ in links]
    return [links[k] for k in heaviest_run(links, weights)]


def _spans(run: Sequence[Link], rows: int, columns: int) -> Iterator[tuple[range, range]]:
    at_old = at_new = 0
    for i, j in [*run, (rows, columns)]:
        yield range(at_old, i), range(at_new, j)
        at_old, at_new = i + 1, j + 1


def _again(old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]) -> Iterator[Link]:
    """Sentences that stand several times: matched in order within a gap."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for j, text in new:
        places[text].append(j)
    for i, text in old:
        if places[text]:
            yield i, places[text].popleft()
