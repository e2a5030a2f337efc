"""One comment read: author, date, permalink, and its text by subtraction.

The text is what an element named for it holds, when that holds neither author nor date;
else everything but the lines that say who and when. A line that says that and only a few
words more ("Posted by: Ann | …") is a line of the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.dates import DateHabits, find_date
from normalizers.regions.threads.dated import Dated, dated_of
from normalizers.regions.threads.items import Item
from normalizers.regions.threads.lines import (
    Box,
    Sheet,
    numbers_in,
    read_sheet,
)
from normalizers.regions.threads.names import number_in, ping_kind
from normalizers.regions.threads.people import Writer, linked_name, loose_name, writer_of
from normalizers.regions.threads.roles import Role
from normalizers.regions.threads.texts import (
    blocks_of,
    complex_blocks,
    cut_template_lines,
    lines_in,
    run_in,
    subtract,
)
from normalizers.text import words
from normalizers.tree import Node, attr
from normalizers.urls import join
from normalizers.values import Block

_ALL_TOLD = 2
_WHO_AND_WHEN = (Role.AUTHOR, Role.AUTHOR_BOX, Role.DATE)
_FEW = 8  # words of a line over the date that says no more than a name


@dataclass(frozen=True, slots=True)
class Reading:
    """What one comment says."""

    item: Item
    writer: Writer | None
    dated: Dated | None
    blocks: tuple[Block, ...]
    links: tuple[Node, ...]
    awaiting: bool


def sheets_of(items: Sequence[Item]) -> list[Sheet]:
    """The lines of comments whose nested comments were cut out before."""
    sheets = [read_sheet(item.nodes) for item in items]
    cut_template_lines(sheets)
    return sheets


def read_items(
    items: Sequence[Item], sheets: Sequence[Sheet], base: str, habits: DateHabits
) -> list[Reading]:
    """Read comments from their lines; trees that hold embeds are changed."""
    return [_read(item, sheet, base, habits) for item, sheet in zip(items, sheets, strict=True)]


def _read(item: Item, sheet: Sheet, base: str, habits: DateHabits) -> Reading:
    content, dated, writer = _told(sheet, item, habits)
    if content:
        held = [*_titles(sheet, content, writer, dated), *content]
        lines = lines_in(sheet, held)
    else:
        held = []
        lines = subtract(sheet, writer, dated.pieces if dated else ())
        if not any(line.text for line in lines) and not any(map(ping_kind, item.names)):
            lines = run_in(sheet, writer, dated.pieces if dated else ())
    blocks = blocks_of(lines, base)
    if sheet.is_complex:
        roots = [box.node for box in held] or item.nodes
        blocks = complex_blocks(roots, sheet, lines, base)
    item.number = item.number or _number_of(sheet.links)
    return Reading(item, writer, dated, blocks, tuple(sheet.links), sheet.notice)


def _number_of(links: Sequence[Node]) -> str | None:
    """The number in the first link to a place: that of a comment which bears none itself."""
    for link in links:
        href = attr(link, "href")
        place = href.rpartition("#")[2] if "#" in href else ""
        number = number_in(place) or (place if place.isdigit() else None)
        if number:
            return number
    return None


def _titles(
    sheet: Sheet, content: Sequence[Box], writer: Writer | None, dated: Dated | None
) -> list[Box]:
    """The title that a reader gave the comment, where it stands outside the text.

    *Quirk:* Drupal sets it as a heading that no name tells from others.
    """
    held = numbers_in(content)
    held |= {piece.at for told in (writer, dated) if told for piece in told.pieces}
    headings = (line.pieces for line in sheet.lines if line.kind == "heading" and line.text)
    boxes = [
        *sheet.of(Role.TITLE),
        *(Box(p[0].node.parent or p[0].node, Role.TITLE, p) for p in headings),
    ]
    return [box for box in boxes if held.isdisjoint(box.span)][:1]


_Told = tuple[list[Box], Dated | None, Writer | None]


def _told(sheet: Sheet, item: Item, habits: DateHabits) -> _Told:
    """Text, date and author: of the ways to take the text, the one that leaves most outside."""
    best: _Told = ([], None, None)
    told = -1
    named = (_content_of(sheet, role) for role in (Role.CONTENT, Role.CONTENT_MAYBE))
    for content in (*filter(None, named), []):
        outside = sheet.without(numbers_in(content))
        dated = dated_of(outside, item, habits, is_all=not content)
        pieces = dated.pieces if dated else ()
        writer = writer_of(outside, pieces) or _loose_writer(
            outside, dated, habits, is_all=not content
        )
        if writer is None and any(map(ping_kind, item.names)):
            writer = linked_name(outside)
        score = (dated is not None) + (writer is not None)
        if score > told:
            best, told = (content, dated, writer), score
        if told == _ALL_TOLD:
            break
    return best


def _content_of(sheet: Sheet, role: Role) -> list[Box]:
    """The outermost elements named for the text that hold no author and no date by name."""
    found: list[Box] = []
    boxes = sheet.of(role)
    others = _others(sheet) if boxes else set()
    for box in boxes:
        if not (found and found[-1].holds(box)) and others.isdisjoint(box.span):
            found.append(box)
    return found


def _others(sheet: Sheet) -> set[int]:
    """The numbers of the pieces named for author or date."""
    named = (box for box in sheet.boxes if box.role in _WHO_AND_WHEN)
    return numbers_in(named) - {piece.at for piece in sheet.pieces if piece.is_blank}


def _loose_writer(
    sheet: Sheet, dated: Dated | None, habits: DateHabits, *, is_all: bool
) -> Writer | None:
    """A name in the running words of the line that says the date, else of the line over it."""
    if dated is None or not dated.pieces:
        return None
    told = {piece.at for piece in dated.pieces}
    place = next(n for n, line in enumerate(sheet.lines) if any(p.at in told for p in line.pieces))
    text = sheet.lines[place].text
    found = find_date(text, habits)
    start, end = (found.start, found.end) if found else (len(text), len(text))
    name = loose_name(text[:start], text[end:])
    if not name and place and not is_all and len(words(sheet.lines[place - 1].text)) <= _FEW:
        place -= 1
        name = loose_name(sheet.lines[place].text, "")
    pieces = tuple(p for p in sheet.lines[place].pieces if p.at not in told and p.text.strip())
    return Writer(name, None, pieces, loose=True) if name else None


def permalink_of(reading: Reading, url: str, base: str) -> str | None:
    """The address of the comment itself: a link to a place on this page with its number."""
    number = reading.item.number
    links = [reading.dated.link] if reading.dated and reading.dated.link else []
    for link in [*links, *reading.links]:
        href = attr(link, "href")
        place = href.partition("#")[2]
        if place and (not number or number in place) and "respond" not in place:
            return join(base or url, href)
    return None
