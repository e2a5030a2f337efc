"""The text of a comment as blocks: a named element's lines, or what subtraction leaves.

Lines are enough for nearly all comments. One that holds an embed, a table or code is read
by the reader of blocks that stories have, from its elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from normalizers.dates import find_date
from normalizers.regions.blocks import read_parts
from normalizers.regions.threads.lines import Box, Line, Piece, Sheet
from normalizers.regions.threads.people import Writer, without_markup
from normalizers.regions.threads.roles import Role
from normalizers.text import fold, words
from normalizers.tree import Node, attr, cut
from normalizers.urls import join
from normalizers.values import Block, BlockKind, Link

_FEW = 6  # words of a template in one line beside author and date
_NUMBER_LINE = re.compile(r"#?\s?\d+[.:)]?")
# What joins a name to the words that follow it on its line.
_LEAD = re.compile(r"^\s*(?:\S{1,12}\s*)?[:,–—-]\s*")


def lines_in(sheet: Sheet, boxes: Sequence[Box]) -> list[Line]:
    """The lines of a sheet as far as they stand in one of the boxes."""
    held = {id(piece) for box in boxes for piece in box.pieces}
    return _keep(sheet.lines, lambda piece: id(piece) in held and not piece.furniture)


def lines_without(lines: Sequence[Line], held: set[int]) -> list[Line]:
    """Lines without the pieces whose identities are given."""
    return _keep(lines, lambda piece: id(piece) not in held)


def subtract(sheet: Sheet, writer: Writer | None, dated: Sequence[Piece]) -> list[Line]:
    """The lines less what says who and when, and less the lines that say nothing else."""
    told = _told(writer, dated)
    last = max((n for n, line in enumerate(sheet.lines) if line.text), default=0)
    gone: set[int] = set()
    for number, line in enumerate(sheet.lines):
        marked = [p for p in line.pieces if id(p) in told]
        if marked and _is_template(line, told):
            gone.update(map(id, line.pieces))
        elif marked:
            gone.update(map(id, marked))
            place = line.pieces.index(marked[-1]) + 1
            for piece in line.pieces[place : place + 1]:
                piece.text = _LEAD.sub("", piece.text)
        elif number < last and _NUMBER_LINE.fullmatch(line.text):
            gone.update(map(id, line.pieces))
    left = _keep(sheet.lines, lambda piece: id(piece) not in gone and not piece.furniture)
    return _in_text_box(sheet, left)


def run_in(sheet: Sheet, writer: Writer | None, dated: Sequence[Piece]) -> list[Line]:
    """The few words that follow author and date on their line, where there are no others."""
    told = _told(writer, dated)
    kept: set[int] = set()
    for line in sheet.lines:
        marked = [place for place, piece in enumerate(line.pieces) if id(piece) in told]
        if marked and not line.text.endswith(":"):
            rest = [p for p in line.pieces[marked[-1] :] if not p.furniture and p.link is None]
            for piece in rest:
                piece.text = _after(piece) if id(piece) in told else _LEAD.sub("", piece.text)
            kept.update(map(id, rest))
    return _keep(sheet.lines, lambda piece: id(piece) in kept)


def _after(piece: Piece) -> str:
    """The words behind the date that a text node says; none where it says another thing."""
    found = find_date(piece.text)
    return piece.text[found.end :].lstrip(" .,:;)-–—") if found else ""


def _told(writer: Writer | None, dated: Sequence[Piece]) -> set[int]:
    return {id(piece) for piece in (*(writer.pieces if writer else ()), *dated)}


def _keep(lines: Sequence[Line], wanted: Callable[[Piece], bool]) -> list[Line]:
    kept = []
    for line in lines:
        pieces = [piece for piece in line.pieces if wanted(piece)]
        if len(pieces) == len(line.pieces):
            kept.append(line)
        elif pieces:
            kept.append(replace(line, pieces=pieces, folded=None))
    return kept


def _is_template(line: Line, told: set[int]) -> bool:
    rest = [p for p in line.pieces if id(p) not in told and not p.furniture]
    if all(p.link is not None or p.is_blank for p in rest):
        return True
    return len(words(without_markup("".join(p.text for p in rest)))) <= _FEW


def _in_text_box(sheet: Sheet, lines: list[Line]) -> list[Line]:
    """Of what is left, the part in the element named for the text, if any is."""
    for box in sheet.of(Role.CONTENT):
        held = set(map(id, box.pieces))
        inside = _keep(lines, lambda piece, held=held: id(piece) in held)  # type: ignore[misc]
        if any(line.text for line in inside):
            return inside
    return lines


# ---------------------------------------------------------------- blocks
def blocks_of(lines: Iterable[Line], base: str) -> tuple[Block, ...]:
    """Blocks from lines: one line break stays in a block, two end it."""
    groups: list[list[Line]] = []
    broken = 0
    for line in lines:
        broken += line.breaks
        if not line.text:
            continue
        if groups and groups[-1][-1].block == line.block and broken <= 1:
            groups[-1].append(line)
        else:
            groups.append([line])
        broken = 0
    return tuple(_block(group, base) for group in groups)


def _block(lines: Sequence[Line], base: str) -> Block:
    first = lines[0]
    kind: BlockKind = first.kind
    if first.is_item and kind in ("paragraph", "quote"):
        kind = "list_item"
    return Block(
        kind=kind,
        text="\n".join(line.text for line in lines),
        links=_links(lines, base),
        level=first.level,
    )


def _links(lines: Sequence[Line], base: str) -> tuple[Link, ...]:
    found: list[tuple[Node, list[str]]] = []
    for line in lines:
        for piece in line.pieces:
            if piece.link is None:
                continue
            if found and found[-1][0] is piece.link:
                found[-1][1].append(piece.text)
            else:
                found.append((piece.link, [piece.text]))
    return tuple(
        Link(url=join(base, attr(link, "href")), text=fold("".join(texts)))
        for link, texts in found
        if attr(link, "href")
    )


def complex_blocks(
    roots: Sequence[Node], sheet: Sheet, lines: Sequence[Line], base: str
) -> tuple[Block, ...]:
    """The blocks below some elements, with no more words than the lines have."""
    kept = {id(piece) for line in lines for piece in line.pieces}
    for piece in sheet.pieces():
        if id(piece) not in kept and not piece.is_blank:
            cut(piece.node)
    refused = {box.node.mem_id for box in sheet.boxes if box.role in (Role.FURNITURE, Role.NOTICE)}
    refused -= {root.mem_id for root in roots}
    marked = read_parts(roots, base, lambda node: node.mem_id not in refused)
    return tuple(m.block for m in marked if m.block.kind == "embed" or fold(m.block.text))
