"""The title of a story: the heading that readers see, with the head as its witness.

A heading that the head names too (JSON-LD, Open Graph, `<title>`) is the title; where
none is seen, what the head says, less the name of the site.
"""

from __future__ import annotations

import re

from normalizers.regions.context import Context
from normalizers.regions.head import Head
from normalizers.text import fold, squash, words
from normalizers.tree import Node, Tree, first, hidden, text_of

_SEPARATOR = re.compile(r"\s+[|»«›‹·•:–—-]+\s+|\s*[|»«]\s*")
_MOST_HEADINGS = 80
_SHORTEST = 3


def title_of(tree: Tree, head: Head, context: Context) -> tuple[str, Node | None]:
    """The title as displayed and the node that shows it, if any does."""
    marked = [n for s in context.template.title for n in tree.css(s) if text_of(n)]
    headings = [n for n in tree.css("h1, h2, h3, h4")[:_MOST_HEADINGS] if not hidden(n)]
    named = _named(head)
    for node in (*marked[:1], *headings):
        if squash(text_of(node)) in named:
            return text_of(node), node
    witness = squash(head.title)
    for node in (*marked[:1], *headings):
        text = squash(text_of(node))
        if len(text) > _SHORTEST and text in witness and not _is_site(text, head, context, witness):
            return text_of(node), node
    if marked:
        return text_of(marked[0]), marked[0]
    said = head.value("og:title", "twitter:title") or _without_site(head, context)
    only = first(tree, ("h1",))
    if not said and only is not None:
        return text_of(only), only
    return said, None


def _named(head: Head) -> set[str]:
    values = [head.value("og:title"), head.value("twitter:title"), head.value("dc.title")]
    for thing in head.objects[:5]:
        headline = thing.get("headline")
        values.append(headline if isinstance(headline, str) else "")
    return {squash(fold(v)) for v in values if v}


def _is_site(text: str, head: Head, context: Context, witness: str) -> bool:
    name = squash(head.value("og:site_name") or context.site.title or "")
    if name:
        return text == name
    # The name of a site stands at one end of `<title>` and is the shorter part of it.
    return len(text) * 2 < len(witness) and not witness.startswith(text)


def _without_site(head: Head, context: Context) -> str:
    """`<title>` less the site's name at its end, or at its start."""
    name = squash(head.value("og:site_name") or context.site.title or "")
    parts = [p for p in _SEPARATOR.split(head.title) if p]
    if len(parts) < 2:
        return head.title
    if name:
        kept = [p for p in parts if squash(p) != name]
        if len(kept) < len(parts) and squash(parts[-1]) == name:
            return fold(head.title[: head.title.rindex(parts[-1])]).rstrip(" |»«›‹·•:–—-")
        if len(kept) < len(parts) and squash(parts[0]) == name:
            return fold(head.title[len(parts[0]) :]).lstrip(" |»«›‹·•:–—-")
    return max(parts, key=lambda part: len(words(part)))
