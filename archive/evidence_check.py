"""The check of an evidence package, from the package alone.

- Every check gives reasons, never only "no". The records are read by this program's
  normalizer; where the edit was found by another version, that is said instead of guessed.
- What two captures cannot show rests on the maker's word, and is told as that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.diff.changes import CaptureRef, Reading, ReadingOutcome
from archive.diff.form import from_json, to_line
from archive.diff.history import edits
from archive.errors import ArchiveError, WarcError
from archive.evidence import FIELDS, FORMAT, as_manifest, made_by, page
from archive.evidence_package import CONSISTENT, MOST, README, SIDES, WARCS, unpacked
from archive.layout import Layout
from archive.stories import join
from archive.warc.index import rebuild
from archive.warc.members import Member, opened, walk
from archive.warc.reader import captures
from archive.warc.records import Location
from archive.warc.verify import check_file
from normalizers.errors import NormalizeError
from normalizers.normalize import NORMALIZER, normalize
from normalizers.values import Capture, Page

_MOST_UNPACKED = 256_000_000  # bytes of the records of one side
_SECONDS = len("2026-01-01T00:00:00")
_NOTHING = "nothing: the package does not hold together"
_GONE = frozenset({404, 410})
_OK = 200
# What a comparison of two readings cannot know: what other readings said.
_OF_HISTORY = frozenset({"id", "also", "alarm", "confirmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Whether a package holds together, what it attests, and what is wrong with it.

    `notes` are what rests on the word of whoever made it, or could not be looked at.
    """

    ok: bool
    attests: str
    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()


def verify_evidence(path: Path) -> Checked:
    """Check an evidence package.

    Raises:
        ArchiveError: the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; name an evidence package") from error
    files, findings = unpacked(data)
    if findings := findings or tuple(_of_content(files)):
        return Checked(ok=False, attests=_NOTHING, findings=findings)
    return Checked(ok=True, attests=CONSISTENT, findings=(), notes=tuple(_notes(files)))


def _of_content(files: Mapping[str, bytes]) -> Iterator[str]:
    try:
        record = json.loads(files["change.json"])
        manifest = json.loads(files["manifest.json"])
        yield from _of_texts(files, record, manifest)
        yield from _of_records(files, record, manifest)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        yield f"the package is not complete: {type(error).__name__} {error}"


def _of_texts(
    files: Mapping[str, bytes], record: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[str]:
    edit = from_json(record)
    for side in SIDES:
        told = files[f"text/{side}.txt"].decode().removesuffix("\n")
        if told != (record[side] or ""):
            yield f"text/{side}.txt is not the {side} text of change.json"
    if files["change.json"] != f"{to_line(edit)}\n".encode():
        yield "change.json is not written as an edit is"
    yield from _of_form(files["manifest.json"], record, manifest)
    if manifest["made_by"] == made_by():
        yield from _of_words(files, page(edit, manifest["made_at"]))


def _of_form(
    written: bytes, record: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[str]:
    """Whether the manifest says what a manifest says, each thing once, and no more."""
    if manifest["edit"] != record["id"]:
        yield "manifest.json is of another edit"
    if manifest["witnesses"] or manifest["timestamps"]:
        yield "manifest.json names witnesses or timestamps, which this version cannot check"
    said = (manifest["format"], manifest["normalizer"], manifest["attests"])
    is_known = said == (FORMAT, record["normalizer"], CONSISTENT) and {*manifest} == FIELDS
    if not is_known or written != as_manifest(manifest):
        yield "manifest.json does not say what it says in every package"


def _of_words(files: Mapping[str, bytes], shown: bytes) -> Iterator[str]:
    if files["change.html"] != shown:
        yield "change.html does not show what change.json tells"
    if files["README.txt"] != README.encode():
        yield "README.txt does not say what it says in every package"


def _notes(files: Mapping[str, bytes]) -> Iterator[str]:
    """What a whole package tells that nobody could look at."""
    record, manifest = json.loads(files["change.json"]), json.loads(files["manifest.json"])
    if manifest["made_by"] != made_by():
        yield (
            f"made by {manifest['made_by']}, this is {made_by()}: change.html and README.txt "
            "were not compared, change.json was"
        )
    if record["op"] == "removed" and record["part"] in ("page", "comment") and record["confirmed"]:
        yield "that the absence was seen again rests on a capture that is not here"
    if record["op"] == "restored":
        yield "that it stood there before rests on a capture that is not here"
    if record["also"] or record["alarm"]:
        yield "what it says of other edits rests on captures that are not here"


def _of_records(
    files: Mapping[str, bytes], record: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        layout.warc.mkdir()
        paths = {}
        for side, either in WARCS.items():
            name = next(name for name in either if name in files)
            paths[side] = layout.root / name
            paths[side].write_bytes(files[name])
        if wrong := [w for side in SIDES for w in _of_manifest(paths[side], manifest, side)]:
            yield from wrong
            return
        rebuild(layout)
        for path in paths.values():
            name = str(path.relative_to(layout.root))
            found = check_file(layout, name).findings
            yield from (f"{name} at byte {f.offset}: {f.what}" for f in found if f.level == "fault")
        readings = [_reading(layout, paths[side], manifest["captures"][side]) for side in SIDES]
    yield from _of_change(readings, record)


def _of_manifest(path: Path, manifest: Mapping[str, Any], side: str) -> Iterator[str]:
    """Whether a file holds the records that the manifest names, and no others."""
    stated, data = manifest["records"][side], path.read_bytes()
    room = _MOST_UNPACKED
    with opened(path) as file:
        for n, found in enumerate(walk(file, path)):
            if not isinstance(found, Member):
                yield f"{path.name} at byte {found.offset}: {found.reason}"
                return
            room -= len(found.record.block)
            if n == len(stated) or room < 0 or not _is_stated(stated[n], found, data):
                yield f"{path.name} at byte {found.offset}: manifest.json names another record"
                return
    if sum(record["length"] for record in stated) != len(data):
        yield f"{path.name} does not hold all records that manifest.json names"


def _is_stated(stated: Mapping[str, Any], found: Member, data: bytes) -> bool:
    record, packed_record = found.record, data[found.offset : found.offset + found.length]
    told = {
        "record_id": record.id,
        "target_uri": record.target_uri or "",
        "date": record.date,
        "length": found.length,
        "sha256": hashlib.sha256(packed_record).hexdigest(),
    }
    return told.items() <= stated.items()


def _reading(layout: Layout, path: Path, refs: Sequence[Mapping[str, Any]]) -> Reading:
    """One side read anew: the captures that the manifest names, joined to one page."""
    wanted = {ref.record_id: ref for ref in (CaptureRef(**ref) for ref in refs)}
    shown: list[Page | None] = []
    statuses = set()
    for location, capture in captures(path, layout.root):
        ref = wanted.get(location.record_id)
        if ref and not isinstance(capture, WarcError) and _is_cited(location, ref):
            shown.append(_page(capture))
            statuses.add(capture.status)
    pages = [page for page in shown if page and page.article]
    cited = tuple(wanted.values())
    if pages:
        return Reading(outcome="ok", page=join(pages), captures=cited)
    return Reading(outcome=_silence(shown, statuses), page=None, captures=cited)


def _silence(shown: Sequence[Page | None], statuses: Set[int]) -> ReadingOutcome:
    if any(page and page.kind == "protected" for page in shown):
        return "protected"
    return "gone" if _GONE & statuses else "error"


def _is_cited(location: Location, ref: CaptureRef) -> bool:
    """Whether a record is the one that is cited, wherever it lay in the archive."""
    return (
        location.target_uri == ref.url
        and location.captured_at[:_SECONDS] == ref.captured_at[:_SECONDS]
        and ref.digest in (None, location.payload_digest)
    )


def _page(capture: Capture) -> Page | None:
    if capture.status != _OK:
        return None
    try:
        return normalize(capture)
    except NormalizeError:
        return None


def _of_change(readings: Sequence[Reading], record: Mapping[str, Any]) -> Iterator[str]:
    if record["normalizer"] != NORMALIZER:
        yield (
            f"the edit was found by normalizer {record['normalizer']}, this is {NORMALIZER}: "
            "the records are whole, the edit cannot be compared again"
        )
        return
    if record["part"] == "page" and record["op"] == "restored":
        if [r.outcome for r in readings] not in (["gone", "ok"], ["protected", "ok"]):
            yield "the records do not show a page that was gone and is there again"
            return
        readings = (_before(readings[1]), *readings)
    found = [json.loads(to_line(edit)) for edit in edits(readings, record["page"]["key"])]
    if not any(_same(told, record) for told in found):
        yield "the two captures, read and compared anew, do not show this edit"


def _before(reading: Reading) -> Reading:
    """The story as it must have been shown before it was gone."""
    first = replace(reading.captures[0], captured_at="")
    return replace(reading, captures=(first,))


def _same(told: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether an edit found anew is the one of the package, as far as two captures tell."""
    names = told.keys() - _OF_HISTORY
    if record["op"] == "restored" and told["op"] != "restored":
        if record["classes"] not in (["comment back"], [*told["classes"], "oscillation"]):
            return False
        names -= {"op", "classes"}
    return all(told[name] == record[name] for name in names)
