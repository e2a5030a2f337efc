"""When a comment was written: by attributes, by names, by a short line, by class names.

A date inside the text of a comment is the reader's: lines of the text are looked at only
where nothing tells the text apart, and then only its first and last ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from normalizers.dates import DateHabits, FoundDate, find_date
from normalizers.machine_dates import agree, read_class_date, read_machine_date
from normalizers.regions.threads.items import Item
from normalizers.regions.threads.lines import Line, Piece, Sheet
from normalizers.regions.threads.people import is_glued
from normalizers.regions.threads.roles import Role
from normalizers.text import words
from normalizers.tree import Node, attr

_MACHINE = ("datetime", "pubdate", "content", "title", "data-time", "data-timestamp")
_LONG_LINE = 160  # letters of a line that may still be one of author and date
_FEW = 8  # words of a template in one line beside author and date


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of a comment, its words on the page, and the text nodes that say it."""

    iso: str | None
    text: str | None
    pieces: tuple[Piece, ...]
    link: Node | None = None


def dated_of(outside: Sheet, item: Item, habits: DateHabits, *, is_all: bool) -> Dated | None:
    """The date of a comment.

    Args:
        outside: The lines of the comment without its text.
        item: The comment.
        habits: How the page writes dates.
        is_all: Whether the text was not told apart and stands among the lines.
    """
    return (
        _by_attribute(outside, habits)
        or _by_box(outside, habits)
        or _by_line(outside, habits, is_all=is_all)
        or _by_class(item)
        or _relative(outside)
    )


def _by_attribute(sheet: Sheet, habits: DateHabits) -> Dated | None:
    for box in sheet.boxes:
        if box.role is not Role.DATE:
            continue
        machine = _machine_date(box.node, habits.zone)
        if machine:
            shown = find_date(box.text, habits)
            iso = agree(machine, shown.iso if shown else None)
            return Dated(iso, box.text or None, tuple(box.pieces), _link_of(box.pieces))
    return None


def _machine_date(node: Node, zone: tzinfo | None) -> str | None:
    for name in _MACHINE:
        value = attr(node, name)
        found = read_machine_date(value, zone) if value else None
        if found:
            return found
    return None


def _by_box(sheet: Sheet, habits: DateHabits) -> Dated | None:
    for box in sheet.of(Role.DATE):
        if len(box.text) > _LONG_LINE:
            continue
        found = find_date(box.text, habits)
        if found:
            pieces = _touched(box.pieces, habits)
            return Dated(found.iso, _words_of(box.text, found), pieces, _link_of(pieces))
    return None


def _by_line(sheet: Sheet, habits: DateHabits, *, is_all: bool) -> Dated | None:
    """A date in a short line; within the text only in its first and last lines."""
    lines = [line for line in sheet.lines if line.text]
    if is_all:
        lines = [*lines[:4], *lines[-2:]]
    for line in lines:
        text = line.text
        if len(text) > _LONG_LINE:
            continue
        glued = _glued(line, habits)
        if glued:
            return glued
        found = find_date(text, habits)
        if found and _is_of_template(line, found):
            pieces = _touched(line.pieces, habits)
            return Dated(found.iso, _words_of(text, found), pieces, _link_of(pieces))
    return None


def _glued(line: Line, habits: DateHabits) -> Dated | None:
    """A date without a blank to the name before it: `<strong>Ann</strong>May 3, 2012`."""
    for before, piece in pairwise(line.pieces):
        set_off = before.strong or before.link is not None
        if set_off and is_glued(before, piece) and (found := find_date(piece.text, habits)):
            return Dated(found.iso, _words_of(piece.text, found), (piece,), piece.link)
    return None


def _is_of_template(line: Line, found: FoundDate) -> bool:
    """Whether a dated line says little besides: names are linked, strong, or short."""
    text = line.text
    rest = text[: found.start] + " " + text[found.end :]
    set_off = " ".join(p.text for p in line.pieces if p.strong or p.link is not None)
    return len(words(rest)) - len(words(set_off)) <= _FEW


def _touched(pieces: Sequence[Piece], habits: DateHabits) -> tuple[Piece, ...]:
    """The pieces that say the date: one that holds it whole, else all with words."""
    for piece in pieces:
        if not piece.furniture and find_date(piece.text, habits):
            return (piece,)
    return tuple(p for p in pieces if not p.furniture and p.text.strip())


def _words_of(text: str, found: FoundDate) -> str:
    return text[found.start : found.end].strip(" ,|-")


def _link_of(pieces: Sequence[Piece]) -> Node | None:
    return next((piece.link for piece in pieces if piece.link is not None), None)


def _by_class(item: Item) -> Dated | None:
    for names in item.names:
        iso = read_class_date(names)
        if iso:
            return Dated(iso, None, ())
    return None


def _relative(sheet: Sheet) -> Dated | None:
    """The words of a date that cannot be told without a clock: "two hours ago"."""
    for box in sheet.of(Role.DATE):
        if len(box.text) <= _LONG_LINE and any(letter.isdigit() for letter in box.text):
            return Dated(None, box.text, tuple(box.pieces), _link_of(box.pieces))
    return None
