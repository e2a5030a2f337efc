"""Loading and settling: what stands in the tables after captures came in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.database import queries
from archive.database.load import Fault, Loadable, forget, receipts, store
from archive.database.schema import connect
from archive.database.settle import settle, stories_of
from tests.build_pages import (
    BASE,
    DAY,
    T0,
    article,
    brief,
    full_page,
    loadable,
    location,
    page,
    paragraph,
    receipt,
)
from tests.loading import here, put, rows, settle_all, visit

STORY = f"{BASE}/2026/09/bridge/"


def public(db):
    """What stories say, without local ids."""
    told = {}
    for table in ("articles", "article_versions", "comments", "briefs", "edits"):
        drop = [c for c in db[table].columns_dict if c == "id" or c.endswith("_id")]
        told[table] = sorted(
            str({k: v for k, v in row.items() if k not in drop}) for row in db[table].rows
        )
    return told


def test_load_then_page_gives_the_same_page(db):
    put(db, visit(0, full_page()))
    assert queries.page(db, queries.find(db, "wp-7")) == full_page()


def test_loading_twice_leaves_the_same_rows(db):
    visits = [visit(0, full_page()), visit(1, page(story={"title": "A bridge closes"}))]
    put(db, *visits)
    before = public(db), rows(db, "SELECT count(*) FROM captures")
    put(db, *visits)
    assert (public(db), rows(db, "SELECT count(*) FROM captures")) == before
    assert rows(db, "PRAGMA foreign_key_check") == []


def test_the_order_of_loading_leaves_no_trace(tmp_path):
    first, second, third = (
        visit(n, page(story={"title": t}))
        for n, t in enumerate(("A bridge opens", "A bridge closes", "A bridge falls"))
    )
    told = []
    for order in ((first, second, third), (first, third, second)):
        with connect(tmp_path / f"{len(told)}.db") as db:
            for number, found in enumerate(order):
                name = found[0].captured_at[:10]
                warc = f"warc/{name}-00001.warc.gz"
                moved = [replace(o, location=replace(o.location, warc=warc)) for o in found]
                store(db, receipt(name), moved)
                if number:
                    settle_all(db)
            told.append(public(db))
    assert told[0]["edits"] == told[1]["edits"]
    assert told[0]["article_versions"] == told[1]["article_versions"]


def test_an_edit_cites_both_captures(db):
    put(db, visit(0, page()), visit(1, page(story={"title": "A bridge closes"})))
    (edit,) = rows(
        db,
        """
        SELECT part, op, old, new, since, until, before.warc, after.warc FROM edits
        JOIN sources AS before ON before.id = old_capture_id
        JOIN sources AS after ON after.id = new_capture_id WHERE part = 'headline'
        """,
    )
    assert edit == (
        "headline",
        "edited",
        "A bridge opens",
        "A bridge closes",
        "2026-09-01T06:00:00Z",
        "2026-09-02T06:00:00Z",
        "warc/c1-00001.warc.gz",
        "warc/c2-00001.warc.gz",
    )


@pytest.mark.parametrize("outcome", ["error", "blocked", "truncated"])
def test_failed_captures_yield_no_edit(db, outcome):
    put(db, visit(0, page()), visit(1, None, outcome=outcome, status=500), visit(2, page()))
    assert rows(db, "SELECT * FROM edits") == []
    assert rows(db, "SELECT gone_since, visits FROM articles") == [(None, 2)]
    assert rows(db, "SELECT outcome FROM visits ORDER BY number") == [("ok",), (outcome,), ("ok",)]


def test_a_story_that_is_gone_says_since_when_and_comes_back(db):
    gone = [visit(day, None, outcome="gone", status=404) for day in (1, 2)]
    put(db, visit(0, page()), *gone)
    assert rows(db, "SELECT gone_since FROM articles") == [("2026-09-02T06:00:00Z",)]
    assert rows(db, "SELECT part, op FROM edits") == [("page", "removed")]
    put(db, visit(0, page()), *gone, visit(3, page()))
    assert rows(db, "SELECT gone_since FROM articles") == [(None,)]


def test_a_redirect_to_the_front_page_is_gone_another_redirect_is_not(db):
    to_front = visit(1, None, outcome="redirect", status=302, redirect_to=f"{BASE}/")
    put(db, visit(0, page()), to_front)
    assert rows(db, "SELECT part, op FROM edits") == [("page", "removed")]
    elsewhere = visit(1, None, outcome="redirect", status=302, redirect_to=f"{BASE}/other/")
    put(db, visit(0, page()), elsewhere)
    assert rows(db, "SELECT part, op FROM edits") == []


def test_wordings_have_first_and_last_sight(db):
    old, new = page(), page(story={"blocks": (paragraph("The bridge is closed."),)})
    put(db, visit(0, old), visit(1, old), visit(2, new), visit(3, old))
    told = rows(
        db, "SELECT number, substr(first_seen, 9, 2), substr(last_seen, 9, 2) FROM article_versions"
    )
    assert told == [(1, "01", "02"), (2, "03", "03"), (3, "04", "04")]
    assert rows(db, "SELECT versions, visits FROM articles") == [(3, 4)]
    assert len({row[0] for row in rows(db, "SELECT sha FROM article_versions")}) == 2


def test_a_paragraph_is_kept_once_however_often_it_was_shown(db):
    put(db, visit(0, page()), visit(1, page(story={"title": "Other"})))
    assert rows(db, "SELECT count(*) FROM blocks WHERE text = 'The bridge is open.'") == [(1,)]
    assert rows(db, "SELECT text FROM wordings") == [("The bridge is open.\nTen people came.",)] * 2


def test_a_part_of_a_story_is_no_wording_of_it(db):
    first = page(story={"page_count": 2})
    second = page(
        STORY + "2/",
        story={"page_count": 2, "page_number": 2, "blocks": (paragraph("The end."),)},
    )
    whole = [loadable(1, first), loadable(2, second)]
    part = visit(1, replace(first, article=replace(first.article, title="A bridge closes")))
    put(db, whole, part)
    assert rows(db, "SELECT versions, visits FROM articles") == [(1, 2)]
    assert rows(db, "SELECT whole FROM visits ORDER BY number") == [(1,), (0,)]
    assert rows(db, "SELECT part FROM edits") == [("headline",)]
    assert len(queries.page(db, queries.find(db, "wp-7")).article.blocks) == 3


def test_briefs_have_a_row_for_each_wording(db):
    put(
        db,
        visit(0, page(briefs=(brief("b", "One."),))),
        visit(1, page(briefs=(brief("b", "Two."),))),
        visit(2, page()),
    )
    told = rows(db, "SELECT text, substr(last_seen, 9, 2) FROM briefs ORDER BY first_seen")
    assert told == [("One.", "01"), ("Two.", "02")]


def test_a_brief_that_comes_back_after_a_visit_without_it_has_a_row_of_its_own(db):
    with_it = page(briefs=(brief("b", "One."),))
    put(db, visit(0, with_it), visit(1, page()), visit(2, with_it))
    told = rows(db, "SELECT text, substr(first_seen, 9, 2) FROM briefs ORDER BY first_seen")
    assert told == [("One.", "01"), ("One.", "03")]


# ---------------------------------------------------------------- files and failures


def test_a_file_read_anew_replaces_what_it_gave(db):
    put(db, visit(0, page()), visit(1, page(story={"title": "Other"})))
    store(db, receipt("c2", size=11), visit(1, page(), warc="warc/c2-00001.warc.gz"))
    settle_all(db)
    assert rows(db, "SELECT title, versions, edits FROM articles") == [("A bridge opens", 1, 0)]
    assert receipts(db)["warc/c2-00001.warc.gz"].size == 11


def test_a_file_that_is_taken_away_takes_its_stories_along(db):
    put(db, visit(0, page()))
    forget(db, "warc/c1-00001.warc.gz")
    forget(db, "warc/never-there.warc.gz")
    settle_all(db)
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(db, "PRAGMA foreign_key_check") == []


def test_a_file_that_is_taken_away_leaves_the_story_as_the_others_show_it(db):
    put(db, visit(0, page()), visit(1, page(story={"title": "Other"})))
    forget(db, "warc/c2-00001.warc.gz")
    settle_all(db)
    assert rows(db, "SELECT title, visits, edits FROM articles") == [("A bridge opens", 1, 0)]


def test_failures_name_record_and_reason(db):
    bad = Loadable(
        location=location(3, ""),
        fault=Fault(stage="record", code="BadRecord", detail="torn"),
    )
    ugly = loadable(4, None, fault=Fault(stage="normalize", code="not-html", detail="a PDF"))
    counts = store(db, receipt(), [loadable(1, page()), bad, ugly])
    assert (counts.records, counts.pages, counts.failures) == (2, 1, 2)
    told = rows(db, "SELECT stage, code, offset, capture_id IS NULL, url FROM failures")
    assert told == [
        ("record", "BadRecord", 3000, 1, None),
        ("normalize", "not-html", 4000, 0, STORY),
    ]
    assert rows(db, "SELECT template, pages FROM normalizer_runs") == [("wordpress/classic", 1)]


def test_a_load_that_dies_in_a_file_leaves_the_files_before(db):
    def dying():
        yield loadable(1, page(), at=T0 + DAY, warc="warc/c2-00001.warc.gz")
        raise KeyboardInterrupt

    put(db, visit(0, page()), settled=False)
    with pytest.raises(KeyboardInterrupt):
        store(db, receipt("c2"), dying())
    assert set(receipts(db)) == {"warc/c1-00001.warc.gz"}
    settle_all(db)
    assert rows(db, "SELECT visits FROM articles") == [(1,)]


def test_a_cluster_that_is_lost_is_a_failure_and_the_rest_goes_on(db):
    story = {"post_id": "9", "key": "wp-9", "title": "A tunnel opens"}
    other = page(f"{BASE}/other/", story=story, canonical_url=None)
    put(db, [loadable(1, page()), loadable(2, other)], settled=False)

    def half(clusters):
        for number, cluster in enumerate(clusters):
            yield cluster, stories_of(cluster) if number else "the worker died"

    counts = []
    settle(db, half, counts.append)
    assert rows(db, "SELECT key FROM articles") == [("wp-9",)]
    assert rows(db, "SELECT stage, detail FROM failures") == [("compare", "the worker died")]
    assert counts == [1]
    settle(db, here, counts.append)
    assert rows(db, "SELECT key FROM articles ORDER BY key") == [("wp-7",), ("wp-9",)]
    assert rows(db, "SELECT * FROM failures") == []


def test_a_record_inside_a_package_is_cited_with_its_path(db):
    warc = "imports/a.wacz!/archive/data.warc.gz"
    own = receipt(path="imports/a.wacz", imported=True, crawl="import-a.wacz")
    store(db, own, [loadable(1, page(), warc=warc)])
    assert rows(db, "SELECT warc, crawl FROM sources") == [(warc, "import-a.wacz")]


def test_many_captures_of_one_story_are_one_cluster(db):
    urls = [f"{BASE}/?p=7&x={n}" for n in range(600)]
    found = [loadable(n, page(url), at=T0 + n * timedelta(seconds=1)) for n, url in enumerate(urls)]
    put(db, found)
    assert rows(db, "SELECT visits FROM articles") == [(1,)]


def test_a_page_that_is_no_story_stays_a_capture(db):
    front = page(f"{BASE}/", kind="list", canonical_url=None)
    put(db, [loadable(1, replace(front, article=None))])
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(db, "SELECT settled, article_id FROM captures") == [(1, None)]


def test_a_story_keyed_by_address_becomes_one_with_its_post_id(db):
    put(db, visit(0, page(article=article(post_id=None))))
    assert rows(db, "SELECT key FROM articles") == [("url-2026-09-bridge",)]
    store(db, receipt("c2"), visit(1, page(), warc="warc/c2-00001.warc.gz"))
    settle_all(db)
    assert rows(db, "SELECT key, visits FROM articles") == [("wp-7", 2)]
    assert rows(db, "PRAGMA foreign_key_check") == []
