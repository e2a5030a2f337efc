"""What a check of an archive found, and what can be wrong with a record, seen by itself. Pure.

Stricter than `warcio check`, which passes a torn last record, a wrong revisit, a record
without its named fields and a field that names a record that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from archive.warc.digests import Pieces, agrees
from archive.warc.messages import Head, entity_pieces
from archive.warc.raw import Record

_NEEDED = ("warc-type", "warc-record-id", "warc-date", "content-length")
_TYPES = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit"}
    | {"conversion", "continuation"}
)
_NO_URI_NEEDED = frozenset({"warcinfo", "metadata"})
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+>")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?")
_TRUNCATED = frozenset({"length", "time", "disconnect", "unspecified"})
_NAMES_OF_ORIGINALS = ("warc-refers-to-date", "warc-refers-to", "warc-payload-digest")
_BODILESS = frozenset({204, 304})

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


Fault = tuple[str, str]


def faults_of(record: Record, entity_digest: str | None = None) -> Iterator[Fault]:
    """The faults of a record: a code and what is wrong.

    Args:
        record: any record.
        entity_digest: of its entity, where it is known: a payload digest that is the same
            is right, and need not be taken again.
    """
    for check in _CHECKS:
        yield from check(record)
    stated = record.named.get("warc-payload-digest")
    if stated and stated != entity_digest and record.type != "revisit":
        yield from _payload(record, stated)


def _fields(record: Record) -> Iterator[Fault]:
    for name in _NEEDED:
        if not record.named.get(name):
            yield "missing-field", f"the record has no {name}"
    if record.type and record.type not in _TYPES:
        yield "unknown-type", f"WARC-Type {record.type!r} is none of the standard"
    if record.id and not _RECORD_ID.fullmatch(record.id):
        yield "bad-record-id", f"WARC-Record-ID {record.id!r} is no URI in angle brackets"
    if record.date and moment_of(record) is None:
        yield "bad-date", f"WARC-Date {record.date!r} is no date of the standard"
    if record.type in _TYPES - _NO_URI_NEEDED and not record.target_uri:
        yield "missing-field", f"a {record.type} without WARC-Target-URI"
    truncated = record.named.get("warc-truncated")
    if truncated is not None and truncated not in _TRUNCATED:
        yield "bad-truncated", f"WARC-Truncated {truncated!r} is none of the standard"


def moment_of(record: Record) -> datetime | None:
    """WARC-Date as a moment; none where it is none."""
    return _moment(record.date)


@lru_cache(maxsize=64)
def _moment(date: str) -> datetime | None:
    if not _DATE.fullmatch(date):
        return None
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        return None


def _block(record: Record) -> Iterator[Fault]:
    stated = record.named.get("warc-block-digest")
    if stated:
        yield from _compared("block", stated, [(record.block,)])


def _payload(record: Record, stated: str) -> Iterator[Fault]:
    """Both readings count: the body with and without its transfer coding.

    *Quirk:* most tools take the digest of the chunked bytes, the standard means the entity
    (https://github.com/iipc/warc-specifications/issues/22).
    """
    readings: list[Pieces] = [(record.block,)]
    if record.content_type.startswith("application/http"):
        head = record.http
        body = memoryview(record.block)[head.size :]
        readings = [(body,)]
        if head.codings("transfer-encoding"):
            readings.append(entity_pieces(head, body))
    yield from _compared("payload", stated, readings)


def _compared(what: str, stated: str, readings: Iterable[Pieces]) -> Iterator[Fault]:
    for pieces in readings:
        found = agrees(stated, *pieces)
        if found:
            return
        if found is None:
            yield "unknown-digest", f"no known algorithm in the {what} digest {stated}"
            return
    yield f"{what}-digest", f"the {what} is not the one whose digest is {stated}"


def _http(record: Record) -> Iterator[Fault]:
    if record.type != "response" or not record.content_type.startswith("application/http"):
        return
    head = record.http
    if head.status is None:
        yield "no-http", "the response does not begin with an HTTP status line"
        return
    stated = head.get("content-length")
    if record.named.get("warc-truncated") or not _has_stated_body(record, head, stated):
        return
    got = len(record.block) - head.size
    if stated is not None and got < int(stated):
        yield "short-body", f"{got} bytes of the {stated} that the server announced, not marked"


def _has_stated_body(record: Record, head: Head, stated: str | None) -> bool:
    return (
        stated is not None
        and stated.isdecimal()
        and head.status not in _BODILESS
        and record.named.get("http-request-method") != "HEAD"
        and not head.codings("transfer-encoding")
    )


def _revisit(record: Record) -> Iterator[Fault]:
    if record.type != "revisit":
        return
    if not record.named.get("warc-profile"):
        yield "missing-field", "a revisit without WARC-Profile"
    if not any(record.named.get(name) for name in _NAMES_OF_ORIGINALS):
        yield "missing-field", "a revisit that does not say of what"


_CHECKS: tuple[Callable[[Record], Iterator[Fault]], ...] = (
    _fields,
    _block,
    _http,
    _revisit,
)
