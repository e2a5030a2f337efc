"""Edits as records: JSON lines for programs, a table for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from archive.diff.changes import Edit
from archive.diff.form import to_line
from archive.outputs.report import Report

COLUMNS = (
    "id",
    "page_key",
    "post_id",
    "url",
    "title",
    "part",
    "part_key",
    "op",
    "severity",
    "minor",
    "classes",
    "old",
    "new",
    "why",
    "notice",
    "confirmed",
    "confidence",
    "after",
    "before",
    "old_record",
    "new_record",
    "normalizer",
)
# A cell that begins so is a formula to a spreadsheet, and the text comes from anybody.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(report: Report) -> str:
    """One line of JSON an edit."""
    return "".join(f"{to_line(edit)}\n" for edit in report.edits)


def table(report: Report) -> str:
    """Comma-separated values with a head line (RFC 4180)."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    writer.writerows(_row(edit) for edit in report.edits)
    return "".join(lines.written)


class _Lines:
    """Where the csv module writes to."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        self.written.append(line)


def _row(edit: Edit) -> list[str]:
    change = edit.change
    cells = (
        change.id,
        edit.page_key,
        edit.post_id,
        edit.url,
        edit.title,
        change.part,
        change.part_key,
        change.op,
        change.severity,
        change.minor,
        " ".join(name.replace(" ", "-") for name in change.classes),
        change.old,
        change.new,
        _joined(change.why),
        change.notice,
        change.confirmed,
        change.confidence,
        edit.between[0],
        edit.between[1],
        edit.old_capture.record_id if edit.old_capture else None,
        edit.new_capture.record_id if edit.new_capture else None,
        edit.normalizer,
    )
    return [_cell(cell) for cell in cells]


def _joined(told: Iterable[str]) -> str:
    return "; ".join(told)


def _cell(value: object) -> str:
    told = "" if value is None else str(value)
    return f"'{told}" if told.startswith(_FORMULA) else told
