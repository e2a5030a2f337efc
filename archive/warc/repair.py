"""Mending what a killed writer or a failing disk left behind.

- A file is cut to its last whole record; the bytes cut off are kept in `warc/cut/`.
- Nothing whole is ever taken away; damage between whole records stays as it is.
- Killed at any moment, it can begin again: the copy is on the disk before the cut.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc.files import sync_folder, told
from archive.warc.index import files_of, rebuild, update
from archive.warc.members import Member, names_in, opened, walk

_OPEN = ".open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A file that was mended: its name, the bytes kept, the bytes cut off and where they are."""

    warc: str
    kept: int
    cut: int
    aside: Path | None = None


def recover(layout: Layout) -> tuple[Mended, ...]:
    """Finish the files of writers that died, and bring the index up to date.

    The archive must be held (`archive.lock`). A file whose writer lives is left alone.

    Raises:
        ArchiveError: the disk does not let it.
    """
    try:
        mended = tuple(_finish_all(layout))
        for scrap in layout.root.glob(".index-*"):
            shutil.rmtree(scrap)
        for part in layout.imports.glob(".*.part"):
            part.unlink()
        update(layout)
    except OSError as error:
        raise told(error, layout.warc) from error
    return mended


def repair(layout: Layout) -> tuple[Mended, ...]:
    """Recover, cut torn tails off closed files, and make the index anew.

    A WACZ is left as it is: its own manifest would no longer fit.
    """
    mended = recover(layout)
    try:
        torn = tuple(_mend_all(layout))
        rebuild(layout)
    except OSError as error:
        raise told(error, layout.warc) from error
    return mended + torn


def _finish_all(layout: Layout) -> Iterator[Mended]:
    for path in sorted(layout.warc.glob(f"*.warc.gz{_OPEN}")):
        with path.open("rb+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield _finish(layout, path)


def _finish(layout: Layout, path: Path) -> Mended:
    mended = _cut(layout, path, path.name.removesuffix(_OPEN))
    if not mended.kept:
        path.unlink()
        return mended
    path.chmod(0o444)
    closed = path.with_name(path.name.removesuffix(_OPEN))
    if closed.exists():
        raise ArchiveError(f"{closed} exists beside {path.name}: move one of them away")
    path.rename(closed)
    sync_folder(layout.warc)
    return mended


def _mend_all(layout: Layout) -> Iterator[Mended]:
    for name in files_of(layout):
        path = layout.root / name
        if not names_in(path) and whole_size(path) < path.stat().st_size:
            path.chmod(0o644)
            yield _cut(layout, path, path.name)
            path.chmod(0o444)


def whole_size(path: Path) -> int:
    """Where the last whole record of a file ends."""
    end = 0
    with opened(path) as file:
        for member in walk(file, path):
            if isinstance(member, Member):
                end = member.offset + member.length
    return end


def _cut(layout: Layout, path: Path, name: str) -> Mended:
    kept = whole_size(path)
    cut = path.stat().st_size - kept
    aside = _put_aside(layout, path, kept, f"{name}.{kept}") if cut else None
    with path.open("rb+") as file:
        file.truncate(kept)
        os.fsync(file.fileno())
    return Mended(warc=f"{path.parent.name}/{name}", kept=kept, cut=cut, aside=aside)


def _put_aside(layout: Layout, path: Path, begin: int, name: str) -> Path:
    folder = layout.warc / "cut"
    folder.mkdir(exist_ok=True)
    aside = folder / name
    with path.open("rb") as source, aside.open("wb") as target:
        source.seek(begin)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    sync_folder(folder)
    return aside
