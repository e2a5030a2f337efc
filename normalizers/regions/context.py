"""What every region may know of the page it is read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from normalizers.date_words import Order
from normalizers.site import Site, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page around a region.

    Attributes:
        url: The address of the capture.
        base: What relative links are joined to (`<base href>` or the address).
        captured_at: When it was captured.
        status: The status of the answer.
        site: The site's declaration (the default one for unknown hosts).
        template: The template chosen for the page.
        language: The language of the page, as far as it says so.
        date_order: The order of dates of numbers, where the page tells it.
        title: The title of the story; None until it was read.
        published_at: When the story was published, ISO 8601; None until it was read.
        page_number: Which page of a post that the blog cut into pages.
        page_count: How many pages it has, as far as the page says.
    """

    url: str
    base: str
    captured_at: datetime
    status: int = 200
    site: Site
    template: Template
    language: str | None = None
    date_order: Order | None = None
    title: str | None = None
    published_at: str | None = None
    page_number: int = 1
    page_count: int = 1
