"""The space around a thread: headings, forms, links to more pages, and script systems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from normalizers.regions.threads.items import Item, names_of
from normalizers.regions.threads.names import is_area
from normalizers.tree import (
    Node,
    Tree,
    ancestors,
    attr,
    cut,
    has_words,
    is_cut,
    line_of,
    text_of,
)
from normalizers.urls import join, story_key

_NEVER = frozenset(("html", "body", "head", "main", "a", "link", "script", "style", "meta"))
_LEVELS = 3  # lists and boxes between the first comment and its heading
_LONGEST_HEAD = 300  # letters; a heading may repeat the title of the story
_SHORT = 90  # letters of a space that is nothing but a count
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_MOST = 2500  # letters that a form with its notices may hold
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3})+|\d+)(?![\d.,]*\d)")
_QUOTED = re.compile(r"[“„«\"‘].*[”“»\"’]", re.DOTALL)
_MORE = re.compile(r"/comment-page-\d+|[?&](?:cpage|commentPage|comments_page)=\d+", re.IGNORECASE)
_POST = re.compile(r"[?&](?:p|page_id)=(\d+)")
_STATED = (("link[rel~='canonical'][href]", "href"), ("meta[property='og:url']", "content"))
_CLOSED = re.compile(r"no-?comments|comments?[-_]closed", re.IGNORECASE)

# Systems that write their comments by script: how their pages know them.
_SYSTEMS: tuple[tuple[str, str], ...] = (
    ("disqus", '#disqus_thread, script[src*="disqus.com"], .dsq-brlink'),
    ("facebook", ".fb-comments, fb\\:comments, .fb_comments"),
    ("jetpack", '#jetpack_remote_comment, iframe[src*="jetpack.wordpress.com/jetpack-comment"]'),
    ("livefyre", '#livefyre, #livefyre-comments, [id^="lf_comment"], script[src*="livefyre.com"]'),
    ("intensedebate", '#idc-container, script[src*="intensedebate.com"]'),
    ("coral", '#coral_thread, [id^="coral-"], #coral_talk_stream'),
    ("spotim", '[data-spotim-module], script[src*="spot.im"], script[src*="openweb"]'),
    ("viafoura", ".viafoura, vf-conversations"),
    ("ghost", "ghost-comments, [data-ghost-comments], script[data-ghost-comments]"),
    ("substack", ".comments-page [class*=comment-list-collapsed], [class*=substack-comments]"),
    ("googleplus", ".g-comments, g\\:comments"),
    ("hyvor", "#hyvor-talk-view, hyvor-talk-comments"),
    ("commento", "#commento"),
    ("utterances", 'script[src*="utteranc.es"], .utterances'),
    ("giscus", 'script[src*="giscus.app"], .giscus'),
    ("jskit", '.js-kit-comments, script[src*="js-kit.com"]'),
)


_ANY_SYSTEM = ", ".join(selector for _, selector in _SYSTEMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page says around its thread."""

    stated_count: int | None
    open: bool | None
    scripts: tuple[str, ...]
    pages: tuple[str, ...]


def areas_of(hits: Iterable[Node]) -> list[Node]:
    """The outermost elements named for a thread or its form, if they hold no story.

    Args:
        hits: What may be one, in page order; the comments were cut from the page.
    """
    named = [
        node
        for node in hits
        if node.tag not in _NEVER and any(map(is_area, names_of(node))) and not is_cut(node)
    ]
    found: list[Node] = []
    taken: set[int] = set()
    for node in named:
        if any(parent.mem_id in taken for parent in ancestors(node)):
            continue
        if _holds_no_story(node):
            found.append(node)
            taken.add(node.mem_id)
    return found


def heads_of(items: Sequence[Item]) -> list[Node]:
    """The heading directly over the list of comments, named or not.

    Must be asked before the comments are cut.
    """
    if not items:
        return []
    node = items[0].node
    for _ in range(_LEVELS):
        before = node.prev
        while before is not None and not (before.is_element_node and has_words(before)):
            before = before.prev
        if before is not None:
            is_head = before.tag in _HEADINGS and line_of(before, _LONGEST_HEAD) is not None
            return [before] if is_head else []
        parent = node.parent
        if parent is None or parent.tag in _NEVER:
            return []
        node = parent
    return []


def _holds_no_story(node: Node) -> bool:
    if node.css_first("h1") is not None:
        return False
    return len(node.text_lexbor()) <= _MOST or line_of(node, _MOST) is not None


def look_around(root: Tree, areas: Sequence[Node], url: str, base: str) -> Surroundings:
    """Read the surroundings of a thread whose comments were cut.

    Args:
        root: The page.
        areas: The elements named for the thread.
        url: The address of the page.
        base: What its links are joined to.
    """
    scripts: tuple[str, ...] = ()
    if root.css_first(_ANY_SYSTEM) is not None:
        scripts = tuple(name for name, known in _SYSTEMS if root.css_first(known) is not None)
    return Surroundings(
        stated_count=_stated(areas),
        open=_is_open(areas),
        scripts=scripts,
        pages=_pages(areas, {_story_of(own) for own in (url, *_stated_urls(root, base))}, base),
    )


def _stated(areas: Sequence[Node]) -> int | None:
    """The count in the heading of the thread; the title of the story in it is not read.

    Several counts under one name that differ are those of several stories.
    """
    told: dict[str, set[int]] = {}
    for area in areas:
        count = _count_in(area)
        if count is not None:
            name = attr(area, "class") or attr(area, "id")
            told.setdefault(name, set()).add(count)
    return next((min(counts) for counts in told.values() if len(counts) == 1), None)


def _count_in(area: Node) -> int | None:
    for node in [area, *area.css("h2, h3, h4, h5, h6, .comments-title, [class*=count]")]:
        whole = node.mem_id == area.mem_id and node.tag not in _HEADINGS
        if whole and len(text_of(node)) > _SHORT:
            continue
        match = _COUNT.search(_QUOTED.sub("", text_of(node)))
        if match:
            return int(re.sub(r"\D", "", match[1]))
    return None


def _is_open(areas: Sequence[Node]) -> bool | None:
    for area in areas:
        if area.css_first("form textarea, form#commentform") is not None:
            return True
    for area in areas:
        closed = [area, *area.css("[class*=omments]")]
        if any(_CLOSED.search(attr(node, "class")) for node in closed):
            return False
    return None


def _stated_urls(root: Tree, base: str) -> list[str]:
    """The addresses that the page says it has."""
    found = ((root.css_first(selector), name) for selector, name in _STATED)
    return [join(base, attr(node, name)) for node, name in found if node is not None]


def _story_of(url: str) -> tuple[str, str | None]:
    """What the pages of one thread share: the path of the story, or the number of the post."""
    post = _POST.search(url)
    return story_key(_MORE.sub("", url)).partition("?")[0], post[1] if post else None


def _pages(areas: Sequence[Node], own: Set[tuple[str, str | None]], base: str) -> tuple[str, ...]:
    """More pages of the thread; links to threads of other stories are none."""
    links = (
        join(base, attr(link, "href")).partition("#")[0]
        for area in areas
        for link in area.css("a[href]")
        if _MORE.search(attr(link, "href"))
    )
    return tuple(dict.fromkeys(link for link in links if _story_of(link) in own))


def cut_areas(areas: Iterable[Node]) -> None:
    """Cut the surroundings out of the page."""
    for area in areas:
        cut(area)
