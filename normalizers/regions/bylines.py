"""The authors of a story: marked bylines, structured data, meta, and "By …" lines.

Names are taken as displayed; what stands in bylines beside them (dates, "By", the
name of the site, addresses) is left out. Where the page shows a part of the name that
its data give in full, the full one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product, takewhile

from normalizers.regions.context import Context
from normalizers.regions.head import Head, types_of
from normalizers.regions.people import clean_names, people_in
from normalizers.regions.scope import up_to
from normalizers.text import squash, unique
from normalizers.tree import (
    Node,
    Tree,
    ancestors,
    attr,
    classes,
    find,
    inside,
    line_of,
    text_of,
    tree_of,
)
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
)
_MARKED = (
    "[rel~='author']",
    "[itemprop~='author'] [itemprop~='name']",
    "[itemprop~='author']",
    ".byline .author, .byline a, .author .fn, .author.vcard, .vcard .fn, .p-author",
    ".byline-name, .author-name, .post-author a, .entry-author a, .post-author-name",
    "a[href*='/author/'], a[href*='/authors/']",
    (
        ".byline, .by-line, .post-author, .entry-author, .author, .authors, .post-byline, "
        ".article-author"
    ),
)
# How search plug-ins label the author in the cards they write, by language.
_WRITTEN = frozenset(
    (
        "written by",
        "verfasst von",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "napisane przez",
    )
)
# Marks that are an author's wherever they stand on a page.
_SURE = ("[rel~='author']", ".author.vcard, .vcard .fn", "a[href*='/author/']")
# Boxes about the author, asked last: some themes name the author nowhere else.
_BOXES = (
    ".author-bio, [class*='author-box'], .author-info, .author-card, .about-author, "
    ".author-description, .wp-block-post-author, .saboxplugin-wrap, #author-info, "
    ".entry-author-info"
)
_IN_BOX = (
    ".fn",
    ".author-name, [class*='author-box__name']",
    "[itemprop~='name']",
    "h1, h2, h3, h4, h5",
    "a[rel~='author']",
    "strong, b",
)
_BESIDE = re.compile(
    r"comment|related|sidebar|widget|^(?:site|page|main)?-?footer$|popular|recent|caption|credit"
    r"|\bbio\b|author-?(?:bio|box|desc)|about-?author|^menu",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|[\s|·•–—])(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]uth?or(?:in)?:):?\s+"
    r"(?=[^\W\d_])"
)
_LINES = "p, span, div, h2, h3, h4, h5, h6, small, em, strong, b, address, li, time"
_MOST_LINES = 250
_LONGEST_LINE = 120
_MOST_NODES = 12
_NEAR = 3  # levels that two names of one byline are apart


def authors_of(
    head: Head, scope: Node | Tree, root: Node | None, context: Context
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The authors, and the issue where sources disagree.

    Args:
        head: What the head of the page says.
        scope: The element around the story.
        root: The story, whose words are no byline.
        context: The page around it.
    """
    shown = _shown(scope, (*context.template.byline, *_MARKED), context)
    said = _structured(head, context)
    if not shown and isinstance(scope, Node) and not said:
        shown = _shown(tree_of(scope), _SURE, context)
    if shown and said:
        full = tuple(name for name in said if any(_begins(one, name) for one in shown))
        if full and len(full) == len(shown) == len(said):
            return full, ()
        if not _agree(shown, said):
            detail = f"the page shows {'; '.join(shown)}, its data say {'; '.join(said)}"
            return shown, (Issue(code="authors-disagree", detail=detail),)
    return shown or said or _lines(scope, root, context) or _in_boxes(scope, context), ()


def _shown(scope: Node | Tree, selectors: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The names in the first byline that a selector finds."""
    for selector in selectors:
        nodes = [n for n in find(scope, selector)[:_MOST_NODES] if not _is_beside(n, scope)]
        for number, node in enumerate(nodes):
            names = clean_names(text_of(node), context.site)
            if names:
                beside = [n for n in nodes[number + 1 :] if _are_near(node, n)]
                names += [n for b in beside for n in clean_names(text_of(b), context.site)]
                return _once(names)
    return ()


def _are_near(one: Node, other: Node) -> bool:
    around = {node.mem_id for node in _climb(one)}
    return any(node.mem_id in around for node in _climb(other))


def _climb(node: Node) -> Iterator[Node]:
    frames = ("article", "main", "body", "header", "section")
    near = takewhile(lambda around: around.tag not in frames, ancestors(node))
    return islice(near, _NEAR)


def _is_beside(node: Node, scope: Node | Tree) -> bool:
    return any(_is_aside(around) for around in up_to(node, scope))


def _is_aside(node: Node) -> bool:
    if node.tag in ("figure", "nav", "aside"):
        return True
    return any(_BESIDE.search(name) for name in (*classes(node), attr(node, "id")))


def _structured(head: Head, context: Context) -> tuple[str, ...]:
    from_objects = [
        name
        for thing in head.objects
        if any(t.endswith(("Article", "Posting", "Report", "WebPage")) for t in types_of(thing))
        for key in ("author", "creator")
        for name in people_in(thing.get(key)) or _referred(thing.get(key), head)
    ]
    names = [n for raw in from_objects for n in clean_names(raw, context.site)]
    if names:
        return _once(names)
    if head.value("twitter:label1").casefold() in _WRITTEN:
        names = clean_names(head.value("twitter:data1"), context.site)
    if names:
        return _once(names)
    for key in _META:
        names = [n for raw in head.meta.get(key, ()) for n in clean_names(raw, context.site)]
        if names:
            return _once(names)
    return ()


def _referred(value: object, head: Head) -> tuple[str, ...]:
    """The name of the object that a reference names by its `@id`."""
    wanted = value.get("@id") if isinstance(value, dict) else None
    found = [thing for thing in head.objects if wanted and thing.get("@id") == wanted]
    return tuple(name for thing in found for name in people_in(thing.get("name")))


def _lines(scope: Node | Tree, root: Node | None, context: Context) -> tuple[str, ...]:
    """Names behind "By" in a short line outside the story."""
    for node in scope.css(_LINES)[:_MOST_LINES]:
        text = line_of(node, _LONGEST_LINE)
        by = _BY.search(text) if text else None
        if not text or by is None or (by.start() and root is not None and inside(node, root)):
            continue
        if not _is_beside(node, scope):
            names = clean_names(text[by.end() :], context.site)
            if names:
                return _once(names)
    return ()


def _in_boxes(scope: Node | Tree, context: Context) -> tuple[str, ...]:
    boxes = find(scope, _BOXES)[:1]
    for box, selector in product(boxes, _IN_BOX):
        for node in box.css(selector)[:2]:
            if names := clean_names(text_of(node), context.site):
                return _once(names)
    return ()


def _begins(part: str, whole: str) -> bool:
    """Whether a name begins a fuller one: "Ann" and "Ann Lee"."""
    return squash(whole).startswith(squash(part))


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not {squash(n) for n in one}.isdisjoint(squash(n) for n in other)


def _once(names: list[str]) -> tuple[str, ...]:
    by_key = {squash(name): name for name in reversed(names)}
    return unique(by_key[squash(name)] for name in names)
