"""What came of a capture: its page, its outcome, or the fault that it shows. Pure.

A failed, blocked or cut answer never counts as the story, also where a firewall sends
its page with status 200, and no kind of failure counts as its absence: only 404 and 410
say that a story is gone.
"""

from __future__ import annotations

import re

from archive.barriers import recognise
from archive.database.load import Fault, Loadable
from archive.database.packing import PackedPage, pack
from archive.database.sights import stamp
from archive.errors import WarcError
from archive.visits import Outcome
from archive.warc.records import Location
from normalizers.errors import NormalizeError
from normalizers.normalize import normalize
from normalizers.urls import join
from normalizers.values import Capture

Found = tuple[Location, Capture | WarcError, int | None]
"""Where a record lies, what it holds, and the page that is known to be in it."""

_COPY = re.compile(r"^(?:https?://[^/]+)?/\S*?\b\d{14}(?:[a-z]{2}_)?/(?=https?://)")
_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
_OK = range(200, 300)
_REDIRECTS = range(300, 400)
_NOT_MODIFIED = 304
_BY_STATUS: dict[int, Outcome] = {
    _NOT_MODIFIED: "unchanged",
    404: "gone",
    410: "gone",
    401: "blocked",  # log in first: firewalls answer so as well
    403: "blocked",
    429: "blocked",
    503: "blocked",
}


def shows_a_page(location: Location, capture: Capture) -> bool:
    """Whether a page can be read from it: a whole answer, and a web page by its type.

    Text is a page only where an extractor left it (`conversion` records, which have no
    HTTP head), not where a server sent it (`robots.txt`).
    """
    if location.truncated or capture.status not in _OK:
        return False
    mime = mime_of(capture)
    return mime in _PAGES or (mime == "text/plain" and len(capture.headers) == 1)


def read(found: Found) -> Loadable:
    """What the database is to hold of a record."""
    location, capture, known = found
    if isinstance(capture, WarcError):
        fault = Fault(stage="record", code=type(capture).__name__, detail=str(capture))
        return Loadable(location=location, fault=fault)
    barrier = None if known else _barrier(capture)
    page, wrong = (None, None) if known or barrier else _page(location, capture)
    return Loadable(
        location=location,
        captured_at=stamp(capture.captured_at),
        status=capture.status,
        mime=mime_of(capture) or None,
        outcome="blocked" if barrier else _outcome(location, capture, page),
        redirect_to=_redirect(capture),
        page=page,
        page_id=known,
        fault=wrong,
    )


def lost(found: Found, reason: str) -> Loadable:
    """What the database is to hold of a record that could not be worked on."""
    location, capture, _ = found
    fault = Fault(stage="normalize", code="lost", detail=reason)
    if isinstance(capture, WarcError):
        return Loadable(location=location, fault=fault)
    return Loadable(
        location=location,
        captured_at=stamp(capture.captured_at),
        status=capture.status,
        mime=mime_of(capture) or None,
        outcome="error",
        fault=fault,
    )


def mime_of(capture: Capture) -> str:
    """The media type that the server states, without its parameters."""
    return _header(capture, "content-type").partition(";")[0].strip().lower()


def _barrier(capture: Capture) -> str | None:
    """What stands between the crawl and the page, if anything does."""
    headers = {name.lower(): value for name, value in capture.headers}
    return recognise(capture.status, headers, capture.body.decode("utf-8", "replace"))


def _page(location: Location, capture: Capture) -> tuple[PackedPage | None, Fault | None]:
    if not shows_a_page(location, capture):
        return None, None
    try:
        return pack(normalize(capture)), None
    except NormalizeError as error:
        return None, Fault(stage="normalize", code=error.code, detail=error.reason)


def _outcome(location: Location, capture: Capture, page: PackedPage | None) -> Outcome:
    if location.truncated:
        return "truncated"
    if page and page.kind in ("error", "gone"):
        return "error"
    if capture.status in _BY_STATUS:
        return _BY_STATUS[capture.status]
    if capture.status in _REDIRECTS:
        return "redirect"
    if capture.status not in _OK:
        return "error"
    return "unchanged" if location.revisit_of else "ok"


def _redirect(capture: Capture) -> str | None:
    # *Quirk:* web archives name their own copies where the blog named its pages.
    to = _COPY.sub("", _header(capture, "location"))
    is_redirect = capture.status in _REDIRECTS and capture.status != _NOT_MODIFIED
    return join(capture.url, to) if to and is_redirect else None


def _header(capture: Capture, wanted: str) -> str:
    return next((value for name, value in capture.headers if name.lower() == wanted), "")
