"""The title of a story: the heading that readers see, with the head as its witness.

A heading that the head names too (JSON-LD, Open Graph, `<title>`) is the title; where
none is seen, what the head says, less the name of the site.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from normalizers.regions.context import Context
from normalizers.regions.head import Head
from normalizers.regions.scope import up_to
from normalizers.text import fold, squash, words
from normalizers.tree import Node, Tree, ancestors, attr, classes, hidden, text_of
from normalizers.urls import join

_SEPARATOR = re.compile(r"\s+[|»«›‹·•:–—-]+\s+|\s*[|»«]\s*")
_SITE_CLASS = re.compile(
    r"^(?:site|blog)-?(?:title|name|header|branding)$|^(?:logo|brand|masthead)$",
    re.IGNORECASE,
)
_MOST_HEADINGS = 80
_SHORTEST = 3


def title_of(tree: Tree, head: Head, context: Context) -> tuple[str, Node | None]:
    """The title as displayed and the node that shows it, if any does."""
    marked = [n for s in context.template.title for n in tree.css(s) if text_of(n)][:1]
    headings = [n for n in tree.css("h1, h2, h3, h4")[:_MOST_HEADINGS] if not hidden(n)]
    candidates = [(text_of(n), n) for n in (*marked, *headings)]
    keyed = [(squash(text), text, node) for text, node in candidates]
    named = _named(head)
    for key, text, node in keyed:
        if key in named:
            return text, node
    witness = squash(head.title)
    seen = [
        (text, node)
        for key, text, node in keyed
        if len(text) >= _SHORTEST and key in witness and not _is_site(text, node, head, context)
    ]
    if seen:
        return max(seen, key=lambda pair: len(pair[0]))
    for node in marked:
        if not _is_site(text_of(node), node, head, context):
            return text_of(node), node
    said = head.value("og:title", "twitter:title") or _without_site(head, context)
    if said:
        return said, None
    return next(((text, node) for text, node in candidates if text), ("", None))


def _named(head: Head) -> set[str]:
    values = [head.value("og:title"), head.value("twitter:title"), head.value("dc.title")]
    for thing in head.objects[:5]:
        headline = thing.get("headline")
        values.append(headline if isinstance(headline, str) else "")
    return {squash(fold(v)) for v in values if v}


def _is_site(text: str, node: Node, head: Head, context: Context) -> bool:
    """Whether a heading is the name of the site: it says so, or it leads to the front."""
    if squash(text) == squash(head.value("og:site_name") or context.site.title or ""):
        return True
    around = [name for n in up_to(node, None) for name in (*classes(n), attr(n, "id"))]
    if any(_SITE_CLASS.search(name) for name in around):
        return True
    links = node.css("a[href]") or [a for a in ancestors(node) if a.tag == "a"]
    own = urlsplit(context.url).path
    front = [urlsplit(join(context.base, attr(link, "href"))) for link in links]
    return any(_is_front(parts.path, own) and not parts.query for parts in front)


def _is_front(path: str, own: str) -> bool:
    """Whether a path is the front of a site, also of one in a folder around the page."""
    return path in ("", "/") or (path.endswith("/") and own.startswith(path) and own != path)


def _without_site(head: Head, context: Context) -> str:
    """`<title>` less the site's name at its end, or at its start."""
    name = squash(head.value("og:site_name") or context.site.title or "")
    parts = [p for p in _SEPARATOR.split(head.title) if p]
    if not parts:
        return ""
    if name:
        kept = [p for p in parts if squash(p) != name]
        if len(kept) < len(parts) and squash(parts[-1]) == name:
            return fold(head.title[: head.title.rindex(parts[-1])]).rstrip(" |»«›‹·•:–—-")
        if len(kept) < len(parts) and squash(parts[0]) == name:
            return fold(head.title[len(parts[0]) :]).lstrip(" |»«›‹·•:–—-")
    return max(parts, key=lambda part: len(words(part)))
