"""Where the story stands on a page, and its blocks.

The containers that the look of the page names are tried first; where they find
nothing, or next to nothing, the weight of the text decides (`density`).
"""

from __future__ import annotations

from normalizers.marks import MarkedBlock
from normalizers.regions.blocks import read_blocks
from normalizers.regions.clutter import clutter_in, page_numbers
from normalizers.regions.context import Context
from normalizers.regions.density import densest, weight_of
from normalizers.regions.metadata import Metadata
from normalizers.regions.scope import scope_of
from normalizers.text import squash, words
from normalizers.tree import (
    Node,
    Tree,
    attr,
    cut,
    cut_all,
    has_words,
    hidden,
    inside,
    line_of,
    outermost,
    same,
)
from normalizers.urls import join

# A named container with less than this share of the densest one's weight is a teaser.
_ENOUGH = 0.4
_A_LINE = 80  # letters
_LONGEST_BYLINE = 14  # words
_LONGEST_LABELS = 30
_LONGEST_NUMBER = 20  # letters beside a title: "12 comments", "132."


def find_root(tree: Tree, title: Node | None, context: Context) -> Node | None:
    """The element that holds the story.

    Args:
        tree: The page, comments already cut.
        title: The node that shows the title, if any does.
        context: The page around it.
    """
    found = _named(tree, context)
    if len(found) == 1 and _belongs(found[0], title):
        return found[0]
    dense = densest(tree, title)
    named = max(found, key=weight_of, default=None)
    if named is None or dense is None:
        return named or dense
    if inside(dense, named) or weight_of(named) >= _ENOUGH * weight_of(dense):
        return named
    return dense


def _belongs(named: Node, title: Node | None) -> bool:
    """Whether a container holds a line of text, or stands beside the title at least."""
    if line_of(named, _A_LINE - 1) is None:
        return True
    scope = scope_of(named, None)
    return title is not None and scope.tag != "body" and inside(title, scope)


def _named(tree: Tree, context: Context) -> list[Node]:
    for selector in context.template.content:
        found = [n for n in outermost(tree.css(selector)) if not hidden(n) and has_words(n)]
        if found:
            return found
    return []


def read_story(root: Node, facts: Metadata, context: Context) -> tuple[MarkedBlock, ...]:
    """The blocks of the story, without what stands around it in the same element."""
    labels = _labels(root, context)
    cut_all([*clutter_in(root), *page_numbers(root)])
    blocks = list(read_blocks(root, context.base))
    return _trimmed(blocks, facts, labels)


def _labels(root: Node, context: Context) -> set[str]:
    """Where links to categories, tags and pages of authors lead."""
    found = root.css("a[rel~='tag'], a[rel~='category'], a[rel~='author']")
    return {join(context.base, attr(link, "href")) for link in found}


def read_residual(
    root: Node, title: Node | None, facts: Metadata, context: Context
) -> tuple[str, ...]:
    """The texts beside a story, in the element around it, that no region took.

    The story and its title are cut from the tree. Nothing counts as residual where no
    element narrower than the page holds the story.
    """
    scope = scope_of(root, None)
    if scope.tag == "body" or same(scope, root):
        return ()
    cut(root)
    if title is not None:
        cut(title)
    cut_all([*clutter_in(scope), *scope.css("aside, footer, .widget")])
    labels = _labels(scope, context)
    blocks = read_blocks(scope, context.base)
    return tuple(b.text for b in blocks if not _is_around(b, facts, labels))


def _trimmed(
    blocks: list[MarkedBlock], facts: Metadata, labels: set[str]
) -> tuple[MarkedBlock, ...]:
    """Less the title, bylines and labels that stand before and behind the story."""
    start, end = 0, len(blocks)
    key = squash(facts.title)
    for number, marked in enumerate(blocks[:6]):
        if key and (squash(marked.text) == key or (not number and _is_title(marked, facts.title))):
            start = number + 1
            break
    while start < end and _is_around(blocks[start], facts, labels):
        start += 1
    while end > start and _is_around(blocks[end - 1], facts, labels):
        end -= 1
    return tuple(blocks[start:end])


def _is_title(marked: MarkedBlock, title: str) -> bool:
    """Whether a heading is the title with a number of comments or the like beside it."""
    more = len(marked.text) - len(title)
    return (
        marked.kind == "heading"
        and more <= _LONGEST_NUMBER
        and squash(title) in squash(marked.text)
    )


def _is_around(marked: MarkedBlock, facts: Metadata, labels: set[str]) -> bool:
    """Whether a short line tells the author, the date or the labels of the story."""
    text = marked.text
    links = marked.block.links
    if marked.kind == "heading" or len(words(text)) > _LONGEST_LABELS:
        return False
    if links and all(link.url in labels for link in links):
        return True
    if len(words(text)) > _LONGEST_BYLINE or _sentence(text):
        return False
    if not any(letter.isalpha() for letter in text):
        return True
    key = squash(text)
    caption = facts.lead_image.caption if facts.lead_image is not None else None
    if key in {squash(name) for name in (*facts.categories, *facts.tags, caption or "")}:
        return True
    names = (*facts.authors, facts.moments.date_text or "")
    return any(name and squash(name) in key for name in names)


def _sentence(text: str) -> bool:
    return text.endswith((".", "?", "!", ":", "”", '"', "…"))
