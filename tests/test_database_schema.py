"""The schema, the doors to the database file, folding, and the written dictionary."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.database import schema
from archive.database.dictionary import datasette_metadata, dictionary
from archive.database.fold import fold
from archive.database.schema import TABLES, column_docs, connect, connect_readonly
from archive.database.views import VIEWS
from archive.errors import ArchiveError, DiskFullError, SchemaError

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive.db"


def test_every_table_is_strict_and_has_the_columns_described(path):
    with connect(path) as db:
        for table in TABLES:
            assert db[table.name].strict, table.name
            assert list(db[table.name].columns_dict) == [c.name for c in table.columns]


def test_every_view_has_the_columns_described(path):
    with connect(path) as db:
        for view in VIEWS:
            names = [row["name"] for row in db.query(f"PRAGMA table_info({view.name})")]
            assert names == [name for name, _ in view.columns]


def test_every_foreign_key_names_its_column_and_has_an_index(path):
    with connect(path) as db:
        for table in TABLES:
            indexed = {index.columns[0] for index in db[table.name].indexes}
            for key in db[table.name].foreign_keys:
                assert key.other_column == "id"
                assert key.column in indexed, (table.name, key.column)


def test_opening_twice_changes_nothing(path):
    with connect(path) as db:
        before = db.schema
    with connect(path) as db:
        assert db.schema == before


def test_a_database_of_an_older_schema_is_made_anew_and_empty(path):
    with connect(path) as db:
        wanted = db.schema
    old = sqlite3.connect(path)
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'sights_of_sentences'")
    old.execute("DROP TABLE sentences")
    old.execute("DROP INDEX idx_pages_text_key")
    old.execute("ALTER TABLE pages DROP COLUMN text_key")
    old.execute("INSERT INTO sites (uid) VALUES ('old')")
    old.commit()
    old.close()
    with pytest.raises(SchemaError, match="run `palimpsest rebuild`"), connect_readonly(path):
        pass
    with connect(path) as db:
        assert sorted(db.schema.splitlines()) == sorted(wanted.splitlines())
        assert db["sites"].count == 0


def test_column_docs_stand_in_the_database(path):
    with connect(path) as db:
        stored = list(db.query("SELECT table_name, column_name, kind, doc FROM column_docs"))
    assert stored == column_docs()


def test_the_written_dictionary_is_that_of_the_schema():
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_datasette_is_told_of_every_table_and_column():
    tables = datasette_metadata("archive")["databases"]["archive"]["tables"]
    own = {table.name for table in TABLES} | {view.name for view in VIEWS}
    assert set(tables) - own == {"_sqlite_migrations"}
    assert all(
        tables[name]["description"] and all(tables[name]["columns"].values()) for name in own
    )


def test_columns_that_datasette_sorts_and_names_rows_by_are_there():
    tables = datasette_metadata("archive")["databases"]["archive"]["tables"]
    for name, told in tables.items():
        named = {told.get("label_column"), told.get("sort_desc"), *told.get("facets", ())} - {None}
        assert named <= set(told.get("columns", ())), name


def test_reading_does_not_make_a_database(path):
    with pytest.raises(ArchiveError, match="run `palimpsest load` first"), connect_readonly(path):
        pass
    assert not path.exists()


def test_reading_cannot_write(path):
    with connect(path):
        pass
    with pytest.raises(ArchiveError, match="can only be read"), connect_readonly(path) as db:
        db.conn.execute("DELETE FROM sites")


def test_a_database_of_a_later_version_is_refused(path):
    with connect(path) as db:
        db["_sqlite_migrations"].insert(
            {"id": 99, "migration_set": "archive", "name": "later", "applied_at": "2027"}
        )
    for door in (connect, connect_readonly):
        with pytest.raises(SchemaError, match="palimpsest rebuild"), door(path):
            pass


def test_a_database_of_an_earlier_version_is_not_read(path):
    Database(path)["other"].insert({"id": 1})
    with pytest.raises(SchemaError, match="palimpsest rebuild"), connect_readonly(path):
        pass


@pytest.mark.parametrize("door", [connect, connect_readonly])
def test_a_file_that_is_no_database_is_named(path, door):
    path.write_bytes(b"This is no database at all, only a text of some length." * 40)
    with (
        pytest.raises(ArchiveError, match=r"archive\.db is damaged .*palimpsest rebuild"),
        door(path),
    ):
        pass


@pytest.mark.parametrize("door", [connect, connect_readonly])
def test_a_database_with_a_page_torn_out_is_named(path, door):
    with connect(path) as db:
        page = next(iter(db.query("SELECT rootpage FROM sqlite_schema WHERE name = 'sites'")))
    content = bytearray(path.read_bytes())
    at = (page["rootpage"] - 1) * 4096
    content[at : at + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is damaged"), door(path) as db:
        list(db.query("SELECT * FROM sites"))


def test_a_database_that_another_program_holds_is_named(path, monkeypatch):
    with connect(path):
        pass
    monkeypatch.setattr(schema, "_BUSY_SECONDS", 0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ArchiveError, match="held by another program"), connect_readonly(path):
        pass
    other.close()


def test_faults_of_a_statement_are_not_those_of_the_file(path):
    with pytest.raises(sqlite3.IntegrityError), connect(path) as db:
        db.conn.execute("INSERT INTO sites (uid) VALUES (NULL)")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ArchiveError, match="check the folder"), connect(tmp_path / "no" / "a.db"):
        pass


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_FULL, DiskFullError, "make room"),
        (sqlite3.SQLITE_IOERR, ArchiveError, "check the disk"),
    ],
)
def test_faults_of_the_disk_are_one_line(path, code, kind, words):
    error = sqlite3.OperationalError("it went wrong")
    error.sqlite_errorcode = code
    with pytest.raises(kind, match=words) as caught, connect(path):
        raise error
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("كِتَابٌ", "كتاب"),
        ("کتاب", "كتاب"),
        ("علی", "علي"),
        ("مدرسة", "مدرسه"),
        ("أحمد", "احمد"),
        ("می‌خواهم", "ميخواهم"),
        ("۱۴۰۱", "1401"),
        ("٢٠١٧", "2017"),
        ("ﬁle", "file"),
        ("Diyarbakır", "Diyarbakir"),
        ("Łódź", "Lódz"),
        ("don’t", "don't"),
    ],
)
def test_spellings_that_a_reader_holds_equal_fold_to_one(text, same):
    assert plain(fold(text)) == plain(fold(same))


def plain(text: str) -> str:
    """Diacritics of Latin are the tokenizer's business."""
    return text.replace("ź", "z")


@given(st.text())
def test_folding_twice_is_the_same_as_once(text):
    assert fold(fold(text)) == fold(text)


def test_fold_is_a_function_of_sql(path):
    with connect(path) as db:
        assert db.execute("SELECT fold('۱۲'), fold(NULL)").fetchone() == ("12", None)


def test_names_of_the_dictionary_are_plain():
    for row in column_docs():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["table_name"])
