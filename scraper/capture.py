"""The download handler that records: Scrapy's own, with the tee on its connections.

Every fetch leaves one exchange or more (a retried connection leaves two); a fetch that
never reached a server leaves one without bytes, with the reason.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
)
from twisted.web.client import URI

from archive.warc.records import Exchange
from scraper.recorder import Recorder
from scraper.wire import CaptureFactory, Tap

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# What the name of a failure begins with; reports count failures by it.
CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (TunnelError, "proxy"),
)


class CaptureHandler(HTTP11DownloadHandler):
    """Downloads over HTTP and HTTPS, and hands every exchange to the recorder."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._recorder = recorder_of(crawler)
        self._begun: set[str] = set()
        tap = Tap(self._begun.add, self._recorder.keep, self._default_maxsize)
        # Scrapy puts its own factory on this attribute of Twisted's pool; all its
        # agents, also those for proxies and tunnels, share the pool.
        self._pool._factory = partial(CaptureFactory, tap)  # type: ignore[assignment] # noqa: SLF001

    async def download_request(self, request: Request) -> Response:
        """Fetch, and record a fetch that reached no server."""
        url = on_the_wire(request.url)
        self._begun.discard(url)
        started_at = datetime.now(UTC)
        try:
            return await super().download_request(request)
        except Exception as error:
            if url not in self._begun:
                self._recorder.keep(unreached(url, started_at, error))
            raise
        finally:
            self._begun.discard(url)


def on_the_wire(url: str) -> str:
    """An address as Twisted's requests tell it.

    >>> on_the_wire("http://a.example/x?#top")
    'http://a.example/x'
    """
    asked = urldefrag(url)[0].encode("ascii")
    told: bytes = URI.fromBytes(asked).toBytes()  # type: ignore[no-untyped-call]
    return told.decode("ascii")


def unreached(url: str, started_at: datetime, error: Exception) -> Exchange:
    """The exchange of a fetch that got to no server."""
    cause = next((name for kind, name in CAUSES if isinstance(error, kind)), "connection")
    said = " ".join(str(error).split()) or type(error).__name__
    return Exchange(
        url=url,
        started_at=started_at,
        request=b"",
        response=b"",
        failure=f"{cause}: {said}",
    )


def recorder_of(crawler: Crawler) -> Recorder:
    """The recorder of a crawl.

    Raises:
        RuntimeError: the crawl has none, so that nothing would be kept.
    """
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        raise RuntimeError("the crawl has no recorder: scraper.settings is not in use")
    return recorder
