"""The authors of a story: marked bylines, structured data, meta, and "By …" lines.

Names are taken as displayed; what stands in bylines beside them (dates, "By", the
name of the site, addresses) is left out.
"""

from __future__ import annotations

import re

from normalizers.regions.context import Context
from normalizers.regions.head import Head, types_of
from normalizers.regions.people import clean_names, people_in
from normalizers.text import squash, unique
from normalizers.tree import Node, Tree, ancestors, attr, classes, text_of
from normalizers.values import Issue

_META = (
    "author",
    "article:author",
    "dc.creator",
    "dc.contributor.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dcterms.creator",
    "citation_author",
    "twitter:creator:name",
)
_MARKED = (
    "[rel~='author']",
    "[itemprop~='author'] [itemprop~='name']",
    "[itemprop~='author']",
    ".byline .author, .byline a, .author .fn, .author.vcard, .vcard .fn",
    ".byline-name, .author-name, .post-author a, .entry-author a, .post-author-name, .p-author",
    ".byline, .by-line, .post-author, .entry-author, .author, .authors, .post-byline, .article-author",
)
_BESIDE = re.compile(
    r"comment|related|sidebar|widget|^(?:site|page|main)?-?footer$|popular|recent|\bbio\b|author-?(?:bio|box|info|desc)|about-?author",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:posted |written |published |submitted |reported |story |words )?by:?\s+(?=\w)",
    re.IGNORECASE,
)
# Boxes about the author, asked last: some themes name the author nowhere else.
_BOXES = (
    ".author-bio, .author-box, .author-info, .author-card, .about-author, .author-description, "
    ".wp-block-post-author, .saboxplugin-wrap, .post-author-box, #author-info, .entry-author-info"
)
_IN_BOX = (
    ".fn",
    ".author-name",
    "[itemprop~='name']",
    "h1, h2, h3, h4, h5",
    "a[rel~='author']",
    "strong, b",
)
_LONGEST_LINE = 120


def authors_of(
    head: Head, scope: Node | Tree, title: Node | None, context: Context
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The authors, and the issue where sources disagree."""
    shown = _shown(scope, context)
    said = _structured(head, context)
    if shown and said and not _agree(shown, said):
        detail = f"the page shows {'; '.join(shown)}, its data say {'; '.join(said)}"
        return shown, (Issue(code="authors-disagree", detail=detail),)
    chosen = shown or said or _lines(scope, title, context) or _in_boxes(scope, context)
    return chosen, ()


def _shown(scope: Node | Tree, context: Context) -> tuple[str, ...]:
    for selector in (*context.template.byline, *_MARKED):
        names: list[str] = []
        for node in scope.css(selector)[:20]:
            if not _is_beside(node):
                names += clean_names(text_of(node), context.site)
        if names:
            return _once(names)
    return ()


def _is_beside(node: Node) -> bool:
    for around in (node, *ancestors(node)):
        if around.tag in ("article", "body", "main"):
            return False
        if any(_BESIDE.search(name) for name in (*classes(around), attr(around, "id"))):
            return True
    return False


def _structured(head: Head, context: Context) -> tuple[str, ...]:
    from_objects = [
        name
        for thing in head.objects
        if any(t.endswith(("Article", "Posting", "Report", "WebPage")) for t in types_of(thing))
        for key in ("author", "creator")
        for name in people_in(thing.get(key))
    ]
    names = [n for raw in from_objects for n in clean_names(raw, context.site)]
    if names:
        return _once(names)
    for key in _META:
        names = [n for raw in head.meta.get(key, ()) for n in clean_names(raw, context.site)]
        if names:
            return _once(names)
    return ()


def _lines(scope: Node | Tree, title: Node | None, context: Context) -> tuple[str, ...]:
    """Names of a line that begins with "By", near the title."""
    root = scope if isinstance(scope, Node) else scope.body
    if root is None:
        return ()
    for node in root.css("p, span, div, h2, h3, h4, h5, h6, small, em, strong, b, address, li")[
        :250
    ]:
        text = text_of(node)
        if len(text) <= _LONGEST_LINE and _BY.search(text) and not _is_beside(node):
            names = clean_names(text, context.site)
            if names:
                return _once(names)
    return ()


def _in_boxes(scope: Node | Tree, context: Context) -> tuple[str, ...]:
    box = scope.css_first(_BOXES)
    for selector in _IN_BOX if box is not None else ():
        for node in box.css(selector)[:2]:
            if names := clean_names(text_of(node), context.site):
                return _once(names)
    return ()


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not {squash(n) for n in one}.isdisjoint(squash(n) for n in other)


def _once(names: list[str]) -> tuple[str, ...]:
    by_key = {squash(name): name for name in reversed(names)}
    return unique(by_key[squash(name)] for name in names)
