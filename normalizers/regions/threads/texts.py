"""The text of a comment as blocks: a named element's lines, or what subtraction leaves.

Lines are enough for nearly all comments. One that holds an embed, a table or code is read
by the reader of blocks that stories have, from its elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from normalizers.dates import find_date
from normalizers.regions.blocks import read_parts
from normalizers.regions.threads.lines import Box, Line, Piece, Sheet, keep, numbers_in
from normalizers.regions.threads.people import Writer, without_markup
from normalizers.regions.threads.roles import Role
from normalizers.text import fold, words
from normalizers.tree import Node, attr, cut
from normalizers.urls import join
from normalizers.values import Block, BlockKind, Link

_PLACE = re.compile(r"#.*\d")
_LONGEST_TEMPLATE_LINE = 80  # letters
_SHARED_BY = 3  # comments at least: two readers may well write the same line
_MOST = 0.8  # of all comments: those too deep to be answered have no link to answer
_NEVER_SHARED = frozenset(
    (Role.AUTHOR, Role.AUTHOR_MAYBE, Role.AUTHOR_BOX, Role.DATE, Role.CONTENT)
)
_FEW = 6  # words of a template in one line beside author and date
_NUMBER_LINE = re.compile(r"#?\s?\d+[.:)]?")
# What joins a name to the words that follow it on its line.
_LEAD = re.compile(r"^\s*(?:\S{1,12}\s*)?[:,–—-]\s*")


def cut_template_lines(sheets: Sequence[Sheet]) -> None:
    """Leave out the lines that all comments of a thread share: "Reply", "Permalink".

    One author may have written all comments, all on one day: lines with a date stay, and
    lines named for author or text that are no links to the comment itself.
    """
    shared = Counter(text for sheet in sheets for text in {line.text for line in sheet.lines})
    if not any(text and count >= _SHARED_BY for text, count in shared.items()):
        return
    for sheet in sheets:
        named = numbers_in(box for box in sheet.boxes if box.role in _NEVER_SHARED)
        for line in sheet.lines:
            if _is_shared(line, shared, len(sheets)) and (
                _leads_here(line) or named.isdisjoint(piece.at for piece in line.pieces)
            ):
                line.folded = ""
                for piece in line.pieces:
                    piece.furniture = True


def _leads_here(line: Line) -> bool:
    """Whether a line is one link to the place of a comment, as no author's name is."""
    return all(link is not None and _PLACE.search(attr(link, "href")) for link in _links_of(line))


def _links_of(line: Line) -> list[Node | None]:
    return [piece.link for piece in line.pieces if not piece.is_blank]


def _is_shared(line: Line, shared: Counter[str], of: int) -> bool:
    text = line.text
    short = 0 < len(text) <= _LONGEST_TEMPLATE_LINE
    if not short or shared[text] < _SHARED_BY or find_date(text):
        return False
    if shared[text] == of:
        return True
    return None not in _links_of(line) and shared[text] > of * _MOST


def lines_in(sheet: Sheet, boxes: Sequence[Box]) -> list[Line]:
    """The lines of a sheet as far as they stand in one of the boxes."""
    return keep(sheet.lines, numbers_in(boxes) - _furniture(sheet))


def subtract(sheet: Sheet, writer: Writer | None, dated: Sequence[Piece]) -> list[Line]:
    """The lines less what says who and when, and less the lines that say nothing else."""
    told = _told(writer, dated)
    last = max((n for n, line in enumerate(sheet.lines) if line.text), default=0)
    gone = _furniture(sheet)
    for number, line in enumerate(sheet.lines):
        marked = [piece for piece in line.pieces if piece.at in told]
        if marked and not _is_template(line, told):
            gone.update(piece.at for piece in marked)
            place = line.pieces.index(marked[-1]) + 1
            for piece in line.pieces[place : place + 1]:
                piece.text = _LEAD.sub("", piece.text)
        elif marked or (number < last and _NUMBER_LINE.fullmatch(line.text)):
            gone.update(piece.at for piece in line.pieces)
    left = keep(sheet.lines, {piece.at for piece in sheet.pieces} - gone)
    return _in_text_box(sheet, left)


def run_in(sheet: Sheet, writer: Writer | None, dated: Sequence[Piece]) -> list[Line]:
    """The few words that follow author and date on their line, where there are no others."""
    told = _told(writer, dated)
    kept: set[int] = set()
    for line in sheet.lines:
        marked = [place for place, piece in enumerate(line.pieces) if piece.at in told]
        if marked and not line.text.endswith(":"):
            rest = [p for p in line.pieces[marked[-1] :] if not p.furniture and p.link is None]
            for piece in rest:
                piece.text = _after(piece) if piece.at in told else _LEAD.sub("", piece.text)
            kept.update(piece.at for piece in rest)
    return keep(sheet.lines, kept)


def _after(piece: Piece) -> str:
    """The words behind the date that a text node says; none where it says another thing."""
    found = find_date(piece.text)
    return piece.text[found.end :].lstrip(" .,:;)-–—") if found else ""


def _told(writer: Writer | None, dated: Sequence[Piece]) -> set[int]:
    return {piece.at for piece in (*(writer.pieces if writer else ()), *dated)}


def _furniture(sheet: Sheet) -> set[int]:
    return {piece.at for piece in sheet.pieces if piece.furniture}


def _is_template(line: Line, told: set[int]) -> bool:
    rest = [p for p in line.pieces if p.at not in told and not p.furniture]
    if all(p.link is not None or p.is_blank for p in rest):
        return True
    return len(words(without_markup("".join(p.text for p in rest)))) <= _FEW


def _in_text_box(sheet: Sheet, lines: list[Line]) -> list[Line]:
    """Of what is left, the part in the element named for the text, if any is."""
    for box in sheet.of(Role.CONTENT):
        inside = keep(lines, set(box.span))
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
    kept = {piece.at for line in lines for piece in line.pieces}
    for piece in sheet.pieces:
        if piece.at not in kept and not piece.is_blank:
            cut(piece.node)
    refused = {box.node.mem_id for box in sheet.boxes if box.role in (Role.FURNITURE, Role.NOTICE)}
    refused -= {root.mem_id for root in roots}
    marked = read_parts(roots, base, lambda node: node.mem_id not in refused)
    return tuple(m.block for m in marked if m.block.kind == "embed" or fold(m.block.text))
