"""The element around a story: what its byline, date and labels are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from normalizers.tree import Node, Tree, ancestors, attr, classes, inside, is_cut, same

_TAGS = frozenset(("article", "main", "body"))
_ID = re.compile(r"^(?:post|entry|node|page)-?\d+$")
_FEET = re.compile(r"^(?:site|page|main)-?footer$", re.IGNORECASE)
# What stands beside a story. *Quirk:* a page builder names every element a widget, also those
# that hold the story; all others mean a box in a side column.
BESIDE = r"comment|related|sidebar|(?<!elementor-)widget|popular|recent"
ANY_FOOT = re.compile(r"^(?:site|page|main)?-?footer$", re.IGNORECASE)
_CLASSES = frozenset(
    ["hentry", "h-entry", "post", "entry", "asset", "node", "post-outer", "journal-entry"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a story and its title stand."""

    title: str
    title_node: Node | None = None
    root: Node | None = None


def scope_of(root: Node, title: Node | None) -> Node:
    """The element around the story, its title and what stands beside them."""
    scope = next((node for node in ancestors(root) if _holds_one_story(node)), root)
    if title is None or is_cut(title) or inside(title, scope):
        return scope
    return next((node for node in ancestors(scope) if inside(title, node)), scope)


def up_to(node: Node, scope: Node | Tree | None) -> Iterator[Node]:
    """A node and the elements around it, as far as the frame of its story."""
    top = scope if isinstance(scope, Node) else None
    return takewhile(
        lambda around: around.tag not in _TAGS and not same(around, top), (node, *ancestors(node))
    )


def stands_beside(node: Node, scope: Node | Tree, names: re.Pattern[str]) -> bool:
    """Whether a node stands in the foot of the page, or in what names say is beside a story.

    Args:
        node: The node.
        scope: The element around the story, which may have a foot of its own.
        names: What classes and ids of things beside a story say.
    """
    own = isinstance(scope, Node) and scope.tag != "body"
    feet = _FEET if own else ANY_FOOT
    said = (name for n in up_to(node, scope) for name in (*classes(n), attr(n, "id")))
    return any(names.search(name) or feet.search(name) for name in said)


def _holds_one_story(node: Node) -> bool:
    attributes = node.attributes
    names = (attributes.get("class") or "").split()
    named = not _CLASSES.isdisjoint(names) or _ID.match(attributes.get("id") or "")
    return node.tag in _TAGS or bool(named)
