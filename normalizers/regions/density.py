"""Where most of the running text of a page stands, when no class says so.

Every paragraph, or run of loose text, weighs what it has in words that are no links;
short ones weigh nothing. From the body down, the child that holds nearly all the
weight of its parent is entered, until the text divides: that element is the story's.
"""

from __future__ import annotations

from normalizers.regions.clutter import is_clutter
from normalizers.tree import BLOCKS, SILENT, Node, Tree, events, hidden

# What an element must keep of its parent's weight to be entered.
_SHARE = 0.6
_CLOSED = frozenset("p blockquote ul ol dl li pre figure".split())
_FEWEST = 40  # letters outside links that make a paragraph
_REFUSED = SILENT | frozenset(("nav", "form", "button", "select", "textarea", "footer", "aside"))


class _Weights:
    """The weight of every element, gathered in one walk."""

    def __init__(self) -> None:
        self.of: dict[int, float] = {}
        self._stack: list[Node] = []
        self._linked = 0
        self._letters = 0
        self._holder: Node | None = None

    def read(self, root: Node) -> None:
        self._stack = [root]
        for node, way in events(root, self._wants):
            self._step(node, way)
        self._flush()

    def _wants(self, node: Node) -> bool:
        return node.tag not in _REFUSED and not hidden(node) and not is_clutter(node)

    def _step(self, node: Node, way: str) -> None:
        if node.is_text_node:
            if not self._linked:
                self._letters += len((node.text_content or "").strip())
            return
        tag = node.tag or ""
        if tag == "a":
            self._linked += 1 if way == "in" else -1
        if tag in BLOCKS:
            self._flush()
            if way == "in":
                self._stack.append(node)
            elif len(self._stack) > 1:
                self._stack.pop()

    def _flush(self) -> None:
        letters, self._letters = self._letters, 0
        if letters < _FEWEST:
            return
        for node in self._stack:
            self.of[node.mem_id] = self.of.get(node.mem_id, 0.0) + letters


def weight_of(node: Node) -> float:
    """The weight of the running text below a node, in letters."""
    weights = _Weights()
    weights.read(node)
    return weights.of.get(node.mem_id, 0.0)


def densest(tree: Tree) -> Node | None:
    """The element that holds most of the running text, or None where there is none."""
    body = tree.body
    if body is None:
        return None
    weights = _Weights()
    weights.read(body)
    node, held = body, weights.of.get(body.mem_id, 0.0)
    if not held:
        return None
    while True:
        best = max(_inner(node), key=lambda n: weights.of.get(n.mem_id, 0.0), default=None)
        weight = weights.of.get(best.mem_id, 0.0) if best is not None else 0.0
        if best is None or weight < _SHARE * held or best.tag in _CLOSED:
            return node
        node, held = best, weight


def _inner(node: Node) -> list[Node]:
    found, queue = [], [node]
    while queue:
        child = queue.pop().first_child
        while child is not None:
            if child.is_element_node:
                (found if child.tag in BLOCKS else queue).append(child)
            child = child.next
    return found
