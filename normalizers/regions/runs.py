"""The words of one block as they come, white space folded, by setting."""

from __future__ import annotations

from typing import NamedTuple

from normalizers.marks import Run
from normalizers.text import fold


class Setting(NamedTuple):
    """How words are set."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    url: str | None = None


class Line:
    r"""Collects the runs of one block; joined they are its text, letter by letter.

    Attributes:
        broken: A line break was seen since the last word.
        anchor: The name of an anchor that the next word carries.
    """

    __slots__ = ("_blank", "_parts", "_settings", "anchor", "broken")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._settings: list[tuple[Setting, str | None]] = []
        self._blank = False
        self.broken = False
        self.anchor: str | None = None

    @property
    def words(self) -> bool:
        """Whether any word was written yet."""
        return bool(self._parts)

    def add(self, text: str, setting: Setting) -> None:
        """Words of one text node."""
        line = fold(text)
        if not line:
            self._blank = self._blank or bool(text)
            return
        if self._parts:
            if self.broken:
                line = f"\n{line}"
            elif self._blank or text[0].isspace():
                line = f" {line}"
        self._write(line, setting)
        self._blank = text[-1].isspace()

    def add_code(self, text: str, setting: Setting) -> None:
        """Words of one text node whose line breaks and blanks are meant."""
        self._write(f"\n{text}" if self.broken and self._parts else text, setting)
        self._blank = False

    def _write(self, text: str, setting: Setting) -> None:
        if self._parts and self.anchor is None and self._settings[-1][0] == setting:
            self._parts[-1] += text
        else:
            self._parts.append(text)
            self._settings.append((setting, self.anchor))
        self.broken, self.anchor = False, None

    def close(self) -> tuple[Run, ...]:
        """The runs of the block, which begins anew."""
        self._blank, self.broken, self.anchor = False, False, None
        if not self._parts:
            return ()
        parts, self._parts = self._parts, []
        settings, self._settings = self._settings, []
        while parts and not parts[-1].strip():
            parts.pop()
        if not parts:
            return ()
        parts[-1] = parts[-1].rstrip()
        return tuple(
            Run(
                text=text,
                bold=s.bold,
                italic=s.italic,
                underlined=s.underlined,
                url=s.url,
                anchor=a,
            )
            for text, (s, a) in zip(parts, settings, strict=False)
        )
