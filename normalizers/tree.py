"""The one door to the HTML parser: selectolax's Lexbor, a tree by the HTML5 rules.

Before parsing, `normalizers.bounds` looks over the text once in linear time, because
HTML parsers themselves are quadratic in depth, in the attributes of a tag, and in
formatting elements left open. All walks here are loops: depth never meets the limit of
recursion. A node that was cut stays readable (its memory lives as long as the tree),
but neither selectors nor walks from outside find it any more: that is how a text is
read once.

Which elements the page hides from the eye is found once, when it is parsed: every later
walk asks for it. So are the values of the attributes that selectors name: of the long
lists of what plug-ins and platforms call things, a page is asked for what it may hold.

Nodes stay inside `normalizers`: no value ever holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import cast

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from normalizers.bounds import look, look_at_tree
from normalizers.elements import BLOCKS, SILENT
from normalizers.text import fold

Node = LexborNode
# With mutation events 10,000 `<option>` take 0.3 s, and the time grows as the square.
_OPTIONS = LexborDocumentOptions.WO_EVENTS.value

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The names under which the common style sheets hide a text from the eye.
_UNSEEN = frozenset(("screen-reader-text", "sr-only", "visually-hidden", "assistive-text"))
_MAY_HIDE = ", ".join(f"[class*={name}]" for name in sorted(_UNSEEN))
_BREAKS = BLOCKS | {"br"}
_COMPOSED = 4  # letters at most that composition makes one of
# The attributes whose values are known of a page.
_INDEXED = ("class", "id", "src")
_SELECTOR = re.compile(r"(?:\[[^\]]*\]|\([^)]*\)|[^,\[(])+")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_NOT = re.compile(r":not\([^)]*\)")
_VALUE = re.compile(r"\[([\w-]+)[~|^$*]?=[\"']?([^\"'\]]*?)[\"']?(?:\s+i)?\]")
_NAME = re.compile(r"[.#]([\w-]+)")


class Tree(LexborHTMLParser):
    """A parsed page.

    Attributes:
        elements: All its elements in page order, as it was parsed.
        unseen: The elements that the page itself hides from the eye, by `mem_id`.
    """

    def __init__(self, html: str) -> None:
        super().__init__(html, options=_OPTIONS)
        self.elements = list(self.root.traverse()) if self.root is not None else []
        self._names, styled = self._gather()
        may_hide = (*styled, *self.css(_MAY_HIDE))
        self.unseen = frozenset(n.mem_id for n in may_hide if _hides(n.attributes))

    def _gather(self) -> tuple[str, list[Node]]:
        """All words in the attributes that selectors name, in lower case, and what has a style."""
        values: set[str | None] = set()
        styled = []
        for node in self.elements:
            attributes = node.attributes
            if attributes:
                values.add(attributes.get("class"))
                values.add(attributes.get("id"))
                values.add(attributes.get("src"))
                if "style" in attributes or "hidden" in attributes:
                    styled.append(node)
        words = {word for value in values if value for word in value.split()}
        return " ".join(words).lower(), styled

    def levels(self) -> Iterator[int]:
        """How many elements stand around each element."""
        found: dict[int, int] = {}
        for node in self.elements:
            parent = node.parent
            level = found.get(parent.mem_id, -1) + 1 if parent is not None else 0
            found[node.mem_id] = level
            yield level

    def possible(self, selectors: str) -> str:
        """Those of a list of selectors that may find anything; empty where none may.

        Asking for a name that stands in no attribute costs a walk over the whole page.
        """
        names = self._names
        return ", ".join([found for found, word in _needs_of(selectors) if word in names])

    def css(self, query: str) -> list[Node]:
        """All nodes that any of the selectors finds, in page order."""
        asked = self.possible(query)
        return super().css(asked) if asked else []

    def css_first(self, query: str) -> Node | None:  # type: ignore[override]  # no default
        """The first node that any of the selectors finds."""
        asked = self.possible(query)
        return super().css_first(asked) if asked else None


@lru_cache(maxsize=2_048)
def _needs_of(selectors: str) -> tuple[tuple[str, str], ...]:
    """Each selector of a list, with a word that some attribute must have for it."""
    return tuple((found[0].strip(), _need(found[0])) for found in _SELECTOR.finditer(selectors))


def _need(selector: str) -> str:
    """The longest name in a selector; empty where it may do without any."""
    plain = _NOT.sub("", selector)
    if ":" in plain.replace("\\:", ""):
        return ""
    listed = [found[2].split() for found in _VALUE.finditer(plain) if found[1] in _INDEXED]
    names = _NAME.findall(_BRACKETS.sub("", plain))
    return max((*chain(*listed), *names), key=len, default="").lower()


def parse(html: str, url: str) -> Tree:
    """The tree of a page.

    Args:
        html: The decoded page.
        url: Where it came from, for the error.

    Raises:
        TooComplexError: the page is beyond the bounds that any real page keeps.
    """
    look(html, url)
    tree = Tree(html)
    look_at_tree(tree.levels(), url)
    return tree


def tree_of(node: Node) -> Tree:
    """The page that a node is of."""
    return cast("Tree", node.parser)


def walk(root: Node) -> Iterator[Node]:
    """Every node below `root` in page order, text nodes included, `root` left out.

    The node last given may be cut by the caller only after the walk has ended.
    """
    nodes = root.traverse(include_text=True)
    next(nodes, None)
    return nodes


def shown(node: Node) -> bool:
    """Whether a reader sees what is inside an element: no script, nothing hidden."""
    return node.tag not in SILENT and not hidden(node)


def attr(node: Node, name: str) -> str:
    """The value of an attribute, trimmed; empty where there is none."""
    return (node.attributes.get(name) or "").strip()


def classes(node: Node) -> list[str]:
    """The class names of an element, as written."""
    return (node.attributes.get("class") or "").split()


def children(node: Node) -> Iterator[Node]:
    """The elements directly below a node."""
    child = node.first_child
    while child is not None:
        following = child.next
        if child.is_element_node:
            yield child
        child = following


def ancestors(node: Node) -> Iterator[Node]:
    """The elements around a node, nearest first."""
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent
        parent = parent.parent


def same(one: Node | None, other: Node | None) -> bool:
    """Whether two views are of one node."""
    if one is None or other is None:
        return one is other
    return one.mem_id == other.mem_id


def inside(node: Node, root: Node) -> bool:
    """Whether a node is `root` or below it."""
    wanted = root.mem_id
    return node.mem_id == wanted or any(a.mem_id == wanted for a in ancestors(node))


def find(scope: Tree | Node, selectors: str) -> list[Node]:
    """All nodes that any of a list of selectors finds, in page order."""
    if isinstance(scope, Tree):
        return scope.css(selectors)
    asked = tree_of(scope).possible(selectors)
    return scope.css(asked) if asked else []


def first(scope: Tree | Node, selectors: Iterable[str]) -> Node | None:
    """The first node of the first selector that finds one."""
    return next((found[0] for selector in selectors if (found := find(scope, selector))), None)


def every(scope: Tree | Node, selectors: Iterable[str]) -> list[Node]:
    """All nodes that any of the selectors finds, in page order, each once."""
    found = find(scope, ", ".join(selectors))
    return list({node.mem_id: node for node in found}.values())


def outermost(nodes: Iterable[Node]) -> list[Node]:
    """Those of the nodes that stand in no other of them."""
    listed = list(nodes)
    ids = {node.mem_id for node in listed}
    return [n for n in listed if not any(a.mem_id in ids for a in ancestors(n))]


def cut(node: Node) -> None:
    """Take a node with all it holds out of the page; it stays readable by itself."""
    if node.parent is not None and node.tag not in ("html", "body", "head"):
        node.decompose(recursive=False)


def cut_all(nodes: Iterable[Node]) -> None:
    """Cut each of the nodes."""
    for node in list(nodes):
        cut(node)


def is_cut(node: Node) -> bool:
    """Whether a node, or one around it, was cut from the page."""
    top = node
    for around in ancestors(node):
        top = around
    return top.tag != "html"


def hidden(node: Node) -> bool:
    """Whether the page itself hides an element from the eye, as far as markup says so."""
    return node.mem_id in tree_of(node).unseen


def _hides(attributes: Mapping[str, str | None]) -> bool:
    style, names = attributes.get("style"), attributes.get("class")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return True
    return names is not None and not _UNSEEN.isdisjoint(names.split())


def text_of(node: Node) -> str:
    """The words below a node on one line, blocks apart, scripts and hidden parts left out."""
    only = node.first_child
    if only is None:
        return ""
    if only.is_text_node and only.next is None:
        return fold(only.text_content or "")
    return fold("".join(_texts(node)))


def has_words(node: Node) -> bool:
    """Whether a reader sees any words below a node."""
    return any(text and not text.isspace() for text in _texts(node))


def line_of(node: Node, most: int) -> str | None:
    """The words below a node, or None where they are more than `most` letters."""
    letters = 0
    for text in _texts(node):
        letters += len("".join(text.split()))
        if letters > _COMPOSED * most:
            return None
    words = text_of(node)
    return words if len(words) <= most else None


def _texts(root: Node) -> Iterator[str]:
    """What stands in the text nodes below a node, and a blank wherever a line ends."""
    unseen = tree_of(root).unseen
    around: list[Node] = []
    node = root.first_child
    while node is not None or around:
        if node is None:
            node = around.pop()
            if node.tag in _BREAKS:
                yield " "
        elif node.is_text_node:
            yield node.text_content or ""
        elif node.is_element_node and node.tag not in SILENT and node.mem_id not in unseen:
            if node.tag in _BREAKS:
                yield " "
            around.append(node)
            node = node.first_child
            continue
        node = node.next
