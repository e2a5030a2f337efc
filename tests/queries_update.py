"""Writes `docs/queries.md`: the questions with the answers of the sample blog.

    python -m tests.queries_update

The sample blog is archived at fixed times, so that the answers are the same every time;
where a record lies in its file is not, and is left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.database.questions import QUESTIONS, Question
from archive.database.schema import View, connect_readonly
from archive.pipeline import load
from tests.build_pages import sample_archive

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
_WIDEST = 70
_LEFT_OPEN = ("offset", "length")
_HEAD = """\
# Thirteen questions, as SQL

Each of these runs on any archive: in `palimpsest serve` by its name, in the `sqlite3` shell, in a
notebook. `fold()` is a function of this archive that puts words into the form that search knows; it
is there in `palimpsest serve`, and in Python after
`archive.database.schema.register_functions(connection)`. What stands as `:name` is a value to give.
All columns are in the [data dictionary](data-dictionary.md).

The answers are those of the sample blog that `palimpsest demo` shows, captured on three days in
September 2026. They are cut where they are long, and byte positions are left open (…). This page is
made by `python -m tests.queries_update`, and a test runs every question again.
"""


def queries_page(db: View) -> str:
    """The page for a database of the sample blog."""
    parts = [_HEAD]
    for number, question in enumerate(QUESTIONS, 1):
        parts += _described(number, question, list(db.query(question.sql, dict(question.values))))
    return "\n".join(parts)


def _described(number: int, question: Question, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"## {number}. {question.title}\n"
    yield f"`{question.name}`. {question.why}\n"
    yield f"```sql\n{question.sql.strip()}\n```\n"
    if question.values:
        given = ", ".join(f"`:{name}` = `{value}`" for name, value in question.values.items())
        yield f"With {given}:\n"
    yield from _table(rows)
    yield ""


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    names = list(rows[0])
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_cell(name, row) for name in names)} |"


def _cell(name: str, row: Mapping[str, Any]) -> str:
    if name in _LEFT_OPEN:
        return "…"
    text = "" if row[name] is None else " ".join(str(row[name]).split()).replace("|", "\\|")
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip() + "…"


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        layout = sample_archive(Path(folder))
        load(layout, jobs=0)
        with connect_readonly(layout.database) as db:
            PAGE.write_text(queries_page(db), encoding="utf-8")


if __name__ == "__main__":
    main()
