"""Outputs: a report as text, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive.outputs.atom import atom
from archive.outputs.html import html
from archive.outputs.markdown import markdown
from archive.outputs.records import jsonl, table
from archive.outputs.report import Report, View
from archive.outputs.text import text

OUTPUTS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "html": html,
    "markdown": markdown,
    "json": jsonl,
    "csv": table,
    "atom": atom,
}

__all__ = ["OUTPUTS", "Report", "View"]
