"""The values of the WARC room: exchanges as seen on the wire, and where records lie.

Names follow ISO 28500:2017 (WARC 1.1),
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Truncated = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, byte for byte as on the wire.

    `request` and `response` hold whole HTTP messages, heads included, transfer coding
    untouched; `response` is empty when nothing came, and `failure` then says why.
    `started_at` is the moment the first request byte was sent, aware, UTC.
    """

    url: str
    started_at: datetime
    request: bytes
    response: bytes
    ip: str | None = None
    protocol: str = "http/1.1"
    tls_version: str | None = None
    cipher: str | None = None
    truncated: Truncated | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a record lies, so that it can be cited.

    `warc` is the path inside the archive folder (`warc/….warc.gz`), `offset` and
    `length` count bytes of the gzip member, `captured_at` is WARC-Date as written,
    `payload_digest` is that of the entity body with the transfer coding undone
    (`sha1:BASE32` as in the index), `revisit_of` the record id of the original.
    """

    warc: str
    offset: int
    length: int
    record_id: str
    target_uri: str
    captured_at: str
    payload_digest: str | None = None
    revisit_of: str | None = None
