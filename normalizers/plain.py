"""What a text extractor left of a page, read as a page."""

from __future__ import annotations

from normalizers.errors import NotHtmlError
from normalizers.values import Capture, Page


def read_text(capture: Capture, normalizer: str) -> Page:
    """The page that a text shows."""
    raise NotHtmlError(capture.url, f"text is not read by {normalizer}")
