"""The lines of one comment: what stands between two line breaks, with what it is for.

One walk reads everything that author, date and text are judged by. A *piece* is one
text node with the link and the setting around it; a line is the pieces that a reader
sees on one line; a box is an element whose names give it a role. Pieces are numbered in
page order, so that what a box holds is a range of numbers, and what to keep or to leave
out of a comment a set of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from normalizers.regions.threads.roles import Role, Traits, traits_of
from normalizers.text import fold
from normalizers.tree import Node, tree_of
from normalizers.values import BlockKind


@dataclass(slots=True, eq=False)
class Piece:
    """A text node with its number on the sheet, and the link and setting that hold it."""

    at: int
    node: Node
    text: str
    link: Node | None
    strong: bool
    furniture: bool
    is_blank: bool


@dataclass(slots=True, eq=False)
class Box:
    """An element whose names give it a role, and what it holds."""

    node: Node
    role: Role
    pieces: list[Piece] = field(default_factory=list)
    has_words: bool = False
    _text: str | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if self._text is None:
            self._text = fold("".join([piece.text for piece in self.pieces]))
        return self._text

    @property
    def span(self) -> range:
        """The numbers of its pieces."""
        pieces = self.pieces
        return range(pieces[0].at, pieces[-1].at + 1) if pieces else range(0)

    def holds(self, later: Box) -> bool:
        """Whether a box that begins later is inside this one; both hold words."""
        return later.pieces[0].at <= self.pieces[-1].at


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

    def of(self, pieces: list[Piece]) -> Line:
        """The line with some of its pieces."""
        return Line(pieces, self.block, self.breaks, self.kind, self.level, self.is_item)


@dataclass(slots=True, eq=False)
class Sheet:
    """The lines of a comment and the boxes with roles on them, in page order.

    Attributes:
        pieces: All text nodes that stand on lines.
        lines: Lines that have any text nodes.
        boxes: Elements with roles.
        links: All links.
        notice: Whether a notice says that the comment awaits moderation.
        is_complex: Whether it holds what lines cannot say: embeds, tables, code.
    """

    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)
    notice: bool = False
    is_complex: bool = False

    def of(self, role: Role) -> list[Box]:
        """The boxes of a role that hold any words."""
        return [box for box in self.boxes if box.role is role and box.has_words]

    def without(self, held: set[int]) -> Sheet:
        """The sheet without the pieces of these numbers."""
        if not held:
            return self
        pieces = [piece for piece in self.pieces if piece.at not in held]
        lines = keep(self.lines, {piece.at for piece in pieces})
        boxes = [box for box in self.boxes if not held.issuperset(box.span)]
        return Sheet(pieces, lines, boxes, self.links)


def numbers_in(boxes: Iterable[Box]) -> set[int]:
    """The numbers of the pieces that boxes hold."""
    return set().union(*(box.span for box in boxes))


def keep(lines: Iterable[Line], wanted: set[int]) -> list[Line]:
    """Lines with the pieces of these numbers alone; those that have none go."""
    kept = []
    for line in lines:
        pieces = [piece for piece in line.pieces if piece.at in wanted]
        if len(pieces) == len(line.pieces):
            kept.append(line)
        elif pieces:
            kept.append(line.of(pieces))
    return kept


def read_sheet(nodes: Iterable[Node]) -> Sheet:
    """The sheet of a comment from the nodes that hold it, nested comments cut before.

    The names of a single node are those of the whole comment and give no role.
    """
    reader = _Reader()
    roots = list(nodes)
    for node in roots:
        reader.read(node, is_whole=len(roots) == 1)
    return reader.sheet


class _Setting(NamedTuple):
    """What holds for the words to come."""

    link: Node | None = None
    strong: bool = False
    furniture: bool = False
    kind: BlockKind = "paragraph"
    level: int | None = None


_PLAIN = _Setting()


class _Reader:
    """Collects pieces line by line."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._line: Line | None = None
        self._open: list[tuple[Traits, _Setting, int, int]] = []
        self._setting = _PLAIN
        self._item = False
        self._block = self._breaks = 0
        self._unseen: frozenset[int] = frozenset()

    def read(self, root: Node, *, is_whole: bool) -> None:
        """One of the nodes, from its own start to its end."""
        self._unseen = tree_of(root).unseen
        node: Node | None = root
        stack: list[Node] = []
        while True:
            if node is None:
                node = stack.pop()
                self._leave()
            elif node.is_text_node:
                self._text(node)
            elif node.is_element_node and self._enter(node, is_whole=is_whole and not stack):
                stack.append(node)
                node = node.first_child
                continue
            if not stack:
                return
            node = node.next

    def _text(self, node: Node) -> None:
        text = node.text_content or ""
        is_blank = not text or text.isspace()
        if self._line is None:
            if is_blank:
                return
            self._line = self._begin_line()
        link, strong, furniture, _, _ = self._setting
        pieces = self.sheet.pieces
        piece = Piece(len(pieces), node, text, link, strong, furniture, is_blank)
        pieces.append(piece)
        self._line.pieces.append(piece)

    def _begin_line(self) -> Line:
        _, _, _, kind, level = self._setting
        line = Line([], self._block, self._breaks, kind, level, self._item)
        self._breaks, self._item = 0, False
        self.sheet.lines.append(line)
        return line

    def _enter(self, node: Node, *, is_whole: bool) -> bool:
        """Begin an element; whether there is more to read inside it."""
        sheet, traits = self.sheet, traits_of(node.tag or "", node.attributes)
        if not traits.is_read:
            sheet.is_complex |= traits.is_complex
            if traits.is_break:
                self._breaks += 1
                self._line = None
            return False
        if node.mem_id in self._unseen:
            return False
        if is_whole:
            traits = traits._replace(roles=())
        sheet.is_complex |= traits.is_complex
        self._open.append((traits, self._setting, len(sheet.boxes), len(sheet.pieces)))
        if traits.is_block:
            self._end_block()
            self._item |= traits.is_item
        if not traits.is_plain:
            self._set(node, traits)
        return True

    def _set(self, node: Node, traits: Traits) -> None:
        """What an element is for, and what it makes of its words."""
        now, roles, sheet = self._setting, traits.roles, self.sheet
        sheet.boxes += [Box(node, role) for role in roles]
        sheet.notice |= Role.NOTICE in roles
        if traits.is_link:
            sheet.links.append(node)
        self._setting = _Setting(
            link=node if traits.is_link else now.link,
            strong=now.strong or traits.is_strong,
            furniture=now.furniture or Role.FURNITURE in roles or Role.NOTICE in roles,
            kind=traits.kind or now.kind,
            level=traits.level if traits.kind else now.level,
        )

    def _leave(self) -> None:
        traits, self._setting, boxes, start = self._open.pop()
        if traits.roles:
            pieces = self.sheet.pieces[start:]
            has_words = not all(piece.is_blank for piece in pieces)
            for box in self.sheet.boxes[boxes : boxes + len(traits.roles)]:
                box.pieces, box.has_words = pieces, has_words
        if traits.is_block:
            self._end_block()

    def _end_block(self) -> None:
        self._line = None
        self._block += 1
        self._breaks = 0
