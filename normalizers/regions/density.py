"""Where most of the running text of a page stands, when no class says so.

Every paragraph, or run of loose text, weighs what it has in words that are no links;
short ones weigh nothing. From the body down, the child that holds nearly all the
weight of its parent is entered, until the text divides: that element is the story's.
"""

from __future__ import annotations

import re

from normalizers.elements import BLOCKS, SILENT
from normalizers.regions.clutter import is_clutter
from normalizers.tree import Node, Tree, ancestors, attr, children, tree_of

# What an element must keep of its parent's weight to be entered.
_SHARE = 0.6
# What the text around the title must weigh against the heaviest text elsewhere.
_FAIR = 0.25
_CLOSED = frozenset(
    ["p", "blockquote", "ul", "ol", "dl", "li", "pre", "figure", "h1", "h2", "h3", "h4", "h5", "h6"]
)
# The halves of a story as blogs name them that cut it for their front page.
_HALF = re.compile(r"^(\w+?)[_-]?(?:intro|full|body|more|extended)(?:text)?$", re.IGNORECASE)
_RUNNING = frozenset(("p", "blockquote", "br", "a", "b", "strong", "i", "em", "span", "img"))
_FEWEST = 40  # letters outside links that make a paragraph
_REFUSED = SILENT | frozenset(("nav", "form", "button", "select", "textarea", "footer", "aside"))


class _Weights:
    """The weight of every element below a node, gathered in one walk.

    What carries a name of furniture weighs nothing, unless it holds a third of it all:
    themes call whole pages `has-sidebar`.
    """

    def __init__(self, root: Node) -> None:
        self.of: dict[int, float] = {}
        self._stack = [root.mem_id]
        self._furniture: list[tuple[int, tuple[int, ...]]] = []
        self._linked = 0
        self._letters = 0
        self._walk(root)
        self._flush()
        self._lighten(self.of.get(root.mem_id, 0.0))

    def _walk(self, root: Node) -> None:
        unseen = tree_of(root).unseen
        around: list[Node] = []
        at = root.first_child
        while at is not None or around:
            if at is None:
                at = around.pop()
                self._leave(at.tag)
            elif at.is_text_node:
                if not self._linked:
                    self._letters += len((at.text_content or "").strip())
            elif at.is_element_node and at.tag not in _REFUSED and at.mem_id not in unseen:
                self._enter(at)
                around.append(at)
                at = at.first_child
                continue
            at = at.next

    def _enter(self, node: Node) -> None:
        if node.tag == "a":
            self._linked += 1
        elif node.tag in BLOCKS:
            self._flush()
            if is_clutter(node):
                self._furniture.append((node.mem_id, tuple(self._stack)))
            self._stack.append(node.mem_id)

    def _leave(self, tag: str | None) -> None:
        if tag == "a":
            self._linked -= 1
        elif tag in BLOCKS:
            self._flush()
            self._stack.pop()

    def _flush(self) -> None:
        letters, self._letters = self._letters, 0
        if letters < _FEWEST:
            return
        for place in self._stack:
            self.of[place] = self.of.get(place, 0.0) + letters

    def _lighten(self, whole: float) -> None:
        for place, around in self._furniture:
            weight = self.of.get(place, 0.0)
            if 0 < weight < whole / 3:
                for other in (place, *around):
                    self.of[other] -= weight


def weight_of(node: Node) -> float:
    """The weight of the running text below a node, in letters."""
    weights = _Weights(node)
    return weights.of.get(node.mem_id, 0.0)


def densest(tree: Tree, title: Node | None = None) -> Node | None:
    """The element that holds most of the running text, or None where there is none.

    Args:
        tree: The page.
        title: The node that shows the title: text around it goes before more text
            elsewhere, as long as it is a fair part of that.
    """
    body = tree.body
    weights = _Weights(body) if body is not None else None
    found = _descend(body, weights) if body is not None and weights is not None else None
    if found is None or title is None or weights is None:
        return found
    fair = _FAIR * weights.of[found.mem_id]
    near = (a for a in ancestors(title) if weights.of.get(a.mem_id, 0.0) >= fair)
    return _descend(next(near, found), weights)


def _descend(node: Node, weights: _Weights) -> Node | None:
    held = weights.of.get(node.mem_id, 0.0)
    if not held:
        return None
    while True:
        best = max(_inner(node), key=lambda n: weights.of.get(n.mem_id, 0.0), default=None)
        weight = weights.of.get(best.mem_id, 0.0) if best is not None else 0.0
        if best is None or weight < _SHARE * held or best.tag in _CLOSED:
            return node
        if _is_half(best, weights):
            return node
        node, held = best, weight


def _is_half(node: Node, weights: _Weights) -> bool:
    """Whether a story goes on in the next element, named alike: `entry-body`, `entry-more`."""
    for way in ("next", "prev"):
        beside: Node | None = getattr(node, way)
        while beside is not None and not weights.of.get(beside.mem_id):
            beside = getattr(beside, way)
        if beside is not None and beside.tag == node.tag and _goes_on(node, beside):
            return True
    return False


def _goes_on(one: Node, other: Node) -> bool:
    """Whether two elements are named for halves and the other one is running text alone."""
    halves = [match and match[1] for match in map(_HALF.search, _names(one, other))]
    alike = halves[0] is not None and halves[0] == halves[1]
    return alike and all(child.tag in _RUNNING for child in children(other))


def _names(*nodes: Node) -> tuple[str, ...]:
    return tuple(attr(node, "class") for node in nodes)


def _inner(node: Node) -> list[Node]:
    found: list[Node] = []
    queue = [node]
    while queue:
        child = queue.pop().first_child
        while child is not None:
            if child.is_element_node:
                (found if child.tag in BLOCKS else queue).append(child)
            child = child.next
    return found
