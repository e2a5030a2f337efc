"""When a story was published and last changed: structured data, marks, text, address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from normalizers.dates import DateHabits, agree, read_date, read_machine_date
from normalizers.regions.context import Context
from normalizers.regions.head import Head, types_of
from normalizers.regions.scope import up_to
from normalizers.tree import Node, Tree, ancestors, attr, classes, text_of
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
)
_BESIDE = re.compile(
    r"comment|related|sidebar|widget|^(?:site|page|main)?-?footer$|popular|recent|archive",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)")
_LONGEST = 160


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
    order = {True: "MDY", False: "DMY", None: None}[context.site.month_first]
    habits = DateHabits(language=context.language, order=order, zone=zone)  # type: ignore[arg-type]
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
    for selector in (*context.template.date, *_MARKED):
        for node in scope.css(selector)[:8]:
            if _is_beside(node, scope):
                continue
            date, text = _of_node(node, habits)
            if date:
                return date, text
    return None, None


def _of_node(node: Node, habits: DateHabits) -> tuple[str | None, str | None]:
    text = text_of(node)
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
