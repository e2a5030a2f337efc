"""The heaviest increasing run: what stays in its order when the rest moves."""

from __future__ import annotations

from collections.abc import Sequence


def off_run(links: Sequence[tuple[int, int]], weights: Sequence[int]) -> set[int]:
    """Old sentences that moved: those whose links lie off the heaviest increasing run.

    `weights` are the words of each old sentence: what is longer stays where it is.
    """
    pairs = sorted(links)
    kept = [pairs[k] for k in heaviest_run(pairs, [1 + weights[i] for i, _ in pairs])]
    rows, columns = {i for i, _ in kept}, {j for _, j in kept}
    return {i for i, j in pairs if i not in rows and j not in columns}


def heaviest_run(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> list[int]:
    """Indices of the heaviest run of sorted pairs that increases in both coordinates."""
    columns = {j: n for n, j in enumerate(sorted({j for _, j in pairs}))}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(columns) + 1)
    best: list[int] = []
    back: list[int] = []
    for k, (_, j) in enumerate(pairs):
        top = _best_before(tree, columns[j])
        best.append(top[0] + weights[k])
        back.append(top[1])
        _raise(tree, columns[j] + 1, (best[k], k))
    k = max(range(len(pairs)), key=best.__getitem__, default=-1)
    run: list[int] = []
    while k >= 0:
        run.append(k)
        k = back[k]
    return run[::-1]


def _best_before(tree: Sequence[tuple[int, int]], n: int) -> tuple[int, int]:
    """The heaviest entry under the first `n` columns of a Fenwick tree."""
    top = (0, -1)
    while n > 0:
        top = max(top, tree[n])
        n -= n & -n
    return top


def _raise(tree: list[tuple[int, int]], n: int, entry: tuple[int, int]) -> None:
    while n < len(tree):
        tree[n] = max(tree[n], entry)
        n += n & -n
