"""What every region may know of the page it is read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from normalizers.date_words import Order
from normalizers.dates import DateHabits, is_numeric, learn_order, read_date
from normalizers.site import Site, Template
from normalizers.tree import Tree, attr, line_of

# The day, or the month alone, that addresses of stories name.
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)")
_LONGEST = 160
_DATED = "time, [class*='date' i], [class*='meta' i], [class*='posted' i], [class*='time' i]"
_MOST_DATES = 100
_NUMBERS = re.compile(r"\d\s*[./-]\s*\d\d?\s*[./-]\s*\d\d")
_MONTH = len("2017-04")
_ORDERS: tuple[Order, ...] = ("DMY", "MDY")


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


def order_of_page(tree: Tree, url: str, latest: date) -> Order | None:
    """The order of dates of numbers, where the page tells it.

    Dates that it also says for machines tell it; then those that can be read in one order
    only; then its address, for a blog that names the month there shows the day of the
    story somewhere.
    """
    nodes = (n for n in tree.css(_DATED)[:_MOST_DATES] if _NUMBERS.search(n.text_lexbor()))
    lines = ((line_of(node, _LONGEST) or "", node) for node in nodes)
    dated = [(text, node) for text, node in lines if is_numeric(text)]
    if not dated:
        return None
    match = IN_URL.search(url)
    month = f"{match[1]}-{int(match[2]):02}" if match else ""
    return (
        _order_told((text, attr(node, "datetime")) for text, node in dated)
        or learn_order((text for text, _ in dated), latest)
        or _order_told((text, month) for text, _ in dated)
    )


def _order_told(dated: Iterable[tuple[str, str]]) -> Order | None:
    """The one order in which texts say the months that they stand for."""
    told: set[Order] = set()
    for text, said in dated:
        months = {(read_date(text, DateHabits(order=o)) or "")[:_MONTH]: o for o in _ORDERS}
        if len(months) > 1 and said[:_MONTH] in months:
            told.add(months[said[:_MONTH]])
    return told.pop() if len(told) == 1 else None
