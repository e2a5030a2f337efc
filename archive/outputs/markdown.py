"""Edits as Markdown: struck words went, bold words came."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.diff.changes import Edit, InlineOp
from archive.outputs.report import Report
from archive.outputs.telling import (
    NOTHING,
    apart,
    by_severity,
    groups,
    pairs_of,
    remarks,
    summary,
    what,
    when,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~<&])")
_MARKS = {"=": "", "-": "~~", "+": "**"}


def markdown(report: Report) -> str:
    """The report as Markdown (CommonMark, with ~~ for struck words)."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.title)}"
    for alarm in report.alarms:
        yield f"\n**{_escaped(alarm)}**"
    if not report.edits and not report.folded:
        yield f"\n{NOTHING}"
    else:
        yield f"\n{_escaped(summary(report))}"
    for severity, edits in by_severity(report.edits):
        yield f"\n## {severity}"
        for group in groups(edits):
            yield f"\n### {_escaped(group.title)}\n"
            yield f"<{_address(group.url)}>\n"
            for edit in group.edits:
                yield from _edit(edit)


def _edit(edit: Edit) -> Iterator[str]:
    told = " · ".join((what(edit.change), when(edit), *remarks(edit.change)))
    yield f"- {told} (`{edit.change.id}`)"
    shown = "".join(_marked(pair) for pair in apart(pairs_of(edit.change)))
    for line in shown.split("\n"):
        yield f"  > {line}"
    for why in edit.change.why:
        yield f"\n  {_escaped(why)}"


def _marked(pair: InlineOp) -> str:
    """Marked words; marks hold only without blanks inside and on one line."""
    op, told = pair
    mark = _MARKS[op]
    return "\n".join(_between(line, mark) for line in told.split("\n"))


def _between(line: str, mark: str) -> str:
    words = line.strip()
    if not words:
        return line
    head, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{head}{mark}{_escaped(words)}{mark}{tail}"


def _escaped(told: str) -> str:
    return _SPECIAL.sub(r"\\\1", told)


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
