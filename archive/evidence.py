"""An edit with its proof: one ZIP that anybody can check without this archive.

- The WARC records of both sides lie in it byte for byte: warcinfo, request, answer, and
  the original of a revisit.
- The package is laid out in one way only (stored, fixed times, sorted names, no other
  files), so that a flipped byte anywhere shows, also where no checksum looks.
- What it proves is said plainly: the parts agree with each other. Nobody else has
  witnessed where they come from; `manifest.json` has room for witnesses and timestamps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.diff.changes import CaptureRef, Edit
from archive.diff.form import to_json, to_line
from archive.errors import ArchiveError
from archive.evidence_package import CONSISTENT, README, SIDES, SUMS, packed, sums
from archive.layout import Layout
from archive.outputs import OUTPUTS, Report
from archive.warc.files import GZIP_MAGIC
from archive.warc.index import Index
from archive.warc.members import Member, opened, walk
from archive.warc.reader import member
from archive.warc.records import Location

FORMAT = 1
_SAID = "format made_at made_by edit normalizer attests witnesses timestamps captures records"
FIELDS = frozenset(_SAID.split())

Refs = tuple[Sequence[CaptureRef], Sequence[CaptureRef]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A record taken from the archive: what it is there for, where it lay, its bytes."""

    role: str
    location: Location
    data: bytes


def build(
    layout: Layout, edit: Edit, path: Path, made_at: str, captures: Refs | None = None
) -> Path:
    """Write the evidence of an edit.

    Args:
        layout: the archive.
        edit: the edit.
        path: the ZIP to write.
        made_at: the time of writing, ISO 8601, UTC.
        captures: all captures of both readings, where a story is cut into pages; else the
            two that the edit names.

    Raises:
        ArchiveError: a record is missing or damaged, or the edit names no capture.
    """
    sides = captures or _named(edit)
    taken = {side: _records(layout, refs) for side, refs in zip(SIDES, sides, strict=True)}
    files = {
        **{_warc_name(side, records): _joined(records) for side, records in taken.items()},
        "change.json": f"{to_line(edit)}\n".encode(),
        "change.html": page(edit, made_at),
        "text/old.txt": _text(edit.change.old),
        "text/new.txt": _text(edit.change.new),
        "manifest.json": _manifest(edit, made_at, taken, sides),
        "README.txt": README.encode(),
    }
    path.write_bytes(packed({**files, SUMS: sums(files)}))
    return path


def _named(edit: Edit) -> Refs:
    if edit.old_capture is None or edit.new_capture is None:
        raise ArchiveError(
            f"edit {edit.change.id} names no two captures: load the archive again, then retry"
        )
    return (edit.old_capture,), (edit.new_capture,)


def _records(layout: Layout, refs: Sequence[CaptureRef]) -> list[_Taken]:
    """The records of one side, each once, warcinfo first."""
    found: dict[str, _Taken] = {}
    for ref in refs:
        for taken in _around(layout, ref):
            found.setdefault(taken.location.record_id, taken)
    first = [taken for taken in found.values() if taken.role == "warcinfo"]
    return [*first, *(taken for taken in found.values() if taken.role != "warcinfo")]


def _around(layout: Layout, ref: CaptureRef) -> Iterator[_Taken]:
    """A capture, what it refers to, and what was written with it."""
    path = layout.root / ref.warc
    with opened(path) as file:
        head = next(walk(file, path), None)
        if isinstance(head, Member) and head.record.type == "warcinfo":
            yield _taken(layout, ref.warc, head, "warcinfo")
    with opened(path) as file:
        here = next(walk(file, path, ref.offset), None)
        if not isinstance(here, Member) or here.record.id != ref.record_id:
            raise ArchiveError(
                f"{ref.warc} at byte {ref.offset}: {ref.record_id} does not lie there; "
                "run `palimpsest verify`, then `palimpsest rebuild`"
            )
    if here.record.type == "revisit":
        yield from _original(layout, here)
    yield _taken(layout, ref.warc, here, here.record.type)
    request = _request(path, here)
    if request:
        yield _taken(layout, ref.warc, request, "request")


def _original(layout: Layout, revisit: Member) -> Iterator[_Taken]:
    named = revisit.record.named
    uri = named.get("warc-refers-to-target-uri", "").removeprefix("<").removesuffix(">")
    entry = Index(layout).original(uri, named.get("warc-refers-to-date", ""))
    if entry:
        yield _Taken(role="original", location=entry.location, data=member(layout, entry.location))


def _request(path: Path, answer: Member) -> Member | None:
    """The request of an answer: the record after it, else any record that names it."""
    for start in (answer.offset, 0):
        with opened(path) as file:
            for near, other in enumerate(walk(file, path, start)):
                if isinstance(other, Member) and _asks_for(other, answer):
                    return other
                if start and near:
                    break
    return None


def _asks_for(other: Member, answer: Member) -> bool:
    if other.record.type != "request":
        return False
    named = (*other.record.all("warc-concurrent-to"), other.record.id)
    return answer.record.id in named or other.record.id in answer.record.all("warc-concurrent-to")


def _taken(layout: Layout, warc: str, found: Member, role: str) -> _Taken:
    location = Location(
        warc=warc,
        offset=found.offset,
        length=found.length,
        record_id=found.record.id,
        target_uri=found.record.target_uri or "",
        captured_at=found.record.date,
    )
    return _Taken(role=role, location=location, data=member(layout, location))


def _warc_name(side: str, records: Sequence[_Taken]) -> str:
    zipped = {taken.data.startswith(GZIP_MAGIC) for taken in records}
    if len(zipped) > 1:
        raise ArchiveError(
            "the records of one side lie in compressed and in plain files: "
            "capture the page again, or cite the files themselves"
        )
    return f"warc/{side}.warc.gz" if True in zipped else f"warc/{side}.warc"


def _joined(records: Sequence[_Taken]) -> bytes:
    return b"".join(taken.data for taken in records)


def page(edit: Edit, made_at: str) -> bytes:
    """The edit to look at in a browser."""
    report = Report(title=f"Evidence: {edit.title}", edits=(edit,), made_at=made_at)
    return OUTPUTS["html"](report).encode()


def made_by() -> str:
    """The program that makes packages, with its version: another one words them otherwise."""
    return f"Palimpsest {version('palimpsest-archive')}"


def _text(told: str | None) -> bytes:
    return b"" if told is None else f"{told}\n".encode()


def _manifest(
    edit: Edit, made_at: str, taken: Mapping[str, Sequence[_Taken]], sides: Refs
) -> bytes:
    told: dict[str, Any] = {
        "format": FORMAT,
        "made_at": made_at,
        "made_by": made_by(),
        "edit": to_json(edit)["id"],
        "normalizer": edit.normalizer,
        "attests": CONSISTENT,
        "witnesses": [],
        "timestamps": [],
        "captures": {
            side: [asdict(ref) for ref in refs] for side, refs in zip(SIDES, sides, strict=True)
        },
        "records": {side: [_told(record) for record in found] for side, found in taken.items()},
    }
    return as_manifest(told)


def as_manifest(told: Mapping[str, Any]) -> bytes:
    """A manifest as it is written."""
    return f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode()


def _told(taken: _Taken) -> dict[str, Any]:
    at = taken.location
    return {
        "role": taken.role,
        "record_id": at.record_id,
        "target_uri": at.target_uri,
        "date": at.captured_at,
        "warc": at.warc,
        "offset": at.offset,
        "length": at.length,
        "sha256": hashlib.sha256(taken.data).hexdigest(),
    }
