"""The proof, at each start, that the wire hook fires: one exchange with ourselves.

The hook stands on private names of Scrapy and Twisted. Where it does not fire, a crawl
would archive nothing and notice nothing; so it does not start.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import Request

from archive.errors import ArchiveError
from archive.warc.records import Exchange
from scraper.capture import CaptureHandler, recorder_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_ANSWER = (
    b"HTTP/1.1 200 Fine, thanks\r\ncontent-TYPE: text/plain\r\nTransfer-Encoding: chunked\r\n"
    b"\r\n3;odd=1\r\nyes\r\n0\r\n\r\n"
)
_SCHEMES = ("http", "https")


async def prove_capture(crawler: Crawler) -> None:
    """Fetch from a server of our own, and compare what was recorded with what was sent.

    Raises:
        ArchiveError: they differ; nothing may be fetched.
    """
    asked: list[bytes] = []
    exchanges: list[Exchange] = []
    server = await asyncio.start_server(_serve(asked), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    handlers = getattr(getattr(crawler.engine, "downloader", None), "handlers", None)
    try:
        with recorder_of(crawler).diverted(exchanges.append):
            if handlers is not None:
                await handlers.download_request_async(Request(f"http://127.0.0.1:{port}/self-test"))
    except Exception as error:
        raise _unproven(f"the self-test failed: {error}") from error
    finally:
        server.close()
        await server.wait_closed()
    if [(e.request, e.response) for e in exchanges] != [(b"".join(asked), _ANSWER)]:
        raise _unproven("what was recorded is not what was on the wire")
    for scheme in _SCHEMES:
        if not isinstance(_handler(handlers, scheme), CaptureHandler):
            raise _unproven(f"another handler downloads {scheme}")


def _handler(handlers: object, scheme: str) -> object:
    get = getattr(handlers, "_get_handler", lambda _: None)
    return get(scheme)


def _unproven(why: str) -> ArchiveError:
    return ArchiveError(
        f"the capture hook does not work with this Scrapy and Twisted: {why}; "
        "install the versions of the lock file"
    )


def _serve(asked: list[bytes]):  # type: ignore[no-untyped-def]
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()

    return serve
