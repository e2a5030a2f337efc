"""What a list page points to: one entry for each post it shows."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers.dates import DateHabits, read_date
from normalizers.machine_dates import read_machine_date
from normalizers.regions.context import Context
from normalizers.regions.kinds import entries_of
from normalizers.text import fold, squash
from normalizers.tree import Node, Tree, ancestors, attr, text_of
from normalizers.urls import host_of, join, story_key
from normalizers.values import ListItem

_TITLES = (
    ".entry-title a[href], .post-title a[href], .wp-block-post-title a[href]",
    "h1 a[href], h2 a[href], h3 a[href], h4 a[href]",
    "a[rel~='bookmark'][href]",
)
_LOOSE = "h1 a[href], h2 a[href], h3 a[href], h4 a[href]"
_MORE = ("a.more-link, .read-more, .more-link",)
_LONGEST_EXCERPT = 1_500


def read_list(tree: Tree, context: Context) -> tuple[ListItem, ...]:
    """The entries of a list page, in page order, each address once."""
    found: dict[str, ListItem] = {}
    for entry in entries_of(tree, context.template) or _singles(tree, context):
        item = _entry(entry, context)
        if item is not None:
            found.setdefault(story_key(item.url), item)
    if not found:
        for link in _headlines(tree, context):
            url = join(context.base, attr(link, "href"))
            found.setdefault(story_key(url), ListItem(url=url, title=text_of(link)))
    return tuple(found.values())


def _singles(tree: Tree, context: Context) -> list[Node]:
    """The one entry of a list that shows one."""
    for selector in context.template.entries:
        if (node := tree.css_first(selector)) is not None:
            return [node]
    return []


def _headlines(tree: Tree, context: Context) -> Iterable[Node]:
    """Headings that link to posts, where nothing marks the entries."""
    own = host_of(context.url)
    for link in tree.css(_LOOSE):
        url = join(context.base, attr(link, "href"))
        if host_of(url) == own and text_of(link) and _may_be_post(url, context):
            yield link


def _may_be_post(url: str, context: Context) -> bool:
    return context.site.kind_of(url) not in ("list", "feed", "skip", "comments")


def _entry(entry: Node, context: Context) -> ListItem | None:
    link = _title_link(entry, context)
    if link is None:
        return None
    title = text_of(link) or attr(link, "title")
    return ListItem(
        url=join(context.base, attr(link, "href")),
        title=title,
        excerpt=_excerpt(entry, title),
        date=_date(entry, context),
    )


def _title_link(entry: Node, context: Context) -> Node | None:
    if entry.tag == "a" and attr(entry, "href"):
        return entry
    for selector in (*_TITLES, "a[href]"):
        for link in entry.css(selector):
            if text_of(link) and _may_be_post(join(context.base, attr(link, "href")), context):
                return link
    return None


def _excerpt(entry: Node, title: str) -> str | None:
    known = squash(title)
    paragraphs: list[str] = []
    for node in entry.css("p, .entry-summary, .wp-block-post-excerpt__excerpt"):
        if any(a.tag in ("header", "footer") for a in ancestors(node)):
            continue
        text = text_of(node)
        if text and squash(text) != known and not any(text in p for p in paragraphs):
            paragraphs.append(text)
        if sum(map(len, paragraphs)) > _LONGEST_EXCERPT:
            break
    return fold(" ".join(paragraphs))[:_LONGEST_EXCERPT] or None


def _date(entry: Node, context: Context) -> str | None:
    for node in entry.css("time[datetime], abbr.published[title], .published[title]"):
        value = attr(node, "datetime") or attr(node, "title")
        if date := read_machine_date(value):
            return date
    habits = DateHabits(language=context.language)
    for selector in context.template.date:
        for node in entry.css(selector):
            if date := read_date(text_of(node), habits):
                return date
    return None
