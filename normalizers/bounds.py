"""One linear look over a page before it is parsed.

HTML parsers are quadratic in the depth of a page, in the attributes of one tag and in
formatting elements left open (measured with Lexbor: 10.9 s for 100,000 nested `<div>`,
19.9 s for 100,000 attributes, 3.3 s for 3,000 open `<font>` with different attributes).
The bounds stand far above anything real: browsers themselves cut a tree at a depth of
512, and the largest of the 1,900 pages that this was measured on have 10,500 tags and a
depth of 41. A page beyond them is answered with `TooComplexError`, never read in part.

Most pages cannot break a bound, which counting alone shows; only the others are looked
at tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.errors import TooComplexError

MAX_CHARS = 8_000_000
MAX_TAGS = 50_000
MAX_DEPTH = 512
# The depths of all tags together: what walks from every tag outwards cost.
MAX_CLIMB = 1_000_000
MAX_OPEN_FORMATS = 400
MAX_ATTRIBUTES = 10_000
# Below these counts no bound can be broken, or it costs a second at most: 25,000
# attributes of one tag take Lexbor 1.3 s, 1,400 nested tags have a climb of a million.
_FEW_SEPARATORS = 25_000
_FEW_TAGS = 1_400
_FEW_FORMATS = 400

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
    ]
)
# A new one of these closes the last one, so that leaving them open nests nothing.
_IMPLIED = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "rt",
        "rp",
        "a",
        "body",
        "html",
    ]
)
_FORMATS = frozenset(
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])

_OPEN_FORMAT = re.compile(rf"<(?:{'|'.join(sorted(_FORMATS))})[\s/]", re.IGNORECASE)
_NAME = re.compile(r"<[a-zA-Z]")
_NESTING = re.compile(
    rf"<(?!(?:{'|'.join(sorted(_VOID | _IMPLIED))})[\s/>])[a-zA-Z]", re.IGNORECASE
)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?:=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))|[^>=]++|=)*+)",
    re.DOTALL,
)
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))")


def look(html: str, url: str) -> None:
    """Raise where parsing could take more than bounded time.

    Raises:
        TooComplexError: too many characters, tags or attributes, or nested too deep.
    """
    if len(html) > MAX_CHARS:
        raise TooComplexError(url, f"{len(html)} characters; the bound is {MAX_CHARS}")
    tags = len(_NAME.findall(html))
    if tags > MAX_TAGS:
        raise TooComplexError(url, f"{tags} tags; the bound is {MAX_TAGS}")
    if _may_crowd(html):
        _look_for_crowds(html, url)
    if _may_nest(html):
        _look_for_depth(html, url)


def _may_nest(html: str) -> bool:
    if len(_OPEN_FORMAT.findall(html)) > _FEW_FORMATS:
        return True
    return len(_NESTING.findall(html)) > _FEW_TAGS


def _may_crowd(html: str) -> bool:
    """Whether one tag could hold too many attributes: each needs a blank, `=` or `/`."""
    if len(html) < 2 * _FEW_SEPARATORS:
        return False
    return sum(map(html.count, " \n\t\r\f=/")) > _FEW_SEPARATORS


def _tags(html: str) -> Iterator[tuple[bool, str, int, int]]:
    """Whether it closes, the name, and start and end of the attributes of every tag."""
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        at = tag.end()
        name = (tag["name"] or "").lower()
        if name:
            yield bool(tag["close"]), name, tag.start("rest"), at
        if name in _RAW and not tag["close"]:
            at = _end_of_raw(html, name, at)


def _look_for_crowds(html: str, url: str) -> None:
    for _, _, start, end in _tags(html):
        if end - start < 2 * MAX_ATTRIBUTES:
            continue
        bare = _VALUE.sub("= ", html[start:end])
        if len(bare.split()) + bare.count("/") > MAX_ATTRIBUTES:
            raise TooComplexError(url, f"a tag of more than {MAX_ATTRIBUTES} attributes")


def _look_for_depth(html: str, url: str) -> None:
    stack = _Stack(url)
    for closes, name, _, _ in _tags(html):
        if closes:
            stack.close(name)
        else:
            stack.open(name)


def _end_of_raw(html: str, name: str, at: int) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    return end.start() if end else len(html)


class _Stack:
    """The elements left open, as far as they can nest."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._names: list[str] = []
        self._open: dict[str, int] = {}
        self._formats = 0
        self._climb = 0

    def open(self, name: str) -> None:
        if name in _VOID or name in _IMPLIED:
            return
        self._names.append(name)
        self._open[name] = self._open.get(name, 0) + 1
        self._formats += name in _FORMATS
        self._climb += len(self._names)
        if len(self._names) > MAX_DEPTH:
            raise TooComplexError(self._url, f"nested deeper than {MAX_DEPTH} elements")
        if self._climb > MAX_CLIMB:
            raise TooComplexError(self._url, "too many tags nested too deep")
        if self._formats > MAX_OPEN_FORMATS:
            raise TooComplexError(self._url, f"more than {MAX_OPEN_FORMATS} open formats")

    def close(self, name: str) -> None:
        """Close the last element of that name with all that stand in it."""
        if not self._open.get(name):
            return
        while True:
            last = self._names.pop()
            self._open[last] -= 1
            self._formats -= last in _FORMATS
            if last == name:
                return
