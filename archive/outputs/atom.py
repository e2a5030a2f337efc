"""Edits as an Atom feed (RFC 4287): a rerun adds nothing, since ids come from the edits."""

from __future__ import annotations

from html import escape

from archive.diff.changes import Edit
from archive.diff.folding import stable_id
from archive.outputs.report import Report
from archive.outputs.telling import apart, excerpt, pairs_of, remarks, what, when

_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
_TAGS = {"=": "span", "-": "del", "+": "ins"}


def atom(report: Report) -> str:
    """The report as a feed, the newest edit first."""
    newest = sorted(report.edits, key=lambda edit: (edit.between[1], edit.change.id), reverse=True)
    updated = newest[0].between[1] if newest else report.made_at
    home = f'<link rel="self" href="{_told(report.home)}"/>\n' if report.home else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>urn:palimpsest:feed:{stable_id(report.home or report.title)}</id>\n"
        f"<title>{_told(report.title)}</title>\n"
        f"<updated>{_told(updated)}</updated>\n"
        "<author><name>Palimpsest</name></author>\n"
        f"{home}"
        f"{''.join(_entry(edit) for edit in newest)}"
        "</feed>\n"
    )


def _entry(edit: Edit) -> str:
    change = edit.change
    title = f"{excerpt(edit.title, 80)}: {what(change)}"
    return (
        "<entry>\n"
        f"<id>urn:palimpsest:edit:{_told(change.id)}</id>\n"
        f"<title>{_told(title)}</title>\n"
        f"<updated>{_told(edit.between[1])}</updated>\n"
        f'<link rel="alternate" href="{_told(edit.url)}"/>\n'
        f'<category term="{_told(change.part)}"/><category term="{_told(change.severity)}"/>\n'
        f'<content type="html">{_told(_content(edit))}</content>\n'
        "</entry>\n"
    )


def _content(edit: Edit) -> str:
    """The edit as HTML, which is escaped once more to stand in the feed."""
    change = edit.change
    pairs = ((_TAGS[op], escape(text)) for op, text in apart(pairs_of(change)))
    shown = "".join(f"<{tag}>{text}</{tag}>" for tag, text in pairs).replace("\n", "<br>")
    told = " · ".join((when(edit), *remarks(change), *change.why))
    return f'<p dir="auto">{shown}</p><p>{escape(told)}</p>'


def _told(text: str | None) -> str:
    return escape((text or "").translate(_NOT_XML))
