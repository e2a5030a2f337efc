"""Why a capture gave no page.

NormalizeError            one capture could not be read; the run goes on
├── NotHtmlError          the body is something else: a PDF, an image, JSON
├── UndecodableBodyError  no character coding makes text of the bytes
└── TooComplexError       beyond the bounds on bytes, tags, depth or attributes
"""

from __future__ import annotations


class NormalizeError(Exception):
    """One capture could not be read as a page."""

    code = "unreadable"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class NotHtmlError(NormalizeError):
    """The body is not a web page."""

    code = "not-html"


class UndecodableBodyError(NormalizeError):
    """No character coding makes text of the bytes."""

    code = "undecodable"


class TooComplexError(NormalizeError):
    """The page is beyond the bounds that any real page keeps."""

    code = "too-complex"
