"""Which nodes are comments: one value for each, in page order, nested ones included.

An item is known by its own number (`li-comment-17`, `c17`, an anchor before it) or by
the class or microdata of one comment; marks of one number, and nameless marks inside an
item with no list between, are one item. In a `dl` an item is a `dt` with its `dd`s.
An anchor without words stands for the element around it that holds no other anchor,
else for the run of siblings up to the next anchor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from normalizers.regions.threads.names import (
    HITS,
    is_area,
    is_aside,
    is_item_class,
    number_in,
)
from normalizers.regions.threads.roles import Role, traits_of
from normalizers.tree import Node, Tree, ancestors, has_words, inside, same

_LISTS = frozenset(("ol", "ul", "dl"))
_NO_ITEM_TAGS = frozenset(
    [
        *("html", "body", "head", "form", "input", "textarea", "select", "button", "label"),
        *("script", "style", "link", "meta", "img", "b", "strong", "i", "em", "main"),
        *("noscript", "iframe", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_ANCHOR_TAGS = frozenset(("a", "span"))
_ASIDES = frozenset(("aside", "nav"))
# What a comment outside any space named for comments must have: a mark of its writer.
_SIGNS = (
    '[rel~="external"], .fn, cite, .vcard, [class*="comment"][class*="author" i], '
    '[class*="comment"][class*="name" i]'
)
_HEAD_OF_THREAD = 'h1, h2, [id="comments"], [name="comments"]'
_ENDS = frozenset(("form", "h1", "h2", "h3"))
_STOPS = frozenset(["html", "body", "main", "ol", "ul", "dl", "table", "tbody", "form"])


@dataclass(slots=True, eq=False)
class Item:
    """One comment as found: its nodes, its number, the item it is nested in.

    Attributes:
        nodes: The element, or the run of siblings, that holds it.
        number: Its number on the platform.
        names: Class names and ids of its marks.
        around: The item that its nodes are nested in.
    """

    nodes: list[Node]
    number: str | None = None
    names: list[str] = field(default_factory=list)
    around: Item | None = None

    @property
    def node(self) -> Node:
        """Its first node."""
        return self.nodes[0]

    @property
    def is_anchor(self) -> bool:
        """Whether it was known by an empty anchor."""
        return self.node.tag in _ANCHOR_TAGS


def hits_of(tree: Tree) -> list[Node]:
    """All of a page that may be a comment or the space around a thread, in page order."""
    return list({node.mem_id: node for node in tree.css(HITS)}.values())


def find_items(hits: Iterable[Node]) -> list[Item]:
    """The comments among the hits of a page, in page order."""
    finder = _Finder()
    for hit in hits:
        finder.take(hit)
    finder.settle()
    return [item for item in finder.items if item.number or _is_credible(item)]


class _Finder:
    """Collects items mark by mark."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._owner: dict[int, Item] = {}
        self._anchors: list[Item] = []
        self._pending: Node | None = None

    def take(self, hit: Node) -> None:
        """One element whose names may be those of a comment."""
        attributes = hit.attributes
        tag = hit.tag or ""
        number = number_in(attributes.get("id") or "")
        if number is None and tag == "a":
            number = number_in(attributes.get("name") or "")
        named = is_item_class(attributes.get("class") or "") or _is_microdata(attributes)
        if tag in _NO_ITEM_TAGS or (number is None and (not named or tag in _ANCHOR_TAGS)):
            return
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        around = self._around(hit)
        if around and self._is_part(hit, number, around):
            around.number = around.number or number
            around.names.append(names)
            return
        self._new(hit, number, names, around)

    def _new(self, hit: Node, number: str | None, names: str, around: Item | None) -> None:
        if number and (hit.tag in _ANCHOR_TAGS) and not has_words(hit):
            self._pending = hit
            self._anchors.append(Item(nodes=[hit], number=number, names=[names], around=around))
            self._add(self._anchors[-1])
            return
        if number is None and self._follows_pending(hit):
            anchor = self._anchors.pop()
            self.items.remove(anchor)
            self._owner.pop(anchor.node.mem_id, None)
            number = anchor.number
        self._pending = None
        self._add(Item(nodes=_extent(hit), number=number, names=[names], around=around))

    def _follows_pending(self, hit: Node) -> bool:
        """Whether the last anchor stands before this element, or at its head."""
        anchor = self._pending
        if anchor is None or anchor.parent is None:
            return False
        return same(anchor.parent, hit.parent) or same(anchor.parent, hit)

    def _add(self, item: Item) -> None:
        self.items.append(item)
        for node in item.nodes:
            self._owner[node.mem_id] = item

    def _around(self, node: Node) -> Item | None:
        own = self._owner.get(node.mem_id)
        if own:
            return own
        for parent in ancestors(node):
            item = self._owner.get(parent.mem_id)
            if item:
                return item
        return None

    def _is_part(self, hit: Node, number: str | None, around: Item) -> bool:
        """Whether a mark inside an item is a part of it, not a comment below it."""
        if hit.mem_id in self._owner:
            return True
        if number and around.number:
            return number == around.number
        return not self._list_between(hit, around)

    def _list_between(self, hit: Node, around: Item) -> bool:
        own = {node.mem_id for node in around.nodes}
        if hit.tag in ("li", "dt", "dd") and around.node.tag == hit.tag:
            return True
        between = takewhile(lambda parent: parent.mem_id not in own, ancestors(hit))
        return any(
            parent.tag in _LISTS or "children" in (parent.attributes.get("class") or "")
            for parent in between
        )

    def settle(self) -> None:
        """Give every anchor the nodes that it stands for."""
        anchors = {id(item) for item in self._anchors}
        for place, item in enumerate(self.items):
            if id(item) in anchors:
                beside = [
                    *self.items[max(0, place - 1) : place],
                    *self.items[place + 1 : place + 2],
                ]
                item.nodes = _what_an_anchor_names(item.node, [other.node for other in beside])
        _end_alike(self._anchors)


def names_of(node: Node) -> list[str]:
    """The class names and the id of an element."""
    attributes = node.attributes
    name = attributes.get("id")
    return [*(attributes.get("class") or "").split(), *([name] if name else ())]


def _is_microdata(attributes: dict[str, str | None]) -> bool:
    if "comment" in (attributes.get("itemprop") or "").lower().split():
        return True
    return (attributes.get("itemtype") or "").rstrip("/").endswith(("/Comment", "/UserComments"))


def _extent(node: Node) -> list[Node]:
    """A node, and with a `dt` the `dd`s that belong to it."""
    nodes = [node]
    if node.tag == "dt":
        following = node.next
        while following is not None and following.tag != "dt":
            if following.is_element_node:
                nodes.append(following)
            following = following.next
    return nodes


def _what_an_anchor_names(anchor: Node, beside: Sequence[Node]) -> list[Node]:
    """The element around an anchor, or the siblings from it to the next comment.

    Args:
        anchor: An element without words that bears the number.
        beside: The first nodes of the comments before and after it.
    """
    node = anchor
    for parent in takewhile(lambda parent: _is_own(parent, beside), ancestors(anchor)):
        node = parent
        if has_words(node):
            return [node]
    nodes = [node]
    following = node.next
    while following is not None and not _begins(following, beside):
        nodes.append(following)
        following = following.next
    return nodes


def _end_alike(items: Sequence[Item]) -> None:
    """End the last run of siblings as the run before it ends, or with a line of its date.

    *Quirk:* TypePad writes "The comments to this entry are closed." behind the last comment.
    """
    if not items:
        return
    *before, last = items
    ends = {_look_of(node) for item in before[-1:] for node in _elements(item.nodes)[-1:]}
    closing = [
        place
        for place, node in enumerate(last.nodes)
        if _look_of(node) in ends or (not before and _is_date(node))
    ]
    if closing:
        del last.nodes[closing[-1] + 1 :]


def _is_date(node: Node) -> bool:
    return Role.DATE in traits_of("", node.attributes).roles


def _elements(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if node.is_element_node and node.tag != "br"]


def _look_of(node: Node) -> tuple[str | None, str | None]:
    return (node.tag, node.attributes.get("class")) if node.is_element_node else (None, None)


def _is_own(parent: Node, beside: Sequence[Node]) -> bool:
    """Whether an element around an anchor can be its comment."""
    if parent.tag in _STOPS or parent.css_first(_HEAD_OF_THREAD) is not None:
        return False
    return not any(inside(other, parent) for other in beside)


def _begins(node: Node, beside: Sequence[Node]) -> bool:
    """Whether a sibling begins the next comment, or ends the thread."""
    return node.tag in _ENDS or (
        node.is_element_node and any(inside(other, node) for other in beside)
    )


def _is_credible(item: Item) -> bool:
    """Whether an item known by its class alone stands where comments stand."""
    if item.around is not None or _is_microdata(item.node.attributes):
        return True
    if is_beside(item.node):
        return False
    if any(is_area(name) for parent in ancestors(item.node) for name in names_of(parent)):
        return True
    return item.node.css_first(_SIGNS) is not None


def is_beside(node: Node) -> bool:
    """Whether a node stands in a column beside the story, and in no thread there."""
    for parent in ancestors(node):
        names = names_of(parent)
        if parent.tag != "body" and any(map(is_aside, names)):
            return True
        if parent.tag in _ASIDES:
            return True
        if any(map(is_area, names)) and parent.tag != "body":
            return False
    return False
