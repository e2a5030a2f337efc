"""A page from a few lines of HTML, and the texts of what was read."""

from __future__ import annotations

from datetime import UTC, datetime

from normalizers.normalize import normalize
from normalizers.values import Capture, Page

AT = datetime(2026, 1, 2, tzinfo=UTC)
URL = "http://b.example/2020/05/boats/"
LONG = (
    "The harbour authority closed the eastern quay on Tuesday, after engineers found cracks "
    "in four of its pillars, and ferries to the islands leave from the western quay until June."
)
MORE = (
    "Nobody was hurt, but the repair of the quay will take three months and cost more than the "
    "town had set aside for all of its works in the harbour this year, the mayor said on Friday."
)


def capture(body: bytes | str, url: str = URL, **more) -> Capture:
    """A capture of HTML unless headers say otherwise."""
    data = body.encode() if isinstance(body, str) else body
    values = {"captured_at": AT, "status": 200, "headers": (("Content-Type", "text/html"),)}
    return Capture(url=url, body=data, **{**values, **more})


def read(body: bytes | str, url: str = URL, **more) -> Page:
    """The page that a body is read as."""
    return normalize(capture(body, url, **more))


def texts(page: Page) -> list[str]:
    """The texts of the story's blocks."""
    return [block.text for block in page.article.blocks] if page.article else []


def story(head: str = "", before: str = "", after: str = "", body: str = "") -> str:
    """A page of a story in an `article`, with more in its head, before and behind it."""
    return (
        f"<html><head><title>Boats</title>{head}</head><body>"
        f"<article><h1>Boats</h1>{before}<div class='x'><p>{LONG}</p><p>{MORE}</p>{body}</div>"
        f"{after}</article></body></html>"
    )
