"""One linear look over a page before it is parsed.

HTML parsers are quadratic in the depth of a page, in the attributes of one tag and in
formatting elements left open (measured with Lexbor: 10.9 s for 100,000 nested `<div>`,
19.9 s for 100,000 attributes, 3.3 s for 3,000 open `<font>` with different attributes).
The bounds stand far above anything real: browsers themselves cut a tree at a depth of
512, and the largest of the 1,900 pages that this was measured on have 10,500 tags and a
depth of 41. A page beyond them is answered with `TooComplexError`, never read in part.

Most pages cannot break a bound, which counting and a few samples show; only the others
are looked at tag by tag. How deep elements really stand, the tree says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from normalizers.elements import CELLS, FORMATS, IMPLIED, VOID
from normalizers.errors import TooComplexError

MAX_CHARS = 4_000_000
MAX_TAGS = 50_000
MAX_DEPTH = 512
# The depths of all tags together: what walks from every tag outwards cost.
MAX_CLIMB = 1_000_000
MAX_OPEN_FORMATS = 400
MAX_MADE = 250_000  # elements that are formats made again
MAX_ATTRIBUTES = 10_000
# Below these counts no bound can be broken, or it costs a second at most: 25,000
# attributes of one tag take Lexbor 1.3 s, 10,000 nested tags 0.1 s.
_STEP = 10_000  # letters; what stands in a tag before and behind the samples is uncounted
_FEW_SEPARATORS = 15_000
_FEW_ATTRIBUTES = 1_000  # of one tag; those of larger ones are counted together
_FEW_TAGS = 10_000
_FEW_MADE = 160_000

_NESTS_NOTHING = VOID | IMPLIED
_ALIKE = 3
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"

_OPEN_FORMAT = re.compile(rf"<(?:{'|'.join(sorted(FORMATS))})[\s/]", re.IGNORECASE)
_NAME = re.compile(r"<([a-zA-Z][^\s/>]*+)")
# *Quirk:* the end of a paragraph or of a line break that never began is one itself.
_MAKES_ONE = re.compile(r"</[pPbB]")
_VALUE = r"=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))"
_REST = rf"(?:{_VALUE}|[^>=]++|=)*+"
# A comment, an element whose text holds no tags up to its end, or another tag.
_TAG = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+"
    rf"|<(?P<raw>(?i:{_RAW}))(?![^\s/>])(?P<start>{_REST})(?:[^<]++|<(?!/(?i:(?P=raw))))*+"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>{_REST})"
)
_REST_OF_TAG = re.compile(_REST)
_QUOTED = re.compile(_VALUE)


def look(html: str, url: str) -> None:
    """Raise where parsing could take more than bounded time.

    Raises:
        TooComplexError: too many characters, tags or attributes, or nested too deep.
    """
    if len(html) > MAX_CHARS:
        raise TooComplexError(url, f"{len(html)} characters; the bound is {MAX_CHARS}")
    if _may_crowd(html):
        _look_for_crowds(html, url)
    names = Counter(_NAME.findall(html))
    if names.total() > MAX_TAGS:
        raise TooComplexError(url, f"{names.total()} tags; the bound is {MAX_TAGS}")
    if len(_MAKES_ONE.findall(html)) > MAX_TAGS:
        raise TooComplexError(url, f"more than {MAX_TAGS} ends of paragraphs")
    if _may_nest(html, names):
        _look_for_depth(html, url)


def look_at_tree(levels: Iterable[int], url: str) -> None:
    """Raise where walks over a parsed page could take more than bounded time.

    Args:
        levels: How deep each of its elements stands, in page order.
        url: Where the page came from.

    Raises:
        TooComplexError: too many elements, or nested too deep.
    """
    climb = 0
    for count, level in enumerate(levels, 1):
        climb += level
        if count > MAX_TAGS or level > MAX_DEPTH or climb > MAX_CLIMB:
            raise TooComplexError(url, f"{count} elements {level} deep, {climb} levels in all")


def _may_nest(html: str, names: Counter[str]) -> bool:
    tags = names.total()
    formats = sum(n for name, n in names.items() if name.lower() in FORMATS)
    if tags > _FEW_TAGS:
        nesting = sum(n for name, n in names.items() if name.lower() not in _NESTS_NOTHING)
        if nesting > _FEW_TAGS:
            return True
    return formats * tags > _FEW_MADE and len(_OPEN_FORMAT.findall(html)) * tags > _FEW_MADE


def _may_crowd(html: str) -> bool:
    """Whether one tag could hold too many attributes.

    Such a tag is so long that behind some of the samples it runs on for a whole step,
    whether the sample stands in no value, or in one in quotes of either kind. Every
    attribute needs a blank, `=` or `/`.
    """
    samples = range(_STEP, len(html) - _STEP + 1, _STEP)
    steps = (_step_of_tag(html, at, quote) for at in samples for quote in ("", '"', "'"))
    return sum(step.count(sign) for step in steps for sign in " \n\t\r\f=/") > _FEW_SEPARATORS


def _step_of_tag(html: str, at: int, quote: str) -> str:
    """What stands in a tag for a step behind the next quote; empty where the tag ends."""
    start = html.find(quote, at) + len(quote)
    end = start + _STEP
    found = _REST_OF_TAG.match(html, start, end) if start > at or not quote else None
    return found[0] if found is not None and found.end() == end else ""


def _look_for_crowds(html: str, url: str) -> None:
    crowd = 0
    for tag in _TAG.finditer(html):
        rest = tag["start"] or tag["rest"] or ""
        if len(rest) >= 2 * _FEW_ATTRIBUTES:
            bare = _QUOTED.sub("= ", rest)
            attributes = len(bare.split()) + bare.count("/")
            crowd += attributes if attributes > _FEW_ATTRIBUTES else 0
        if crowd > MAX_ATTRIBUTES:
            raise TooComplexError(url, f"tags of more than {MAX_ATTRIBUTES} attributes")


def _look_for_depth(html: str, url: str) -> None:
    stack, formats = _Stack(url), _Formats(url)
    for tag in _TAG.finditer(html):
        name = (tag["raw"] or tag["name"] or "").lower()
        if tag["close"]:
            stack.close(name)
            formats.close(name)
        elif name:
            stack.open(name)
            formats.open(name, tag["rest"] or "")


class _Stack:
    """The elements left open, as far as they can nest."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._names: list[str] = []
        self._open: dict[str, int] = {}

    def open(self, name: str) -> None:
        if name in _NESTS_NOTHING:
            return
        self._names.append(name)
        self._open[name] = self._open.get(name, 0) + 1
        if len(self._names) > MAX_DEPTH:
            raise TooComplexError(self._url, f"nested deeper than {MAX_DEPTH} elements")

    def close(self, name: str) -> None:
        """Close the last element of that name with all that stand in it."""
        if not self._open.get(name):
            return
        while True:
            last = self._names.pop()
            self._open[last] -= 1
            if last == name:
                return


class _Formats:
    """The formatting elements left open: a parser makes them again in every block.

    Of those that are all alike it keeps three; and those outside a table are not made
    again in its cells (https://html.spec.whatwg.org/#the-list-of-active-formatting-elements).
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: list[tuple[str, str]] = []
        self._outside: list[list[tuple[str, str]]] = []
        self._made = 0

    def open(self, name: str, rest: str) -> None:
        if name in FORMATS:
            if self._open.count((name, rest)) >= _ALIKE:
                self._open.remove((name, rest))
            self._open.append((name, rest))
            if len(self._open) > MAX_OPEN_FORMATS:
                raise TooComplexError(self._url, f"more than {MAX_OPEN_FORMATS} open formats")
            return
        if name == "table":
            self._outside.append(self._open.copy())
        elif name in CELLS and self._outside:
            self._open = []
        self._make()

    def close(self, name: str) -> None:
        """Close the last format of that name, or any other element."""
        if name in FORMATS:
            places = (at for at in reversed(range(len(self._open))) if self._open[at][0] == name)
            if (at := next(places, None)) is not None:
                del self._open[at]
            return
        if name == "table" and self._outside:
            self._open = self._outside.pop()
        self._make()

    def _make(self) -> None:
        self._made += len(self._open)
        if self._made > MAX_MADE:
            raise TooComplexError(self._url, "formats left open over too many blocks")
