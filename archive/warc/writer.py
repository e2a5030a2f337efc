"""The writer of an archive's own WARC files.

- WARC 1.1, one gzip member a record, response (or revisit) before its request.
- A file is `NAME.warc.gz.open` while written; synced, renamed and read-only when closed.
- What `write` has returned a location for is in the file, whole, and survives a killed
  process; what `sync` has returned for survives a lost machine.
- An error of the disk cuts the file back to its last whole member, and every later
  write says the same error: nothing is dropped in silence.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc import index
from archive.warc.entries import Place, entry_of, to_line
from archive.warc.exchanges import info_record, records_of
from archive.warc.files import sync_folder, told
from archive.warc.raw import to_member
from archive.warc.records import BACKWARDS, CrawlInfo, Entry, Exchange, Limits, Location

log = logging.getLogger(__name__)

_LOOK_AT_DISK = 16_000_000


class WarcWriter:
    """Writes the exchanges of one crawl; safe to call from several threads.

    Args:
        layout: the archive.
        info: what `warcinfo` says; its crawl id names the files.
        originals: the entries of a URL, oldest first, that a revisit may refer to
            (`Index(layout).captures`); without it every answer is written in full.
        limits: when to begin another file, when to warn of a full disk.
    """

    def __init__(
        self,
        layout: Layout,
        info: CrawlInfo,
        originals: Callable[[str], Iterable[Entry]] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
    ) -> None:
        if not re.fullmatch(r"[A-Za-z0-9._-]+", info.crawl_id):
            raise ArchiveError(f"crawl id {info.crawl_id!r} has more than [A-Za-z0-9._-]")
        self._layout = layout
        self._info = info
        self._originals = originals
        self._limits = limits
        self._guard = threading.RLock()
        self._file: _OpenFile | None = None
        self._failed: ArchiveError | None = None
        self._latest: datetime | None = None
        self._warned = False

    def __enter__(self) -> Self:
        """Make the folder, so that a read-only disk is known before anything is fetched."""
        try:
            self._layout.warc.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise told(error, self._layout.warc) from error
        if not os.access(self._layout.warc, os.W_OK):
            raise ArchiveError(f"cannot write in {self._layout.warc}: the folder is read-only")
        self._watch_disk()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file, also after an error: its whole members are kept."""
        self.close()

    def write(self, exchange: Exchange) -> Location:
        """Write an exchange: its answer or its failure, its request, what else is known.

        Returns:
            Where the answer lies: the response or revisit, or the record of the failure.

        Raises:
            DiskFullError: no room is left; nothing of this exchange is kept.
            ArchiveError: the file cannot be written.
        """
        records = records_of(exchange, self._originals)
        members = [to_member(record) for record in records]
        with self._guard:
            if self._failed:
                raise self._failed
            self._watch_clock(exchange.started_at)
            file = self._file or self._begin(exchange.started_at)
            entry = entry_of(records[0], Place(file.name, file.size, len(members[0])))
            if entry is None or entry.kind == "resource":
                raise ArchiveError(f"{exchange.url} is no http address: not written")
            self._append(file, b"".join(members))
            file.lines.append(to_line(entry))
            if file.size >= self._limits.warc_bytes:
                self.close()
        return entry.location

    def sync(self) -> None:
        """Return when everything written is on the disk itself."""
        with self._guard:
            if self._failed:
                raise self._failed
            if self._file:
                os.fsync(self._file.handle)

    def close(self) -> None:
        """Finish the file: synced, renamed, read-only, in the index. The next write begins another.

        Raises:
            ArchiveError: the disk failed; the file keeps its `.open` until the next start.
        """
        with self._guard:
            file, self._file = self._file, None
            if not file:
                return
            try:
                file.finish()
                if file.size:
                    index.update(self._layout, {file.name: file.lines})
            except OSError as error:
                self._failed = told(error, file.path)
                raise self._failed from error

    def _begin(self, at: datetime) -> _OpenFile:
        try:
            file = _OpenFile(self._layout, self._info.crawl_id)
        except OSError as error:
            self._failed = told(error, self._layout.warc)
            raise self._failed from error
        self._file = file
        self._append(file, to_member(info_record(self._info, at, Path(file.name).name)))
        return file

    def _append(self, file: _OpenFile, data: bytes) -> None:
        try:
            file.append(data)
        except OSError as error:
            self._failed = told(error, file.path)
            raise self._failed from error
        if file.size // _LOOK_AT_DISK != (file.size - len(data)) // _LOOK_AT_DISK:
            self._watch_disk()

    def _watch_clock(self, at: datetime) -> None:
        if self._latest and at < self._latest - BACKWARDS:
            log.warning(
                "the clock stepped back from %s to %s: captures keep the time it told",
                self._latest.astimezone(UTC).isoformat(),
                at.astimezone(UTC).isoformat(),
            )
        self._latest = at

    def _watch_disk(self) -> None:
        state = os.statvfs(self._layout.warc)
        free = state.f_bavail * state.f_frsize
        if free < self._limits.min_free and not self._warned:
            self._warned = True
            log.warning(
                "only %d MB are free in %s: make room before the crawl stops",
                free // 1_000_000,
                self._layout.warc,
            )


class _OpenFile:
    """A WARC file while it is written; the lock tells salvage that its writer lives."""

    def __init__(self, layout: Layout, crawl_id: str) -> None:
        self.path, self.handle = _create(layout.warc, crawl_id)
        fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.name = f"{layout.warc.name}/{self.path.name.removesuffix('.open')}"
        self.size = 0
        self.lines: list[bytes] = []

    def append(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self.handle, left) :]
        except OSError:
            os.ftruncate(self.handle, self.size)
            os.lseek(self.handle, self.size, os.SEEK_SET)
            raise
        self.size += len(data)

    def finish(self) -> None:
        try:
            if not self.size:
                self.path.unlink()
                return
            os.fsync(self.handle)
            os.fchmod(self.handle, 0o444)
            self.path.rename(self.path.with_name(self.path.name.removesuffix(".open")))
            sync_folder(self.path.parent)
        finally:
            os.close(self.handle)


def _create(folder: Path, crawl_id: str) -> tuple[Path, int]:
    pattern = re.compile(re.escape(crawl_id) + r"-(\d{5,})\.warc\.gz(?:\.open)?")
    taken = (pattern.fullmatch(path.name) for path in folder.iterdir())
    number = max((int(match[1]) for match in taken if match), default=0) + 1
    path = folder / f"{crawl_id}-{number:05d}.warc.gz.open"
    return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
