"""White space, composition and words of a text as a reader sees it.

Nothing is rewritten here: text is composed (NFC) and its white space folded, no more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_MOST_MARKS = 200
_RUN_OF_MARKS = re.compile(rf"([^\w\s\x00-\x7f]{{{_MOST_MARKS},}})")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})


def fold(text: str) -> str:
    r"""One line of text: composed, every run of white space one blank, ends trimmed.

    >>> fold("  a\n\xa0 b ")
    'a b'
    """
    line = " ".join(text.split())
    return line if line.isascii() else compose(line)


def compose(text: str) -> str:
    """A text composed (NFC); runs of signs that nobody wrote stay as they are.

    To sort the marks over one letter takes time by the square of their number.
    """
    if len(text) < _MOST_MARKS or not _RUN_OF_MARKS.search(text):
        return unicodedata.normalize("NFC", text)
    parts = _RUN_OF_MARKS.split(text)
    return "".join(
        part if at % 2 else unicodedata.normalize("NFC", part) for at, part in enumerate(parts)
    )


def fold_lines(text: str) -> str:
    r"""The same line by line; empty lines are left out.

    >>> fold_lines(" a \n\n  b  c")
    'a\nb c'
    """
    return "\n".join(line for line in map(fold, text.split("\n")) if line)


def words(text: str) -> list[str]:
    """The words of a text, case folded, in order: what measures of likeness count.

    >>> words("Don\u2019t, SAY so")
    ['don', 't', 'say', 'so']
    """
    plain = text if text.isascii() else compose(text)
    return _WORD.findall(plain.casefold())


def squash(text: str) -> str:
    """A text as a key: straight quotes, case folded, no white space.

    >>> squash("\u201cA  b\u201d")
    '"ab"'
    """
    if not text.isascii():
        text = compose(text).translate(_QUOTES)
    return "".join(text.split()).casefold()


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each text once, empty ones left out, in order of first appearance."""
    return tuple(dict.fromkeys(item for item in items if item))
