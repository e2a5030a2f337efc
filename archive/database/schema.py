"""The schema of the view, its migrations, and the doors to the database file.

The tables are made from their description in `archive.database.tables_evidence`,
`tables_parts` and `tables_facts`. A migration that was released is never changed: a new
one follows it. As all is a view of the WARC files, a later one may put the tables there
anew, empty, and leave the rest to the next load.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from sqlite_utils import Database, Migrations

from archive.database.fold import fold
from archive.database.tables import Table
from archive.database.tables_evidence import EVIDENCE
from archive.database.tables_facts import FACTS
from archive.database.tables_parts import PARTS
from archive.database.views import VIEWS
from archive.errors import ArchiveError, DiskFullError, SchemaError

View: TypeAlias = Database
"""An open database, for those who hand it on without speaking SQL."""
TABLES: tuple[Table, ...] = EVIDENCE + PARTS + FACTS
migrations = Migrations("archive")

_BUSY_SECONDS = 30.0
_SEARCH_INDEX = """
CREATE VIRTUAL TABLE blocks_fts USING fts5(
  text, content='blocks_search', content_rowid='id', tokenize='unicode61 remove_diacritics 2')
"""


@migrations()
def first_tables(db: Database) -> None:
    """All tables, their views and the search index."""
    made: set[str] = set()
    later = []
    for table in TABLES:
        keys = [(c.name, c.references, "id") for c in table.columns if c.references]
        _create(db, table, [key for key in keys if key[1] in made])
        later += [(table.name, *key) for key in keys if key[1] not in made]
        made.add(table.name)
    db.add_foreign_keys(later)
    for table in TABLES:
        _index(db, table)
    for view in VIEWS:
        db.create_view(view.name, view.sql)
    db.execute(_SEARCH_INDEX)
    db.table("column_docs").insert_all(column_docs())


@migrations()
def sights_of_sentences(db: Database) -> None:
    """Stories kept under other numbers, and sentences with their sights: all anew."""
    if db.table("sentences").exists():
        return
    db.execute("DROP TABLE blocks_fts")
    for name in db.view_names():
        db.view(name).drop()
    for table in reversed(TABLES):
        db.table(table.name).drop(ignore=True)
    first_tables(db)


def column_docs() -> list[dict[str, str | None]]:
    """The data dictionary as rows: each table or view, then its columns."""
    rows: list[dict[str, str | None]] = []
    for table in TABLES:
        rows.append(_doc(table.name, None, None, table.doc))
        rows += [_doc(table.name, c.name, c.kind, c.doc) for c in table.columns]
    for view in VIEWS:
        rows.append(_doc(view.name, None, None, view.doc))
        rows += [_doc(view.name, name, None, doc) for name, doc in view.columns]
    return rows


@contextmanager
def connect(path: Path) -> Iterator[Database]:
    """The database, open for writing; made or brought up to date where it must be.

    Raises:
        SchemaError: A later version of this program made it.
        ArchiveError: The file is no SQLite database, or its folder cannot be written.
    """
    with _open(str(path), uri=False, hint=path) as db:
        _refuse_strangers(db)
        migrations.apply(db)
        yield db


@contextmanager
def connect_readonly(path: Path) -> Iterator[Database]:
    """The database, open for reading only.

    Raises:
        SchemaError: Another version of this program made it.
        ArchiveError: There is none yet, or the file is no SQLite database.
    """
    if not path.exists():
        raise ArchiveError(f"{path} does not exist: run `palimpsest load` first")
    with _open(f"{path.absolute().as_uri()}?mode=ro", uri=True, hint=path) as db:
        _refuse_strangers(db)
        pending = [migration.name for migration in migrations.pending(db)]
        if pending:
            raise SchemaError(f"lacks {', '.join(pending)}", _wanted())
        yield db


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the queries of this archive use."""
    connection.create_function("fold", 1, _fold_or_none, deterministic=True)


@contextmanager
def _open(target: str, *, uri: bool, hint: Path) -> Iterator[Database]:
    connection = None
    try:
        connection = sqlite3.connect(target, uri=uri, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA schema_version")
        register_functions(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        yield Database(connection)
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        raise _told(error, hint) from error
    finally:
        if connection is not None:
            connection.close()


def _told(error: sqlite3.DatabaseError, path: Path) -> ArchiveError:
    """What is wrong with the file, in one line."""
    code = error.sqlite_errorcode & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(f"no room left for {path}: make room, then run the command again")
    return ArchiveError(_WRONG.get(code, _ODD).format(path=path, error=error))


_ODD = "{path}: {error}: check the disk, or run `palimpsest rebuild`"
_DAMAGED = "{path} is damaged ({error}): `palimpsest rebuild` makes it again from the WARC files"
_WRONG = {
    sqlite3.SQLITE_BUSY: "{path} is held by another program: close it, then try again",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened ({error}): check the folder and its owner",
    sqlite3.SQLITE_READONLY: "{path} can only be read ({error}): check its owner and mode",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def _refuse_strangers(db: Database) -> None:
    known = {migration.name for migration in migrations.pending(db)}
    known |= {first_tables.__name__, sights_of_sentences.__name__}
    strangers = [m.name for m in migrations.applied(db) if m.name not in known]
    if strangers:
        raise SchemaError(f"has {', '.join(strangers)}", _wanted())


def _wanted() -> str:
    return sights_of_sentences.__name__


def _create(db: Database, table: Table, keys: list[tuple[str, str, str]]) -> None:
    db.table(table.name).create(
        {column.name: _TYPES[column.kind] for column in table.columns},
        pk="id",
        not_null=[column.name for column in table.columns if column.needed],
        foreign_keys=keys,
        strict=True,
    )


def _index(db: Database, table: Table) -> None:
    for names in table.unique:
        db.table(table.name).create_index(list(names), unique=True)
    for names in table.indexes:
        db.table(table.name).create_index(list(names))
    covered = {names[0] for names in table.unique + table.indexes}
    for column in table.columns:
        if column.references and column.name not in covered:
            db.table(table.name).create_index([column.name])


def _doc(table: str, column: str | None, kind: str | None, doc: str) -> dict[str, str | None]:
    return {"table_name": table, "column_name": column, "kind": kind, "doc": doc}


def _fold_or_none(text: str | None) -> str | None:
    return None if text is None else fold(text)


_TYPES = {"INTEGER": int, "TEXT": str, "REAL": float, "BLOB": bytes}
