"""Edits as text for a terminal: by weight, moves in one line, what stayed folded.

With colour the words that went are red and struck, those that came green; without, they
stand in [-…-] and {+…+}. Control characters of fetched text are shown, never sent to the
terminal.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from archive.diff.changes import Edit, InlineOp
from archive.outputs.report import Report, View
from archive.outputs.telling import (
    NOTHING,
    Group,
    apart,
    by_severity,
    counted,
    excerpt,
    folded,
    groups,
    pairs_of,
    remarks,
    summary,
    unchanged,
    what,
    when,
)

_RESET = "\x1b[0m"
_STYLES = {
    "-": "\x1b[31;9m",
    "+": "\x1b[32m",
    "high": "\x1b[1;31m",
    "medium": "\x1b[1;33m",
    "low": "\x1b[2m",
    "title": "\x1b[1m",
    "dim": "\x1b[2m",
    "=": "",
}
_BARE = {"-": ("[-", "-]"), "+": ("{+", "+}")}
_CONTROLS = {n: f"\\x{n:02x}" for n in (*range(9), *range(11, 32), *range(127, 160))}
_NARROWEST = 20
_INDENT = 6
_PIECE = re.compile(r"\n|[^\S\n]+|\S+")


def text(report: Report) -> str:
    """The report as text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield _styled(_clean(report.title), "title", report.view)
    for alarm in report.alarms:
        yield _styled(f"ALARM · {_clean(alarm)}", "high", report.view)
    if not report.edits and not report.folded:
        yield NOTHING
        return
    yield summary(report)
    if report.pages and report.edits:
        yield _styled(
            f"{_clean(report.edits[0].url)} · {when(report.edits[0])}", "dim", report.view
        )
    if report.view.layout == "stat":
        yield from _stat(groups(report.edits))
    else:
        yield from _by_weight(report)
    if report.pages:
        yield ""
        yield unchanged(report)


def _by_weight(report: Report) -> Iterator[str]:
    for severity, edits in by_severity(report.edits):
        yield ""
        heading = f"{severity.upper()} · {counted(len(edits), 'edit')}"
        yield _styled(heading, severity, report.view)
        for number, group in enumerate(groups(edits)):
            if number:
                yield ""
            if not report.pages:
                yield f"  {_styled(_clean(group.title), 'title', report.view)}"
                yield _styled(f"  {_clean(group.url)}", "dim", report.view)
            for edit in group.edits:
                yield from (f"    {line}" for line in _edit(edit, report))


def _edit(edit: Edit, report: Report) -> Iterator[str]:
    change, view = edit.change, report.view
    told = [_remark(remark, view) for remark in remarks(change)]
    head = (what(change), change.id, when(edit), *remarks(change))
    if view.colour and told and len(" · ".join(head)) + _INDENT > view.width:
        yield _head(edit, report)
        yield f"  {' · '.join(told)}"
    else:
        yield " · ".join((_head(edit, report), *told))
    if change.op == "moved":
        yield f"  {_move(edit)}"
        return
    if view.layout == "side-by-side":
        yield from (f"  {line}" for line in _columns(edit, view))
    elif pairs := pairs_of(change):
        yield from (f"  {line}" for line in _inline(pairs, view))
    for why in change.why:
        yield from (_styled(f"  {line}", "dim", view) for line in _reason(_clean(why), view))


def _head(edit: Edit, report: Report) -> str:
    """What an edit is, its id, and its time where not all edits of the report have the same."""
    named = _styled(what(edit.change), "title", report.view)
    at = "" if report.pages else f" · {when(edit)}"
    return f"{named} {_styled(f'[{edit.change.id}]{at}', 'dim', report.view)}"


def _remark(told: str, view: View) -> str:
    return _styled(told, "medium" if told == "no notice found" else "dim", view)


def _reason(told: str, view: View) -> list[str]:
    """A reason, on a terminal in lines as wide as that."""
    width = max(_NARROWEST, view.width - _INDENT)
    return textwrap.wrap(told, width, break_long_words=False) if view.colour else [told]


def _move(edit: Edit) -> str:
    change = edit.change
    if change.part == "page":
        return f"{_clean(change.old or '')} → {_clean(change.new or '')}"
    told = f"“{excerpt(_clean(change.new or ''), 60)}”"
    places = f"sentence {_place(change.old_at)} → {_place(change.new_at)}"
    return f"{told} · {counted(change.new_count, 'sentence')} · {places}"


def _place(at: int | None) -> str:
    return "?" if at is None else str(at + 1)


def _inline(pairs: Sequence[InlineOp], view: View) -> Iterator[str]:
    """The marked words; with colour they are set in lines as wide as the terminal."""
    shown = [(op, _clean(part)) for op, part in folded(pairs, view.context)]
    if not view.colour:
        yield from "".join(_bare(op, part) for op, part in shown).split("\n")
        return
    for line in _lines_of(apart(shown), max(_NARROWEST, view.width - _INDENT)):
        runs = groupby(line, key=itemgetter(0))
        yield "".join(_styled("".join(word for _, word in run), op, view) for op, run in runs)


def _bare(op: str, part: str) -> str:
    before, after = _BARE.get(op, ("", ""))
    return f"{before}{part}{after}" if part else ""


def _lines_of(pairs: Sequence[InlineOp], width: int) -> Iterator[list[InlineOp]]:
    """The words of some pairs in lines, each word with its mark."""
    line: list[InlineOp] = []
    room = width
    for op, part in pairs:
        for word in _PIECE.findall(part):
            if word == "\n" or (room < len(word) < width and not word.isspace()):
                yield line[:-1] if line and line[-1][1].isspace() else line
                line, room = [], width
            if word != "\n":
                line.append((op, word))
                room -= len(word)
    yield line


def _columns(edit: Edit, view: View) -> Iterator[str]:
    """Old and new text beside each other, wrapped to half the width each."""
    half = max(_NARROWEST, (view.width - 9) // 2)
    left = _wrapped(edit.change.old, half)
    right = _wrapped(edit.change.new, half)
    for n in range(max(len(left), len(right))):
        old = left[n] if n < len(left) else ""
        new = right[n] if n < len(right) else ""
        yield f"{_styled(old.ljust(half), '-', view)} │ {_styled(new, '+', view)}"


def _wrapped(told: str | None, width: int) -> list[str]:
    lines = _clean(told or "").split("\n")
    return [piece for line in lines for piece in textwrap.wrap(line, width) or [""]]


def _stat(found: Sequence[Group]) -> Iterator[str]:
    for group in found:
        ops = [edit.change.op for edit in group.edits]
        counts = " ".join(f"{op} {ops.count(op)}" for op in dict.fromkeys(ops))
        heavy = sum(edit.change.severity == "high" for edit in group.edits)
        title = excerpt(_clean(group.title), 60)
        yield f"  {len(group.edits):4d}  {title} · {counts} · high {heavy}"


def _styled(told: str, style: str, view: View) -> str:
    return f"{_STYLES[style]}{told}{_RESET}" if view.colour and told and _STYLES[style] else told


def _clean(told: str) -> str:
    return told.translate(_CONTROLS)
