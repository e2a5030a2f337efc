"""The index of an archive: `index.cdxj`, sorted by address and time, one line a capture.

- A view: it can always be made again from the WARC files, and is when it does not fit.
- It is replaced as a whole, so that a reader sees the old one or the new one.
- Look-ups go by binary search in the mapped file: memory does not grow with the archive.
- Captures that were excluded are not seen through it.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.errors import WarcError
from archive.layout import Layout
from archive.warc.entries import Place, entry_of, from_line, key_of, to_line
from archive.warc.exclusions import Exclusions
from archive.warc.members import WARC_NAMES, Member
from archive.warc.pieces import Piece, by_file
from archive.warc.records import Entry
from archive.warc.sorting import Sorter

FORMAT = 2  # raised when keys or fields of lines change: the index is then made anew


class Index:
    """Look-ups in the index as it is now; made anew to see what came later."""

    def __init__(self, layout: Layout) -> None:
        self._excluded = Exclusions.of(layout)
        self._lines = _mapped(layout.index)

    def __iter__(self) -> Iterator[Entry]:
        """Every entry, by address and time."""
        return self._from(b"")

    def captures(self, url: str) -> Iterator[Entry]:
        """The entries of an address in any of its spellings, oldest first."""
        key = f"{key_of(url)} ".encode()
        return self._from(key)

    def latest(self, url: str) -> Entry | None:
        """The newest capture of an address, failures aside."""
        found = [entry for entry in self.captures(url) if entry.kind != "failure"]
        return max(found, key=lambda entry: entry.captured_at, default=None)

    def under(self, url: str) -> Iterator[Entry]:
        """The entries of every address that begins with this one."""
        return self._from(key_of(url).encode())

    def original(
        self,
        url: str,
        captured_at: str,
        digest: str | None = None,
        record_id: str | None = None,
    ) -> Entry | None:
        """The full answer that a revisit refers to by URI and date.

        An original that was excluded still gives its body to later revisits.
        *Quirk:* wget names no date, only the record, and takes the digest of a body in
        chunks as it came; older crawlers name neither: then it is the newest with the
        same digest.
        """
        key = f"{key_of(url)} ".encode()
        entries = (from_line(line) for line in self._raw(key))
        full = [e for e in entries if e.kind in {"response", "resource"} and e.url == url]
        if captured_at:
            return next((e for e in full if same_moment(e.captured_at, captured_at)), None)
        named = (e for e in full if record_id and e.location.record_id == record_id)
        same = (e for e in reversed(full) if digest and e.digest == digest)
        return next(named, None) or next(same, None)

    def _from(self, prefix: bytes) -> Iterator[Entry]:
        entries = (from_line(line) for line in self._raw(prefix))
        return (entry for entry in entries if entry not in self._excluded)

    def _raw(self, prefix: bytes) -> Iterator[bytes]:
        lines = self._lines
        at = _first_at_least(lines, prefix)
        while at < len(lines):
            end = lines.find(b"\n", at) + 1 or len(lines)
            line = lines[at:end]
            if not line.startswith(prefix):
                return
            yield line
            at = end


def same_moment(one: str, other: str) -> bool:
    """Whether two WARC-Dates agree in what both tell.

    *Quirk:* WARC 1.0 has whole seconds, and some tools cut those of 1.1 to them.

    >>> same_moment("2026-11-25T09:00:00.5Z", "2026-11-25T09:00:00Z")
    True
    """
    short, long = sorted((one.rstrip("Z"), other.rstrip("Z")), key=len)
    return long.startswith(short)


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return b""
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return b""


def _first_at_least(lines: mmap.mmap | bytes, prefix: bytes) -> int:
    """Where the first line that is not less than the prefix begins."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        begin = lines.rfind(b"\n", low, middle) + 1 or low
        end = lines.find(b"\n", middle) + 1 or len(lines)
        if lines[begin:end] < prefix:
            low = end
        else:
            high = begin
    return low


def files_of(layout: Layout) -> Iterator[str]:
    """The closed WARC and WACZ files of an archive, by their path inside it."""
    for folder in (layout.warc, layout.imports):
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.name.lower().endswith((*WARC_NAMES, ".wacz")):
                yield f"{folder.name}/{path.name}"


def update(
    layout: Layout, ready: Mapping[str, list[bytes]] | None = None, jobs: int | None = None
) -> tuple[WarcError, ...]:
    """Bring the index up to date with the files; makes it anew when it does not fit.

    Args:
        layout: the archive.
        ready: lines of files that are known already.
        jobs: processes to read in; as many as there are cores where none is said.

    Returns:
        What could not be read, by file and offset.
    """
    known = _known(layout)
    sizes = {name: (layout.root / name).stat().st_size for name in files_of(layout)}
    if any(sizes.get(name) != size for name, size in known.items()):
        known = {}
    fresh = [name for name in sizes if name not in known]
    if not fresh and known == sizes and layout.index.exists():
        return ()
    faults: list[WarcError] = []
    with TemporaryDirectory(dir=layout.root, prefix=".index-") as folder:
        lines = Sorter(Path(folder) / "run")
        if known:
            lines.add_sorted(layout.index)
        told = {name: given for name, given in (ready or {}).items() if name in fresh and given}
        for line in chain.from_iterable(told.values()):
            lines.add(line)
        unread = [name for name in fresh if name not in told]
        read = by_file(_lines, layout, unread, jobs)
        for found, wrong in chain.from_iterable(parts for _, parts in read):
            faults.extend(wrong)
            for line in found:
                lines.add(line)
        _replace(layout, lines, Path(folder), sizes)
    return tuple(faults)


def rebuild(layout: Layout, jobs: int | None = None) -> tuple[WarcError, ...]:
    """Make the index anew from the WARC files alone, in some processes: see `update`."""
    layout.index_state.unlink(missing_ok=True)
    return update(layout, jobs=jobs)


def _lines(layout: Layout, piece: Piece) -> tuple[list[bytes], list[WarcError]]:
    """The lines of a piece in the order of its records, and what could not be read."""
    lines: list[bytes] = []
    faults: list[WarcError] = []
    for member in piece.walk(layout):
        if not isinstance(member, Member):
            faults.append(member)
            continue
        entry = entry_of(member.record, Place(piece.warc, member.offset, member.length))
        if entry:
            lines.append(to_line(entry))
    return lines, faults


def _known(layout: Layout) -> dict[str, int]:
    """Sizes of the files that the index holds; none when the index is not the one described."""
    try:
        state: dict[str, Any] = json.loads(layout.index_state.read_bytes())
        fits = state["format"] == FORMAT and state["bytes"] == layout.index.stat().st_size
        return {str(k): int(v) for k, v in state["files"].items()} if fits else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _replace(
    layout: Layout, lines: Iterable[bytes], folder: Path, sizes: Mapping[str, int]
) -> None:
    merged, described = folder / "index", folder / "state"
    with merged.open("wb") as file:
        file.writelines(lines)
    state = {"format": FORMAT, "bytes": merged.stat().st_size, "files": dict(sizes)}
    described.write_text(json.dumps(state), "utf-8")
    for path in (merged, described):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    merged.replace(layout.index)
    described.replace(layout.index_state)
