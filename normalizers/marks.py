"""Blocks that still know how they were set: what briefs are judged by.

A `Block` says what a reader reads; whether its first words were bold, centred, under a
rule or behind an anchor decides whether they are the headline of a brief, and is known
only while the tree is read. The runs of a block put together are its text, letter by
letter, so that a block can be divided anywhere and each part keeps its links.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalizers.values import Block


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
        list_depth: How many list items hold it; the first block of an item has the kind
            list_item, later ones keep their own kind (*Quirk:* a `<li>` never closed holds
            the rest of the story).
    """

    block: Block
    runs: tuple[Run, ...] = ()
    tag: str = "p"
    centred: bool = False
    after_rule: bool = False
    list_depth: int = 0
