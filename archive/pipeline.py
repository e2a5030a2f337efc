"""From the WARC files to the database: read, normalize, load, settle.

- Only what is new is read: closed files never change, so that a file of the same size,
  read by the same normalizer under the same exclusions, is left alone.
- Normalizing and comparing go on in other processes; a page that kills its worker is
  noted as a failure, and the run goes on.
- A rebuild is written beside the database and takes its place when it is whole.

Whoever calls holds the lock of the archive.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from archive.database.clusters import Cluster
from archive.database.load import Fault, Loadable, Receipt, forget, page_shown, receipts, store
from archive.database.packing import nameable
from archive.database.schema import View, connect
from archive.database.settle import settle, stories_of
from archive.database.sights import stamp
from archive.database.story_rows import StoryRows
from archive.errors import WarcError
from archive.layout import Layout
from archive.reading import Found, lost, read, shows_a_page
from archive.warc.exclusions import mark_of
from archive.warc.index import Index, files_of, update
from archive.warc.reader import captures
from archive.warc.records import Entry, Location
from archive.workers import Lost, Shelter
from normalizers.normalize import NORMALIZER
from normalizers.values import Capture

_PIECE = 1 << 20
_SECONDS_A_PAGE = 60.0
_SECONDS_A_STORY = 600.0


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a load has come; the same object is told again and again.

    `step` is "read" or "settle"; `size` and `done` are bytes of the files to read.
    """

    step: str = "read"
    file: str | None = None
    files: int = 0
    files_done: int = 0
    size: int = 0
    done: int = 0
    captures: int = 0
    pages: int = 0
    failures: int = 0
    stories: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load did: counts of what was new, not of what is there."""

    files: int
    captures: int
    pages: int
    failures: int
    stories: int


Told = Callable[[Progress], None]


def load(layout: Layout, *, jobs: int | None = None, progress: Told | None = None) -> LoadReport:
    """Load what is new in the archive.

    Args:
        layout: The archive.
        jobs: Number of processes; all cores when none is said, 0 for this one alone.
        progress: Told how far it is, many times a second.

    Raises:
        SchemaError: The database was made by a later version.
        ArchiveError: The database or a folder cannot be used.
    """
    with Shelter(_cores(jobs)) as shelter:
        return _run(layout, layout.database, _Run(shelter=shelter, told=progress))


def rebuild(layout: Layout, *, jobs: int | None = None, progress: Told | None = None) -> LoadReport:
    """Make the database again from the WARC files alone.

    The old one stays in place, whatever its state, until the new one is whole.

    Args:
        layout: The archive.
        jobs: Number of processes; all cores when none is said, 0 for this one alone.
        progress: Told how far it is, many times a second.
    """
    fresh = layout.database.with_name(f"{layout.database.name}.new")
    _remove(fresh)
    with Shelter(_cores(jobs)) as shelter:
        report = _run(layout, fresh, _Run(shelter=shelter, told=progress))
    fresh.replace(layout.database)
    return report


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run: its processes, and whom it tells."""

    shelter: Shelter
    told: Told | None
    progress: Progress = field(default_factory=Progress)

    def tell(self) -> None:
        if self.told:
            self.told(self.progress)


def _run(layout: Layout, database: Path, run: _Run) -> LoadReport:
    update(layout)
    progress = run.progress
    with connect(database) as db:
        fresh = _fresh(layout, db)
        progress.files = len(fresh)
        progress.size = sum(receipt.size for receipt in fresh)
        failures = _failed_fetches(layout, {receipt.path for receipt in fresh})
        for receipt in fresh:
            progress.file = receipt.path
            whole = replace(receipt, sha256=_sha256(layout.root / receipt.path))
            read_here = _loadables(layout, db, receipt, run)
            store(db, whole, _chained(read_here, failures.get(receipt.path, ())))
            progress.files_done += 1
            progress.done += receipt.size
            run.tell()
        progress.step, progress.file = "settle", None
        stories = settle(db, lambda clusters: _worked_out(clusters, run.shelter), _counter(run))
    return LoadReport(
        files=progress.files,
        captures=progress.captures,
        pages=progress.pages,
        failures=progress.failures,
        stories=stories,
    )


def _fresh(layout: Layout, db: View) -> list[Receipt]:
    """Receipts to be, without their hash, of the files that must be read."""
    excluded = mark_of(layout)
    known = receipts(db)
    there = {path: _receipt(layout, path, excluded) for path in files_of(layout)}
    for path in known.keys() - there.keys():
        forget(db, path)
    return [
        receipt
        for path, receipt in there.items()
        if path not in known or replace(known[path], sha256="") != receipt
    ]


def _receipt(layout: Layout, path: str, excluded: str) -> Receipt:
    folder, _, name = path.rpartition("/")
    imported = folder != layout.warc.name
    crawl = f"import-{nameable(name)}" if imported else name.rpartition("-")[0] or name
    return Receipt(
        path=path,
        crawl=crawl,
        imported=imported,
        size=(layout.root / path).stat().st_size,
        sha256="",
        normalizer=NORMALIZER,
        excluded=excluded,
    )


def _failed_fetches(layout: Layout, paths: set[str]) -> dict[str, list[Entry]]:
    """The fetches that brought no answer, by file: only the index tells them."""
    found: dict[str, list[Entry]] = {}
    for entry in Index(layout) if paths else ():
        if entry.kind == "failure" and entry.location.warc in paths:
            found.setdefault(entry.location.warc, []).append(entry)
    return {
        path: sorted(entries, key=lambda entry: entry.location.offset)
        for path, entries in found.items()
    }


def _loadables(layout: Layout, db: View, receipt: Receipt, run: _Run) -> Iterator[Loadable]:
    found = _lightened(db, captures(layout.root / receipt.path, layout.root))
    for item, answer in run.shelter.map(read, found, seconds=_SECONDS_A_PAGE):
        loadable = lost(item, answer.reason) if isinstance(answer, Lost) else answer
        run.progress.captures += loadable.captured_at is not None
        run.progress.pages += bool(loadable.page or loadable.page_id)
        run.progress.failures += loadable.fault is not None
        run.tell()
        yield loadable


def _lightened(db: View, found: Iterable[tuple[Location, Capture | WarcError]]) -> Iterator[Found]:
    """The captures without the bodies that nobody will read.

    A revisit of a record that was loaded shows the page that the record shows.
    """
    for location, capture in found:
        if isinstance(capture, WarcError):
            yield location, capture, None
            continue
        known = None
        if location.revisit_of and shows_a_page(location, capture):
            known = page_shown(db, location.revisit_of, NORMALIZER)
        is_read = known is None and shows_a_page(location, capture)
        yield location, capture if is_read else replace(capture, body=b""), known


def _chained(read_here: Iterable[Loadable], failed: Iterable[Entry]) -> Iterator[Loadable]:
    yield from read_here
    for entry in failed:
        yield Loadable(
            location=entry.location,
            captured_at=stamp(datetime.fromisoformat(entry.captured_at)),
            outcome="error",
            fault=Fault(stage="fetch", code="no-answer", detail=entry.failure or "no answer"),
        )


def _worked_out(
    clusters: Iterable[Cluster], shelter: Shelter
) -> Iterator[tuple[Cluster, list[StoryRows] | str]]:
    for cluster, answer in shelter.map(stories_of, clusters, seconds=_SECONDS_A_STORY):
        yield cluster, answer.reason if isinstance(answer, Lost) else answer


def _counter(run: _Run) -> Callable[[int], None]:
    def count(stories: int) -> None:
        run.progress.stories = stories
        run.tell()

    return count


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _cores(jobs: int | None) -> int:
    return len(os.sched_getaffinity(0)) if jobs is None else jobs


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(f"{path.name}-journal")):
        leftover.unlink(missing_ok=True)
