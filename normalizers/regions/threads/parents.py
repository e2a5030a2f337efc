"""Who answers whom: the nesting of elements, then reply links, depth classes, indent.

The first kind of evidence that a page has at all is used for the whole page, and every
answer says which it was. Nothing is guessed from words: a thread without any of these is
flat, as readers see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from normalizers.regions.threads.items import Item
from normalizers.regions.threads.names import depth_in, number_in
from normalizers.tree import Node, ancestors, attr
from normalizers.values import ParentEvidence

Parents = list[Item | None]

_LISTS = frozenset(("ol", "ul", "dl"))
_NEST = re.compile(r"(?:^|[\s_-])(?:children|indented|replies|nested)(?:$|[\s_-])", re.IGNORECASE)
_MARGIN = re.compile(
    r"(?:margin|padding)-left\s*:\s*(\d+(?:\.\d+)?)\s*(px|em|%|rem)", re.IGNORECASE
)
_ANSWERS = (
    'a.u-in-reply-to, a[rel~="in-reply-to"], [class*="in-reply-to"] a, [class*="inreplyto"] a, '
    '[class*="parent-link"] a, a[class*="parent-link"], a[class*="parent_link"]'
)
# Movable Type and TypePad link the comment that is answered in the line of the author.
_BYLINES = '[class*="byline"] a, [class*="footer"] a, [class*="header"] a, [class*="author"] a'
_PARENT_ATTRIBUTES = ("data-parent", "data-parent-id", "data-parentid", "data-parent-comment-id")


def parents_of(items: Sequence[Item]) -> tuple[Parents, ParentEvidence | None]:
    """The parent of each item as the page shows it, and what shows it.

    Must be asked before any item is cut from the page.
    """
    for evidence, read in _EVIDENCE:
        parents = read(items)
        if any(parents):
            return parents, evidence
    return [None] * len(items), None


def _by_nesting(items: Sequence[Item]) -> Parents:
    owner = {node.mem_id: item for item in items for node in item.nodes}
    return [_above(item, owner) for item in items]


def _above(item: Item, owner: dict[int, Item]) -> Item | None:
    """The item around this one, or the one before the list of answers it stands in."""
    node = item.node
    for parent in ancestors(node):
        if parent.mem_id in owner:
            return owner[parent.mem_id]
        if _is_nest(parent, node):
            before = _item_before(parent, owner)
            if before:
                return before
        node = parent
    return None


def _is_nest(parent: Node, child: Node) -> bool:
    if _NEST.search(attr(parent, "class")):
        return True
    outer = parent.parent
    return parent.tag in _LISTS and outer is not None and outer.tag in _LISTS and child.tag != "ul"


def _item_before(nest: Node, owner: dict[int, Item]) -> Item | None:
    node = nest.prev
    while node is not None:
        if node.mem_id in owner:
            return owner[node.mem_id]
        if node.is_element_node and not _NEST.search(attr(node, "class")):
            inner = [owner[n.mem_id] for n in node.css("*") if n.mem_id in owner]
            if inner:
                return inner[-1]
        node = node.prev
    return None


def _by_reply_link(items: Sequence[Item]) -> Parents:
    by_number = {item.number: item for item in items if item.number}
    parents: Parents = []
    seen: set[str | None] = set()
    for item in items:
        above = next((n for n in _answered(item) if n in seen and n != item.number), None)
        parents.append(by_number[above] if above else None)
        seen.add(item.number)
    return parents


def _answered(item: Item) -> Iterator[str]:
    """The numbers that an item says it answers, in attributes and in links."""
    for node in item.nodes:
        if not node.is_element_node:
            continue
        yield from filter(None, (attr(node, name) for name in _PARENT_ATTRIBUTES))
        for link in [*node.css(_ANSWERS), *node.css(_BYLINES)]:
            place = attr(link, "href").rpartition("#")[2]
            yield number_in(place) or place


def _by_depth(items: Sequence[Item]) -> Parents:
    return _by_level(
        items, [next(filter(None, map(depth_in, item.names)), None) or 1 for item in items]
    )


def _by_indent(items: Sequence[Item]) -> Parents:
    return _by_level(items, [_indent(item) for item in items])


def _indent(item: Item) -> float:
    match = _MARGIN.search(attr(item.node, "style"))
    return float(match[1]) if match else 0.0


def _by_level(items: Sequence[Item], levels: Sequence[float]) -> Parents:
    """Parents from levels alone: the last item before with a lower one."""
    parents: Parents = []
    line: list[tuple[float, Item]] = []
    for item, level in zip(items, levels, strict=True):
        while line and line[-1][0] >= level:
            line.pop()
        parents.append(line[-1][1] if line else None)
        line.append((level, item))
    return parents


_EVIDENCE: tuple[tuple[ParentEvidence, Callable[[Sequence[Item]], Parents]], ...] = (
    ("nesting", _by_nesting),
    ("reply-link", _by_reply_link),
    ("depth-class", _by_depth),
    ("indent", _by_indent),
)
