"""Changes inside a sentence, word by word.

- The pairs rebuild both sentences always: "=" and "-" texts joined are the old one, "="
  and "+" texts joined the new one.
- Words beat characters: a reader sees "12" become "21", not two letters swapped. A number
  is one word. Scripts without blanks are compared by character.
- Few words that happen to stay between changes of many go with them: people mark "the first
  of" → "a second from" as one edit, not as two around an "of".
- Both ways the same words are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.diff.changes import InlineOp
from archive.diff.lexicon import SMALL_WORDS

_NO_BLANKS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f"
_WORD = re.compile(rf"[{_NO_BLANKS}]|[^\s{_NO_BLANKS}]+")
_OPENING = r"(\[{<\"'“”‘’«»‹›$€£#*_"
_CLOSING = r")\]}>\"'“”‘’«»‹›.,;:!?…%*_"
_TOKEN = re.compile(rf"\s+|[{_OPENING}]|[^\s]+?(?=[{_CLOSING}]*(?:\s|$))|[{_CLOSING}]")
# Measured on what people marked: a word holds two changes apart unless each is of more than
# four words, a small word unless each is of more than one.
_HOLDS = 4
_HOLDS_LITTLE = 1
_FEW = 3
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words that stayed: where they stand in the old and in the new words, and how many."""

    old: int
    new: int
    size: int


def inline(old: str, new: str) -> tuple[InlineOp, ...]:
    """The words that went ("-"), came ("+") and stayed ("=").

    >>> inline("At least 12 died.", "At least 21 died.")
    (('=', 'At least '), ('-', '12'), ('+', '21'), ('=', ' died.'))
    """
    before, after = _words(old), _words(new)
    stayed = _without_islands(_runs(before, after), before, (len(before), len(after)))
    return tuple(_joined(_pairs((old, new), (before, after), stayed)))


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text))


def _runs(before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]) -> list[_Run]:
    if len(before) * len(after) > _CELLS:
        return []
    old, new = [word.group() for word in before], [word.group() for word in after]
    if new < old:
        return [_Run(old=i, new=j, size=size) for j, i, size in _blocks(new, old)]
    return [_Run(old=i, new=j, size=size) for i, j, size in _blocks(old, new)]


def _blocks(one: list[str], other: list[str]) -> list[tuple[int, int, int]]:
    """What two lists of words share, always asked for in one order: difflib takes sides."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [(i, j, size) for i, j, size in blocks if size]


def _without_islands(
    runs: list[_Run], before: Sequence[re.Match[str]], ends: tuple[int, int]
) -> list[_Run]:
    """The runs, less few words between changes of many; each loss may bring another."""
    stayed = list(runs)
    at = 0
    while at < len(stayed):
        if _is_island(stayed, at, before, ends):
            del stayed[at]
            at = max(0, at - 1)
        else:
            at += 1
    return stayed


def _is_island(
    runs: Sequence[_Run], at: int, before: Sequence[re.Match[str]], ends: tuple[int, int]
) -> bool:
    run = runs[at]
    if run.size > _FEW:
        return False
    left = _gap(runs[at - 1] if at else _Run(old=0, new=0, size=0), run)
    right = _gap(
        run, runs[at + 1] if at + 1 < len(runs) else _Run(old=ends[0], new=ends[1], size=0)
    )
    if not (left[0] + right[0] and left[1] + right[1]):
        return False
    held = sum(_holds(word.group()) for word in before[run.old : run.old + run.size])
    return held < min(_size(left), _size(right))


def _holds(word: str) -> int:
    return _HOLDS_LITTLE if word.casefold() in SMALL_WORDS else _HOLDS


def _size(gap: tuple[int, int]) -> float:
    """How many words were replaced; what only went or only came counts half."""
    return sum(gap) if all(gap) else sum(gap) / 2


def _gap(run: _Run, following: _Run) -> tuple[int, int]:
    """How many old and new words stand between two runs."""
    return following.old - run.old - run.size, following.new - run.new - run.size


def _pairs(
    texts: tuple[str, str],
    words: tuple[Sequence[re.Match[str]], Sequence[re.Match[str]]],
    runs: Sequence[_Run],
) -> Iterator[InlineOp]:
    (old, new), (before, after) = texts, words
    at_old = at_new = 0
    for run in runs:
        for n in range(run.size):
            left, right = before[run.old + n], after[run.new + n]
            yield from _changed(old[at_old : left.start()], new[at_new : right.start()])
            yield "=", left.group()
            at_old, at_new = left.end(), right.end()
    yield from _changed(old[at_old:], new[at_new:])


def _changed(old: str, new: str) -> Iterator[InlineOp]:
    """What stands between two words that stayed, less what its two ends share."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    shortest = min(len(before), len(after))
    head = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    tail = 0
    while tail < shortest - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield "=", "".join(before[:head])
    yield "-", "".join(before[head : len(before) - tail])
    yield "+", "".join(after[head : len(after) - tail])
    yield "=", "".join(before[len(before) - tail :])


def _joined(pairs: Iterator[InlineOp]) -> Iterator[InlineOp]:
    """The pairs without empty texts, neighbours of one kind put together."""
    last: InlineOp | None = None
    for op, text in pairs:
        if not text:
            continue
        if last and last[0] == op:
            last = (op, last[1] + text)
            continue
        if last:
            yield last
        last = (op, text)
    if last:
        yield last
