"""The links of a page, each with the region that holds it."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers.tree import Tree, attr, text_of
from normalizers.urls import join
from normalizers.values import Block, PageLink

_NO_PAGE = ("javascript:", "mailto:", "tel:", "data:", "#")


def links_of_blocks(blocks: Iterable[Block], region: str) -> tuple[PageLink, ...]:
    """The links inside blocks."""
    return tuple(
        PageLink(url=link.url, text=link.text, region=region)
        for block in blocks
        for link in block.links
    )


def links_of_page(tree: Tree, base: str) -> tuple[PageLink, ...]:
    """The links that no region took, each address once."""
    found: dict[str, PageLink] = {}
    for node in tree.css("a[href]"):
        href = attr(node, "href")
        if href and not href.startswith(_NO_PAGE):
            url = join(base, href)
            if url not in found:
                found[url] = PageLink(url=url, text=text_of(node), region="other")
    return tuple(found.values())
