"""When a story was published and last changed: structured data, marks, text, address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from normalizers.dates import DateHabits, find_date, read_date
from normalizers.machine_dates import agree, clock_between, read_machine_date
from normalizers.regions.context import IN_URL, Context
from normalizers.regions.head import Head, types_of
from normalizers.regions.scope import ANY_FOOT, BESIDE, Place, stands_beside
from normalizers.text import fold
from normalizers.tree import Node, Tree, ancestors, attr, classes, inside, line_of, same, text_of
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
_BESIDE = re.compile(rf"{BESIDE}|archive", re.IGNORECASE)
_LONGEST = 160
_NOTES = ".postmetadata, .post-metadata, .entry-utility, .entry-footer, .post-footer, .postinfo"
_ITS_DATE = "[class*='post-date' i], [class*='entry-date' i], [class*='publish' i]"
_LONGEST_NOTE = 500  # "This entry was posted on … and is filed under …" with all it links to
_LINES = "time, span, p, div, li, td, h3, h4, h5, h6, small, em, strong, b"
_MOST_LINES = 250
_LONGEST_LINE = 60
_FIRST_WORDS = 16  # letters before a date: an icon, "Posted on", "Published:"
_MONTH_NAMED = re.compile(r"[^\W\d_]{3}")
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The dates of a story; `date_text` is the date as displayed."""

    published_at: str | None = None
    modified_at: str | None = None
    date_text: str | None = None
    issues: tuple[Issue, ...] = ()


def moments_of(head: Head, scope: Node | Tree, place: Place, context: Context) -> Moments:
    """Read the dates of a story.

    Args:
        head: What the head of the page says.
        scope: The element around the story.
        place: Where the story and its title stand.
        context: The page around it.
    """
    zone = ZoneInfo(context.site.timezone) if context.site.timezone else None
    order = context.site.date_order or context.date_order
    habits = DateHabits(language=context.language, order=order, zone=zone)
    said = _said(head, "datePublished", _PUBLISHED)
    marked, text = _marked(scope, context, habits)
    if text is None:
        beside, text = _beside(place.title_node, habits)
        marked = marked or beside
    published = said or marked or _in_url(context.url)
    if not published:
        published, text = _noted(scope, habits) or _alone(scope, place.root, habits)
    issues: tuple[Issue, ...] = ()
    same = _as_shown(said, marked, text) if said and marked else None
    if same:
        published = same
    elif said and marked and said[:10] != marked[:10]:
        detail = f"the data say {said}, the page shows {marked}"
        issues = (Issue(code="dates-disagree", detail=detail),)
    else:
        published = agree(said, marked) if said and marked else published
    modified = _said(head, "dateModified", _MODIFIED)
    return Moments(published_at=published, modified_at=modified, date_text=text, issues=issues)


def _as_shown(said: str, shown: str, text: str | None) -> str | None:
    """The date that readers are shown, where it is the one that the data say.

    They are one moment on two clocks, or data whose day and month changed places: those
    of themes that write a date for machines in the order of their country.
    """
    year, month, day = said[:10].split("-")
    if shown[:10] == f"{year}-{day}-{month}" and day != month and _MONTH_NAMED.search(text or ""):
        return shown
    if said[:10] == shown[:10] or "T" not in said or "T" not in shown:
        return None
    exact, local = datetime.fromisoformat(said), datetime.fromisoformat(shown)
    if exact.tzinfo is None:
        return None
    clock = clock_between(exact, local)
    on_it = local.replace(tzinfo=clock)
    return on_it.isoformat() if clock and abs(on_it - exact) < _A_MINUTE else None


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
        for node in sorted(scope.css(selector)[:8], key=_is_updated):
            sure = selector in declared or selector == _UPDATED or not _is_of_change(node)
            if sure and not stands_beside(node, scope, _BESIDE):
                date, text = _of_node(node, habits)
                if date:
                    return date, text
    return None, None


def _is_updated(node: Node) -> bool:
    """Whether a node has the name of a change alone, as beside one named `published`."""
    names = classes(node)
    return "published" not in names and any(_CHANGED.search(name) for name in names)


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
            both = _as_shown(date, shown, text) or agree(date, shown) if shown else date
            return both, text or None
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


def _noted(scope: Node | Tree, habits: DateHabits) -> tuple[str, str] | None:
    """The date in a note under the story, or the one that stands for it in a side column.

    *Quirk:* the default theme of WordPress 1.5 to 2.9 tells the date on pages of one post
    in "This entry was posted on … and is filed under …" alone.
    """
    for node in scope.css(_NOTES):
        text = line_of(node, _LONGEST_NOTE) or ""
        if date := read_date(text[:_LONGEST], habits):
            return date, text
    texts = (line_of(node, _LONGEST_LINE) or "" for node in scope.css(_ITS_DATE))
    dated = {date: text for text in texts if (date := read_date(text, habits))}
    return dated.popitem() if len(dated) == 1 else None


def _alone(
    scope: Node | Tree, root: Node | None, habits: DateHabits
) -> tuple[str | None, str | None]:
    """A date that begins a short line, around the story or else at its head."""
    story = text_of(root)[:_LONGEST] if root is not None else ""
    within: tuple[str | None, str | None] = (None, None)
    for node in scope.css(_LINES)[:_MOST_LINES]:
        text = line_of(node, _LONGEST_LINE)
        found = find_date(text, habits) if text else None
        if not text or found is None or found.start > _FIRST_WORDS:
            continue
        if stands_beside(node, scope, _BESIDE):
            continue
        if root is None or not inside(node, root):
            return found.iso, text
        if text in story and within[0] is None:
            within = found.iso, text
    return within


def _around(title: Node) -> Iterator[Node]:
    """What follows and what stands before the title, nearest first, three levels out."""
    levels = takewhile(lambda n: n.tag not in ("body", "html"), (title, *ancestors(title)))
    for level in islice(levels, 4):
        for way in ("next", "prev"):
            beside = getattr(level, way)
            for _ in range(8):
                if beside is None:
                    break
                if beside.is_element_node and not _is_named_beside(attr(beside, "class")):
                    yield beside
                beside = getattr(beside, way)


def _is_named_beside(names: str) -> bool:
    return _BESIDE.search(names) is not None or ANY_FOOT.search(names) is not None


def _in_url(url: str) -> str | None:
    match = IN_URL.search(url)
    if not match or not match[3]:
        return None
    return read_machine_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")
