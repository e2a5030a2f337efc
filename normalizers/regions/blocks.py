r"""From nodes to blocks: paragraphs and their like, marked with how the page sets them.

- An element that starts on a new line ends the block before it; so do two line breaks.
  One line break is a `\n` inside the block.
- Words that stand in no paragraph of their own are a paragraph.
- The innermost of heading, caption, quote and code names the kind; the first block of a
  list item is a `list_item`.
- A table of words is one block, a line a row; a table that lays out a page is none.
- Scripts, forms and what the page hides from the eye are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from normalizers.marks import MarkedBlock, Run, links_of
from normalizers.regions.embeds import MAY_EMBED, embed_of, shortcode_of
from normalizers.text import fold
from normalizers.tree import BLOCKS, SILENT, Node, events, hidden, text_of
from normalizers.urls import join
from normalizers.values import Block, BlockKind, Embed

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
}
_BOLD = frozenset(("b", "strong"))
_UNDERLINED = frozenset(("u", "ins"))
_ITALIC = frozenset(("i", "em"))
# Other elements that hold blocks are named for styles, not to be jumped to.
_ANCHORED = frozenset(
    ["a", "span", "p", "li", "blockquote", "figure", "hr", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_SETTING = _BOLD | _UNDERLINED | _ITALIC
_CAPTION_CLASS = re.compile(r"(?:^|[-_])caption(?:[-_]text)?$", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_UNDERLINED_STYLE = re.compile(r"text-decoration[^;]*:[^;]*underline", re.IGNORECASE)
_REFUSED = SILENT | frozenset(["form", "button", "select", "textarea", "input", "datalist"])
# Tables that hold any of these lay out a page; others are data.
_LAYOUT = "p, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, div div, table, iframe"

Enter = Callable[[Node], bool]


def read_blocks(root: Node, base: str, enter: Enter | None = None) -> tuple[MarkedBlock, ...]:
    """The blocks below a node, in page order.

    Args:
        root: The node that holds them; it is not changed.
        base: What relative links are joined to.
        enter: Whether to read what is inside an element; besides, nothing is read
            that a reader does not see.
    """
    return read_parts([root], base, enter)


def read_parts(
    roots: Iterable[Node], base: str, enter: Enter | None = None
) -> tuple[MarkedBlock, ...]:
    """The blocks below several nodes, one after the other."""
    writer = _Writer(base, enter)
    for root in roots:
        for node, way in events(root, writer.wants):
            writer.take(node, way)
        writer.flush()
    return tuple(writer.blocks)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the words to come; elements keep the state before them."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    tag: str = ""
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    centred: bool = False
    url: str | None = None
    list_depth: int = 0


class _Writer:
    """Collects runs of words until a block ends."""

    def __init__(self, base: str, enter: Enter | None) -> None:
        self.blocks: list[MarkedBlock] = []
        self._base = base
        self._enter = enter
        self._line = _Line()
        self._anchor: str | None = None
        self._rule = False
        self._image = False
        self._item = False
        self._state = _State()
        self._outer: list[_State] = []

    # ------------------------------------------------------------ the walk
    def wants(self, node: Node) -> bool:
        """Whether to go into an element; what stands for itself is written here."""
        tag = node.tag or ""
        if tag in MAY_EMBED:
            embed = embed_of(node, self._base)
            if embed is not None:
                self._embed(node, embed)
                return False
        if tag == "img":
            self._image = self._image or not self._line.words
            return False
        if tag in _REFUSED or hidden(node) or (self._enter and not self._enter(node)):
            return False
        if tag == "table" and node.css_first(_LAYOUT) is None:
            self._table(node)
            return False
        return True

    def take(self, node: Node, way: str) -> None:
        """One step of the walk."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return
        tag = node.tag or ""
        if tag in BLOCKS:
            self.flush()
        if way == "out":
            self._state = self._outer.pop()
            return
        self._outer.append(self._state)
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._rule = True
        else:
            self._go_in(tag, node.attributes)

    def _go_in(self, tag: str, attributes: dict[str, str | None]) -> None:
        if attributes or tag in BLOCKS or tag in _SETTING:
            self._state = self._within(tag, attributes)
        if tag == "li":
            self._item = True
        name = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
        if name and tag in _ANCHORED:
            self._note_anchor(name)

    def _note_anchor(self, name: str) -> None:
        if self._line.words:
            self._line.anchor = name
        else:
            self._anchor = name

    def _within(self, tag: str, attributes: dict[str, str | None]) -> _State:
        now = self._state
        style = attributes.get("style") or ""
        state = replace(
            now,
            bold=now.bold or tag in _BOLD or bool(style and _BOLD_STYLE.search(style)),
            italic=now.italic or tag in _ITALIC or bool(style and _ITALIC_STYLE.search(style)),
            underlined=now.underlined
            or tag in _UNDERLINED
            or bool(style and _UNDERLINED_STYLE.search(style)),
        )
        if tag == "a":
            href = attributes.get("href")
            return replace(state, url=join(self._base, href)) if href else state
        return self._within_block(state, tag, attributes) if tag in BLOCKS else state

    @staticmethod
    def _within_block(state: _State, tag: str, attributes: dict[str, str | None]) -> _State:
        names = (attributes.get("class") or "").split()
        style = attributes.get("style") or ""
        kind = _KINDS.get(tag, state.kind)
        if tag in ("p", "div", "dd") and any(_CAPTION_CLASS.search(name) for name in names):
            kind = "caption"
        centred = tag == "center" or (attributes.get("align") or "").lower() == "center"
        centred = centred or "has-text-align-center" in names or bool(_CENTRED.search(style))
        return replace(
            state,
            kind=kind,
            level=_HEADINGS.get(tag, state.level),
            tag=tag,
            centred=state.centred or centred,
            list_depth=state.list_depth + (tag == "li"),
        )

    # ------------------------------------------------------------ the words
    def _text(self, text: str) -> None:
        now = self._state
        setting = Run(
            text="",
            bold=now.bold,
            italic=now.italic,
            underlined=now.underlined,
            url=now.url,
        )
        if now.kind == "code":
            self._line.add_code(text, setting)
        else:
            self._line.add(text, setting)

    def _break(self) -> None:
        """One line break stays; a second one, with nothing between, ends the block."""
        if self._line.broken and self._state.kind != "code":
            self.flush()
        else:
            self._line.broken = True

    def _embed(self, node: Node, embed: Embed) -> None:
        self.flush()
        words = text_of(node) if node.tag in ("blockquote", "div") else ""
        self._add(MarkedBlock(block=Block(kind="embed", text=words, embed=embed)))

    def _table(self, table: Node) -> None:
        self.flush()
        rows = [
            " ".join(filter(None, (text_of(cell) for cell in row.css("td, th"))))
            for row in table.css("caption, tr")
        ]
        head = table.css_first("caption")
        rows = ([text_of(head)] if head is not None else []) + rows
        text = "\n".join(filter(None, rows))
        if text:
            links = links_of(
                Run(text=text_of(a), url=join(self._base, a.attributes.get("href") or ""))
                for a in table.css("a[href]")
            )
            block = Block(kind="table", text=text, links=links)
            self._add(MarkedBlock(block=block, runs=(Run(text=text),), tag="table"))

    def flush(self) -> None:
        """End the block that is being written, if it has any words."""
        runs, now = self._line.close(), self._state
        if not runs:
            return
        text = "".join(run.text for run in runs)
        embed = shortcode_of(text)
        kind = now.kind
        if now.list_depth and self._item and kind in ("paragraph", "quote"):
            kind = "list_item"
        block = Block(
            kind="embed" if embed else kind,
            text=text,
            links=links_of(runs),
            level=now.level if kind == "heading" else None,
            embed=embed,
        )
        self._add(MarkedBlock(block=block, runs=runs, tag=now.tag))

    def _add(self, marked: MarkedBlock) -> None:
        now = self._state
        anchor = self._anchor
        if anchor is None and marked.runs:
            anchor = marked.runs[0].anchor
        self.blocks.append(
            replace(
                marked,
                block=replace(marked.block, anchor=anchor) if anchor else marked.block,
                centred=now.centred,
                after_rule=self._rule,
                after_image=self._image,
                list_depth=now.list_depth,
            )
        )
        self._anchor, self._rule, self._image, self._item = None, False, False, False


class _Line:
    """The runs of one block, white space folded as they come."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._blank = False
        self.broken = False
        self.anchor: str | None = None

    @property
    def words(self) -> bool:
        """Whether any word was written yet."""
        return bool(self._runs)

    def add(self, text: str, setting: Run) -> None:
        """Words of one text node."""
        line = fold(text)
        if not line:
            self._blank = self._blank or bool(text)
            return
        self._write(self._gap(text) + line, setting)
        self._blank = text[-1].isspace()

    def add_code(self, text: str, setting: Run) -> None:
        """Words of one text node whose line breaks and blanks are meant."""
        self._write((self._gap("") if self._runs else "") + text, setting)
        self._blank = False

    def _gap(self, text: str) -> str:
        if not self._runs:
            return ""
        if self.broken:
            return "\n"
        return " " if self._blank or (text and text[0].isspace()) else ""

    def _write(self, text: str, setting: Run) -> None:
        last = self._runs[-1] if self._runs else None
        same = last is not None and self.anchor is None
        if (
            last is not None
            and same
            and replace(setting, text=last.text, anchor=last.anchor) == last
        ):
            self._runs[-1] = replace(last, text=last.text + text)
        else:
            self._runs.append(replace(setting, text=text, anchor=self.anchor))
        self.broken, self.anchor = False, None

    def close(self) -> tuple[Run, ...]:
        """The runs of the block, which begins anew."""
        runs, self._runs = self._runs, []
        self._blank, self.broken, self.anchor = False, False, None
        while runs and not runs[-1].text.strip():
            runs.pop()
        if runs:
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
        return tuple(runs)
