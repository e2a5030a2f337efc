"""Many lines in order, more than memory should hold."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

_HELD = 50_000
_OPEN = 64


class Sorter:
    r"""Takes lines one by one and gives them back sorted, each once.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     lines = Sorter(Path(folder) / "s")
    ...     for line in (b"b\n", b"a\n", b"b\n"):
    ...         lines.add(line)
    ...     list(lines)
    [b'a\n', b'b\n']
    """

    def __init__(self, stem: Path) -> None:
        self._stem = stem
        self._held: list[bytes] = []
        self._runs: list[Path] = []
        self._made = 0

    def add(self, line: bytes) -> None:
        """Take a line, with its line end."""
        self._held.append(line)
        if len(self._held) >= _HELD:
            self._spill()

    def add_sorted(self, path: Path) -> None:
        """Take a file of sorted lines."""
        self._runs.append(path)

    def __iter__(self) -> Iterator[bytes]:
        """The lines in order, each once."""
        while len(self._runs) > _OPEN:
            group, self._runs = self._runs[:_OPEN], self._runs[_OPEN:]
            with ExitStack() as stack:
                self._write(_merged(group, stack))
        with ExitStack() as stack:
            held = sorted(self._held)
            yield from _unique(heapq.merge(held, _merged(self._runs, stack)))

    def _spill(self) -> None:
        lines, self._held = sorted(self._held), []
        self._write(lines)

    def _write(self, lines: Iterable[bytes]) -> None:
        self._made += 1
        path = self._stem.with_name(f"{self._stem.name}-{self._made}")
        with path.open("wb") as file:
            file.writelines(lines)
        self._runs.append(path)


def _merged(paths: list[Path], stack: ExitStack) -> Iterable[bytes]:
    return heapq.merge(*(stack.enter_context(path.open("rb")) for path in paths))


def _unique(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        if line != last:
            yield line
        last = line
