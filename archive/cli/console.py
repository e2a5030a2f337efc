"""Where the commands speak: data to stdout, words to stderr.

On a terminal both are coloured and tables drawn; in a pipe or a log they are plain lines,
a row of a table one line with tabs. Fetched text is never read as markup.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

# In a log nothing is wrapped: a line is a line, however long.
_LOG_WIDTH = 10_000


def _console(stream: Any, *, stderr: bool) -> Console:
    width = None if stream.isatty() or "COLUMNS" in os.environ else _LOG_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def data() -> Console:
    """The console of what a command was asked for."""
    return _console(sys.stdout, stderr=False)


def words() -> Console:
    """The console of everything else: progress, remarks, errors."""
    return _console(sys.stderr, stderr=True)


def say(text: str, style: str = "") -> None:
    """One line of words for the person at the terminal or the log."""
    words().print(Text(clean(text), style=style), soft_wrap=True)


def put(text: str = "", style: str = "") -> None:
    """One line of data."""
    console = data()
    if console.is_terminal:
        console.print(Text(clean(text), style=style))
    else:
        sys.stdout.write(f"{clean(text)}\n")


def put_json(value: Any) -> None:
    """One value as one line of JSON."""
    sys.stdout.write(f"{as_json(value)}\n")


def as_json(value: Any) -> str:
    """A value, or the fields of a dataclass, as JSON; paths and times as text."""
    plain = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    return json.dumps(plain, ensure_ascii=False, default=str)


def put_rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table: drawn on a terminal, else one line a row with tabs and no head."""
    console = data()
    if not console.is_terminal:
        for row in rows:
            put("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(table)


def put_facts(facts: Mapping[str, str]) -> None:
    """Names and values, one pair a line."""
    wide = max(map(len, facts), default=0)
    for name, value in facts.items():
        put(f"{name:<{wide}}  {value}")


def counted(number: int, thing: str) -> str:
    """A number of things in words.

    >>> [counted(n, "fault") for n in (0, 1, 2)]
    ['no faults', '1 fault', '2 faults']
    """
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def progress(unit: str) -> Progress:
    """A bar on a terminal, silence in a log; `unit` names what is counted."""
    console = words()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def clean(text: str) -> str:
    r"""The text less what would steer a terminal; fetched words may hold anything.

    >>> clean("a\x1b[2Jb")
    'a�[2Jb'
    """
    return text if text.isprintable() else "".join(map(_clean, text))


def _clean(char: str) -> str:
    if char.isprintable() or char in _KEPT:
        return char
    kind = unicodedata.category(char)
    # Marks that turn the direction of a line are dropped, spaces of any width are spaces.
    return {"Cf": "", "Zs": " ", "Zl": "\n", "Zp": "\n"}.get(kind, "\ufffd")


# Persian and Arabic words need the joiners.
_KEPT = "\n\t\u200c\u200d"
