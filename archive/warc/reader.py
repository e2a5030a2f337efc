"""Captures out of WARC files: transfer and content codings undone, revisits resolved.

- Every record that shows a page is a capture or a `WarcError` with its place: one damaged
  record never hides the next.
- A capture of a revisit has the head of the revisit and the body of its original; where
  the server said "not modified" it has the original's status too.
- What was excluded from the archive is not given out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import BadRecord, UnresolvedRevisit, WarcError
from archive.layout import Layout
from archive.warc.codings import decoded
from archive.warc.entries import Place, entry_of
from archive.warc.exchanges import NOT_MODIFIED
from archive.warc.exclusions import Exclusions
from archive.warc.index import Index, same_moment
from archive.warc.members import IN_WACZ, Member, names_in, opened, walk
from archive.warc.messages import entity_of
from archive.warc.raw import Record
from archive.warc.records import Entry, Location
from normalizers.values import Capture

Found = tuple[Location, Capture | WarcError]
_NOT_MODIFIED = 304
_REMEMBERED = 100_000


def captures(path: Path, root: Path | None = None) -> Iterator[Found]:
    """The captures of a WARC or WACZ file, in the order of its records.

    Args:
        path: the file.
        root: the archive it lies in: revisits are then resolved through its index, and
            locations are told by the path inside it. Without it an original is looked
            for earlier in the file.

    Yields:
        Where the record lies, and the capture, or what is wrong there.
    """
    try:
        inside = names_in(path)
    except WarcError as fault:
        yield _nowhere(fault, _name(path, root)), fault
        return
    originals = _Originals(root)
    for warc in [Path(f"{path}{IN_WACZ}{name}") for name in inside] or [path]:
        yield from _captures(warc, root, originals)


def _captures(path: Path, root: Path | None, originals: _Originals) -> Iterator[Found]:
    name = _name(path, root)
    excluded = Exclusions.of(Layout(root)) if root else None
    try:
        with opened(path) as file:
            for member in walk(file, path):
                if not isinstance(member, Member):
                    yield _nowhere(member, name), member
                    continue
                entry = entry_of(member.record, Place(name, member.offset, member.length))
                if entry and entry.readable and not (excluded and entry in excluded):
                    originals.remember(entry)
                    yield entry.location, _capture(entry, member.record, path, originals)
    except WarcError as fault:
        yield _nowhere(fault, name), fault


def _name(path: Path, root: Path | None) -> str:
    if root and path.is_relative_to(root):
        return str(path.relative_to(root))
    return str(path)


def _nowhere(fault: WarcError, name: str) -> Location:
    return Location(
        warc=name, offset=fault.offset, length=0, record_id="", target_uri="", captured_at=""
    )


class _Originals:
    """Where the originals of revisits lie: in the index, or earlier in the file."""

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._index = Index(Layout(root)) if root else None
        self._seen: dict[tuple[str, str], Location] = {}

    def remember(self, entry: Entry) -> None:
        """Keep where an answer lies, where there is no index to ask."""
        if not self._index and entry.kind == "response" and len(self._seen) < _REMEMBERED:
            self._seen[entry.url, entry.captured_at] = entry.location

    def record(self, revisit: Record) -> Record | None:
        """The record that a revisit refers to."""
        uri = revisit.named.get("warc-refers-to-target-uri") or revisit.target_uri or ""
        at = revisit.named.get("warc-refers-to-date", "")
        place = self._place(uri.removeprefix("<").removesuffix(">"), at, revisit)
        if not place:
            return None
        file = self._root / place.warc if self._root else Path(place.warc)
        try:
            return record_at(file, place)
        except WarcError:
            return None

    def _place(self, uri: str, at: str, revisit: Record) -> Location | None:
        digest = revisit.named.get("warc-payload-digest")
        if self._index:
            named = revisit.named.get("warc-refers-to")
            entry = self._index.original(uri, at, digest, named)
            return entry.location if entry else None
        wanted = revisit.named.get("warc-refers-to")
        for (url, date), place in reversed(self._seen.items()):
            same = same_moment(date, at) if at else digest and place.payload_digest == digest
            if place.record_id == wanted or (url == uri and same):
                return place
        return None


def record_at(path: Path, location: Location) -> Record:
    """The record that lies at a location of an open archive.

    Raises:
        WarcError: it is damaged, or another record lies there.
    """
    with opened(path) as file:
        for member in walk(file, path, location.offset):
            if not isinstance(member, Member):
                raise member
            if member.record.id == location.record_id:
                return member.record
            if member.offset != location.offset:
                break
    raise BadRecord(path, location.offset, f"{location.record_id} does not lie here")


def read_capture(layout: Layout, location: Location) -> Capture:
    """The capture at a location, revisits resolved.

    Raises:
        WarcError: the record is damaged, shows no page, or its original is missing.
    """
    path = layout.root / location.warc
    record = record_at(path, location)
    entry = entry_of(record, Place(location.warc, location.offset, location.length))
    if not entry or not entry.readable:
        raise BadRecord(path, location.offset, "the record shows no page")
    found = _capture(entry, record, path, _Originals(layout.root))
    if isinstance(found, WarcError):
        raise found
    return found


def member(layout: Layout, location: Location) -> bytes:
    """The bytes of a record as they lie in the file: a gzip member that can stand alone.

    Raises:
        WarcError: the file ends before.
    """
    path = layout.root / location.warc
    with opened(path) as file:
        file.seek(location.offset)
        data = file.read(location.length)
    if len(data) < location.length:
        raise BadRecord(path, location.offset, "the file ends before the record does")
    return data


def _capture(
    entry: Entry, record: Record, path: Path, originals: _Originals
) -> Capture | WarcError:
    at = entry.location
    moment = _moment(record.date)
    if moment is None:
        return BadRecord(path, at.offset, f"WARC-Date is {record.date!r}")
    if entry.kind in {"resource", "conversion"}:
        kind = record.named.get("content-type", "text/plain")
        headers = (("Content-Type", kind),)
        return Capture(
            url=entry.url, captured_at=moment, status=200, headers=headers, body=record.block
        )
    if entry.kind == "revisit":
        return _resolved(record, path, moment, at, originals)
    return _answer(record, entry.url, moment)


def _answer(record: Record, url: str, moment: datetime) -> Capture:
    head = record.http
    entity = entity_of(head, record.block[head.size :])
    return Capture(
        url=url,
        captured_at=moment,
        status=head.status or 0,
        headers=head.fields,
        body=decoded(entity, head.codings("content-encoding")),
    )


def _resolved(
    record: Record, path: Path, moment: datetime, at: Location, originals: _Originals
) -> Capture | WarcError:
    original = originals.record(record)
    if original is None:
        wanted = record.named.get("warc-refers-to-date", "unknown time")
        return UnresolvedRevisit(
            path, at.offset, f"the original of {at.target_uri} at {wanted} is not in the archive"
        )
    full = _answer(original, at.target_uri, moment)
    head = record.http
    if record.named.get("warc-profile") == NOT_MODIFIED or head.status == _NOT_MODIFIED:
        fresh = {name.lower() for name, _ in head.fields}
        kept = tuple(pair for pair in full.headers if pair[0].lower() not in fresh)
        return replace(full, headers=(*kept, *head.fields))
    if not head.status:
        return full
    return replace(full, status=head.status, headers=head.fields)


def _moment(date: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
