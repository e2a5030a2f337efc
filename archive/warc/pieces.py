"""Pieces of an archive's WARC files, each read by one process while others read the rest.

- A piece is a file, a WARC file inside a WACZ, or a range of a large file.
- A range begins where a record seems to begin, and the range before it must end exactly
  there. Where one does not, the file is read as a whole: the pieces of a file never tell
  anything else than a walk over it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from archive.errors import BadRecord, WarcError
from archive.layout import Layout
from archive.warc.members import IN_WACZ, Member, names_in, opened, record_from, walk
from archive.workers import Lost, Shelter

R = TypeVar("R")

_RANGE = 32_000_000  # bytes, packed: about a second of checking
_FEW = 16_000_000  # bytes that are read sooner than other processes have started
_LONGEST = 3600.0  # seconds for a piece, on the slowest disk


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: its path inside the archive, the bytes from `start` to `end`.

    `end` is None where the piece goes to the end of the file.
    """

    warc: str
    start: int = 0
    end: int | None = None

    def walk(self, layout: Layout) -> Iterator[Member | WarcError]:
        """The records of the piece, and what is wrong between them.

        Raises:
            BadRecord: the piece does not end where the next one begins.
        """
        path = layout.root / self.warc
        try:
            if not self.start and IN_WACZ not in self.warc:
                names_in(path)
            with opened(path) as file:
                yield from self._within(walk(file, path, self.start), path)
        except WarcError as fault:
            if self.end is not None:
                raise
            yield fault

    def _within(
        self, members: Iterator[Member | WarcError], path: Path
    ) -> Iterator[Member | WarcError]:
        if self.end is None:
            yield from members
            return
        for member in members:
            if member.offset >= self.end:
                break
            yield member
        else:
            raise BadRecord(path, self.end, "no record begins here")
        if member.offset > self.end:
            raise BadRecord(path, self.end, "no record begins here")


def by_file(
    function: Callable[[Layout, Piece], R], layout: Layout, names: Iterable[str], jobs: int | None
) -> Iterator[tuple[str, list[R]]]:
    """What a function makes of the pieces of each file, file by file.

    Args:
        function: importable by name; what it gives must be picklable.
        layout: the archive.
        names: of files, by their path inside the archive.
        jobs: processes to read with; as many as there are cores where none is said. Few
            bytes are read in this one.
    """
    sizes = {name: (layout.root / name).stat().st_size for name in names}
    cores = len(os.sched_getaffinity(0)) if jobs is None else jobs
    many = cores > 1 and sum(sizes.values()) > _FEW
    least = 2 * _RANGE if many else math.inf
    plan = {name: _ranges(layout, name, size, least) for name, size in sizes.items()}
    with Shelter(min(cores, sum(map(len, plan.values()))) if many else 0) as shelter:
        work = partial(function, layout)
        told = shelter.map(work, chain.from_iterable(plan.values()), seconds=_LONGEST)
        for name, pieces in plan.items():
            made = [answer for _, answer in islice(told, len(pieces))]
            sound = [answer for answer in made if not isinstance(answer, Lost)]
            if len(sound) < len(made):
                sound = [work(piece) for piece in whole(layout, name)]
            yield name, sound


def whole(layout: Layout, name: str) -> tuple[Piece, ...]:
    """A file in one piece, or the WARC files of a WACZ, each in one."""
    try:
        inside = names_in(layout.root / name)
    except WarcError:
        inside = ()
    return tuple(Piece(f"{name}{IN_WACZ}{part}") for part in inside) or (Piece(name),)


def _ranges(layout: Layout, name: str, size: int, least: float) -> tuple[Piece, ...]:
    pieces = whole(layout, name)
    if pieces != (Piece(name),) or size < least:
        return pieces
    with opened(layout.root / name) as file:
        found = (record_from(file, at) for at in range(_RANGE, size - _RANGE // 2, _RANGE))
        starts = [0, *sorted({start for start in found if start is not None})]
    ends = (*starts[1:], None)
    return tuple(Piece(name, start, end) for start, end in zip(starts, ends, strict=True))
