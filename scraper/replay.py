"""What this crawl archived before it was cut off, answered from the WARC files.

A resumed crawl walks the same way again. What it has is not asked for twice; what was
in flight when it died is not there, and is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.responsetypes import responsetypes

from normalizers.values import Capture
from scraper.report import tally_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Codings are undone in a capture; Scrapy must not undo them again.
_CODED = frozenset(("content-encoding", "transfer-encoding", "content-length"))


class ReplayMiddleware:
    """Answers a request from the archive where this crawl has the answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its middlewares."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The archived answer, None where there is none."""
        memory = getattr(self._crawler.spider, "memory", None)
        run = getattr(self._crawler.spider, "run", None)
        if memory is None or run is None or not run.resumed or request.method != "GET":
            return None
        found = memory.archived(request.url)
        if found is None:
            return None
        entry, capture = found
        tally_of(self._crawler).replay(entry)
        request.meta["replayed"] = True
        return response_of(capture, request)


def response_of(capture: Capture, request: Request) -> Response:
    """A capture as Scrapy would have downloaded it."""
    headers = {
        name: [value.encode("utf-8")]
        for name, value in capture.headers
        if name.lower() not in _CODED
    }
    kind = responsetypes.from_args(
        headers={name.encode(): value[0] for name, value in headers.items()},
        url=capture.url,
        body=capture.body,
    )
    return kind(
        url=request.url,
        status=capture.status,
        headers=headers,
        body=capture.body,
        request=request,
    )
