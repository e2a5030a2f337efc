"""What the archive knows before a crawl: when addresses were seen, and what they said.

Everything is looked up in the index when it is asked for, so that memory does not grow
with the archive.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import groupby

from archive.errors import WarcError
from archive.layout import Layout
from archive.warc.entries import key_of
from archive.warc.index import Index
from archive.warc.reader import read_capture
from archive.warc.records import Entry
from normalizers.values import Capture
from scraper.discovery import read_moment
from scraper.frontier import Sight

log = logging.getLogger(__name__)

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_OK = 200
_NOT_MODIFIED = 304
_LATER = frozenset((408, 425, 429))
# Answers that a resumed crawl asks for again: the server was not well, or refused.
_PASSING = _LATER | {401, 403, 405, 406}
_SERVER_ERROR = 500


class Memory:
    """The archive as it was when the crawl began.

    Args:
        layout: the archive.
        crawl_id: this crawl: what it archived before it was cut off.
    """

    def __init__(self, layout: Layout, crawl_id: str) -> None:
        self._layout = layout
        self._crawl_id = crawl_id
        self._index = Index(layout)

    def originals(self, url: str) -> Iterator[Entry]:
        """The entries of an address, for revisits."""
        return self._index.captures(url)

    def sight(self, url: str) -> Sight | None:
        """When an address was seen before this crawl, in any of its spellings."""
        return _sight(self._before(self._index.captures(url)))

    def was_there(self, url: str) -> bool:
        """Whether an address was a page when it was last seen."""
        sight = self.sight(url)
        return sight is not None and sight.status == _OK

    def known(self) -> Iterator[str]:
        """Every address that was a web page, or led to one, before this crawl."""
        for _, entries in groupby(self._index, key=lambda entry: key_of(entry.url)):
            before = self._before(entries)
            if any(entry.mime in _PAGES for entry in before):
                yield before[-1].url

    def validators(self, url: str) -> dict[str, str]:
        """The headers that ask a server whether an address has changed.

        *Quirk:* nginx makes an ETag weak when it packs the answer, and WordPress then no
        longer knows it for its own; the date is asked by where there is one.
        """
        entries = [entry for entry in self._index.captures(url) if entry.url == url]
        latest = next((e for e in reversed(entries) if e.readable and not e.truncated), None)
        if latest is None or latest.status not in {_OK, _NOT_MODIFIED}:
            return {}
        weak = (latest.etag or "W/").startswith("W/")
        if latest.last_modified and weak:
            return {"If-Modified-Since": latest.last_modified}
        return {"If-None-Match": latest.etag} if latest.etag else {}

    def archived(self, url: str) -> tuple[Entry, Capture] | None:
        """What this crawl archived of an address before it was cut off."""
        return self._newest(
            entry
            for entry in self._index.captures(url)
            if entry.crawl_id == self._crawl_id and entry.url == url and _is_settled(entry)
        )

    def last_body(self, url: str) -> Capture | None:
        """The newest answer of an address that was kept."""
        found = self._newest(
            entry
            for entry in self._index.captures(url)
            if entry.url == url and entry.readable and not entry.truncated
        )
        return found[1] if found else None

    def _before(self, entries: Iterator[Entry]) -> list[Entry]:
        return [e for e in entries if e.crawl_id != self._crawl_id and e.readable]

    def _newest(self, entries: Iterator[Entry]) -> tuple[Entry, Capture] | None:
        for entry in sorted(entries, key=lambda entry: entry.captured_at, reverse=True):
            try:
                return entry, read_capture(self._layout, entry.location)
            except WarcError as fault:
                log.warning("%s: asked for again", fault)
        return None


def _sight(entries: Iterator[Entry] | list[Entry]) -> Sight | None:
    told = [(read_moment(entry.captured_at), entry) for entry in entries]
    seen = sorted(((at, e) for at, e in told if at), key=lambda pair: pair[0])
    if not seen:
        return None
    last, entry = seen[-1]
    status = _OK if entry.status == _NOT_MODIFIED else entry.status
    lacking = entry.truncated or status in _LATER
    return Sight(first=seen[0][0], last=last, status=None if lacking else status)


def _is_settled(entry: Entry) -> bool:
    status = entry.status or _SERVER_ERROR
    whole = entry.readable and not entry.truncated
    return whole and status < _SERVER_ERROR and status not in _PASSING
