"""The lines of one comment: what stands between two line breaks, with what it is for.

One walk reads everything that author, date and text are judged by. A *piece* is one
text node with the link and the setting around it; a line is the pieces that a reader
sees on one line; a box is an element whose names give it a role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from normalizers.dates import find_date
from normalizers.regions.embeds import MAY_EMBED
from normalizers.regions.threads.roles import Role, roles_of
from normalizers.text import fold
from normalizers.tree import BLOCKS, SILENT, Node, attr, hidden
from normalizers.values import BlockKind

_PLACE = re.compile(r"#.*\d")
_STRONG = frozenset(("b", "strong", "em"))
_LONGEST_TEMPLATE_LINE = 80  # letters
_SHARED_BY = 3  # comments at least: two readers may well write the same line
_MOST = 0.8  # of all comments: those too deep to be answered have no link to answer
_NEVER_SHARED = frozenset(
    (Role.AUTHOR, Role.AUTHOR_MAYBE, Role.AUTHOR_BOX, Role.DATE, Role.CONTENT)
)
_NO_WORDS = SILENT | frozenset(["form", "button", "input", "select", "textarea", "img", "label"])
# What the reader of blocks must see as elements, not as lines.
_COMPLEX = frozenset(MAY_EMBED) - {"a", "p", "div", "blockquote"} | {"table", "pre"}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "blockquote": "quote",
    "figcaption": "caption",
}


@dataclass(slots=True, eq=False)
class Box:
    """An element whose names give it a role."""

    node: Node
    role: Role
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return fold("".join([piece.text for piece in self.pieces]))


@dataclass(slots=True, eq=False)
class Piece:
    """A text node with the link and the setting that holds it."""

    node: Node
    text: str
    link: Node | None
    strong: bool
    furniture: bool
    is_blank: bool


@dataclass(slots=True, eq=False)
class Line:
    """What a reader sees on one line.

    Attributes:
        pieces: Its text nodes.
        block: The number of the block that it is a line of.
        breaks: How many line breaks stand between it and the line before.
        kind: The kind of block it stands in.
        level: Of a heading, its level.
        is_item: Whether its block is the first of a list item.
    """

    pieces: list[Piece] = field(default_factory=list)
    block: int = 0
    breaks: int = 0
    kind: BlockKind = "paragraph"
    level: int | None = None
    is_item: bool = False
    folded: str | None = None

    @property
    def text(self) -> str:
        """Its words, furniture left out."""
        if self.folded is None:
            self.folded = fold("".join([p.text for p in self.pieces if not p.furniture]))
        return self.folded


@dataclass(slots=True, eq=False)
class Sheet:
    """The lines of a comment and the boxes with roles on them, in page order.

    Attributes:
        lines: Lines that have any text nodes.
        boxes: Elements with roles.
        links: All links.
        notice: Whether a notice says that the comment awaits moderation.
        is_complex: Whether it holds what lines cannot say: embeds, tables, code.
    """

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)
    notice: bool = False
    is_complex: bool = False

    def of(self, role: Role) -> Iterator[Box]:
        """The boxes of a role that hold any words."""
        return (box for box in self.boxes if box.role is role and box.text)

    def pieces(self) -> Iterator[Piece]:
        """All pieces, in page order."""
        return (piece for line in self.lines for piece in line.pieces)


def read_sheet(nodes: Iterable[Node]) -> Sheet:
    """The sheet of a comment from the nodes that hold it, nested comments cut before.

    The names of a single node are those of the whole comment and give no role.
    """
    reader = _Reader()
    roots = list(nodes)
    for node in roots:
        reader.read(node, is_whole=len(roots) == 1)
    return reader.sheet


def cut_template_lines(sheets: Sequence[Sheet]) -> None:
    """Leave out the lines that all comments of a thread share: "Reply", "Permalink".

    One author may have written all comments, all on one day: lines with a date stay, and
    lines named for author or text that are no links to the comment itself.
    """
    shared = Counter(text for sheet in sheets for text in {line.text for line in sheet.lines})
    if not any(text and count >= _SHARED_BY for text, count in shared.items()):
        return
    for sheet in sheets:
        kept = {id(p) for box in sheet.boxes if box.role in _NEVER_SHARED for p in box.pieces}
        for line in sheet.lines:
            free = _leads_here(line) or kept.isdisjoint(map(id, line.pieces))
            if free and _is_shared(line, shared, len(sheets)):
                line.folded = ""
                for piece in line.pieces:
                    piece.furniture = True


def _leads_here(line: Line) -> bool:
    """Whether a line is one link to the place of a comment, as no author's name is."""
    return all(link is not None and _PLACE.search(attr(link, "href")) for link in _links_of(line))


def _links_of(line: Line) -> list[Node | None]:
    return [piece.link for piece in line.pieces if not piece.is_blank]


def _is_shared(line: Line, shared: Counter[str], of: int) -> bool:
    text = line.text
    short = 0 < len(text) <= _LONGEST_TEMPLATE_LINE
    if not short or shared[text] < _SHARED_BY or find_date(text):
        return False
    if shared[text] == of:
        return True
    return None not in _links_of(line) and shared[text] > of * _MOST


@dataclass(slots=True, eq=False)
class _Open:
    """An element that is being read, with what held before it."""

    is_block: bool
    boxes: int
    strong: bool
    link: Node | None
    furniture: bool
    kind: BlockKind
    level: int | None


class _Reader:
    """Collects pieces line by line."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._line: Line | None = None
        self._open: list[_Open] = []
        self._boxes: list[Box] = []
        self._link: Node | None = None
        self._strong = self._furniture = self._item = False
        self._kind: BlockKind = "paragraph"
        self._level: int | None = None
        self._block = self._breaks = 0

    def read(self, root: Node, *, is_whole: bool) -> None:
        """One of the nodes, from its own start to its end."""
        if root.is_text_node:
            self._text(root)
            return
        if not self._enter(root, is_whole=is_whole):
            return
        node, stack = root.first_child, [root]
        while stack:
            if node is None:
                closed = stack.pop()
                self._leave()
                node = closed.next if stack else None
            elif node.is_text_node:
                self._text(node)
                node = node.next
            elif node.is_element_node and self._enter(node):
                stack.append(node)
                node = node.first_child
            else:
                node = node.next

    def _text(self, node: Node) -> None:
        text = node.text_content or ""
        blank = not text or text.isspace()
        if blank and self._line is None:
            return
        piece = Piece(node, text, self._link, self._strong, self._furniture, blank)
        line = self._line or self._begin_line()
        line.pieces.append(piece)
        for box in self._boxes:
            box.pieces.append(piece)

    def _begin_line(self) -> Line:
        line = Line(block=self._block, breaks=self._breaks, kind=self._kind, level=self._level)
        line.is_item = self._item
        self._breaks, self._item = 0, False
        self.sheet.lines.append(line)
        self._line = line
        return line

    def _enter(self, node: Node, *, is_whole: bool = False) -> bool:
        tag = node.tag or ""
        if tag in _NO_WORDS:
            self.sheet.is_complex = self.sheet.is_complex or tag in _COMPLEX
            return False
        if tag == "br":
            self._breaks += 1
            self._line = None
            return False
        if hidden(node):
            return False
        attributes = node.attributes
        is_block = tag in BLOCKS
        self._open.append(
            _Open(is_block, 0, self._strong, self._link, self._furniture, self._kind, self._level)
        )
        if is_block:
            self._enter_block(tag)
        if attributes or not is_block or tag in _COMPLEX:
            self._enter_named(node, tag, attributes, is_whole=is_whole)
        return True

    def _enter_block(self, tag: str) -> None:
        self._end_block()
        if tag in _KINDS:
            self._kind = _KINDS[tag]
            self._level = int(tag[1]) if self._kind == "heading" else None
        self._item = self._item or tag == "li"

    def _end_block(self) -> None:
        self._line = None
        self._block += 1
        self._breaks = 0

    def _enter_named(
        self, node: Node, tag: str, attributes: dict[str, str | None], *, is_whole: bool
    ) -> None:
        roles = () if is_whole else roles_of(tag, attributes)
        for role in roles:
            box = Box(node, role)
            self._boxes.append(box)
            self.sheet.boxes.append(box)
            if role in (Role.FURNITURE, Role.NOTICE):
                self._furniture = True
                self.sheet.notice = self.sheet.notice or role is Role.NOTICE
        self._open[-1].boxes = len(roles)
        self._strong = self._strong or tag in _STRONG
        if tag in _COMPLEX or (tag == "blockquote" and attributes.get("class")):
            self.sheet.is_complex = True
        if tag == "a":
            self._link = node
            self.sheet.links.append(node)

    def _leave(self) -> None:
        was = self._open.pop()
        if was.boxes:
            del self._boxes[-was.boxes :]
        self._strong, self._link, self._furniture = was.strong, was.link, was.furniture
        self._kind, self._level = was.kind, was.level
        if was.is_block:
            self._end_block()
