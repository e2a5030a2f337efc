"""Answers read for the spider as leniently as browsers read them: heads, chunks, codings.

What is archived is what came. The names that begin with an underscore belong to
Twisted 26.10 and Scrapy 2.19.
"""

from __future__ import annotations

import contextlib
import zlib
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from twisted.web.http import _ChunkedTransferDecoder
from twisted.web.http_headers import InvalidHeaderName

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class LenientCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's own, which gives up where a coding is claimed and not there.

    *Quirk:* some servers say gzip and send plain text. What is archived is what came;
    the spider reads the text.
    """

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Response | Request:
        """The answer with its codings undone, as it is where they cannot be."""
        try:
            return super().process_response(request, response)
        except (OSError, EOFError, zlib.error):
            headers = response.headers.copy()
            del headers["Content-Encoding"]
            return response.replace(headers=headers)


class LenientChunks(_ChunkedTransferDecoder):
    """The chunked coding undone.

    *Quirk:* some servers fill sizes up with spaces, and an extension may quote any
    character; Twisted takes neither.
    """

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        end = self._buffer.find(b"\r\n")
        if end >= 0:
            self._buffer[:end] = self._buffer[:end].partition(b";")[0].strip()
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()


class LenientParser(_LenientHTTPClientParser):
    """The head of an answer; made by Scrapy, so that it may have no state of its own.

    *Quirk:* a status line may be divided by tabs, a name be followed by spaces or be
    none; what is no field is passed over.
    """

    _transferDecoders = {b"chunked": LenientChunks}  # noqa: N815, RUF012 - as Twisted has it

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take the status line."""
        super().statusReceived(b" ".join(status.split(None, 2)))  # type: ignore[no-untyped-call]

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take a field; Twisted knows the end of a connection only by `close` alone."""
        name = name.strip()
        values = value.lower().split(b",") if name.lower() == b"connection" else (value,)
        with contextlib.suppress(InvalidHeaderName):
            for one in values:
                super().headerReceived(name, one.strip())  # type: ignore[no-untyped-call]
