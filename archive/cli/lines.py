"""A capture as the line of JSON that `normalize` prints.

Worked out in other processes, which import this module and nothing of the command line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.errors import WarcError
from archive.workers import Lost
from normalizers.errors import NormalizeError
from normalizers.form import to_json
from normalizers.normalize import normalize
from normalizers.values import Capture

Source = Mapping[str, Any] | None
Item = tuple[Source, Capture | WarcError]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output; `fault` says why it is no page."""

    text: str
    fault: str | None
    is_damage: bool = False


def line_of(item: Item) -> Line:
    """The page of one capture as JSON, or the reason why there is none."""
    source, found = item
    if isinstance(found, WarcError):
        error = {"code": _code(found), "detail": found.reason}
        return Line(_dump({"source": source, "url": None, "error": error}), str(found), True)
    try:
        return Line(_dump(to_json(normalize(found), source)), None)
    except NormalizeError as error:
        return _failure(source, found, error)


def _failure(source: Source, capture: Capture, error: NormalizeError) -> Line:
    detail = {"code": error.code, "detail": error.reason}
    return Line(_dump({"source": source, "url": capture.url, "error": detail}), str(error))


def _code(fault: WarcError) -> str:
    """The name of a fault of a WARC file, as other codes are written: `torn-tail`."""
    name = type(fault).__name__
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def lost_line(item: Item, lost: Lost) -> Line:
    """The line of a capture that took its worker down with it."""
    source, found = item
    url = found.url if isinstance(found, Capture) else ""
    error = {"code": "lost", "detail": lost.reason}
    return Line(_dump({"source": source, "url": url, "error": error}), f"{url}: {lost.reason}")
