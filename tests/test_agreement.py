"""The database against the index: what only one of the two has."""

from __future__ import annotations

from archive.database.agreement import disagreements
from archive.database.schema import connect
from archive.pipeline import load
from archive.warc.exclusions import mark_of
from archive.warc.index import Index
from tests.build_pages import sample_archive


def test_what_was_loaded_agrees_with_the_index(tmp_path):
    layout = sample_archive(tmp_path, (1,))
    load(layout, jobs=0)
    with connect(layout.database) as db:
        assert disagreements(db, Index(layout), mark_of(layout)) == ()


def test_each_capture_of_a_loaded_file_that_only_one_has_is_a_fault(tmp_path):
    layout = sample_archive(tmp_path, (1,))
    load(layout, jobs=0)
    entries = list(Index(layout))
    first, last = entries[0].location, entries[-1].location
    with connect(layout.database) as db:
        db.conn.execute(
            "DELETE FROM captures WHERE warc_record_id IN "
            "(SELECT id FROM warc_records WHERE offset = ?)",
            (first.offset,),
        )
        found = disagreements(db, entries[:-1], mark_of(layout))
        later = disagreements(db, entries[:-1], "excluded since")
    assert [(one.code, one.warc, one.offset) for one in found] == [
        ("not-loaded", first.warc, first.offset),
        ("not-indexed", last.warc, last.offset),
    ]
    assert {one.level for one in found} == {"fault"}
    assert {one.level for one in later} == {"notice"}


def test_capture_that_could_not_be_read_is_not_lacking(tmp_path):
    layout = sample_archive(tmp_path, (1,))
    load(layout, jobs=0)
    with connect(layout.database) as db:
        db.conn.execute(
            "INSERT INTO failures (warc_file_id, offset, stage, code, detail) "
            "SELECT warc_file_id, offset, 'record', 'BadRecord', 'torn' FROM warc_records LIMIT 1"
        )
        db.conn.execute("DELETE FROM captures WHERE id = 1")
        assert disagreements(db, Index(layout), mark_of(layout)) == ()


def test_what_is_not_loaded_yet_is_a_notice(tmp_path):
    layout = sample_archive(tmp_path, (1,))
    with connect(layout.database) as db:
        found = disagreements(db, Index(layout), mark_of(layout))
    assert {(one.code, one.level) for one in found} == {("not-loaded", "notice")}
