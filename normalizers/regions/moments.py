"""When a story was published and last changed: structured data, marks, text, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from normalizers.date_words import Order
from normalizers.dates import DateHabits, agree, learn_order, read_date, read_machine_date
from normalizers.regions.context import Context
from normalizers.regions.head import Head, types_of
from normalizers.regions.scope import up_to
from normalizers.text import fold
from normalizers.tree import Node, Tree, ancestors, attr, classes, line_of, same, text_of
from normalizers.values import Issue

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
    "article.published",
    "published_at",
    "og:published_time",
    "cxenseparse:recs:publishtime",
    "dc.date.created",
    "dcterms.date",
    "citation_publication_date",
    "created",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "lastmod",
    "dc.date.modified",
    "last-modified",
)
_MARKED = (
    "time.published[datetime], time.entry-date[datetime], .published[title], abbr.published[title]",
    "[itemprop~='datePublished'], time.dt-published, time[pubdate]",
    "time[datetime]",
    (
        ".published, .entry-date, .post-date, .date-header, .postdate, .posted-on, .posted, "
        ".dateline, "
        ".pubdate, .article-date, .timestamp, .date, .post-time, .entry-time, .post-meta, "
        ".entry-meta, "
        ".byline, .meta, .submitted"
    ),
    "[class*='date' i], [id*='date' i], [class*='publish' i]",
    "[class*='meta' i], .time",
)
# Names of the date of the last change, which stands beside or instead of the first one.
# *Quirk:* hAtom names the date of publication `updated` too; it has other names then.
_UPDATED = ".updated, .modified"
_CHANGED = re.compile(r"(?:^|[_-])(?:updated?|modified|last-?mod)(?:$|[_-])", re.IGNORECASE)
_BESIDE = re.compile(
    r"comment|related|sidebar|widget|^(?:site|page|main)?-?footer$|popular|recent|archive",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)")
_LONGEST = 160
_DATED = "time, [class*='date' i], [class*='meta' i], [class*='posted' i], [class*='time' i]"
_MOST_DATES = 100
_NUMBERS = re.compile(r"\d\s?[./-]\s?\d\d?\s?[./-]\s?\d")
_MONTH = len("2017-04")
_ORDERS: tuple[Order, ...] = ("DMY", "MDY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The dates of a story; `date_text` is the date as displayed."""

    published_at: str | None = None
    modified_at: str | None = None
    date_text: str | None = None
    issues: tuple[Issue, ...] = ()


def moments_of(head: Head, scope: Node | Tree, title: Node | None, context: Context) -> Moments:
    """Read the dates of a story."""
    zone = ZoneInfo(context.site.timezone) if context.site.timezone else None
    order = context.site.date_order or context.date_order
    habits = DateHabits(language=context.language, order=order, zone=zone)
    said = _said(head, "datePublished", _PUBLISHED)
    marked, text = _marked(scope, context, habits)
    if text is None:
        beside, text = _beside(title, habits)
        marked = marked or beside
    published = said or marked or _in_url(context.url)
    issues: tuple[Issue, ...] = ()
    if said and marked and said[:10] != marked[:10]:
        detail = f"the data say {said}, the page shows {marked}"
        issues = (Issue(code="dates-disagree", detail=detail),)
    else:
        published = agree(said, marked) if said and marked else published
    modified = _said(head, "dateModified", _MODIFIED)
    return Moments(published_at=published, modified_at=modified, date_text=text, issues=issues)


def order_of_page(tree: Tree, url: str, latest: date) -> Order | None:
    """The order of dates of numbers, where the page tells it.

    Dates that it also says for machines tell it; then those that can be read in one order
    only; then its address, for a blog that names the month there shows the day of the
    story somewhere.
    """
    nodes = tree.css(_DATED)[:_MOST_DATES]
    lines = ((line_of(node, _LONGEST) or "", node) for node in nodes)
    dated = [(text, node) for text, node in lines if _NUMBERS.search(text)]
    match = _IN_URL.search(url)
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


def _said(head: Head, key: str, names: tuple[str, ...]) -> str | None:
    for thing in head.objects:
        value = thing.get(key)
        if isinstance(value, str) and types_of(thing) and (date := read_machine_date(value)):
            return date
    for name in names:
        for value in head.meta.get(name, ()):
            if date := read_machine_date(value):
                return date
    return None


def _marked(
    scope: Node | Tree, context: Context, habits: DateHabits
) -> tuple[str | None, str | None]:
    """The date of the first marked node that has one, and its text."""
    declared = context.template.date
    for selector in (*declared, *_MARKED, _UPDATED):
        for node in scope.css(selector)[:8]:
            sure = selector in declared or selector == _UPDATED or not _is_of_change(node)
            if sure and not _is_beside(node, scope):
                date, text = _of_node(node, habits)
                if date:
                    return date, text
    return None, None


def _is_of_change(node: Node) -> bool:
    """Whether a node is named for the last change, and not for the first publication too."""
    changed = [name for name in classes(node) if _CHANGED.search(name)]
    others = " ".join(name for name in classes(node) if name not in changed).lower()
    return bool(changed) and not any(word in others for word in ("publish", "date", "posted"))


def _of_node(node: Node, habits: DateHabits) -> tuple[str | None, str | None]:
    text = text_of(node)
    for changed in node.css(_UPDATED):
        if _is_of_change(changed) and not same(changed, node):
            text = fold(text.replace(text_of(changed), " ", 1))
    shown = read_date(text, habits) if len(text) <= _LONGEST else None
    for name in ("datetime", "content", "title"):
        if (value := attr(node, name)) and (date := read_machine_date(value, habits.zone)):
            return agree(date, shown) if shown else date, text or None
    return shown, text if shown else None


def _beside(title: Node | None, habits: DateHabits) -> tuple[str | None, str | None]:
    """A date in a short text around the title."""
    if title is None:
        return None, None
    for node in _around(title):
        text = text_of(node)
        if 0 < len(text) <= _LONGEST and (date := read_date(text, habits)):
            return date, text
    return None, None


def _around(title: Node) -> Iterator[Node]:
    """What follows and what stands before the title, nearest first, three levels out."""
    levels = takewhile(lambda n: n.tag not in ("body", "html"), (title, *ancestors(title)))
    for level in islice(levels, 4):
        for way in ("next", "prev"):
            beside = getattr(level, way)
            for _ in range(8):
                if beside is None:
                    break
                if beside.is_element_node and not _BESIDE.search(attr(beside, "class")):
                    yield beside
                beside = getattr(beside, way)


def _in_url(url: str) -> str | None:
    match = _IN_URL.search(url)
    if not match or not match[3]:
        return None
    return read_machine_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")


def _is_beside(node: Node, scope: Node | Tree) -> bool:
    return any(
        _BESIDE.search(name)
        for around in up_to(node, scope)
        for name in (*classes(around), attr(around, "id"))
    )
