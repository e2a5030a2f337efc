"""Where the story stands on a page, and its blocks.

The containers that the look of the page names are tried first; where they find
nothing, or next to nothing, the weight of the text decides (`density`).
"""

from __future__ import annotations

from normalizers.marks import MarkedBlock
from normalizers.regions.blocks import read_blocks
from normalizers.regions.clutter import named_clutter
from normalizers.regions.context import Context
from normalizers.regions.density import densest, weight_of
from normalizers.regions.metadata import Metadata
from normalizers.text import squash, words
from normalizers.tree import (
    BLOCKS,
    Node,
    Tree,
    ancestors,
    cut_all,
    hidden,
    inside,
    outermost,
    text_of,
)

# A named container with less than this share of the densest one's weight is a teaser.
_ENOUGH = 0.4
_SHORT_META = 14  # words
_LONGEST_LABELS = 30


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


def read_story(root: Node, facts: Metadata, context: Context) -> tuple[MarkedBlock, ...]:
    """The blocks of the story, without what stands around it in the same element."""
    cut_all(named_clutter(root))
    cut_all(_label_lines(root))
    blocks = list(read_blocks(root, context.base))
    return _trimmed(blocks, facts.title, facts.authors)


def _label_lines(root: Node) -> list[Node]:
    """Short lines that hold links to the story's categories, tags or author pages."""
    found = []
    for link in root.css("a[rel~='tag'], a[rel~='category'], a[rel~='author']"):
        line = next((a for a in (link, *ancestors(link)) if a.tag in BLOCKS), link)
        if (
            inside(line, root)
            and line.mem_id != root.mem_id
            and len(words(text_of(line))) <= _LONGEST_LABELS
        ):
            found.append(line)
    return outermost(found)


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
    return any(squash(name) in squash(text) for name in authors) and not _sentence(text)


def _is_label(marked: MarkedBlock, authors: tuple[str, ...]) -> bool:
    """Whether a short last line says who wrote the story."""
    text = marked.text
    if marked.kind not in ("paragraph", "list_item") or len(words(text)) > _SHORT_META:
        return False
    return any(squash(name) in squash(text) for name in authors) and not _sentence(text)


def _sentence(text: str) -> bool:
    return text.endswith((".", "?", "!", "”", '"', "…"))
