"""From WARC files to the database: what is read, what fails, what is left alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from archive import pipeline
from archive.database.schema import connect_readonly
from archive.layout import Layout
from archive.pipeline import load, rebuild
from archive.warc.exclusions import exclude
from archive.warc.index import Index
from archive.warc.writer import WarcWriter
from archive.workers import Lost, Shelter
from tests.build import exchange, http, info
from tests.build_pages import BASE, T0, sample_archive
from tests.loading import URL, story, written


def rows(layout, sql):
    with connect_readonly(layout.database) as db:
        return [tuple(row.values()) for row in db.query(sql)]


def everything(layout):
    """All rows of all tables but those of the full-text index and the migrations."""
    with connect_readonly(layout.database) as db:
        names = [n for n in db.table_names() if not n.startswith(("blocks_fts", "_"))]
        return {name: [tuple(row.values()) for row in db[name].rows] for name in names}


# ------------------------------------------------------------------------------- load


def test_a_story_comes_from_the_wire_to_the_tables(tmp_path):
    layout = written(tmp_path, [(URL, story())], [(URL, story("A bridge closes"))])
    report = load(layout, jobs=0)
    assert (report.files, report.captures, report.pages, report.stories) == (2, 2, 2, 1)
    assert rows(layout, "SELECT title, visits, versions FROM articles") == [
        ("A bridge closes", 2, 2)
    ]
    edits = rows(layout, "SELECT part, old, new FROM edits WHERE part = 'headline'")
    assert edits == [("headline", "A bridge opens", "A bridge closes")]


def test_loading_twice_reads_nothing_and_changes_nothing(tmp_path):
    layout = written(tmp_path, [(URL, story())])
    load(layout, jobs=0)
    before = everything(layout)
    report = load(layout, jobs=0)
    assert (report.files, report.captures, report.stories) == (0, 0, 0)
    assert everything(layout) == before


def test_a_later_crawl_is_added_to_what_is_there(tmp_path):
    layout = written(tmp_path, [(URL, story())])
    load(layout, jobs=0)
    with WarcWriter(layout, info("c9")) as writer:
        writer.write(exchange(URL, story("A bridge closes"), at=T0 + timedelta(days=3)))
    report = load(layout, jobs=0)
    assert (report.files, report.stories) == (1, 1)
    assert rows(layout, "SELECT visits FROM articles") == [(2,)]


def test_captures_imported_later_slot_into_the_history(tmp_path):
    layout = written(tmp_path / "own", [(URL, story("Second"))], [(URL, story("Third"))])
    load(layout, jobs=0)
    other = Layout(tmp_path / "other")
    with WarcWriter(other, info("old")) as writer:
        writer.write(exchange(URL, story("First"), at=T0 - timedelta(days=300)))
    layout.imports.mkdir()
    for file in other.warc.iterdir():
        (layout.imports / file.name).write_bytes(file.read_bytes())
    load(layout, jobs=0)
    told = rows(layout, "SELECT number, title FROM article_versions ORDER BY number")
    assert told == [(1, "First"), (2, "Second"), (3, "Third")]
    told = rows(layout, "SELECT old, new FROM edits WHERE part = 'headline' ORDER BY until")
    assert told == [("First", "Second"), ("Second", "Third")]
    assert rows(layout, "SELECT kind FROM crawls ORDER BY uid") == [
        ("crawl",),
        ("crawl",),
        ("import",),
    ]


def test_a_blog_put_up_again_with_other_numbers_and_addresses_keeps_its_stories(tmp_path):
    new, gone = f"{BASE}/archives/a-bridge-opens/", http(status="404 Not Found")
    layout = written(
        tmp_path,
        [(URL, story())],
        [(URL, gone), (new, story(url=new, post=70))],
        [(URL, gone), (new, story("A bridge closes", url=new, post=70))],
    )
    load(layout, jobs=0)
    told = "SELECT uid, post_id, url, visits, gone_since FROM articles"
    assert rows(layout, told) == [("strait.example-wp-7", "70", new, 3, None)]
    told = "SELECT part, old, new FROM edits WHERE part <> 'links'"
    assert rows(layout, told) == [("headline", "A bridge opens", "A bridge closes")]
    before = everything(layout)
    rebuild(layout, jobs=0)
    assert everything(layout) == before


def test_a_rebuild_gives_the_same_ids_and_hashes(tmp_path):
    layout = sample_archive(tmp_path)
    rebuild(layout, jobs=0)
    first = everything(layout)
    rebuild(layout, jobs=0)
    assert everything(layout) == first


def test_a_rebuild_is_what_loading_file_by_file_gave(tmp_path):
    layout = sample_archive(tmp_path, editions=(1, 2))
    load(layout, jobs=0)
    wanted = "SELECT uid, title, first_seen, last_seen, edits FROM articles ORDER BY uid"
    before = rows(layout, wanted), rows(layout, "SELECT uid FROM edits ORDER BY uid")
    rebuild(layout, jobs=0)
    after = rows(layout, wanted), rows(layout, "SELECT uid FROM edits ORDER BY uid")
    assert after == before


def test_a_rebuild_that_dies_leaves_the_old_database(tmp_path, monkeypatch):
    layout = written(tmp_path, [(URL, story())])
    load(layout, jobs=0)
    before = everything(layout)

    def dies(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "settle", dies)
    with pytest.raises(KeyboardInterrupt):
        rebuild(layout, jobs=0)
    monkeypatch.undo()
    assert everything(layout) == before
    rebuild(layout, jobs=0)
    assert not list(tmp_path.glob("archive.db.new*"))


def test_a_killed_load_leaves_a_database_that_the_next_load_completes(tmp_path, monkeypatch):
    layout = written(tmp_path, [(URL, story())])

    def dies(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "settle", dies)
    with pytest.raises(KeyboardInterrupt):
        load(layout, jobs=0)
    monkeypatch.undo()
    assert rows(layout, "SELECT count(*) FROM captures") == [(1,)]
    report = load(layout, jobs=0)
    assert (report.files, report.stories) == (0, 1)
    assert rows(layout, "SELECT title FROM articles") == [("A bridge opens",)]


def test_a_newer_normalizer_reads_everything_again(tmp_path, monkeypatch):
    layout = written(tmp_path, [(URL, story())])
    load(layout, jobs=0)
    monkeypatch.setattr(pipeline, "NORMALIZER", "9.9")
    assert load(layout, jobs=0).files == 1
    assert rows(layout, "SELECT normalizer FROM warc_files") == [("9.9",)]
    assert rows(layout, "SELECT count(*) FROM edits") == [(0,)]


def test_what_was_excluded_is_taken_out_with_the_next_load(tmp_path):
    layout = written(tmp_path, [(URL, story()), (f"{BASE}/x/", story(url=f"{BASE}/x/", post=9))])
    load(layout, jobs=0)
    exclude(layout, f"{BASE}/x/*", "asked for", datetime(2026, 9, 3, tzinfo=UTC))
    load(layout, jobs=0)
    assert rows(layout, "SELECT post_id FROM articles") == [("7",)]


def test_a_file_that_was_taken_away_is_forgotten(tmp_path):
    layout = written(tmp_path, [(URL, story())], [(URL, story("A bridge closes"))])
    load(layout, jobs=0)
    (layout.warc / "c2-00001.warc.gz").unlink()
    load(layout, jobs=0)
    assert rows(layout, "SELECT title, visits FROM articles") == [("A bridge opens", 1)]


def test_progress_is_told_and_adds_up(tmp_path):
    layout = written(tmp_path, [(URL, story())], [(URL, story("A bridge closes"))])
    told = []
    load(layout, jobs=0, progress=lambda p: told.append((p.step, p.done, p.captures, p.stories)))
    size = sum(file.stat().st_size for file in layout.warc.iterdir())
    assert told[0][0] == "read"
    assert told[-1] == ("settle", size, 2, 1)


# --------------------------------------------------------------------------- failures


def test_a_fetch_without_answer_is_an_error_and_no_edit(tmp_path):
    layout = Layout(tmp_path)
    with WarcWriter(layout, info("c1")) as writer:
        writer.write(exchange(URL, story(), at=T0))
        writer.write(exchange(URL, b"", at=T0 + timedelta(hours=1), failure="timeout"))
    report = load(layout, jobs=0)
    assert report.captures == 1
    assert rows(layout, "SELECT outcome, status FROM captures ORDER BY id") == [
        ("ok", 200),
        ("error", 0),
    ]
    assert rows(layout, "SELECT stage, detail FROM failures") == [("fetch", "timeout")]
    assert rows(layout, "SELECT count(*) FROM edits") == [(0,)]


def test_a_torn_file_gives_what_is_whole_and_names_the_rest(tmp_path):
    layout = written(tmp_path, [(URL, story()), (f"{BASE}/x/", story())])
    file = layout.warc / "c1-00001.warc.gz"
    file.chmod(0o644)
    os.truncate(file, file.stat().st_size - 40)
    report = load(layout, jobs=0)
    assert report.pages >= 1
    assert rows(layout, "SELECT stage FROM failures") == [("record",)]


def test_a_page_that_kills_its_worker_is_a_failure_and_the_run_goes_on(tmp_path, monkeypatch):
    layout = written(tmp_path, [(URL, story()), (f"{BASE}/x/", story(post=9, url=f"{BASE}/x/"))])

    def deadly(_self, function, items, **_):
        for item in items:
            yield item, Lost("the worker died") if "/x/" in str(item) else function(item)

    monkeypatch.setattr(Shelter, "map", deadly)
    report = load(layout, jobs=1)
    assert report.failures == 1
    assert rows(layout, "SELECT stage, code, url FROM failures WHERE stage = 'normalize'") == [
        ("normalize", "lost", f"{BASE}/x/")
    ]
    assert ("7",) in rows(layout, "SELECT post_id FROM articles")


def test_work_in_other_processes_gives_the_same(tmp_path):
    layout = sample_archive(tmp_path, editions=(1, 2))
    load(layout, jobs=0)
    here = everything(layout)
    rebuild(layout, jobs=1)
    assert everything(layout) == here


def test_a_revisit_of_a_record_that_was_loaded_shares_its_page(tmp_path):
    layout = written(tmp_path, [(URL, story())])
    load(layout, jobs=0)
    with WarcWriter(layout, info("c2"), Index(layout).captures) as writer:
        writer.write(exchange(URL, story(), at=T0 + timedelta(days=1)))
    assert load(layout, jobs=0).pages == 1
    assert rows(layout, "SELECT outcome, page_id FROM captures ORDER BY id") == [
        ("ok", 1),
        ("unchanged", 1),
    ]
    assert rows(layout, "SELECT visits, versions FROM articles") == [(2, 1)]


def test_a_firewall_page_is_no_story(tmp_path):
    body = (
        b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        b"<div id='cf-wrapper'>Ray ID: 1</div></body></html>"
    )
    layout = written(tmp_path, [(URL, story())], [(URL, http(body, "503 Service Unavailable"))])
    load(layout, jobs=0)
    assert rows(layout, "SELECT outcome FROM visits ORDER BY number") == [("ok",), ("blocked",)]
    assert rows(layout, "SELECT count(*) FROM edits") == [(0,)]
