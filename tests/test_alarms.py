"""Alarms over a whole site: raised once, with the edits that they explain."""

from __future__ import annotations

from dataclasses import replace

from archive.database import queries
from archive.database.alarms import alarms_told
from archive.database.load import store
from archive.database.queries import EditFilter
from tests.build_pages import BASE, DAY, T0, article, comment, loadable, page, paragraph, receipt
from tests.loading import settle_all

STORIES = range(6)
FITS = "no look of the blog fits: 6 of 6 pages, 0 before; look at the site first"


def crawl(db, day, words, **more):
    """A crawl of all stories, each with these words in it."""
    warc = f"warc/c{day}-00001.warc.gz"
    found = []
    for n in STORIES:
        url = f"{BASE}/2026/09/story-{n}/"
        story = article(str(n), f"Story {n}", blocks=(paragraph(f"{words} of story {n}."),))
        shown = page(url, canonical_url=url, article=story, **more)
        found.append(loadable(n, shown, at=T0 + day * DAY, warc=warc))
    store(db, receipt(f"c{day}"), found)
    settle_all(db)


def edits(db):
    return queries.edits(db, EditFilter())


def test_new_look_that_nobody_knows_is_one_alarm_and_explains_its_edits(db):
    crawl(db, 1, "Ten men came by the first words")
    assert alarms_told(db) == ()
    crawl(db, 2, "Menu and everything else", template="fallback")
    assert alarms_told(db) == (f"2026-09-03 06:00 UTC: {FITS}",)
    assert {edit.alarm for edit in edits(db)} == {FITS}
    assert len(edits(db)) >= len(STORIES)


def test_return_to_a_known_look_is_explained_by_the_same_alarm(db):
    crawl(db, 1, "Ten men came by the first words")
    crawl(db, 2, "Menu and everything else", template="fallback")
    crawl(db, 3, "Ten men came by the first words")
    assert len(alarms_told(db)) == 1
    assert {edit.alarm for edit in edits(db)} == {FITS}


def test_edit_under_the_new_look_is_explained_by_nothing(db):
    crawl(db, 1, "Ten men came", template="fallback")
    crawl(db, 2, "Nine men came", template="fallback")
    assert alarms_told(db) == ()
    assert {edit.alarm for edit in edits(db)} == {None}


def test_missing_threads_explain_nothing_but_comments(db):
    crawl(db, 1, "Ten men came", comments=(comment(1, "Well said."),))
    crawl(db, 2, "Nine men came")
    (told,) = alarms_told(db)
    assert "no comments are shown: 6 of 6 pages" in told
    by_part = {edit.change.part: edit.alarm is not None for edit in edits(db)}
    assert by_part == {"body": False, "comment": True}


def test_alarms_are_the_same_when_all_is_settled_anew(db):
    crawl(db, 1, "Ten men came by the first words")
    crawl(db, 2, "Menu and everything else", template="fallback")
    before = [tuple(row.values()) for row in db["alarms"].rows], edits(db)
    db.conn.execute("UPDATE captures SET settled = 0")
    settle_all(db)
    assert ([tuple(row.values()) for row in db["alarms"].rows], edits(db)) == before


def test_edit_found_by_its_id_names_no_alarm(db):
    crawl(db, 1, "Ten men came by the first words")
    crawl(db, 2, "Menu and everything else", template="fallback")
    (first, *_) = edits(db)
    assert queries.edit(db, first.change.id)[1] == replace(first, alarm=None)
