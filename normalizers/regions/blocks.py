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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from normalizers.elements import BLOCKS, SILENT
from normalizers.marks import MarkedBlock, Run, links_of
from normalizers.regions.embeds import MAY_EMBED, embed_of, shortcode_of
from normalizers.regions.runs import Line, Setting
from normalizers.tree import Node, text_of, tree_of
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
_SETTING = _BOLD | _UNDERLINED | _ITALIC | {"a"}
_CAPTION_CLASS = re.compile(r"(?:^|[-_\s])caption(?:[-_]text)?(?:\s|$)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_UNDERLINED_STYLE = re.compile(r"text-decoration[^;]*:[^;]*underline", re.IGNORECASE)
_CENTRED_CLASSES = frozenset(("has-text-align-center", "aligncenter"))
# Other elements that hold blocks are named for styles, not to be jumped to.
_ANCHORED = frozenset(
    ["a", "span", "p", "li", "blockquote", "figure", "hr", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_REFUSED = SILENT | frozenset(["form", "button", "select", "textarea", "input", "datalist"])
# Tables that hold any of these lay out a page; others are data.
_LAYOUT = "p, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, div div, table, iframe"

Enter = Callable[[Node], bool]
Attributes = Mapping[str, str | None]


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
        writer.read(root)
    return tuple(writer.blocks)


_PLAIN = Setting()


@dataclass(slots=True)
class _State:
    """What holds for the words to come; elements keep the state before them."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    tag: str = ""
    centred: bool = False
    list_depth: int = 0
    setting: Setting = _PLAIN


class _Writer:
    """Collects runs of words until a block ends."""

    def __init__(self, base: str, enter: Enter | None) -> None:
        self.blocks: list[MarkedBlock] = []
        self._base = base
        self._enter = enter
        self._line = Line()
        self._anchor: str | None = None
        self._rule = False
        self._image = False
        self._item = False
        self._state = _State()
        self._unseen: frozenset[int] = frozenset()

    # ------------------------------------------------------------ the walk
    def read(self, root: Node) -> None:
        """Write the blocks below a node: a loop, for pages may nest deep."""
        self._unseen = tree_of(root).unseen
        node = root.first_child
        open_nodes: list[tuple[Node, str, _State]] = []
        while node is not None or open_nodes:
            if node is None:
                node, tag, before = open_nodes.pop()
                if tag in BLOCKS:
                    self.flush()
                self._state = before
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node:
                tag, before = node.tag or "", self._state
                if self._goes_in(node, tag):
                    open_nodes.append((node, tag, before))
                    node = node.first_child
                    continue
            node = node.next
        self.flush()

    def _goes_in(self, node: Node, tag: str) -> bool:
        """Begin an element; whether there is more to read inside it."""
        if tag == "br":
            self._break()
            return False
        if tag == "img":
            self._image = self._image or not self._line.words
            return False
        if self._stands_alone(node, tag) or tag in _REFUSED:
            return False
        if node.mem_id in self._unseen or (self._enter and not self._enter(node)):
            return False
        self._begin(tag, node.attributes)
        return True

    def _stands_alone(self, node: Node, tag: str) -> bool:
        """Whether an element is a block by itself, an embed or a table, written here."""
        if tag in MAY_EMBED and (embed := embed_of(node, self._base)) is not None:
            self._embed(node, embed)
            return True
        if tag == "table" and len(node.css(_LAYOUT)) == 1:  # itself: a selector sees its root
            self._table(node)
            return True
        return False

    def _begin(self, tag: str, attributes: Attributes) -> None:
        block = tag in BLOCKS
        if block:
            self.flush()
        if tag == "hr":
            self._rule = True
        if block or tag in _SETTING or "style" in attributes:
            self._state = self._within(tag, attributes)
        if tag == "li":
            self._item = True
        if attributes and tag in _ANCHORED:
            name = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
            if name and self._line.words:
                self._line.anchor = name
            elif name:
                self._anchor = name

    def _within(self, tag: str, attributes: Attributes) -> _State:
        now = self._state
        style = attributes.get("style") or ""
        setting = self._setting(tag, attributes, style)
        if tag not in BLOCKS:
            return _State(now.kind, now.level, now.tag, now.centred, now.list_depth, setting)
        names = attributes.get("class") or ""
        kind = _KINDS.get(tag, now.kind)
        if names and tag in ("p", "div", "dd") and _CAPTION_CLASS.search(names):
            kind = "caption"
        return _State(
            kind,
            _HEADINGS.get(tag, now.level),
            tag,
            now.centred or tag == "center" or _centres(attributes, names, style),
            now.list_depth + (tag == "li"),
            setting,
        )

    def _setting(self, tag: str, attributes: Attributes, style: str) -> Setting:
        bold, italic, underlined, url = self._state.setting
        if style:
            bold = bold or _BOLD_STYLE.search(style) is not None
            italic = italic or _ITALIC_STYLE.search(style) is not None
            underlined = underlined or _UNDERLINED_STYLE.search(style) is not None
        href = attributes.get("href") if tag == "a" else None
        return Setting(
            bold or tag in _BOLD,
            italic or tag in _ITALIC,
            underlined or tag in _UNDERLINED,
            join(self._base, href) if href else url,
        )

    # ------------------------------------------------------------ the words
    def _text(self, text: str) -> None:
        if self._state.kind == "code":
            self._line.add_code(text, self._state.setting)
        else:
            self._line.add(text, self._state.setting)

    def _break(self) -> None:
        """One line break stays; a second one, with nothing between, ends the block."""
        if self._line.broken and self._state.kind != "code":
            self.flush()
        else:
            self._line.broken = True

    def _embed(self, node: Node, embed: Embed) -> None:
        self.flush()
        words = text_of(node) if node.tag in ("blockquote", "div") else ""
        self._add(Block(kind="embed", text=words, anchor=self._anchor, embed=embed), (), "")

    def _table(self, table: Node) -> None:
        self.flush()
        rows = [
            " ".join(filter(None, (text_of(cell) for cell in row.css("td, th"))))
            for row in table.css("tr")
        ]
        head = table.css_first("caption")
        rows = ([text_of(head)] if head is not None else []) + rows
        text = "\n".join(filter(None, rows))
        if text:
            links = links_of(
                Run(text=text_of(a), url=join(self._base, a.attributes.get("href") or ""))
                for a in table.css("a[href]")
            )
            block = Block(kind="table", text=text, links=links, anchor=self._anchor)
            self._add(block, (Run(text=text),), "table")

    def flush(self) -> None:
        """End the block that is being written, if it has any words."""
        runs, now = self._line.close(), self._state
        if not runs:
            return
        text = "".join([run.text for run in runs])
        embed = shortcode_of(text)
        kind: BlockKind = now.kind
        if embed is not None:
            kind = "embed"
        elif now.list_depth and self._item and kind in ("paragraph", "quote"):
            kind = "list_item"
        block = Block(
            kind=kind,
            text=text,
            links=links_of(runs),
            level=now.level if kind == "heading" else None,
            anchor=self._anchor or runs[0].anchor,
            embed=embed,
        )
        self._add(block, runs, now.tag)

    def _add(self, block: Block, runs: tuple[Run, ...], tag: str) -> None:
        now = self._state
        self.blocks.append(
            MarkedBlock(
                block=block,
                runs=runs,
                tag=tag,
                centred=now.centred,
                after_rule=self._rule,
                after_image=self._image,
                list_depth=now.list_depth,
            )
        )
        self._anchor, self._rule, self._image, self._item = None, False, False, False


def _centres(attributes: Attributes, names: str, style: str) -> bool:
    if (attributes.get("align") or "").lower() == "center":
        return True
    if style and _CENTRED.search(style):
        return True
    return bool(names) and not _CENTRED_CLASSES.isdisjoint(names.split())
