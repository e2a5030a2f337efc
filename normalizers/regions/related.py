"""The blog's own list of related posts: read from the boxes plug-ins print, else by shape.

A box is known by its look's selectors, by the class of a plug-in of wide use inside the
story's element, or by its shape: behind the story, under a heading, a list whose items
are links to posts of the same site. Lists in sidebars, menus and feet are none. A
heading with nothing under it is cut too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from normalizers.dates import DateHabits, read_date
from normalizers.regions.clutter import is_clutter, page_numbers
from normalizers.regions.context import Context
from normalizers.regions.scope import up_to
from normalizers.text import fold, squash
from normalizers.tree import (
    Node,
    Tree,
    attr,
    children,
    cut,
    cut_all,
    every,
    has_words,
    hidden,
    inside,
    outermost,
    same,
    text_of,
    walk,
)
from normalizers.urls import host_of, join, story_key
from normalizers.values import RelatedPost

_BOXES = (
    ".yarpp-related, .yarpp, .jp-relatedposts, .crp_related, .wp_rp_wrap, .wp_rp, .related_post, "
    ".zemanta-related, .zemanta-articles, .relatedposts, .related-posts, .related_posts, "
    "#related-posts, #relatedposts, #related_posts, .relpost-thumb-wrapper, .rp4wp-related-posts, "
    ".srp-related, .similar-posts, .shareaholic-canvas, .td_block_related_posts, .post-related, "
    ".related-articles, .jeg_postblock_related, .single-related, .entry-related, "
    ".wp-block-jetpack-related-posts, [class*='related-post'], [class*='related_post'], "
    "[class*='relatedpost'], [id*='related-post'], [id*='related_post'], [id*='relatedpost'], "
    "[class*='related-article'], section.related, div.related"
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:sidebar|secondary|widget-area|footer|menu)(?:$|[\s_-])", re.IGNORECASE
)
_TITLE_CLASS = re.compile(r"title|headline|entry-name", re.IGNORECASE)
_BLURB_CLASS = re.compile(r"excerpt|blurb|summary|desc|snippet|teaser|text", re.IGNORECASE)
_DATE_CLASS = re.compile(r"date|time|published|posted", re.IGNORECASE)
_NOISE_CLASS = re.compile(
    r"context|categor|author|byline|count|meta|views|thumb|comment", re.IGNORECASE
)
_RELATED_WORDS = re.compile(
    r"\brelated\b|similar|recommend|you (?:may|might)|further reading"
    r"|more (?:from|on|about|stories|posts)"
    r"|read (?:more|next|also)|also on|liés?|similaires|ähnlich|verwandt|relacionad|correlati"
    r"|gerelateerd"
    r"|powiązane|похожие|связанные|ilgili|مرتبط|ذات صلة|مشابه|مرتبطة|مطالب|関連|相关|相關|관련",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend")
_LONGEST_HEADING, _LONGEST_BOLD = 90, 60
_LONGEST_DATE = 40
_SEVERAL = 2
_MOST_LINKS = 200


def read_related(tree: Tree, root: Node | None, context: Context) -> tuple[RelatedPost, ...]:
    """Read and cut the related posts of a page.

    Args:
        tree: The page, comments already cut.
        root: Where the story stands, if that is known.
        context: The page around it.
    """
    found: dict[str, RelatedPost] = {}
    declared = {box.mem_id for box in every(tree, context.template.related)}
    for box in _boxes(tree, root, context):
        own = box.mem_id in declared or (root is not None and inside(box, root))
        if own and not _is_aside(box):
            for item in _items(box, context):
                found.setdefault(story_key(item.url), item)
        _cut_with_heading(box)
    if root is not None:
        for heading, box in _unnamed(root, context):
            for item in _items(box, context):
                if host_of(item.url) == host_of(context.url):
                    found.setdefault(story_key(item.url), item)
            cut_all([heading, box])
    return tuple(found.values())


def _boxes(tree: Tree, root: Node | None, context: Context) -> list[Node]:
    named = outermost(every(tree, (*context.template.related, _BOXES)))
    return [
        box
        for box in named
        if box.tag not in ("body", "html", "link", "script", "style", "a")
        and (root is None or not inside(root, box))
        and not hidden(box)
    ]


def _is_aside(box: Node) -> bool:
    return any(
        node.tag in ("nav", "footer", "aside")
        or hidden(node)
        or _ASIDE.search(f"{attr(node, 'class')} {attr(node, 'id')}") is not None
        for node in up_to(box, None)
        if not same(node, box)
    )


# ---------------------------------------------------------------- by shape
def _unnamed(root: Node, context: Context) -> Iterable[tuple[Node, Node]]:
    """Headings with a list of links to the site's posts, behind the last of the story."""
    nodes = _children_within(root)
    clutter = {node.mem_id for node in every(root, context.template.clutter)}
    clutter |= {node.mem_id for node in page_numbers(root)}
    while nodes:
        last = nodes.pop()
        if not has_words(last) or last.mem_id in clutter or is_clutter(last):
            continue
        before = next((n for n in reversed(nodes) if has_words(n)), None)
        if before is not None and (heading := _heading_in(last, context)):
            yield heading, last
            continue
        if before is not None and _is_heading(before) and _is_list(last, before, context):
            if len(_links(last, context)) > 1 or _RELATED_WORDS.search(text_of(before)):
                yield before, last
                nodes = [n for n in nodes if n.mem_id != before.mem_id]
                continue
        elif _is_empty_heading(last):
            cut(last)
            continue
        return


def _children_within(root: Node) -> list[Node]:
    """The elements of the story; a wrapper that holds all of it is looked into."""
    listed = list(children(root))
    while len(listed) == 1 and listed[0].tag in ("div", "section", "article"):
        listed = list(children(listed[0]))
    return listed


def _heading_in(box: Node, context: Context) -> Node | None:
    """The heading in a box that holds it and a list of links, to this site or related."""
    heading = box.css_first(", ".join(_HEADINGS)) if box.tag in ("div", "section") else None
    if heading is None or not _is_heading(heading) or box.css_first("p") is not None:
        return None
    links = [a for a in box.css("li a[href]") if text_of(a)]
    linked, title = sum(len(text_of(a)) for a in links), text_of(heading)
    rest = len(text_of(box)) - len(title)
    related = len(_links(box, context)) == len(links) or _RELATED_WORDS.search(title)
    said = text_of(box).startswith(title) and rest * 2 <= 3 * linked
    return heading if said and related and len(links) >= _SEVERAL else None


def _is_heading(node: Node) -> bool:
    text = text_of(node)
    if node.tag in _HEADINGS:
        return 0 < len(text) <= _LONGEST_HEADING
    bold = node.css_first("b, strong") if node.tag in ("p", "div") else None
    said = text_of(bold).rstrip(": ") if bold is not None else ""
    return bool(said) and said == text.rstrip(": ") and len(text) <= _LONGEST_BOLD


def _is_empty_heading(node: Node) -> bool:
    """Whether a heading of related posts has none under it, and is no link itself."""
    named = _is_heading(node) and _RELATED_WORDS.search(text_of(node)) is not None
    return named and node.css_first("a[href]") is None


def _is_list(node: Node, heading: Node, context: Context) -> bool:
    """Whether a node is a list of links to posts of this site and little else."""
    links = _links(node, context)
    if node.tag == "p" and _RELATED_WORDS.search(text_of(heading)):
        return bool(links) and len(" ".join(map(text_of, links))) == len(text_of(node))
    if node.tag not in ("ul", "ol", "div", "section") or node.css_first("p + p") is not None:
        return False
    items = len(node.css("li")) if node.tag in ("ul", "ol") else len(links)
    if not links or items > len(links) + 1:
        return False
    if items == len(links) >= _SEVERAL and _RELATED_WORDS.search(text_of(heading)):
        return True
    words = len(text_of(node))
    linked = sum(len(text_of(link)) for link in links)
    return linked * 2 > words


def _links(node: Node, context: Context) -> list[Node]:
    """Links with words below a node that lead to posts of this site."""
    own = host_of(context.url)
    kept = []
    for link in node.css("a[href]"):
        address = join(context.base, attr(link, "href"))
        if host_of(address) == own and text_of(link) and _leads_to_post(address, context):
            kept.append(link)
    return kept


def _cut_with_heading(box: Node) -> None:
    before = box.prev
    while before is not None and not (before.is_element_node and has_words(before)):
        before = before.prev
    if before is not None and _is_heading(before) and _RELATED_WORDS.search(text_of(before)):
        cut(before)
    cut(box)


# ---------------------------------------------------------------- the items
def _items(box: Node, context: Context) -> Iterable[RelatedPost]:
    by_url: dict[str, list[Node]] = {}
    for link in box.css("a[href]")[:_MOST_LINKS]:
        address = join(context.base, attr(link, "href"))
        if address.startswith(("http://", "https://")) and _leads_to_post(address, context):
            by_url.setdefault(address, []).append(link)
    ids = {n.mem_id: url for url, links in by_url.items() for n in links}
    for address, links in by_url.items():
        title = _title(links)
        if title:
            yield _item(address, title, _around(links[-1], box, ids), context)


def _leads_to_post(address: str, context: Context) -> bool:
    """Whether a link leads to another post: the tabs over a list lead to its own page."""
    other = story_key(address) != story_key(context.url)
    return other and context.site.kind_of(address) not in ("list", "feed", "skip", "comments")


def _title(links: list[Node]) -> str:
    for link in links:
        for node in link.css("*"):
            if _TITLE_CLASS.search(attr(node, "class")) or node.tag in _HEADINGS:
                text = text_of(node)
                if text:
                    return text
    return next(filter(None, (text_of(link) for link in links)), "")


def _around(link: Node, box: Node, ids: dict[int, str]) -> Node:
    """The largest element around a link that holds neither another post nor the heading of all."""
    nodes = takewhile(lambda node: _holds_one(node, ids) and not _is_headed(node), up_to(link, box))
    return list(nodes)[-1]


def _is_headed(node: Node) -> bool:
    """Whether an element begins with the heading of a list of related posts."""
    first = node.css_first("h1, h2, h3, h4, h5, h6")
    return first is not None and _is_empty_heading(first) and not _linked(first)


def _linked(node: Node) -> bool:
    return any(around.tag == "a" for around in up_to(node, None))


def _holds_one(node: Node, ids: dict[int, str]) -> bool:
    """Whether the links in an element lead to one post."""
    return len({ids[a.mem_id] for a in node.css("a[href]") if a.mem_id in ids}) < _SEVERAL


def _item(address: str, title: str, item: Node, context: Context) -> RelatedPost:
    date, blurb = None, []
    known = squash(title)
    for node in walk(item):
        if not node.is_text_node or not (text := fold(node.text_content or "")):
            continue
        names = _names_between(node, item)
        if squash(text) in known or _NOISE_CLASS.search(names):
            continue
        if _DATE_CLASS.search(names) or _is_date(text):
            habits = DateHabits(language=context.language)
            date = date or read_date(text, habits) or text
        elif _BLURB_CLASS.search(names) or any(letter.isalpha() for letter in text):
            blurb.append(text)
    return RelatedPost(url=address, title=title, blurb=fold(" ".join(blurb)) or None, date=date)


def _names_between(node: Node, item: Node) -> str:
    return " ".join(
        f"{attr(around, 'class')} {'date' if around.tag == 'time' else ''}"
        for around in up_to(node, item)
        if around.is_element_node
    )


def _is_date(text: str) -> bool:
    short = len(text) < _LONGEST_DATE and any(letter.isdigit() for letter in text)
    return short and read_date(text) is not None
