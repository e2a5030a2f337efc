"""Builders of test matter: exchanges as on the wire, small archives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.layout import Layout
from archive.warc.index import Index
from archive.warc.records import CrawlInfo, Exchange, Location
from archive.warc.writer import WarcWriter

T0 = datetime(2026, 11, 25, 9, 0, 0, 123456, tzinfo=UTC)


def http(
    body: bytes = b"<p>Hello</p>",
    status: str = "200 OK",
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
) -> bytes:
    """A response with a Content-Length."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"HTTP/1.1 {status}\r\n{fields}Content-Length: {len(body)}\r\n\r\n"
    return head.encode("latin-1") + body


def chunked(body: bytes, *, size: int = 7, headers: str = "", extension: str = "") -> bytes:
    """A response in chunks."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    coded = b"".join(b"%x%s\r\n%s\r\n" % (len(p), extension.encode(), p) for p in pieces)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"
    )
    return head.encode() + coded + b"0\r\n\r\n"


def get(url: str, *, method: str = "GET", more: str = "") -> bytes:
    """A request for a URL."""
    host, _, path = url.partition("://")[2].partition("/")
    return f"{method} /{path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode()


def exchange(url: str = "http://b.example/", response: bytes | None = None, **more) -> Exchange:
    """An exchange as the crawl sees it; `minutes` after nine o'clock."""
    at = more.pop("at", T0 + timedelta(minutes=more.pop("minutes", 0)))
    values = {
        "url": url,
        "started_at": at,
        "request": get(url),
        "response": http() if response is None else response,
        "ip": "127.0.0.1",
    }
    return Exchange(**{**values, **more})


def info(crawl_id: str = "crawl-1") -> CrawlInfo:
    """What a test's warcinfo says."""
    return CrawlInfo(crawl_id=crawl_id, software="palimpsest-archive test", robots="classic")


def write_warc(
    root: Path, exchanges: Sequence[Exchange], crawl_id: str = "crawl-1"
) -> tuple[Location, ...]:
    """An archive with these exchanges written in one crawl; revisits as they come."""
    layout = Layout(root)
    with WarcWriter(layout, info(crawl_id), Index(layout).captures) as writer:
        return tuple(writer.write(item) for item in exchanges)
