"""The line of author and date that stands beside a comment instead of in it.

*Quirk:* Movable Type writes `<div id="c17">text</div><p class="posted">Posted by …</p>`;
other templates write the line first. A page does one of the two throughout, so all the
gaps between its comments are looked at before any is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.dates import find_date
from normalizers.regions.threads.items import Item
from normalizers.tree import Node, text_of

_LONGEST = 200  # letters of a line of author and date
_LONGEST_RAW = 2_000  # the same with the white space of the markup and scripts
_TRIED = 3  # the first comments tell how all of them are made
_ENDS = frozenset(("form", "h1", "h2", "h3", "script", "style", "ol", "ul", "dl"))


def take_neighbours(items: Sequence[Item]) -> None:
    """Give items without a date the line before or after them that has one."""
    if any(_has_date(item.nodes) for item in items[:_TRIED]):
        return
    bare = [item for item in items if len(item.nodes) == 1 and not item.is_anchor]
    own = {node.mem_id for item in items for node in item.nodes}
    after = [_gap(item.nodes[-1], own, forward=True) for item in bare]
    before = [_gap(item.nodes[0], own, forward=False) for item in bare]
    dated_after, dated_before = (sum(map(_has_date, gaps)) for gaps in (after, before))
    if not dated_after and not dated_before:
        return
    is_after = dated_after > dated_before or (
        dated_after == dated_before and bool(after[-1]) and _has_date(after[-1])
    )
    for item, gap in zip(bare, after if is_after else before, strict=True):
        if _has_date(gap):
            item.nodes = [*item.nodes, *gap] if is_after else [*gap, *item.nodes]


def _has_date(nodes: Sequence[Node]) -> bool:
    return any(find_date(_text(node)) for node in nodes)


def _text(node: Node) -> str:
    return (node.text_content or "") if node.is_text_node else text_of(node)


def _gap(node: Node, own: set[int], *, forward: bool) -> list[Node]:
    """The short siblings between an item and the next one, in page order."""
    gap: list[Node] = []
    sibling = node.next if forward else node.prev
    while sibling is not None and sibling.mem_id not in own and sibling.tag not in _ENDS:
        if len(sibling.text_lexbor()) > _LONGEST_RAW or len(_text(sibling)) > _LONGEST:
            break
        gap.append(sibling)
        if _has_date([sibling]):
            return gap if forward else gap[::-1]
        sibling = sibling.next if forward else sibling.prev
    return []
