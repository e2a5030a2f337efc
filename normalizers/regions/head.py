"""What the head of a page and its structured data say, gathered once.

JSON-LD is read as it is found: one object, a list, or an `@graph`; broken blocks count
for nothing. The values are handed on as they stand; `metadata` judges them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from normalizers.text import fold
from normalizers.tree import Tree, attr
from normalizers.urls import join

_STORIES = re.compile(r"(?:Article|Posting|Report|Review|WebPage|Recipe|CreativeWork)$")
_MOST_NODES = 2_000
_CONTROL = re.compile(r"[\x00-\x1f]+")
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$|^\s*<!--|-->\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says.

    Attributes:
        base: What relative links are joined to.
        title: The words of `<title>`.
        meta: Values by lower-case name, property or itemprop, in page order.
        links: Absolute addresses by lower-case link relation, in page order.
        objects: JSON-LD objects, those that stand for a story first.
        body_classes: Class names of `<body>`.
        language: The language that the root element names.
    """

    base: str
    title: str
    meta: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    objects: tuple[Mapping[str, Any], ...]
    body_classes: frozenset[str]
    language: str | None

    def value(self, *names: str) -> str:
        """The first value under the first of the names that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""

    def link(self, relation: str) -> str:
        """The first address of a relation, empty where there is none."""
        return self.links.get(relation, ("",))[0]


def read_head(tree: Tree, url: str) -> Head:
    """Gather what the head says of a page at `url`."""
    base_node = tree.css_first("base[href]")
    base = join(url, attr(base_node, "href")) if base_node is not None else url
    title = tree.css_first("head title, title")
    body = tree.body
    root = tree.root
    return Head(
        base=base,
        title=fold(title.text()) if title is not None else "",
        meta=_meta(tree),
        links=_links(tree, base),
        objects=_objects(tree),
        body_classes=frozenset((attr(body, "class") if body is not None else "").split()),
        language=(attr(root, "lang") or attr(root, "xml:lang")) if root is not None else None,
    )


def _meta(tree: Tree) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        value = fold(attributes.get("content") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            for name in (attributes.get(key) or "").lower().split():
                found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _links(tree: Tree, base: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("link[rel][href]"):
        attributes = node.attributes
        address = join(base, attributes.get("href") or "")
        for relation in (attributes.get("rel") or "").lower().split():
            found.setdefault(relation, []).append(address)
    return {relation: tuple(addresses) for relation, addresses in found.items()}


def _objects(tree: Tree) -> tuple[Mapping[str, Any], ...]:
    found: list[Mapping[str, Any]] = []
    for node in tree.css("script[type='application/ld+json' i]"):
        found += _flatten(_parse(node.text()))
    return tuple(sorted(found, key=_rank))


def _parse(text: str) -> Any:
    """The value of a JSON-LD block; None where it is broken or nested without end."""
    text = _CDATA.sub("", text.strip())
    for attempt in (text, _CONTROL.sub(" ", text)):
        try:
            return json.loads(attempt)
        except ValueError:
            continue
        except RecursionError:
            return None
    return None


def _flatten(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a block, those of its `@graph` and main entities too."""
    queue = [value]
    seen = 0
    while queue and seen < _MOST_NODES:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue += item
        elif isinstance(item, dict):
            yield item
            queue += [
                item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item
            ]


def types_of(thing: Mapping[str, Any]) -> tuple[str, ...]:
    """The schema.org types of an object, without their address."""
    types = thing.get("@type")
    listed = types if isinstance(types, list) else [types]
    return tuple(t.rsplit("/", 1)[-1] for t in listed if isinstance(t, str))


def _rank(thing: Mapping[str, Any]) -> int:
    types = types_of(thing)
    if any(t.endswith(("Article", "Posting", "Report")) for t in types):
        return 0
    return 1 if any(_STORIES.search(t) for t in types) else 2
