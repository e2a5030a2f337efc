"""The check of an evidence package, from the package alone.

Every check gives reasons, never only "no". The records are read by this program's
normalizer; where the edit was found by another version, that is said instead of guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from archive.diff.changes import CaptureRef, Reading
from archive.diff.form import to_line
from archive.diff.history import edits
from archive.errors import ArchiveError, WarcError
from archive.evidence import SIDES, SUMS, packed, sums
from archive.evidence_text import CONSISTENT
from archive.layout import Layout
from archive.stories import join
from archive.warc.index import rebuild
from archive.warc.reader import captures
from archive.warc.verify import check_file
from normalizers.errors import NormalizeError
from normalizers.normalize import NORMALIZER, normalize
from normalizers.values import Capture, Page

_GONE = frozenset({404, 410})
_OK = 200
# What a comparison of two readings cannot know: what other readings said.
_OF_HISTORY = frozenset({"id", "op", "also", "alarm", "confirmed", "classes", "between", "why"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Whether a package holds together, what it attests, and what is wrong with it."""

    ok: bool
    attests: str
    findings: tuple[str, ...]


def verify_evidence(path: Path) -> Checked:
    """Check an evidence package.

    Raises:
        ArchiveError: the file cannot be read at all.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; name an evidence package") from error
    findings = tuple(_findings(data))
    attests = "nothing: the package does not hold together" if findings else CONSISTENT
    return Checked(ok=not findings, attests=attests, findings=findings)


def _findings(data: bytes) -> Iterator[str]:
    try:
        with ZipFile(BytesIO(data)) as package:
            files = {name: package.read(name) for name in package.namelist()}
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        yield f"the package cannot be read: {error}"
        return
    wrong = list(_of_files(files, data))
    yield from wrong
    if not wrong:
        yield from _of_content(files)


def _of_files(files: Mapping[str, bytes], data: bytes) -> Iterator[str]:
    """What checksums and layout tell."""
    rest = {name: content for name, content in files.items() if name != SUMS}
    stated = files.get(SUMS)
    if stated is None:
        yield f"{SUMS} is missing"
        return
    if stated != sums(rest):
        lines = set(stated.splitlines())
        changed = [line for line in sums(rest).splitlines() if line not in lines]
        names = [line.split(b"  ", 1)[-1].decode() for line in changed]
        yield f"the checksum does not fit: {', '.join(names) or SUMS}"
    elif packed(files) != data:
        yield "the package is not laid out as it was written: bytes between its files differ"


def _of_content(files: Mapping[str, bytes]) -> Iterator[str]:
    """What the records tell."""
    try:
        record = json.loads(files["change.json"])
        manifest = json.loads(files["manifest.json"])
        yield from _of_texts(files, record)
        yield from _of_records(files, record, manifest)
    except (KeyError, ValueError, TypeError) as error:
        yield f"the package is not complete: {type(error).__name__} {error}"


def _of_texts(files: Mapping[str, bytes], record: Mapping[str, Any]) -> Iterator[str]:
    for side in SIDES:
        told = files[f"text/{side}.txt"].decode().removesuffix("\n")
        if told != (record[side] or ""):
            yield f"text/{side}.txt is not the {side} text of change.json"


def _of_records(
    files: Mapping[str, bytes], record: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        layout.warc.mkdir()
        names = [name for name in files if name.startswith("warc/")]
        for name in names:
            (layout.root / name).write_bytes(files[name])
        rebuild(layout)
        for name in names:
            found = check_file(layout, name).findings
            yield from (f"{name} at byte {f.offset}: {f.what}" for f in found if f.level == "fault")
        readings = [_reading(layout, side, manifest) for side in SIDES]
    yield from _of_change(readings, record)


def _reading(layout: Layout, side: str, manifest: Mapping[str, Any]) -> Reading:
    """One side read anew: the captures that the manifest names, joined to one page."""
    refs = tuple(CaptureRef(**ref) for ref in manifest["captures"][side])
    wanted = {ref.record_id for ref in refs}
    path = next(p for p in sorted(layout.warc.iterdir()) if p.name.startswith(f"{side}.warc"))
    shown = [
        capture
        for location, capture in captures(path, layout.root)
        if location.record_id in wanted and not isinstance(capture, WarcError)
    ]
    pages = [page for capture in shown if (page := _page(capture)) is not None]
    if pages:
        return Reading(outcome="ok", page=join(pages), captures=refs)
    gone = any(capture.status in _GONE for capture in shown)
    return Reading(outcome="gone" if gone else "error", page=None, captures=refs)


def _page(capture: Capture) -> Page | None:
    if capture.status != _OK:
        return None
    try:
        page = normalize(capture)
    except NormalizeError:
        return None
    return page if page.article else None


def _of_change(readings: Sequence[Reading], record: Mapping[str, Any]) -> Iterator[str]:
    if record["normalizer"] != NORMALIZER:
        yield (
            f"the edit was found by normalizer {record['normalizer']}, this is {NORMALIZER}: "
            "the records are whole, the edit cannot be compared again"
        )
        return
    old, new = readings
    if record["part"] == "page" and record["op"] == "restored":
        if (old.outcome, new.outcome) != ("gone", "ok"):
            yield "the records do not show a page that was gone and is there again"
        return
    found = [json.loads(to_line(edit)) for edit in edits(readings, record["page"]["key"])]
    if not any(_same(told, record) for told in found):
        yield "the two captures, read and compared anew, do not show this edit"


def _same(told: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    names = told.keys() - _OF_HISTORY
    return all(told[name] == record.get(name) for name in names)
