"""Changed sentences as bags of words, weighed by rarity.

A word that stands twice in a sentence is two words, so that bags are sets and what two
sentences share is one intersection. Unchanged sentences have an empty bag: they only
count for what is rare.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_EMPTY: frozenset[int] = frozenset()
_MARK = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """One set of word numbers for each sentence, what each word weighs, and the sums."""

    old: tuple[frozenset[int], ...]
    new: tuple[frozenset[int], ...]
    weight: tuple[float, ...]
    old_weight: tuple[float, ...]
    new_weight: tuple[float, ...]

    def sum(self, words: Iterable[int]) -> float:
        """What some words weigh together, whatever their order."""
        weight = self.weight
        return math.fsum([weight[word] for word in words])

    def shared(self, i: int, j: int) -> float:
        """The weight of the words that an old and a new sentence share."""
        return self.sum(self.old[i] & self.new[j])

    def alike(self, i: int, j: int) -> float:
        """What two sentences share, from 0 to 1 (the coefficient of Dice)."""
        return dice(self.shared(i, j), self.old_weight[i] + self.new_weight[j])

    def turned(self) -> Bags:
        """The same with old and new exchanged."""
        return Bags(
            old=self.new,
            new=self.old,
            weight=self.weight,
            old_weight=self.new_weight,
            new_weight=self.old_weight,
        )


def dice(shared: float, total: float) -> float:
    """Twice the shared weight over the weight of both; nothing is like nothing else."""
    return 2 * shared / total if total else 0.0


def bags(old: Sequence[str], new: Sequence[str], links: Sequence[tuple[int, int]]) -> Bags:
    """The bags of the sentences that no link of unchanged sentences holds."""
    kept_old, kept_new = {i for i, _ in links}, {j for _, j in links}
    texts = [*old, *(text for j, text in enumerate(new) if j not in kept_new)]
    found = Counter(_WORD.findall("\n".join(texts).casefold()))
    numbers: dict[tuple[str, int], int] = {}
    old_bags = _bags(old, kept_old, numbers)
    new_bags = _bags(new, kept_new, numbers)
    weight = [_weight(word, found[word], len(texts)) for word, _ in numbers]
    return Bags(
        old=old_bags,
        new=new_bags,
        weight=tuple(weight),
        old_weight=tuple(math.fsum([weight[word] for word in words]) for words in old_bags),
        new_weight=tuple(math.fsum([weight[word] for word in words]) for words in new_bags),
    )


def _bags(
    texts: Sequence[str], kept: Set[int], numbers: dict[tuple[str, int], int]
) -> tuple[frozenset[int], ...]:
    return tuple(_EMPTY if n in kept else _bag(text, numbers) for n, text in enumerate(texts))


def _bag(text: str, numbers: dict[tuple[str, int], int]) -> frozenset[int]:
    times: dict[str, int] = {}
    words = []
    for word in _WORD.findall(text.casefold()):
        kth = times[word] = times.get(word, 0) + 1
        words.append(numbers.setdefault((word, kth), len(numbers)))
    return frozenset(words)


def _weight(word: str, found: int, sentences: int) -> float:
    if not word[0].isalnum():
        return _MARK
    return math.log(1 + (sentences + 1) / found)
