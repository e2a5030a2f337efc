"""Rows into tables: the few statements that loading is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from archive.database.fold import fold


def insert(db: Database, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns."""
    if not rows:
        return
    names = list(rows[0])
    marks = ", ".join("?" * len(names))
    db.conn.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - own names
        [tuple(row[name] for name in names) for row in rows],
    )


def insert_one(db: Database, table: str, row: Mapping[str, Any]) -> int:
    """Insert a row; gives its id."""
    marks = ", ".join("?" * len(row))
    cursor = db.conn.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - own names
        tuple(row.values()),
    )
    return cursor.lastrowid or 0


def upsert(db: Database, table: str, row: Mapping[str, Any], key: Sequence[str]) -> int:
    """Insert a row, or bring the row of that key up to date; gives its id."""
    known = id_of(db, table, {name: row[name] for name in key})
    if known is None:
        return insert_one(db, table, row)
    places = ", ".join(f"{name} = ?" for name in row)
    db.conn.execute(
        f"UPDATE {table} SET {places} WHERE id = ?",  # noqa: S608 - own names
        (*row.values(), known),
    )
    return known


def ensure(db: Database, table: str, row: Mapping[str, Any], key: Sequence[str]) -> int:
    """The id of the row of that key, which is inserted where it is new."""
    known = id_of(db, table, {name: row[name] for name in key})
    return insert_one(db, table, row) if known is None else known


def id_of(db: Database, table: str, key: Mapping[str, Any]) -> int | None:
    """The id of the row with these values."""
    where = " AND ".join(f"{name} = ?" for name in key)
    found = db.conn.execute(
        f"SELECT id FROM {table} WHERE {where}",  # noqa: S608 - own names
        tuple(key.values()),
    ).fetchone()
    return int(found[0]) if found else None


class Blocks:
    """The content-addressed blocks: each text is kept once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, int] = {}

    def ids(self, blocks: Iterable[tuple[str, str]]) -> list[int]:
        """The ids of blocks (kind, text), which are inserted where they are new."""
        return [self._id(kind, text) for kind, text in blocks]

    def _id(self, kind: str, text: str) -> int:
        sha = sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
        if sha not in self._known:
            folded = fold(text)
            row = {
                "sha": sha,
                "kind": kind,
                "text": text,
                "folded": None if folded == text else folded,
            }
            self._known[sha] = ensure(self._db, "blocks", row, ["sha"])
        return self._known[sha]


def index_new_blocks(db: Database) -> None:
    """Make the blocks that came since the last time searchable."""
    db.conn.execute(
        """
        INSERT INTO blocks_fts (rowid, text)
        SELECT id, text FROM blocks_search
        WHERE id > (SELECT coalesce(max(id), 0) FROM blocks_fts_docsize)
        """
    )
