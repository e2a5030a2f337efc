"""Authors that no mark names: behind "By" in short lines, or beside a date.

A line counts before the data of a page only where it is whole ("By Ann Lee") and stands
around the story, at its head or at its end: guests sign in the text what the account of
the editor published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from normalizers.dates import DateHabits, read_date
from normalizers.regions.context import Context
from normalizers.regions.head import Head
from normalizers.regions.people import LEAD, clean_names, once
from normalizers.regions.scope import BESIDE, stands_beside, up_to
from normalizers.text import squash
from normalizers.tree import Node, Tree, attr, inside, line_of, same, text_of

_BESIDE = re.compile(
    rf"{BESIDE}|caption|(?:image|img|photo|picture|^)[-_]?credit$|licen[cs]e"
    r"|\bbio\b|author-?(?:bio|box|desc)|about-?author|^menu"
    r"|post-(?:labels?|share)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|[\s|·•–—])(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]uth?or(?:in)?:):?\s+"
    r"(?=[^\W\d_])"
)
_LABELS = re.compile(r"cat|tag|topic|section|label", re.IGNORECASE)
_LINES = "p, span, font, td, div, h2, h3, h4, h5, h6, small, em, strong, b, address, li, time"
# Small words in names of people: "de la Cruz", "van der Berg", "bin Salman".
_PARTICLES = re.compile(
    r"(?:d[aeiu]|de[lns]|della|dos|l[ae]|van|von|der|ten|ter|zum?|bin|ibn|[ea]l|[ye]|und|and)$",
    re.IGNORECASE,
)
_SEVERAL = 2
_LONGEST_DATE = 30
_AT_HEAD, _AT_END = 300, 400  # letters of a story among which its author may sign
_MOST_LINES = 250
_NEAREST, _FIRST, _LAST = 60, 10, 25
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Names behind "By" in a short line.

    Attributes:
        names: The names.
        whole: Whether the line says nothing before them.
        within: Whether it stands in the story.
    """

    names: tuple[str, ...]
    whole: bool
    within: bool


def lines_of(head: Head, scope: Node | Tree, root: Node | None, context: Context) -> Iterator[Line]:
    """The lines that name people behind "By", those that are the title's words left out."""
    return _read(scope.css(_LINES)[:_MOST_LINES], head, scope, root, context)


def signed_lines(
    head: Head, scope: Node | Tree, root: Node | None, context: Context
) -> Iterator[Line]:
    """Such lines at the head of the element around a story, and at the ends of the story."""
    narrow = scope.css(_LINES)[:_NEAREST] if isinstance(scope, Node) and scope.tag != "body" else []
    nodes = root.css(_LINES) if root is not None else []
    ends = nodes[:_FIRST] + nodes[max(_FIRST, len(nodes) - _LAST) :]
    return _read([*narrow, *ends], head, scope, root, context)


def _read(
    nodes: Iterable[Node], head: Head, scope: Node | Tree, root: Node | None, context: Context
) -> Iterator[Line]:
    title = squash(head.title)
    story = text_of(root) if root is not None else ""
    ends = story[:_AT_HEAD] + " " + story[-_AT_END:]
    for node in nodes:
        text = line_of(node, _LONGEST_LINE)
        by = _BY.search(text) if text else None
        if not text or by is None or squash(text) in title or is_beside(node, scope):
            continue
        if any(_BY.match(text_of(inner)) for inner in node.css(_LINES) if not same(inner, node)):
            continue
        lead = LEAD.match(text)
        names = [n for n in clean_names(text[by.end() :], context.site) if _is_written(n)]
        within = is_in(node, root)
        whole = (lead is not None or not by.start()) and (not within or text in ends)
        if names:
            yield Line(names=once(names), whole=whole, within=within)


def _is_written(name: str) -> bool:
    """Whether a name is written as one: "Ann Lee", "de la Cruz", "ann", not "some friends"."""
    parts = [part for part in name.split() if not _PARTICLES.match(part)]
    return len(parts) < _SEVERAL or not any(part[0].islower() for part in parts)


def first_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """The names of the first of the lines."""
    return next((line.names for line in lines), ())


def fuller(name: str, lines: Iterable[Line]) -> str:
    """The full name that a line tells of somebody whose data have the first one alone."""
    told = (one for line in lines for one in line.names)
    full = (one for one in told if " " not in name and one.startswith(f"{name} "))
    return next(full, name)


def name_at_date(scope: Node | Tree, root: Node | None, context: Context) -> tuple[str, ...]:
    """The name beside a date, each alone in an element, where neither has a class."""
    habits = DateHabits(language=context.language)
    for node in scope.css("span, p, div, time, td, li")[:_MOST_LINES]:
        text = line_of(node, _LONGEST_DATE)
        if not text or is_in(node, root) or not read_date(text, habits):
            continue
        for beside in (_element(node, "prev"), _element(node, "next")):
            name = text_of(beside) if beside is not None and _is_plain(beside) else ""
            if _is_full(name) and clean_names(name, context.site) and not is_beside(node, scope):
                return (name,)
    return ()


def _is_plain(node: Node) -> bool:
    """Whether an element leads nowhere and is not named for a label."""
    return not node.css("a") and not _LABELS.search(attr(node, "class"))


def _element(node: Node, way: str) -> Node | None:
    """The next element before or behind one that readers see something of."""
    beside: Node | None = getattr(node, way)
    while beside is not None and not (beside.is_element_node and text_of(beside)):
        beside = getattr(beside, way)
    return beside


def _is_full(name: str) -> bool:
    """Whether a text can be a first name and a last one, and one more between them."""
    parts = name.split()
    return len(parts) in (2, 3) and all(part[0].isupper() for part in parts)


def is_beside(node: Node, scope: Node | Tree) -> bool:
    """Whether a node stands in what is beside a story: a note, a list, a box, a figure."""
    if any(around.tag in ("figure", "nav", "aside") for around in up_to(node, scope)):
        return True
    return stands_beside(node, scope, _BESIDE)


def is_in(node: Node, story: Node | None) -> bool:
    """Whether a node stands in a story; nothing stands in none."""
    return story is not None and inside(node, story)
