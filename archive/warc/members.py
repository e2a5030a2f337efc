"""A walk over the records of a file, each with the bytes where it lies.

- gzip members are walked one by one to their end, CRC and length checked; an
  uncompressed `.warc` is walked record by record; both also inside a WACZ.
- Damage is a value with its offset; the walk goes on at the next record it can find.
- A file that ends inside a record ends with a `TornTail`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from isal import isal_zlib

from archive.errors import BadRecord, TornTail, WarcError
from archive.warc.files import GZIP, GZIP_MAGIC, PIECE, ZIP_MAGIC
from archive.warc.messages import blank_line
from archive.warc.raw import Record

IN_WACZ = "!/"
WARC_NAMES = (".warc.gz", ".warc")
MOST = 256_000_000  # bytes of one record: what is larger is walked over, not kept
_BITE = 1 << 15  # a decoder copies what comes after its member: not too much
_LONGEST_HEAD = 1 << 20
_LONGEST_VERSION = 10
_VERSION = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\r?\n")
_NEXT_GZIP = re.compile(rb"\x1f\x8b\x08")
_NEXT_PLAIN = re.compile(rb"WARC/[01]\.\d")
_DAMAGE: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub says instance
_FOLD = re.compile(r"\r?\n[ \t]+")
_BETWEEN = re.compile(rb"[\r\n]*")


@dataclass(frozen=True, slots=True)
class Member:
    """A record and where it lies: `offset` and `length` count bytes of the file.

    `alone` is false where a gzip member holds more than this one record.
    """

    offset: int
    length: int
    record: Record
    alone: bool = True


class _Fault(Exception):
    """What is wrong with the bytes at hand."""


class _CutError(_Fault):
    """The bytes end too early."""


def names_in(path: Path) -> tuple[str, ...]:
    """The WARC files inside a WACZ, by their names; none for a WARC file.

    Raises:
        BadRecord: the file or the package cannot be read.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != ZIP_MAGIC:
                return ()
        with ZipFile(path) as package:
            return tuple(n for n in package.namelist() if n.lower().endswith(WARC_NAMES))
    except (OSError, BadZipFile) as error:
        raise BadRecord(path, 0, f"cannot be read: {error}") from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A WARC file for reading, also one inside a WACZ (`x.wacz!/archive/data.warc.gz`).

    Raises:
        WarcError: it is not there or cannot be read.
    """
    outer, inside, name = str(path).partition(IN_WACZ)
    try:
        if not inside:
            with path.open("rb") as file:
                yield file
            return
        with ZipFile(outer) as package, package.open(name) as member:
            yield member
    except (OSError, EOFError, BadZipFile, KeyError, zlib.error) as error:
        raise BadRecord(path, 0, f"cannot be read: {error}") from error


def walk(file: IO[bytes], path: Path, start: int = 0) -> Iterator[Member | WarcError]:
    """The records of an open WARC file from an offset on, and what is wrong between them."""
    window = _Window(file, start)
    window.fill(len(GZIP_MAGIC))
    zipped = window.data.startswith(GZIP_MAGIC)
    one, mark = (_gzip_member, _NEXT_GZIP) if zipped else (_plain_record, _NEXT_PLAIN)
    while window.fill(1):
        begin = window.at
        try:
            records = one(window)
        except _CutError as fault:
            yield TornTail(path, begin, str(fault))
            return
        except (_Fault, _DAMAGE) as fault:
            yield BadRecord(path, begin, f"cannot be read: {fault}")
            window.seek(begin + 1)
            window.find(mark)
            continue
        length = window.at - begin
        alone = len(records) == 1
        yield from (Member(begin, length, record, alone) for record in records)


def record_from(file: IO[bytes], at: int) -> int | None:
    """Where the first gzip member from an offset on begins that seems to hold a record."""
    window = _Window(file, at)
    window.find(_NEXT_GZIP)
    while window.fill(_LONGEST_VERSION):
        if _VERSION.match(_taste(window.bite())):
            return window.at
        window.skip(1)
        window.find(_NEXT_GZIP)
    return None


def _taste(packed: memoryview) -> bytes:
    try:
        return isal_zlib.decompressobj(GZIP).decompress(packed, _LONGEST_VERSION)
    except _DAMAGE:
        return b""


class _Window:
    """The bytes of a file from `at` on, read piece by piece; those before `begin` are done."""

    def __init__(self, file: IO[bytes], at: int) -> None:
        self._file = file
        self.seek(at)

    @property
    def at(self) -> int:
        return self._base + self.begin

    def seek(self, at: int) -> None:
        self._file.seek(at)
        self._base = at
        self.begin = 0
        self.data = b""

    def more(self) -> bool:
        return self._read(PIECE)

    def fill(self, size: int) -> bool:
        lacking = size - (len(self.data) - self.begin)
        if lacking > 0:
            self._read(max(PIECE, lacking))
        return len(self.data) - self.begin >= size

    def _read(self, size: int) -> bool:
        piece = self._file.read(size)
        self.data = self.data[self.begin :] + piece
        self._base, self.begin = self.at, 0
        return bool(piece)

    def bite(self) -> memoryview:
        return memoryview(self.data)[self.begin : self.begin + _BITE]

    def skip(self, size: int) -> None:
        self.begin += size

    def find(self, mark: re.Pattern[bytes]) -> None:
        """Go to the next match, or to the end of the file."""
        while self.fill(1):
            found = mark.search(self.data, self.begin)
            if found:
                self.begin = found.start()
                return
            self.begin = max(self.begin + 1, len(self.data) - 16)
            if not self.more():
                self.begin = len(self.data)


def _gzip_member(window: _Window) -> list[Record]:
    decoder = isal_zlib.decompressobj(GZIP)
    pieces: list[bytes] = []
    size = 0
    while not decoder.eof:
        if not window.fill(1):
            raise _CutError("the file ends inside a gzip member")
        bite = window.bite()
        piece = decoder.decompress(bite)
        size += len(piece)
        if size <= MOST:
            pieces.append(piece)
        window.skip(len(bite) - len(decoder.unused_data))
    if size > MOST:
        raise _Fault(f"a record of {size} bytes is larger than the {MOST} that are read")
    return _records(pieces[0] if len(pieces) == 1 else b"".join(pieces))


def _records(content: bytes) -> list[Record]:
    """The records of a member, in all but odd files one.

    *Quirk:* some tools end a record with one line end too few or too many.
    """
    records: list[Record] = []
    at = 0
    while at < len(content):
        fields, named, begin = _head(content, at)
        end = begin + _length(named)
        if end > len(content):
            raise _Fault("the record is shorter than its Content-Length")
        records.append(Record(fields, named, content[begin:end]))
        at = _end_of(_BETWEEN.match(content, end))
    if not records:
        raise _Fault("a gzip member without a record")
    return records


def _plain_record(window: _Window) -> list[Record]:
    while blank_line(window.data, window.begin)[1] < 0:
        held = window.data[window.begin :]
        if len(held) > _LONGEST_HEAD or not _VERSION.match(held + b"\r\n"):
            raise _Fault("no WARC record begins here")
        if not window.more():
            raise _CutError("the file ends inside the head of a record")
    fields, named, end = _head(window.data, window.begin)
    head, size = end - window.begin, _length(named)
    if size > MOST:
        raise _Fault(f"a record of {size} bytes is larger than the {MOST} that are read")
    if not window.fill(head + size):
        raise _CutError("the file ends inside a record")
    begin = window.begin + head
    record = Record(fields, named, window.data[begin : begin + size])
    window.fill(head + size + 4)
    end = window.begin + head + size
    window.skip(_end_of(_BETWEEN.match(window.data, end)) - window.begin)
    return [record]


def _end_of(match: re.Match[bytes] | None) -> int:
    return match.end() if match else 0


def _head(content: bytes, at: int) -> tuple[tuple[tuple[str, str], ...], dict[str, str], int]:
    """The fields of the record that begins here, by order and by name, and where they end."""
    version = _VERSION.match(content, at)
    if not version:
        raise _Fault("no WARC record begins here")
    blank, end = blank_line(content, version.end() - 1)
    if end < 0:
        raise _Fault("the head of the record does not end")
    text = content[version.end() : blank].decode("utf-8", "replace")
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    parts = [line.partition(":") for line in text.split("\n")]
    fields = [(name.strip(), value.strip()) for name, _, value in parts]
    named = {name.lower(): value for name, value in reversed(fields)}
    return tuple(fields), named, end


def _length(named: dict[str, str]) -> int:
    stated = named.get("content-length", "")
    if not stated.isdecimal():
        raise _Fault(f"Content-Length is {stated!r}" if stated else "no Content-Length")
    return int(stated)
