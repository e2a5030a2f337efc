"""What can be wrong with an archive.

ArchiveError                 the run stops
├── WarcError                a WARC file, at an offset
│   ├── BadRecord            a record or gzip member that cannot be read
│   ├── DigestMismatch       the bytes are not those that were written
│   ├── UnresolvedRevisit    a revisit whose original is not in the archive
│   └── TornTail             the file ends inside a member
├── ConfigError              palimpsest.toml, at a line
├── SchemaError              a database of another version
├── NoSuchArchive            the folder holds no archive
├── NoSuchCapture            nothing was captured at that address and time
├── NoSuchPage               no page of the archive is meant by these words
├── LockedError              another run holds the archive
├── DiskFullError            no room to write on
└── MissingExtraError        an optional package is not installed
"""

from __future__ import annotations

from pathlib import Path

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PARTLY = 3
EXIT_LOCKED = 75
EXIT_INTERRUPTED = 130


class ArchiveError(Exception):
    """Something about the archive stops the run.

    The text says what, where and what to do, in one line.
    """

    exit_code = EXIT_FAILED


class WarcError(ArchiveError):
    """A WARC file is at fault, at an offset in bytes."""

    def __init__(self, path: Path, offset: int, reason: str) -> None:
        super().__init__(path, offset, reason)
        self.path = path
        self.offset = offset
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} at byte {self.offset}: {self.reason}"


class BadRecord(WarcError):
    """A record, or the gzip member that holds it, cannot be read."""


class DigestMismatch(WarcError):
    """The bytes of a record are not those whose digest it states."""


class UnresolvedRevisit(WarcError):
    """A revisit names an original that the archive does not hold."""


class TornTail(WarcError):
    """The file ends inside a member: a writer died here."""


class ConfigError(ArchiveError):
    """A mistake in palimpsest.toml, with its line (1-based; 0: the whole file)."""

    exit_code = EXIT_USAGE

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = path
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line else f"{self.path}"
        return f"{where}: {self.reason}"


class SchemaError(ArchiveError):
    """The database was made by another version of this program."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found, wanted)
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        return (
            f"archive.db was made by another version of this program (it {self.found}, and "
            f"{self.wanted} is wanted): run `palimpsest rebuild`"
        )


class NoSuchArchive(ArchiveError):
    """The folder holds no archive."""

    exit_code = EXIT_USAGE

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return (
            f"{self.folder} is no archive (no palimpsest.toml in it): "
            f"make one with `palimpsest init {self.folder} --url https://blog.example/`"
        )


class NoSuchCapture(ArchiveError):
    """Nothing was captured at this address and time."""

    def __init__(self, url: str, at: str | None) -> None:
        super().__init__(url, at)
        self.url = url
        self.at = at

    def __str__(self) -> str:
        when = f" at or before {self.at}" if self.at else ""
        return f"no capture of {self.url}{when}"


class NoSuchPage(ArchiveError):
    """No page of the archive is meant by these words."""


class LockedError(ArchiveError):
    """Another run holds the archive."""

    exit_code = EXIT_LOCKED

    def __init__(self, archive: Path, pid: int | None) -> None:
        super().__init__(archive, pid)
        self.archive = archive
        self.pid = pid

    def __str__(self) -> str:
        who = f"process {self.pid}" if self.pid else "another run"
        return f"{self.archive} is held by {who}: skipped, try again when it ends"


class DiskFullError(ArchiveError):
    """There is no room to write on."""


class MissingExtraError(ArchiveError):
    """An optional package is wanted that is not installed."""

    exit_code = EXIT_USAGE
