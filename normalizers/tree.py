"""The one door to the HTML parser: selectolax's Lexbor, a tree by the HTML5 rules.

Before parsing, `normalizers.bounds` looks over the text once in linear time, because
HTML parsers themselves are quadratic in depth, in the attributes of a tag, and in
formatting elements left open. All walks here are loops: depth never meets the limit of
recursion. A node that was cut stays readable (its memory lives as long as the tree),
but neither selectors nor walks from outside find it any more: that is how a text is
read once.

Nodes stay inside `normalizers`: no value ever holds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from normalizers.bounds import look
from normalizers.text import fold

Node = LexborNode
Tree = LexborHTMLParser
# With mutation events 10,000 `<option>` take 0.3 s, and the time grows as the square.
_OPTIONS = LexborDocumentOptions.WO_EVENTS.value

SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object")
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The names under which the common style sheets hide a text from the eye.
_UNSEEN = frozenset(("screen-reader-text", "sr-only", "visually-hidden", "assistive-text"))


def parse(html: str, url: str) -> Tree:
    """The tree of a page.

    Args:
        html: The decoded page.
        url: Where it came from, for the error.

    Raises:
        TooComplexError: the page is beyond the bounds that any real page keeps.
    """
    look(html, url)
    return LexborHTMLParser(html, options=_OPTIONS)


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


def events(
    root: Node, enter: Callable[[Node], bool] = shown
) -> Iterator[tuple[Node, Literal["in", "out"]]]:
    """Entries and exits below `root`: `(node, "in")`, then what is inside, `(node, "out")`.

    Text nodes have only an "in". An element that `enter` refuses is left out whole.
    The tree must not be changed on the way.
    """
    node, stack = root.first_child, [root]
    while node is not None or len(stack) > 1:
        if node is None:
            closed = stack.pop()
            yield closed, "out"
            node = closed.next
        elif node.is_text_node:
            yield node, "in"
            node = node.next
        elif node.is_element_node and enter(node):
            yield node, "in"
            stack.append(node)
            node = node.first_child
        else:
            node = node.next


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


def first(scope: Tree | Node, selectors: Iterable[str]) -> Node | None:
    """The first node of the first selector that finds one."""
    for selector in selectors:
        found = scope.css_first(selector)
        if found is not None:
            return found
    return None


def every(scope: Tree | Node, selectors: Iterable[str]) -> list[Node]:
    """All nodes that any of the selectors finds, in page order, each once."""
    joined = ", ".join(selectors)
    if not joined:
        return []
    return list({node.mem_id: node for node in scope.css(joined)}.values())


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
    attributes = node.attributes
    return bool(attributes) and hides(attributes)


def hides(attributes: Mapping[str, str | None]) -> bool:
    """Whether attributes hide their element from the eye."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    names = attributes.get("class")
    return bool(names) and not _UNSEEN.isdisjoint((names or "").split())


def text_of(node: Node, enter: Callable[[Node], bool] = shown) -> str:
    """The words below a node on one line, blocks apart, scripts and hidden parts left out."""
    only = node.first_child
    if only is None:
        return ""
    if only.is_text_node and only.next is None:
        return fold(only.text_content or "")
    parts = []
    for item, _ in events(node, enter):
        if item.is_text_node:
            parts.append(item.text_content or "")
        elif item.tag in BLOCKS or item.tag == "br":
            parts.append(" ")
    return fold("".join(parts))
