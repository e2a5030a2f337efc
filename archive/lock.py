"""The lock of an archive: one run writes, others step aside.

The kernel drops the lock with its process, however that ends, so there is no stale lock.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import ArchiveError, LockedError
from archive.layout import Layout


@contextmanager
def hold(layout: Layout) -> Iterator[None]:
    """Hold the archive while it is written to.

    Raises:
        LockedError: another run holds it; with its process id where that is known.
        ArchiveError: the folder is missing or cannot be written in.
    """
    try:
        handle = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(f"cannot write in {layout.root}: {error.strerror}") from error
    try:
        _take(handle, layout)
        yield
    finally:
        os.close(handle)


def _take(handle: int, layout: Layout) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        raise LockedError(layout.root, int(holder) if holder.isdecimal() else None) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
