"""What a check of an archive found: values, no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REPAIR = "run `palimpsest repair`: it keeps what it cuts off"
REINDEX = "run `palimpsest repair`: it makes the index anew"
COPY = "put a good copy of the file in its place"
KNOW = "nothing to do; readers should know"

Level = Literal["fault", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong, or to be known: where, what, and what to do."""

    warc: str
    offset: int
    code: str
    what: str
    advice: str
    level: Level = "fault"
    record_id: str | None = None

    def __str__(self) -> str:
        return f"{self.warc} at byte {self.offset}: {self.what} ({self.advice})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the check of one file found, and what the index should hold of it."""

    warc: str
    records: int = 0
    captures: int = 0
    bytes: int = 0
    lines: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The whole check: how much was looked at, and what was found."""

    files: int
    records: int
    bytes: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether no fault was found; notices aside."""
        return not any(finding.level == "fault" for finding in self.findings)
