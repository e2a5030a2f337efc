"""One WARC record as bytes: its named fields and its block.

- The block is kept as it is.
- warcio writes the fields and never sees the block, for it would parse its HTTP head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders

from archive.warc.files import GZIP
from archive.warc.messages import Head, read_head

_GZIP_LEVEL = 2  # level 3 takes twice the time for pages that are 2 % smaller
_END = b"\r\n\r\n"
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Record:
    """A record: fields in order, the first of each name by lower-case name, its block.

    Without slots, so that its content type and its HTTP head are read once.
    """

    fields: tuple[tuple[str, str], ...]
    named: Mapping[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """WARC-Type."""
        return self.named.get("warc-type", "")

    @property
    def id(self) -> str:
        """WARC-Record-ID, with its angle brackets."""
        return self.named.get("warc-record-id", "")

    @property
    def date(self) -> str:
        """WARC-Date as written."""
        return self.named.get("warc-date", "")

    @property
    def target_uri(self) -> str | None:
        """WARC-Target-URI.

        *Quirk:* wget 1.19 writes it in angle brackets.
        """
        uri = self.named.get("warc-target-uri")
        return uri.removeprefix("<").removesuffix(">") if uri else None

    @cached_property
    def content_type(self) -> str:
        """Content-Type of the block, in lower case, without white space."""
        return self.named.get("content-type", "").lower().replace(" ", "")

    @cached_property
    def http(self) -> Head:
        """The head of the HTTP message that the block is."""
        return read_head(self.block)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may stand more than once."""
        return tuple(value for key, value in self.fields if key.lower() == name)


def make_record(fields: Iterable[tuple[str, str | None]], block: bytes) -> Record:
    """A record with the fields that have a value, and its length."""
    said = [(name, _CONTROL.sub(" ", value)) for name, value in fields if value is not None]
    said.append(("Content-Length", str(len(block))))
    return Record(tuple(said), {name.lower(): value for name, value in reversed(said)}, block)


def safe_uri(url: str) -> str:
    """A URI without the characters that end a field or a column.

    >>> safe_uri("http://a.example/b c")
    'http://a.example/b%20c'
    """
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)


def to_member(record: Record) -> bytes:
    """The record as one gzip member."""
    head: bytes = StatusAndHeaders("", list(record.fields), "WARC/1.1").to_bytes()
    member: bytes = isal_zlib.compress(b"".join((head, record.block, _END)), _GZIP_LEVEL, GZIP)
    return member


def warc_fields(pairs: Iterable[tuple[str, str | None]]) -> bytes:
    """A block of `application/warc-fields`."""
    lines = (f"{name}: {_CONTROL.sub(' ', value)}\r\n" for name, value in pairs if value)
    return "".join(lines).encode()


def read_fields(block: bytes) -> dict[str, str]:
    """The first value of each field of a block of `application/warc-fields`."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    named: dict[str, str] = {}
    for name, colon, value in pairs:
        if colon:
            named.setdefault(name.strip().lower(), value.strip())
    return named
