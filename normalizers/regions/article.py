"""Where the story stands on a page, and its blocks.

The containers that the look of the page names are tried first; where they find
nothing, or next to nothing, the weight of the text decides (`density`).
"""

from __future__ import annotations

import re

from normalizers.marks import MarkedBlock
from normalizers.regions.blocks import read_blocks
from normalizers.regions.clutter import named_clutter
from normalizers.regions.context import Context
from normalizers.regions.density import densest, weight_of
from normalizers.regions.metadata import Metadata
from normalizers.text import squash, words
from normalizers.tree import Node, Tree, ancestors, cut_all, hidden, inside, outermost, text_of

_SCOPES = frozenset(("article", "main", "body"))
_POST = re.compile(r"^(?:post|entry|node|page)-?\d+$")
_HENTRY = frozenset(
    ("hentry", "h-entry", "post", "entry", "asset", "node", "post-outer", "journal-entry")
)
# A named container with less than this share of the densest one's weight is a teaser.
_ENOUGH = 0.4
_SHORT_META = 14  # words


def find_root(tree: Tree, context: Context) -> Node | None:
    """The element that holds the story."""
    dense = densest(tree)
    named = _named(tree, context)
    if named is None or dense is None:
        return named or dense
    if inside(dense, named) or inside(named, dense):
        return named
    return named if weight_of(named) >= _ENOUGH * weight_of(dense) else dense


def _named(tree: Tree, context: Context) -> Node | None:
    for selector in context.template.content:
        found = [n for n in outermost(tree.css(selector)) if not hidden(n) and text_of(n)]
        if found:
            return max(found, key=weight_of) if len(found) > 1 else found[0]
    return None


def scope_of(root: Node) -> Node:
    """The element around the story and what belongs to it: its title, byline, labels."""
    for node in ancestors(root):
        attributes = node.attributes
        names = (attributes.get("class") or "").split()
        if (
            node.tag in _SCOPES
            or not _HENTRY.isdisjoint(names)
            or _POST.match(attributes.get("id") or "")
        ):
            return node
    return root


def read_story(root: Node, facts: Metadata, context: Context) -> tuple[MarkedBlock, ...]:
    """The blocks of the story, without what stands around it in the same element."""
    cut_all(named_clutter(root))
    blocks = list(read_blocks(root, context.base))
    return _trimmed(blocks, facts.title, facts.authors)


def _trimmed(
    blocks: list[MarkedBlock], title: str, authors: tuple[str, ...]
) -> tuple[MarkedBlock, ...]:
    """Less the title, bylines and labels that stand before and behind the story."""
    start, end = 0, len(blocks)
    key = squash(title)
    for number, marked in enumerate(blocks[:6]):
        if key and squash(marked.text) == key:
            start = number + 1
            break
    while start < end and _is_byline(blocks[start], authors):
        start += 1
    while end > start and _is_label(blocks[end - 1], authors):
        end -= 1
    return tuple(blocks[start:end])


def _is_byline(marked: MarkedBlock, authors: tuple[str, ...]) -> bool:
    text = marked.text
    if marked.kind not in ("paragraph", "list_item", "heading") or len(words(text)) > _SHORT_META:
        return False
    return any(squash(name) in squash(text) for name in authors) and not text.endswith(
        (".", "?", "!", "”", '"')
    )


def _is_label(marked: MarkedBlock, authors: tuple[str, ...]) -> bool:
    """A short last line of labels or of who wrote it."""
    text = marked.text
    if marked.kind not in ("paragraph", "list_item") or len(words(text)) > _SHORT_META:
        return False
    linked = sum(len(link.text) for link in marked.block.links)
    if marked.block.links and ":" in text and linked * 4 > len(text):
        return not _sentence(text)
    return any(squash(name) in squash(text) for name in authors) and not _sentence(text)


def _sentence(text: str) -> bool:
    return text.endswith((".", "?", "!", "”", '"', "…"))
