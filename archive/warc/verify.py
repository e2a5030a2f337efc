"""Whether an archive is what it says: every file to its end, every digest, every reference.

- A finding names the file, the offset and what to do; a *fault* means that something is
  lost or wrong, a *notice* that something should be known.
- Files, and ranges of large ones, are checked in processes of their own; the index line by
  line against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain

from archive.errors import TornTail, WarcError
from archive.layout import Layout
from archive.warc.checks import (
    COPY,
    KNOW,
    REPAIR,
    Checked,
    Finding,
    Level,
    Verified,
    faults_of,
    moment_of,
)
from archive.warc.entries import (
    SHOWN,
    Place,
    entity_digest,
    entry_of,
    stated_digest,
    to_line,
)
from archive.warc.index import Index, files_of
from archive.warc.members import Member
from archive.warc.pieces import Piece, by_file, whole
from archive.warc.raw import Record
from archive.warc.records import BACKWARDS, Entry
from archive.warc.views import MODULUS, against_index, mark

__all__ = ["Checked", "Finding", "Verified", "check_file", "verify"]

_NOTICES = frozenset({"unknown-digest", "short-body", "unknown-type", "bad-truncated"})


def verify(
    layout: Layout, jobs: int | None = None, progress: Callable[[Checked], None] | None = None
) -> Verified:
    """Check an archive whole.

    Args:
        layout: the archive.
        jobs: processes to check files in; as many as there are cores where none is said.
        progress: is told of each file when it is done.
    """
    done: list[Checked] = []
    for name, parts in by_file(_check, layout, files_of(layout), jobs):
        done.append(_joined(layout, name, parts))
        if progress:
            progress(done[-1])
    found = chain(
        chain.from_iterable(checked.findings for checked in done),
        _unfinished(layout),
        against_index(layout, {checked.warc: checked for checked in done}),
    )
    return Verified(
        files=len(done),
        records=sum(checked.records for checked in done),
        bytes=sum(checked.bytes for checked in done),
        findings=tuple(found),
    )


def check_file(layout: Layout, name: str) -> Checked:
    """Check one WARC or WACZ file of an archive, by its path inside it."""
    return _joined(layout, name, [_check(layout, piece) for piece in whole(layout, name)])


@dataclass(frozen=True, slots=True)
class _Dated:
    """A record with a WARC-Date."""

    moment: datetime
    place: Place
    record: str
    date: str


@dataclass(slots=True)
class _Part:
    """What the check of a piece found, and what its file is put together from."""

    findings: list[Finding] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    pending: list[tuple[str, Place, str]] = field(default_factory=list)
    first: _Dated | None = None
    last: _Dated | None = None
    records: int = 0
    captures: int = 0
    lines: int = 0
    total: int = 0


def _check(layout: Layout, piece: Piece) -> _Part:
    part = _Part()
    index = Index(layout)
    for member in piece.walk(layout):
        if isinstance(member, Member):
            place = Place(piece.warc, member.offset, member.length)
            part.findings.extend(_check_record(member.record, place, part, index))
        else:
            part.findings.append(_damage(piece.warc, member))
    return part


def _joined(layout: Layout, name: str, parts: Sequence[_Part]) -> Checked:
    """The check of a file, from those of its pieces: what a walk over all of it would find."""
    path = layout.root / name
    findings: list[Finding] = []
    ids: dict[str, Place] = {}
    last: _Dated | None = None
    for part in parts:
        findings.extend(_double(record, at) for record, at in part.ids.items() if record in ids)
        findings.extend(_steps_back(last, part.first))
        findings.extend(part.findings)
        ids |= part.ids
        last = part.last or last
    if path.parent == layout.warc:
        pending = chain.from_iterable(part.pending for part in parts)
        findings.extend(_alone(*named) for named in pending if named[0] not in ids)
    return Checked(
        warc=name,
        records=sum(part.records for part in parts),
        captures=sum(part.captures for part in parts),
        bytes=path.stat().st_size,
        lines=sum(part.lines for part in parts),
        total=sum(part.total for part in parts) % MODULUS,
        findings=tuple(findings),
    )


def _check_record(record: Record, place: Place, part: _Part, index: Index) -> Iterator[Finding]:
    stated = stated_digest(record)
    digest = entity_digest(record) if record.type in SHOWN and not stated else stated
    for code, what in faults_of(record, None if stated else digest):
        level: Level = "notice" if code in _NOTICES else "fault"
        advice = KNOW if level == "notice" else COPY
        yield _of(record.id, place)(code=code, what=what, advice=advice, level=level)
    if record.id in part.ids:
        yield _double(record.id, place)
    part.ids[record.id] = place
    part.records += 1
    if "warc-concurrent-to" in record.named:
        wanted = record.all("warc-concurrent-to")
        part.pending.extend((record_id, place, record.id) for record_id in wanted)
    moment = moment_of(record)
    if moment and moment.tzinfo:
        dated = _Dated(moment, place, record.id, record.date)
        yield from _steps_back(part.last, dated)
        part.first, part.last = part.first or dated, dated
    entry = entry_of(record, place, digest)
    if entry:
        part.captures += entry.kind != "failure"
        part.lines += 1
        part.total = (part.total + mark(to_line(entry))) % MODULUS
        if entry.kind == "revisit":
            yield from _check_original(record, entry, index)


def _of(record_id: str, place: Place) -> Callable[..., Finding]:
    return partial(Finding, warc=place.warc, offset=place.offset, record_id=record_id or None)


def _double(record_id: str, place: Place) -> Finding:
    what = f"{record_id} stands twice in the file"
    return _of(record_id, place)(code="double-id", what=what, advice=COPY)


def _alone(wanted: str, place: Place, record_id: str) -> Finding:
    what = f"WARC-Concurrent-To names {wanted}, which is not in the file"
    return _of(record_id, place)(code="concurrent-to", what=what, advice=REPAIR)


def _steps_back(before: _Dated | None, dated: _Dated | None) -> Iterator[Finding]:
    if before and dated and dated.moment < before.moment - BACKWARDS:
        what = f"WARC-Date steps back from {before.moment.isoformat()} to {dated.date}"
        say = _of(dated.record, dated.place)
        yield say(code="date-order", what=what, advice=KNOW, level="notice")


def _check_original(record: Record, entry: Entry, index: Index) -> Iterator[Finding]:
    uri = record.named.get("warc-refers-to-target-uri") or entry.url
    at = record.named.get("warc-refers-to-date", "")
    original = index.original(uri, at, entry.digest, entry.refers_to)
    place = Place(entry.location.warc, entry.location.offset, entry.location.length)
    if original is None:
        what = f"the original of the revisit, {uri} at {at or 'no date'}, is not in the archive"
        advice = "import the file that holds it"
        yield _of(record.id, place)(code="unresolved-revisit", what=what, advice=advice)
    elif entry.digest and original.digest != entry.digest:
        what = f"the original of the revisit has digest {original.digest}, not {entry.digest}"
        advice = "find out which of the two files was changed"
        level: Level = "notice" if entry.crawl_id is None else "fault"
        yield _of(record.id, place)(code="revisit-digest", what=what, advice=advice, level=level)


def _damage(name: str, error: WarcError) -> Finding:
    torn = isinstance(error, TornTail)
    return Finding(
        warc=name,
        offset=error.offset,
        code="torn-tail" if torn else "bad-record",
        what=error.reason,
        advice=REPAIR if torn else COPY,
    )


def _unfinished(layout: Layout) -> Iterator[Finding]:
    for path in sorted(layout.warc.glob("*.open")):
        yield Finding(
            warc=f"{layout.warc.name}/{path.name}",
            offset=0,
            code="unfinished",
            what="a crawl writes here, or died here",
            advice="when no crawl runs, the next one finishes the file",
            level="notice",
        )
