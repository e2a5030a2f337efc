"""The tables of the view, described once.

From here come the schema, the table `column_docs`, the written data dictionary and
what Datasette says of a column. `id` is local to one database file; `uid` is public,
has only `[A-Za-z0-9._-]`, and is the same after every rebuild.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, its SQLite type, and what stands in it.

    `references` names a table whose `id` the column holds. `needed` says NOT NULL.
    """

    name: str
    kind: str
    doc: str
    references: str | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what a row is, its columns, and what is unique or looked up in it."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = field(default=())


def table(
    name: str,
    doc: str,
    columns: str,
    *,
    unique: tuple[str, ...] = (),
    indexes: tuple[str, ...] = (),
) -> Table:
    r"""The table that these lines describe.

    Args:
        name: The name of the table.
        doc: What one row is.
        columns: One line a column: `name TYPE doc`; `name TYPE! doc` for NOT NULL,
            `name >table doc` for a reference to the `id` of a table.
        unique: Column names, put together by commas, that are unique.
        indexes: Column names, put together by commas, that are looked up.

    >>> table("t", "A thing.", "uid TEXT! its name\nof >t its whole").columns[2].references
    't'
    """
    lines = [line.strip() for line in columns.splitlines() if line.strip()]
    return Table(
        name=name,
        doc=doc,
        columns=(
            Column(name="id", kind="INTEGER", doc="local number of the row"),
            *(_column(line) for line in lines),
        ),
        unique=tuple(tuple(names.split(",")) for names in unique),
        indexes=tuple(tuple(names.split(",")) for names in indexes),
    )


def _column(line: str) -> Column:
    name, kind, doc = line.split(" ", 2)
    needed = kind.endswith("!")
    kind = kind.rstrip("!")
    if kind.startswith(">"):
        return Column(name=name, kind="INTEGER", doc=doc, references=kind[1:], needed=needed)
    return Column(name=name, kind=kind, doc=doc, needed=needed)
