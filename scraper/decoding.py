"""Content codings undone for the spider, as leniently as browsers do."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

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
