"""Comments that no name tells: repeated siblings with dates in the space of a thread.

Where ids and classes say nothing, one comment is one of several siblings that each hold
a date; or, where the dated siblings are only lines of author and date, the siblings from
one such line to the next. Which end of a comment the line is at, the first one tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from normalizers.dates import find_date
from normalizers.regions.threads.items import Item, is_beside, names_of
from normalizers.regions.threads.names import is_area
from normalizers.tree import Node, children, shown, text_of

_NEVER = frozenset(("html", "body", "head", "form", "a", "span", "script", "style", "link"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LINE = 160  # letters of a line of author and date
_MOST_AREAS = 40  # spaces looked into
_ENOUGH = 2  # dated siblings make a list


def find_unnamed_items(hits: Iterable[Node]) -> list[Item]:
    """The comments in the spaces named for a thread, in page order."""
    areas = [node for node in hits if node.tag not in _NEVER and any(map(is_area, names_of(node)))][
        :_MOST_AREAS
    ]
    areas = [node for node in areas if node.css_first("h1") is None and not is_beside(node)]
    for area in areas:
        for group in (_alike(area), [*children(area)]):
            items = _in_siblings(group)
            if items:
                return items
    return []


def _alike(area: Node) -> list[Node]:
    """The siblings of an area that have its names, if the area itself is one of several."""
    names = area.attributes.get("class")
    if area.parent is None or not names:
        return []
    alike = [
        node
        for node in children(area.parent)
        if node.tag == area.tag and node.attributes.get("class") == names
    ]
    return alike if len(alike) >= _ENOUGH else []


def _in_siblings(siblings: Sequence[Node]) -> list[Item]:
    level = [node for node in siblings if shown(node) and node.tag not in _NEVER]
    while level:
        dated = [node for node in level if find_date(text_of(node))]
        if len(dated) >= _ENOUGH:
            return _divide(level, dated)
        if not dated:
            return []
        level = [node for node in children(dated[0]) if shown(node) and node.tag not in _NEVER]
    return []


def _divide(level: Sequence[Node], dated: Sequence[Node]) -> list[Item]:
    ((tag, _),) = Counter(node.tag for node in dated).most_common(1)
    dated = [node for node in dated if node.tag == tag]
    marks = {node.mem_id for node in dated}
    lines = [len(text_of(node)) <= _LINE for node in dated]
    others = [node for node in level if node.mem_id not in marks and len(text_of(node)) > 1]
    if sum(lines) * 2 < len(lines) or len(others) < len(dated):
        return [Item(nodes=[node]) for node in dated]
    is_first = level[0].mem_id in marks or level[0].tag in _HEADINGS
    return _runs_from(level, marks) if is_first else _runs_to(level, marks)


def _runs_from(level: Sequence[Node], marks: set[int]) -> list[Item]:
    """Runs that begin with a marked sibling."""
    runs: list[list[Node]] = []
    for node in level:
        if node.mem_id in marks:
            runs.append([node])
        elif runs:
            runs[-1].append(node)
    return [Item(nodes=run) for run in runs]


def _runs_to(level: Sequence[Node], marks: set[int]) -> list[Item]:
    """Runs that end with a marked sibling."""
    runs: list[list[Node]] = [[]]
    for node in level:
        runs[-1].append(node)
        if node.mem_id in marks:
            runs.append([])
    return [Item(nodes=run) for run in runs[:-1]]
