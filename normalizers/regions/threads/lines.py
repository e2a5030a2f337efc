"""The lines of one comment: what stands between two line breaks, with what it is for.

One walk reads everything that author, date and text are judged by. A *piece* is one
text node with the roles that the elements around it have by name; a line is the pieces
that a reader sees on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from normalizers.regions.threads.names import Role, roles_of
from normalizers.text import fold
from normalizers.tree import BLOCKS, Node, cut, events, shown

_STRONG = frozenset(("b", "strong", "em"))
_LONGEST_TEMPLATE_LINE = 80  # letters
_SHARED_BY = 3  # comments at least: two readers may well write the same line
_HALF, _MOST = 0.5, 0.8
_NO_WORDS = frozenset(["form", "button", "input", "select", "textarea", "img", "label"])


@dataclass(slots=True, eq=False)
class Box:
    """An element whose names give it a role."""

    node: Node
    role: Role
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return fold("".join(piece.text for piece in self.pieces))


@dataclass(slots=True, eq=False)
class Piece:
    """A text node with the link and the setting that holds it."""

    node: Node
    text: str
    link: Node | None = None
    strong: bool = False
    furniture: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """What a reader sees on one line."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, furniture left out."""
        return fold("".join(piece.text for piece in self.pieces if not piece.furniture))


@dataclass(slots=True, eq=False)
class Sheet:
    """The lines of a comment and the boxes with roles on them, in page order."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)
    notice: bool = False

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
    """Cut the lines that most comments of a thread share, word for word.

    "Reply", "Log in to answer", "Permalink": a template says them, in any language.
    """
    shared = Counter(text for sheet in sheets for text in {line.text for line in sheet.lines})
    if shared.pop("", 0) and not any(count >= _SHARED_BY for count in shared.values()):
        return
    for sheet in sheets:
        sheet.lines = [line for line in sheet.lines if not _is_shared(line, shared, len(sheets))]


def _is_shared(line: Line, shared: Counter[str], of: int) -> bool:
    text = line.text
    if not 0 < len(text) <= _LONGEST_TEMPLATE_LINE or shared[text] < _SHARED_BY:
        return False
    linked = all(p.link is not None for p in line.pieces if p.text.strip())
    if shared[text] <= of * (_HALF if linked else _MOST):
        return False
    for piece in line.pieces:
        piece.furniture = True
        cut(piece.node)
    return True


class _Reader:
    """Collects pieces line by line."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._line = Line()
        self._open: list[list[Box]] = []
        self._boxes: list[Box] = []
        self._links: list[Node] = []
        self._strong = 0
        self._furniture = 0

    def read(self, root: Node, *, is_whole: bool) -> None:
        """One of the nodes, from its own start to its end."""
        if root.is_text_node:
            self._text(root)
            return
        if not self._wants(root):
            return
        self._enter(root, is_whole=is_whole)
        for node, way in events(root, self._wants):
            if node.is_text_node:
                self._text(node)
            elif way == "in":
                self._enter(node)
            else:
                self._leave(node)
        self._leave(root)

    def _wants(self, node: Node) -> bool:
        return node.tag not in _NO_WORDS and shown(node)

    def _text(self, node: Node) -> None:
        text = node.text_content or ""
        if not text:
            return
        piece = Piece(
            node=node,
            text=text,
            link=self._links[-1] if self._links else None,
            strong=self._strong > 0,
            furniture=self._furniture > 0,
        )
        if not self._line.pieces:
            self.sheet.lines.append(self._line)
        self._line.pieces.append(piece)
        for box in self._boxes:
            box.pieces.append(piece)

    def _enter(self, node: Node, *, is_whole: bool = False) -> None:
        tag = node.tag or ""
        if tag in BLOCKS or tag == "br":
            self._line = Line()
        roles = () if is_whole else roles_of(tag, node.attributes)
        boxes = [Box(node=node, role=role) for role in roles]
        self._open.append(boxes)
        self._boxes += boxes
        self.sheet.boxes += boxes
        self._furniture += Role.FURNITURE in roles
        self.sheet.notice = self.sheet.notice or Role.NOTICE in roles
        self._furniture += Role.NOTICE in roles
        self._strong += tag in _STRONG
        if tag == "a":
            self._links.append(node)
            self.sheet.links.append(node)

    def _leave(self, node: Node) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self._line = Line()
        boxes = self._open.pop()
        if boxes:
            del self._boxes[-len(boxes) :]
        self._furniture -= sum(box.role in (Role.FURNITURE, Role.NOTICE) for box in boxes)
        self._strong -= tag in _STRONG
        if tag == "a":
            self._links.pop()
