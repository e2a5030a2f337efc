"""Whether an archive is what it says: every file to its end, every digest, every reference.

- A finding names the file, the offset and what to do; a *fault* means that something is
  lost or wrong, a *notice* that something should be known.
- Files are checked in processes of their own, the index line by line against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from archive.errors import TornTail, WarcError
from archive.layout import Layout
from archive.warc.checks import faults_of, moment_of
from archive.warc.entries import (
    SHOWN,
    Place,
    entity_digest,
    entry_of,
    stated_digest,
    to_line,
)
from archive.warc.findings import COPY, KNOW, REPAIR, Checked, Finding, Level, Verified
from archive.warc.index import Index, files_of
from archive.warc.members import IN_WACZ, Member, names_in, opened, walk
from archive.warc.raw import Record
from archive.warc.records import Entry
from archive.warc.views import MODULUS, against_index, mark

__all__ = ["Checked", "Finding", "Verified", "check_file", "verify"]

_NOTICES = frozenset({"unknown-digest", "short-body", "unknown-type", "bad-truncated"})
_BACKWARDS = timedelta(minutes=2)  # exchanges end in another order than they began


def verify(
    layout: Layout, jobs: int = 1, progress: Callable[[Checked], None] | None = None
) -> Verified:
    """Check an archive whole.

    Args:
        layout: the archive.
        jobs: processes to check files in.
        progress: is told of each file when it is done.
    """
    done: list[Checked] = []
    for checked in _each(layout, jobs):
        done.append(checked)
        if progress:
            progress(checked)
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


def _each(layout: Layout, jobs: int) -> Iterator[Checked]:
    check = partial(check_file, layout)
    names = list(files_of(layout))
    if jobs <= 1 or len(names) <= 1:
        yield from map(check, names)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(check, names)


@dataclass(slots=True)
class _Seen:
    """What is remembered of a file on the way through it."""

    ids: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[str, Place, str]] = field(default_factory=list)
    latest: datetime | None = None
    records: int = 0
    captures: int = 0
    lines: int = 0
    total: int = 0


def check_file(layout: Layout, name: str) -> Checked:
    """Check one WARC or WACZ file of an archive, by its path inside it."""
    seen = _Seen()
    path = layout.root / name
    own = path.parent == layout.warc
    index = Index(layout)
    findings: list[Finding] = []
    try:
        parts = [f"{name}{IN_WACZ}{part}" for part in names_in(path)] or [name]
        for part in parts:
            findings.extend(_check_part(layout.root / part, part, seen, index))
    except WarcError as error:
        findings.append(_damage(name, error))
    if own:
        findings.extend(_alone(*named) for named in seen.pending if named[0] not in seen.ids)
    return Checked(
        warc=name,
        records=seen.records,
        captures=seen.captures,
        bytes=path.stat().st_size,
        lines=seen.lines,
        total=seen.total,
        findings=tuple(findings),
    )


def _check_part(path: Path, name: str, seen: _Seen, index: Index) -> Iterator[Finding]:
    with opened(path) as file:
        for member in walk(file, path):
            if isinstance(member, Member):
                place = Place(name, member.offset, member.length)
                yield from _check_record(member.record, place, seen, index)
            else:
                yield _damage(name, member)


def _check_record(record: Record, place: Place, seen: _Seen, index: Index) -> Iterator[Finding]:
    say = partial(Finding, warc=place.warc, offset=place.offset, record_id=record.id or None)
    stated = stated_digest(record)
    digest = entity_digest(record) if record.type in SHOWN and not stated else stated
    for code, what in faults_of(record, None if stated else digest):
        level: Level = "notice" if code in _NOTICES else "fault"
        yield say(code=code, what=what, advice=KNOW if level == "notice" else COPY, level=level)
    if record.id in seen.ids:
        yield say(code="double-id", what=f"{record.id} stands twice in the file", advice=COPY)
    seen.ids[record.id] = place.offset
    seen.records += 1
    if "warc-concurrent-to" in record.named:
        wanted = record.all("warc-concurrent-to")
        seen.pending.extend((record_id, place, record.id) for record_id in wanted)
    yield from _check_date(record, seen, say)
    entry = entry_of(record, place, digest)
    if entry:
        seen.captures += entry.kind != "failure"
        seen.lines += 1
        seen.total = (seen.total + mark(to_line(entry))) % MODULUS
        yield from _check_original(record, entry, index, say)


def _alone(wanted: str, place: Place, record_id: str) -> Finding:
    return Finding(
        warc=place.warc,
        offset=place.offset,
        code="concurrent-to",
        what=f"WARC-Concurrent-To names {wanted}, which is not in the file",
        advice=REPAIR,
        record_id=record_id,
    )


def _check_date(record: Record, seen: _Seen, say: Callable[..., Finding]) -> Iterator[Finding]:
    moment = moment_of(record)
    if not moment or not moment.tzinfo:
        return
    if seen.latest and moment < seen.latest - _BACKWARDS:
        what = f"WARC-Date steps back from {seen.latest.isoformat()} to {record.date}"
        yield say(code="date-order", what=what, advice=KNOW, level="notice")
    seen.latest = moment


def _check_original(
    record: Record, entry: Entry, index: Index, say: Callable[..., Finding]
) -> Iterator[Finding]:
    if entry.kind != "revisit":
        return
    uri = record.named.get("warc-refers-to-target-uri") or entry.url
    at = record.named.get("warc-refers-to-date", "")
    original = index.original(uri, at, entry.digest, entry.refers_to)
    if original is None:
        what = f"the original of the revisit, {uri} at {at or 'no date'}, is not in the archive"
        yield say(code="unresolved-revisit", what=what, advice="import the file that holds it")
    elif entry.digest and original.digest != entry.digest:
        what = f"the original of the revisit has digest {original.digest}, not {entry.digest}"
        advice = "find out which of the two files was changed"
        foreign = entry.crawl_id is None
        yield say(
            code="revisit-digest", what=what, advice=advice, level="notice" if foreign else "fault"
        )


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
