"""What an archive keeps and does not show: `excluded.jsonl`, a log with a reason on each line.

- A record is named by its id, addresses by a pattern in which `*` stands for anything.
- The log is only ever added to; it is no part of a view and survives every rebuild.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from fnmatch import translate
from typing import Self

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc.exchanges import warc_date
from archive.warc.records import Entry
from normalizers.urls import canonicalize

_RECORD = re.compile(r"<?(urn:uuid:[0-9a-fA-F-]{36})>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One line of the log: what is not shown, since when and why; `shown` takes it back."""

    what: str
    reason: str
    at: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What is not shown now: record ids and patterns of addresses."""

    records: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """The exclusions that hold in an archive."""
        held: dict[str, bool] = {}
        for line in read(layout):
            held[line.what] = not line.shown
        now = [what for what, hidden in held.items() if hidden]
        return cls(
            frozenset(what for what in now if _RECORD.fullmatch(what)),
            tuple(re.compile(translate(what)) for what in now if not _RECORD.fullmatch(what)),
        )

    def __contains__(self, entry: Entry) -> bool:
        """Whether a capture is not to be shown."""
        return self.hides(entry.url, entry.location.record_id)

    def __bool__(self) -> bool:
        return bool(self.records or self.patterns)

    def hides(self, url: str, record_id: str) -> bool:
        """Whether an address or a record is not to be shown."""
        if record_id in self.records:
            return True
        spellings = (url, canonicalize(url)) if self.patterns else ()
        return any(pattern.match(text) for pattern in self.patterns for text in spellings)


def mark_of(layout: Layout) -> str:
    """What stands for the exclusions of an archive: the same as long as none is added."""
    log = layout.exclusions
    return hashlib.sha256(log.read_bytes()).hexdigest()[:16] if log.exists() else ""


def read(layout: Layout) -> tuple[Exclusion, ...]:
    """The log, oldest line first.

    Raises:
        ArchiveError: a line cannot be read; nothing is shown by mistake.
    """
    if not layout.exclusions.exists():
        return ()
    lines = layout.exclusions.read_text("utf-8").splitlines()
    return tuple(_line(layout, number, text) for number, text in enumerate(lines, 1) if text)


def _line(layout: Layout, number: int, text: str) -> Exclusion:
    try:
        return Exclusion(**json.loads(text))
    except (ValueError, TypeError) as error:
        message = f"{layout.exclusions}, line {number} cannot be read: mend it by hand"
        raise ArchiveError(message) from error


def exclude(layout: Layout, what: str, reason: str, at: datetime) -> Exclusion:
    """Take a record or the addresses of a pattern out of every view and export.

    Args:
        layout: the archive.
        what: a record id, or an address in which `*` stands for anything.
        reason: why; kept in the log.
        at: now.
    """
    return _log(layout, Exclusion(what=_named(what), reason=reason, at=warc_date(at)))


def show_again(layout: Layout, what: str, reason: str, at: datetime) -> Exclusion:
    """Take an exclusion back; both lines stay in the log.

    Raises:
        ArchiveError: nothing was excluded by these words.
    """
    name = _named(what)
    if not any(line.what == name for line in read(layout)):
        raise ArchiveError(f"{what} was not excluded; the log is {layout.exclusions}")
    return _log(layout, Exclusion(what=name, reason=reason, at=warc_date(at), shown=True))


def _named(what: str) -> str:
    match = _RECORD.fullmatch(what)
    return f"<{match[1].lower()}>" if match else what


def _log(layout: Layout, line: Exclusion) -> Exclusion:
    said = {"what": line.what, "reason": line.reason, "at": line.at, "shown": line.shown}
    with layout.exclusions.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return line
