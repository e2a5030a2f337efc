"""The values of the WARC room: exchanges as seen on the wire, and where records lie.

Names follow ISO 28500:2017 (WARC 1.1),
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

BACKWARDS = timedelta(minutes=2)  # exchanges end in another order than they began

Truncated = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, byte for byte as on the wire.

    `request` and `response` hold whole HTTP messages, heads included, transfer coding
    untouched; `response` is empty when nothing came, and `failure` then says why.
    `started_at` is the moment the first request byte was sent, aware, UTC; of a capture
    that was taken over from another archive the moment of that, with `source`, the
    address there, and `taken_at`, when it was fetched.
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
    source: str | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a record lies, so that it can be cited.

    `warc` is the path inside the archive folder (`warc/….warc.gz`), `offset` and
    `length` count bytes of the gzip member, `captured_at` is WARC-Date as written,
    `payload_digest` is that of the entity body with the transfer coding undone
    (`sha1:BASE32` as in the index), `revisit_of` the record id of the original,
    `truncated` why the answer is not whole (WARC-Truncated).
    """

    warc: str
    offset: int
    length: int
    record_id: str
    target_uri: str
    captured_at: str
    payload_digest: str | None = None
    revisit_of: str | None = None
    truncated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlInfo:
    """What the `warcinfo` record of a crawl says.

    `crawl_id` has only `[A-Za-z0-9._-]`; it is part of the file names. `settings` are
    named values, kept as they are.
    """

    crawl_id: str
    software: str
    operator: str | None = None
    contact: str | None = None
    user_agent: str | None = None
    robots: str | None = None
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of the writer, in bytes: size of a file, free space below which it warns."""

    warc_bytes: int = 1_000_000_000
    min_free: int = 500_000_000


EntryKind = Literal["response", "revisit", "resource", "conversion", "failure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the index: a capture or a failed fetch, and where it lies.

    `digest` covers the entity body (transfer coding undone). `framing` names the codings
    of the body, `refers_to` the record id of a revisit's original, `method` a request
    that was no GET.
    """

    location: Location
    kind: EntryKind
    mime: str = "-"
    status: int | None = None
    refers_to: str | None = None
    framing: str = "/"
    etag: str | None = None
    last_modified: str | None = None
    failure: str | None = None
    method: str | None = None

    @property
    def url(self) -> str:
        """The target URI."""
        return self.location.target_uri

    @property
    def captured_at(self) -> str:
        """WARC-Date as written."""
        return self.location.captured_at

    @property
    def digest(self) -> str | None:
        """Digest of the entity body."""
        return self.location.payload_digest

    @property
    def crawl_id(self) -> str | None:
        """The crawl that wrote it; none for files of others."""
        return crawl_of(self.location.warc)

    @property
    def truncated(self) -> str | None:
        """Why the answer is not whole."""
        return self.location.truncated

    @property
    def readable(self) -> bool:
        """Whether a page could be read from it: an answer to GET, not a failure."""
        return self.kind != "failure" and self.method is None


def crawl_of(warc: str) -> str | None:
    """The crawl that wrote a file, by its name; none for files of others.

    >>> crawl_of("warc/20261125T090000Z-1f2e-00001.warc.gz")
    '20261125T090000Z-1f2e'
    """
    folder, _, name = warc.rpartition("/")
    crawl, dash, _ = name.rpartition("-")
    return crawl if folder == "warc" and dash else None
