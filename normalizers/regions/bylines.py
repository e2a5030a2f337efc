"""The authors of a story: marked bylines, structured data, meta, and "By …" lines.

Names are taken as displayed; what stands in bylines beside them (dates, "By", the
name of the site, addresses) is left out. A byline in the story itself, as in a teaser
of another one, counts only where none stands around it. Where the page shows a part of
the name that its data give in full, the full one counts; of several names shown, those
that its data leave out and that are one word are sections or titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product, takewhile

from normalizers.regions.context import Context
from normalizers.regions.head import Head
from normalizers.regions.people import clean_names, once, said_authors
from normalizers.regions.signatures import (
    Line,
    first_of,
    fuller,
    is_beside,
    is_in,
    lines_of,
    name_at_date,
    signed_lines,
)
from normalizers.text import squash
from normalizers.tree import Node, Tree, ancestors, attr, find, inside, text_of, tree_of
from normalizers.values import Issue

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
# Names of classes that hold those above, asked where nothing else names anybody.
_LOOSE = ("[class*='author-name'], [class*='author_name'], [class*='byline'], [class*='__author']",)
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
# Pages about a person, as blogs of many languages name them in the addresses of links.
_PEOPLE = re.compile(
    r"/(?:authors?|autor(?:e[ns]?|i)?|auteurs?|users?|user-[a-z]+|profil(?:es?)?|staff"
    r"|team|writers?|contributors?|columnists?|redaktion|yazar(?:lar)?|members?)/"
    r"(?:[^/]+|\?\w+=\w+)/?$",
    re.IGNORECASE,
)
# What stands between two names of one byline.
_JOINS = re.compile(
    r"[\s,;&|/·•+]*(?:(?:and|und|et|y|e|i|og|och|en|with|mit|avec|con)\b)?[\s,]*(?:by\s)?",
    re.IGNORECASE,
)
_MOST_NODES = 12
_MOST_LINKS = 250
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
    said = said_authors(head, context.site)
    shown = _shown(scope, root, context)
    lines: tuple[Line, ...] = ()
    if not shown:
        read = signed_lines if said else lines_of
        lines = tuple(read(head, scope, root, context))
        shown = first_of(line for line in lines if line.whole) or _anywhere(scope, said, context)
    if shown:
        return _judged(shown, said) if said else (shown, ())
    if said:
        return tuple(fuller(name, lines) for name in said), ()
    loose = _marked(scope, _LOOSE, None, context)
    shown = loose or first_of(line for line in lines if not line.within)
    return shown or _in_boxes(scope, context) or name_at_date(scope, root, context), ()


def _judged(
    shown: tuple[str, ...], said: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The authors of a page that shows names and states some in its data."""
    full = tuple(name for name in said if any(_begins(one, name) for one in shown))
    if full and len(full) == len(shown) == len(said):
        return full, ()
    if set(said) < set(shown):
        return tuple(name for name in shown if name in said or " " in name), ()
    if not _agree(shown, said):
        detail = f"the page shows {'; '.join(shown)}, its data say {'; '.join(said)}"
        return shown, (Issue(code="authors-disagree", detail=detail),)
    return shown, ()


def _shown(scope: Node | Tree, root: Node | None, context: Context) -> tuple[str, ...]:
    """The names in the first byline outside the story, else in the first one inside."""
    selectors = (*context.template.byline, *_MARKED)
    if root is not None:
        around = _marked(scope, selectors, root, context) or _people(scope, root, context)
        if around:
            return around
    return _marked(scope, selectors, None, context)


def _marked(
    scope: Node | Tree, selectors: tuple[str, ...], story: Node | None, context: Context
) -> tuple[str, ...]:
    """The names in the first byline that a selector finds outside the story."""
    for selector in selectors:
        found = find(scope, selector)[:_MOST_NODES]
        around = [n for n in found if not is_beside(n, scope) and not is_in(n, story)]
        nodes = [n for n in around if not _is_label(n)]
        for number, node in enumerate(nodes):
            names = _names_of(node, context)
            if names:
                for other in nodes[number + 1 :]:
                    names += _joined(names, node, _names_of(other, context), other)
                return once(names)
    return ()


def _is_label(node: Node) -> bool:
    """Whether an element is a link to a tag or a category, or holds those alone."""
    labels = " ".join(text_of(link) for link in find(node, "a[rel~='tag']"))
    return "tag" in attr(node, "rel").split() or text_of(node) == labels != ""


def _people(scope: Node | Tree, story: Node, context: Context) -> tuple[str, ...]:
    """The names in the first links to pages about people, side by side."""
    links = [a for a in find(scope, "a[href]")[:_MOST_LINKS] if _PEOPLE.search(attr(a, "href"))]
    named = [(a, name) for a in links for name in clean_names(text_of(a), context.site)]
    kept = [(a, n) for a, n in named if not is_beside(a, scope) and not is_in(a, story)]
    return once([name for a, name in kept if _are_near(kept[0][0], a)])


def _names_of(node: Node, context: Context) -> list[str]:
    """The names in a byline: those of its links where a comma and more words follow them."""
    text = text_of(node)
    links = [a for a in find(node, "a[href]") if _PEOPLE.search(attr(a, "href"))]
    linked = [name for a in links for name in clean_names(text_of(a), context.site)]
    if any(f"{name}," in text for name in linked):
        return linked
    return clean_names(text, context.site)


def _anywhere(scope: Node | Tree, said: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The names in marks that are an author's wherever they stand on a page.

    Where the data of the page say a name, another one counts only if it stands alone.
    """
    if not isinstance(scope, Node):
        return ()
    tree = tree_of(scope)
    if not said:
        return _marked(tree, _SURE, None, context)
    nodes = [n for n in find(tree, ", ".join(_SURE))[:_MOST_NODES] if not is_beside(n, tree)]
    names = once([name for n in nodes for name in clean_names(text_of(n), context.site)])
    return names if len(names) == 1 else ()


def _joined(names: list[str], one: Node, more: list[str], other: Node) -> list[str]:
    """More names, where one line says them behind the first ones and little between."""
    around = next((node for node in _climb(one) if inside(other, node)), None)
    text = text_of(around) if around is not None and more else ""
    _, found, rest = text.partition(names[-1])
    between, also, _ = rest.partition(more[0]) if found else ("", "", "")
    return more if also and _JOINS.fullmatch(between) else []


def _are_near(one: Node, other: Node) -> bool:
    return any(inside(other, node) for node in _climb(one))


def _climb(node: Node) -> Iterator[Node]:
    frames = ("article", "main", "body", "header", "section")
    near = takewhile(lambda around: around.tag not in frames, ancestors(node))
    return islice(near, _NEAR)


def _in_boxes(scope: Node | Tree, context: Context) -> tuple[str, ...]:
    boxes = find(scope, _BOXES)[:1]
    for box, selector in product(boxes, _IN_BOX):
        for node in box.css(selector)[:2]:
            if names := clean_names(text_of(node), context.site):
                return once(names)
    return ()


def _begins(part: str, whole: str) -> bool:
    """Whether a name begins a fuller one: "Ann" and "Ann Lee"."""
    return squash(whole).startswith(squash(part))


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not {squash(n) for n in one}.isdisjoint(squash(n) for n in other)
