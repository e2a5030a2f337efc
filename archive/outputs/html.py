"""Edits as one HTML file that needs nothing else: no script, no picture, no network.

- All fetched text is escaped; an address becomes a link only when it is http or https.
- Each edit has an anchor that lasts: its id.
- Inline and side by side are both there; two radio buttons choose, by style alone.
- `dir="auto"` sets every text in the direction of its own first letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from archive.diff.changes import CaptureRef, Change, Edit
from archive.outputs.report import Report
from archive.outputs.style import STYLE
from archive.outputs.telling import (
    NOTHING,
    Group,
    apart,
    groups,
    heaviest_first,
    pairs_of,
    remarks,
    summary,
    unchanged,
    what,
    when,
)

_TAGS = {"=": ("", ""), "-": ("<del>", "</del>"), "+": ("<ins>", "</ins>")}
_BETWEEN = (": ", " → ", "; ")
_BETWEEN_OR_NOT = re.compile(f"({'|'.join(_BETWEEN)})")
_CSP = "default-src 'none'; style-src 'unsafe-inline'"


def html(report: Report) -> str:
    """The report as a page."""
    title = escape(report.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
        f'<header><h1 dir="auto">{title}</h1>\n<p class="quiet">{_summary(report)}</p></header>\n'
        f"{_choice(report)}<main>\n{''.join(_body(report))}</main>\n{_foot(report)}</body>\n</html>\n"
    )


def _summary(report: Report) -> str:
    made = escape(report.made_at[:16].replace("T", " "))
    return f"{summary(report)} · made {made} UTC · what is called “no notice found” accuses nobody"


def _choice(report: Report) -> str:
    if not report.edits:
        return ""
    return (
        '<input type="radio" name="view" id="lines" checked><label for="lines">Inline</label>\n'
        '<input type="radio" name="view" id="beside"><label for="beside">Side by side</label>\n'
    )


def _body(report: Report) -> Iterator[str]:
    for alarm in report.alarms:
        yield f'<p class="alarm" role="alert" dir="auto">{escape(alarm)}</p>\n'
    if not report.edits and not report.folded:
        yield f'<p class="none">{NOTHING}</p>\n'
    for group in groups(heaviest_first(report.edits)):
        yield _group(group)
    if report.pages:
        yield f'<p class="quiet">{unchanged(report)}</p>\n'


def _group(group: Group) -> str:
    return (
        f'<section>\n<h2 dir="auto">{escape(group.title)}</h2>\n'
        f'<p class="meta">{_link(group.url)}</p>\n'
        f"{''.join(_edit(edit) for edit in group.edits)}</section>\n"
    )


def _edit(edit: Edit) -> str:
    change = edit.change
    told = " · ".join((escape(when(edit)), *map(_remark, remarks(change))))
    anchor = escape(change.id)
    return (
        f'<article class="{change.severity}" id="{anchor}">\n'
        f'<h3><span class="badge">{change.severity}</span> · {what(change)} '
        f'<a href="#{anchor}" aria-label="link to this edit">#</a></h3>\n'
        f'<p class="meta">{told}</p>\n'
        f"{_shown(change)}{_reasons(change)}{_proof(edit)}</article>\n"
    )


def _remark(told: str) -> str:
    return f"<strong>{told}</strong>" if told == "no notice found" else escape(told)


def _shown(change: Change) -> str:
    return f"{_words(change)}{_sides(change)}" if pairs_of(change) else ""


def _reasons(change: Change) -> str:
    lines = "".join(f"<li>{_isolated(line)}</li>\n" for line in change.why)
    return f'<ul class="why">\n{lines}</ul>\n' if lines else ""


def _isolated(line: str) -> str:
    """A reason, its words each in their own direction: "old → new" stays so in Persian."""
    return "".join(
        piece if piece in _BETWEEN else f"<bdi>{escape(piece)}</bdi>"
        for piece in _BETWEEN_OR_NOT.split(line)
    )


def _words(change: Change) -> str:
    if change.op == "moved" and change.new is not None and change.part != "page":
        return f'<p class="words inline" dir="auto">{escape(change.new)}</p>\n'
    shown = "".join(_side(op, text) for op, text in apart(pairs_of(change)))
    return f'<p class="words inline" dir="auto">{shown}</p>\n'


def _sides(change: Change) -> str:
    pairs = pairs_of(change)
    old = "".join(_side(op, text) for op, text in pairs if op != "+")
    new = "".join(_side(op, text) for op, text in pairs if op != "-")
    return (
        f'<div class="sides"><div><h4>before</h4><p class="words" dir="auto">{old}</p></div>'
        f'<div><h4>after</h4><p class="words" dir="auto">{new}</p></div></div>\n'
    )


def _side(op: str, text: str) -> str:
    before, after = _TAGS[op]
    return f"{before}{escape(text)}{after}"


def _proof(edit: Edit) -> str:
    rows = [*_record("before", edit.old_capture), *_record("after", edit.new_capture)]
    told = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows)
    return f"<details><summary>the two records</summary><dl>{told}</dl></details>\n"


def _record(side: str, ref: CaptureRef | None) -> list[tuple[str, str]]:
    if ref is None:
        return []
    place = f"{ref.warc}, byte {ref.offset}, {ref.length} bytes"
    return [
        (side, f"{escape(ref.captured_at)} · {_link(ref.url)}"),
        ("record", escape(ref.record_id)),
        ("digest", escape(ref.digest or "none")),
        ("file", escape(place)),
    ]


def _foot(report: Report) -> str:
    versions = ", ".join(sorted({edit.normalizer for edit in report.edits}))
    read = f" Pages read by normalizer {escape(versions)}." if versions else ""
    return (
        "<footer><p>An edit was made between the two times given, each the time of a capture."
        f"{read} Made by Palimpsest.</p></footer>\n"
    )


def _link(url: str) -> str:
    told = escape(url)
    if url.startswith(("http://", "https://")):
        return f'<a href="{told}" rel="noreferrer nofollow" dir="ltr">{told}</a>'
    return f'<span dir="ltr">{told}</span>'
