"""The paragraphs of a plain text, with the marks and the indentation a list leaves.

What a text extractor leaves of a page: blank lines between paragraphs, "1." and "•" before
list items, two more blanks for each list inside a list. A text without any blank line has
one paragraph a line, as the conversion records of web archives do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.text import fold

_NUMBER = r"\d{1,4}[.)]"
_BULLET = r"[•◦▪‣●○■]"
_DASH = r"[*+–-]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that stand together.

    Attributes:
        lines: The lines, white space folded, the mark of a list taken off the first.
        indent: The column at which the first line begins, its mark included.
        mark: The number or bullet before the first line, None without one.
    """

    lines: tuple[str, ...]
    indent: int = 0
    mark: str | None = None

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def read_paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of a text, in order.

    >>> [p.mark for p in read_paragraphs("Dam Holds\n\n  1. First\n    line\n  2. Second")]
    [None, '1.', '2.']
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    marked = _mark_pattern(text)
    tight = not any(not row.strip() for row in rows[1:-1])
    paragraphs: list[_Open] = []
    open_ = False
    for row in rows:
        if not row.strip():
            open_ = False
            continue
        found = marked.match(row)
        # A number inside a paragraph is typed by hand where the paragraph is no item.
        if found and open_ and found["mark"][0].isdigit() and not paragraphs[-1].mark:
            found = None
        if found or tight or not open_:
            paragraphs.append(_Open(row, found))
        else:
            paragraphs[-1].lines.append(fold(row))
        open_ = True
    return [paragraph.closed() for paragraph in paragraphs]


class _Open:
    """A paragraph while it is read."""

    def __init__(self, row: str, found: re.Match[str] | None) -> None:
        self.lines = [fold(found["rest"] if found else row)]
        self.indent = len(found["indent"]) if found else len(row) - len(row.lstrip())
        self.mark = found["mark"] if found else None

    def closed(self) -> Paragraph:
        return Paragraph(lines=tuple(self.lines), indent=self.indent, mark=self.mark)


def _mark_pattern(text: str) -> re.Pattern[str]:
    """Marks of list items; dashes and stars count where the text has no bullets."""
    bullets = _BULLET if re.search(rf"(?m)^\s*{_BULLET}\s", text) else f"{_BULLET}|{_DASH}"
    return re.compile(rf"(?P<indent>\s*)(?P<mark>{_NUMBER}|{bullets})\s+(?P<rest>\S.*)$")
