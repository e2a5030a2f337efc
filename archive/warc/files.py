"""Names and errors of the file system and marks of files, as readers and writers need them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from archive.errors import ArchiveError, DiskFullError

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
PIECE = 1 << 18  # bytes that are read or unpacked at once
GZIP = 31  # for zlib: the largest window, a gzip head and tail

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sync_folder(folder: Path) -> None:
    """Return when names made in a folder are on the disk itself."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def told(error: OSError, path: Path) -> ArchiveError:
    """An error of the disk in one line: what, where, what to do."""
    if error.errno in _NO_ROOM:
        return DiskFullError(
            f"no room left for {path}: what was reported as kept is kept; "
            "free some space and start again"
        )
    return ArchiveError(f"cannot write {path}: {error.strerror}")
