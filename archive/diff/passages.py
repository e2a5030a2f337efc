"""Running text against running text: sentences that changed, came, went and moved.

- A sentence that came or went inside a paragraph that lives on is an edit of that
  paragraph, told with the sentence beside it.
- What went and what came in the same gap is one passage, rewritten.
- Neighbours that moved together are one move; neighbouring paragraphs that went together,
  or came together, are one change, a line for each.
- Positions and counts are of sentences: replacing the old ones by the new ones of every
  change, in order, gives the new text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.diff.align import align
from archive.diff.changes import PART_OF_STORY, Op
from archive.diff.folding import exact, letters
from archive.diff.runs import off_run
from archive.diff.sentences import split
from normalizers.values import Block, Page

_WHOLE = frozenset({"heading", "see_also", "caption", "table", "code"})
_NOT_TEXT = frozenset({"embed"})
_MOST_UNEQUAL = 4
_TURNED: dict[Op, Op] = {
    "added": "removed",
    "removed": "added",
    "split": "merged",
    "merged": "split",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence, or one block that has none, and the block it stands in."""

    text: str
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Old sentences and the new ones they became; one side is empty when they came or went."""

    op: Op
    old: range
    new: range
    moved: bool = False


def is_part(page: Page) -> bool:
    """Whether content pages of the story are missing from a page."""
    return any(issue.code == PART_OF_STORY for issue in page.issues)


def cut_short(page: Page, other: Page) -> bool:
    """Whether a page has but the first content pages of what the other has whole.

    *Quirk:* some themes print no links to the content pages of a story.
    """
    if _page_count(page) >= _page_count(other):
        return False
    here, there = ([unit.text for unit in units(_blocks(one))] for one in (page, other))
    heads, all_heads = ([brief.headline for brief in one.briefs] for one in (page, other))
    return here == there[: len(here)] and heads == all_heads[: len(heads)]


def _page_count(page: Page) -> int:
    return page.article.page_count if page.article else 1


def _blocks(page: Page) -> tuple[Block, ...]:
    return page.article.blocks if page.article else ()


def units(blocks: Sequence[Block]) -> tuple[Unit, ...]:
    """The sentences of some blocks, in order; what is shown from elsewhere is left out."""
    return tuple(
        Unit(text=text, block=number)
        for number, block in enumerate(blocks)
        if block.kind not in _NOT_TEXT
        for text in _texts(block)
    )


def own_blocks(page: Page, other: Page) -> tuple[Block, ...]:
    """The running text of a page, without captions of the picture over the story.

    *Quirk:* themes show that picture over the text, within it, or not at all.
    """
    blocks = _blocks(page)
    above = {letters(caption) for one in (page, other) if (caption := _lead_caption(one))}
    head = next((n for n, block in enumerate(blocks) if block.kind != "caption"), len(blocks))
    return tuple(b for b in blocks[head:] if b.kind != "caption" or letters(b.text) not in above)


def _lead_caption(page: Page) -> str | None:
    lead = page.article.lead_image if page.article else None
    return lead.caption if lead else None


def joined(found: Sequence[Unit]) -> str:
    """Some sentences as a text: blanks between, a line for each block."""
    lines: dict[int, list[str]] = {}
    for unit in found:
        lines.setdefault(unit.block, []).append(unit.text)
    return "\n".join(" ".join(texts) for texts in lines.values())


def passages(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Passage, ...]:
    """What became of the sentences of a text, in order of the new one.

    The way back is the same passages turned round: they are always made from the text that
    comes first in the dictionary.
    """
    if _in_dictionary(new) < _in_dictionary(old):
        found = [_turned(one) for one in _passages(new, old)]
    else:
        found = _passages(old, new)
    return tuple(sorted(found, key=_order))


def _in_dictionary(found: Sequence[Unit]) -> tuple[list[str], list[int]]:
    return [unit.text for unit in found], [unit.block for unit in found]


def _turned(passage: Passage) -> Passage:
    op = _TURNED.get(passage.op, passage.op)
    return replace(passage, op=op, old=passage.new, new=passage.old)


def _passages(old: Sequence[Unit], new: Sequence[Unit]) -> list[Passage]:
    links = align([unit.text for unit in old], [unit.text for unit in new])
    weights = [len(unit.text.split()) for unit in old]
    away = off_run(links, weights)
    groups = [replace(group, moved=group.old.start in away) for group in _groups(links)]
    groups = _bridge(groups, len(old), len(new))
    groups = _attach(groups, old, new)
    groups += _alone(groups, old, new)
    told = (_named(group, old, new) for group in groups)
    return _runs([one for one in told if one])


def _texts(block: Block) -> list[str]:
    if block.kind in _WHOLE:
        return [text for text in [" ".join(block.text.split())] if text]
    return split(block.text)


def _order(passage: Passage) -> tuple[int, int]:
    return (passage.new.start, passage.old.start)


def _groups(links: Sequence[tuple[int, int]]) -> list[Passage]:
    """Links that share a sentence, as ranges; a link that would leave a hole is dropped."""
    groups: list[Passage] = []
    olds: set[int] = set()
    news: set[int] = set()
    for i, j in sorted(links):
        last = groups[-1] if groups else None
        if last and i == last.old.stop - 1 and j == last.new.stop and j not in news:
            groups[-1] = replace(last, op="split", new=range(last.new.start, j + 1))
        elif last and j == last.new.stop - 1 and i == last.old.stop and i not in olds:
            groups[-1] = replace(last, op="merged", old=range(last.old.start, i + 1))
        elif i not in olds and j not in news:
            groups.append(Passage(op="edited", old=range(i, i + 1), new=range(j, j + 1)))
        else:
            continue
        olds.add(i)
        news.add(j)
    return groups


def _bridge(groups: Sequence[Passage], rows: int, columns: int) -> list[Passage]:
    """The groups, and one more for each gap where something went and something came."""
    by_old = sorted((group for group in groups if not group.moved), key=lambda g: g.old.start)
    ends = [(0, 0), *((group.old.stop, group.new.stop) for group in by_old)]
    starts = [*((group.old.start, group.new.start) for group in by_old), (rows, columns)]
    taken_old = {i for group in groups for i in group.old}
    taken_new = {j for group in groups for j in group.new}
    found = list(groups)
    for (i0, j0), (i1, j1) in zip(ends, starts, strict=True):
        gone = _free(range(i0, i1), taken_old)
        came = _free(range(j0, j1), taken_new)
        if gone and came and max(len(gone), len(came)) <= _MOST_UNEQUAL * min(len(gone), len(came)):
            found.append(Passage(op="rewritten", old=gone, new=came))
    return found


def _free(span: range, taken: set[int]) -> range:
    """The first run of a span that no group has taken."""
    start = next((n for n in span if n not in taken), span.stop)
    stop = next((n for n in range(start, span.stop) if n in taken), span.stop)
    return range(start, stop)


def _attach(groups: list[Passage], old: Sequence[Unit], new: Sequence[Unit]) -> list[Passage]:
    """Sentences that came or went within a paragraph go to the sentence beside them."""
    taken_old = {i for group in groups for i in group.old}
    taken_new = {j for group in groups for j in group.new}
    return [
        group
        if group.moved
        else replace(
            group,
            old=_stretched(group.old, old, taken_old),
            new=_stretched(group.new, new, taken_new),
        )
        for group in sorted(groups, key=_order)
    ]


def _stretched(span: range, found: Sequence[Unit], taken: set[int]) -> range:
    start, stop = span.start, span.stop
    while stop < len(found) and stop not in taken and found[stop].block == found[stop - 1].block:
        taken.add(stop)
        stop += 1
    while start > 0 and start - 1 not in taken and found[start - 1].block == found[start].block:
        start -= 1
        taken.add(start)
    return range(start, stop)


def _alone(
    groups: Sequence[Passage], old: Sequence[Unit], new: Sequence[Unit]
) -> Iterator[Passage]:
    nothing = range(0)
    for span in _left(len(old), {i for group in groups for i in group.old}):
        yield Passage(op="removed", old=span, new=nothing)
    for span in _left(len(new), {j for group in groups for j in group.new}):
        yield Passage(op="added", old=nothing, new=span)


def _left(count: int, taken: set[int]) -> Iterator[range]:
    """The runs of sentences that no group has taken, whatever paragraphs they are of."""
    start = 0
    for n in range(count + 1):
        if n == count or n in taken:
            if start < n:
                yield range(start, n)
            start = n + 1


def _named(group: Passage, old: Sequence[Unit], new: Sequence[Unit]) -> Passage | None:
    if not group.old or not group.new or group.op == "rewritten":
        return group
    was = exact(" ".join(old[i].text for i in group.old))
    now = exact(" ".join(new[j].text for j in group.new))
    if was != now or len(group.old) != len(group.new):
        return group
    return replace(group, op="moved") if group.moved else None


def _runs(found: Sequence[Passage]) -> list[Passage]:
    """Neighbours that moved together, told as one."""
    runs: list[Passage] = []
    for one in sorted(found, key=lambda p: (p.old.start, p.new.start)):
        last = runs[-1] if runs else None
        if (
            last
            and last.op == one.op == "moved"
            and last.old.stop == one.old.start
            and last.new.stop == one.new.start
        ):
            runs[-1] = replace(
                last,
                old=range(last.old.start, one.old.stop),
                new=range(last.new.start, one.new.stop),
            )
        else:
            runs.append(one)
    return runs
