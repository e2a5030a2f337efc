"""Blocks that still know how they were set: what briefs are judged by.

A `Block` says what a reader reads; whether its first words were bold, centred, under a
rule or behind an anchor decides whether they are the headline of a brief, and is known
only while the tree is read. The runs of a block put together are its text, letter by
letter, so that a block can be divided anywhere and each part keeps its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from normalizers.values import Block, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one setting inside a block; white space as in the text of the block."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    url: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedBlock:
    """A block, and how the page sets it.

    Attributes:
        block: The block; its `anchor` is the id or name of the element itself, of an empty
            anchor directly before it, or of one at the head of its words.
        runs: The words by setting; joined they are `block.text`.
        tag: The element that made the block, "" for loose text.
        centred: Whether the page centres it.
        after_rule: Whether a rule (`<hr>`) stands between it and the block before.
        after_image: Whether an image stands between it and the block before.
        list_depth: How many list items hold it; the first block of an item has the kind
            list_item, later ones keep their own kind (*Quirk:* a `<li>` never closed holds
            the rest of the story).
    """

    block: Block
    runs: tuple[Run, ...] = ()
    tag: str = "p"
    centred: bool = False
    after_rule: bool = False
    after_image: bool = False
    list_depth: int = 0

    @property
    def text(self) -> str:
        """What a reader reads."""
        return self.block.text

    @property
    def kind(self) -> str:
        """The kind of the block."""
        return self.block.kind


def cut(marked: MarkedBlock, at: int) -> tuple[MarkedBlock, MarkedBlock]:
    """Divide a block before the letter `at`; white space at the cut goes.

    The first part keeps the anchor, the rule and the image before the block.
    """
    first, second = _divide(marked.runs, at)
    later = replace(
        marked,
        block=replace(marked.block, anchor=_anchor_of(second)),
        after_rule=False,
        after_image=False,
    )
    return set_runs(marked, first), set_runs(later, second)


def set_runs(marked: MarkedBlock, runs: Iterable[Run]) -> MarkedBlock:
    """The block with other words: text and links follow from the runs."""
    kept = _trimmed([run for run in runs if run.text])
    text = "".join(run.text for run in kept)
    return replace(
        marked, block=replace(marked.block, text=text, links=links_of(kept)), runs=tuple(kept)
    )


def lines(marked: MarkedBlock) -> Iterator[MarkedBlock]:
    """The lines of a block, each with its links."""
    rest = marked
    while "\n" in rest.text:
        line, rest = cut(rest, rest.text.index("\n"))
        yield line
    if rest.text:
        yield rest


def links_of(runs: Iterable[Run]) -> tuple[Link, ...]:
    """The links of runs; neighbours with one address are one link."""
    found: list[tuple[str, str]] = []
    before: str | None = None
    for run in runs:
        if run.url is not None and run.url == before:
            found[-1] = (run.url, found[-1][1] + run.text)
        elif run.url is not None:
            found.append((run.url, run.text))
        before = run.url
    return tuple(Link(url=url, text=" ".join(text.split())) for url, text in found)


def _divide(runs: Iterable[Run], at: int) -> tuple[list[Run], list[Run]]:
    first: list[Run] = []
    second: list[Run] = []
    start = 0
    for run in runs:
        split = at - start
        if split >= len(run.text):
            first.append(run)
        elif split <= 0:
            second.append(run)
        else:
            first.append(replace(run, text=run.text[:split]))
            second.append(replace(run, text=run.text[split:]))
        start += len(run.text)
    return first, [run for run in second if run.text]


def _trimmed(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    while runs and not runs[-1].text.strip():
        runs = runs[:-1]
    if runs and runs[0].text[0].isspace():
        runs = [replace(runs[0], text=runs[0].text.lstrip()), *runs[1:]]
    if runs and runs[-1].text[-1].isspace():
        runs = [*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip())]
    return runs


def _anchor_of(runs: list[Run]) -> str | None:
    return runs[0].anchor if runs else None
