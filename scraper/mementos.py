"""What web archives list: Memento TimeMaps and CDX answers. Pure.

- A TimeMap (RFC 7089) lists the captures of one address; pywb and the Wayback Machine
  give it at `ENDPOINT/timemap/link/URL`.
- A CDX server lists those of many, for an address that ends with `*`: pywb one JSON
  object a line, the Wayback Machine one JSON table.
- The bytes of a capture as the server gave them are at `ENDPOINT/TIMESTAMPid_/URL`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from archive.warc.messages import Head

_MEMENTO = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(https?:/.+)$")
_LINK = re.compile(r"<([^>]+)>\s*((?:;\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^,;\s]+)\s*)*)")
_OK = 200
_REL = re.compile(r"rel\s*=\s*\"?([^\";]*)")


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """One capture of another archive: `timestamp` in 14 digits, UTC."""

    timestamp: str
    url: str

    @property
    def captured_at(self) -> datetime:
        """When the other archive captured it."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    def address(self, endpoint: str) -> str:
        """Where its bytes are."""
        return f"{endpoint.rstrip('/')}/{self.timestamp}id_/{self.url}"


def list_url(endpoint: str, url: str) -> str:
    """Where an archive lists the captures of an address, or of all that begin with it.

    >>> list_url("http://127.0.0.1:8080/news/", "http://a.example/x")
    'http://127.0.0.1:8080/news/timemap/link/http://a.example/x'
    >>> list_url("https://web.archive.org/web", "http://a.example/*").partition("?")[0]
    'https://web.archive.org/cdx/search/cdx'
    """
    base = endpoint.rstrip("/")
    if not url.endswith("*"):
        return f"{base}/timemap/link/{url}"
    parts = urlsplit(base)
    server = f"{base}/cdx"
    if parts.hostname == "web.archive.org":
        server = f"{parts.scheme}://{parts.netloc}/cdx/search/cdx"
    return f"{server}?url={quote(url, safe='')}&output=json"


def shown_at(head: Head, asked: Memento) -> datetime | None:
    """When a capture is from that an answer shows, None where it shows none.

    *Quirk:* archives answer with the capture nearest to the moment asked for, and say
    which by `Memento-Datetime`; old ones do not, and then only what was found is one.
    """
    told = head.get("memento-datetime")
    if told is None:
        return asked.captured_at if head.status == _OK else None
    try:
        return parsedate_to_datetime(told).astimezone(UTC)
    except ValueError:
        return None


def read_list(body: bytes) -> tuple[Memento, ...]:
    """The captures that a TimeMap or CDX answer lists, oldest first, each once."""
    text = body.decode("utf-8", "replace")
    found = _table(text) if text.lstrip().startswith(("[", "{")) else _timemap(text)
    return tuple(sorted(set(found)))


def _timemap(text: str) -> Iterator[Memento]:
    for uri, parameters in _LINK.findall(text):
        rel = _REL.search(parameters)
        match = _MEMENTO.search(uri)
        if rel and match and "memento" in rel[1].split():
            yield Memento(match[1], match[2])


def _table(text: str) -> Iterator[Memento]:
    try:
        rows = json.loads(text)
    except ValueError:
        rows = _lines(text)
    head = rows[0] if isinstance(rows, list) and rows else None
    if isinstance(head, list):
        rows = [dict(zip(head, row, strict=False)) for row in rows[1:]]
    for row in rows if isinstance(rows, list) else [rows]:
        stamp = str(row.get("timestamp", ""))
        url = str(row.get("original") or row.get("url") or "")
        if re.fullmatch(r"\d{14}", stamp) and url.startswith(("http://", "https://")):
            yield Memento(stamp, url)


def _lines(text: str) -> list[dict[str, object]]:
    rows = []
    for line in text.splitlines():
        # pywb may put the key and time of the index before the object.
        start = line.find("{")
        try:
            rows.append(json.loads(line[start:]))
        except ValueError:
            continue
    return rows
