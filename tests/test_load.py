"""Loading and settling: what stands in the tables after captures came in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.database import queries
from archive.database.load import Fault, Loadable, forget, receipts, store
from archive.database.packing import PARTS, host_of, pack, unpack
from archive.database.schema import connect
from archive.database.settle import settle, stories_of
from archive.diff import history
from normalizers.values import Block, CommentsInfo, Embed, LeadImage, Link, RelatedPost
from tests.build_pages import (
    BASE,
    DAY,
    T0,
    article,
    brief,
    comment,
    loadable,
    location,
    page,
    paragraph,
    receipt,
)

STORY = f"{BASE}/2026/09/bridge/"
_LOCAL = frozenset({"blocks_fts", "blocks_fts_data", "blocks_fts_idx", "blocks_fts_docsize"})


@pytest.fixture
def db(tmp_path):
    with connect(tmp_path / "archive.db") as opened:
        yield opened


def out(clusters):
    return ((cluster, stories_of(cluster)) for cluster in clusters)


def put(db, *visits, settled=True):
    """Load visits, each of them the loadables of one crawl."""
    for number, found in enumerate(visits, 1):
        crawl = f"c{number}"
        warc = f"warc/{crawl}-00001.warc.gz"
        moved = [replace(one, location=replace(one.location, warc=warc)) for one in found]
        store(db, receipt(crawl), moved)
    if settled:
        settle(db, out, lambda _: None)


def visit(day, shown, **more):
    return [loadable(1, shown, at=T0 + day * DAY, **more)]


def rows(db, sql, *values):
    return [tuple(row.values()) for row in db.query(sql, values)]


def all_rows(db):
    """Every row of every table, as text; ids are local and may not differ either."""
    names = sorted(set(db.table_names()) - _LOCAL - {"_sqlite_migrations"})
    return {name: rows(db, f"SELECT * FROM {name}") for name in names}


def public(db):
    """What stories say, without local ids."""
    told = {}
    for table in ("articles", "article_versions", "comments", "briefs", "edits"):
        drop = [c for c in db[table].columns_dict if c == "id" or c.endswith("_id")]
        told[table] = sorted(
            str({k: v for k, v in row.items() if k not in drop}) for row in db[table].rows
        )
    return told


# --------------------------------------------------------------------------- packing


def full_page():
    links = (Link(url="http://elsewhere.example/a", text="There"),)
    blocks = (
        Block(kind="paragraph", text="See this.", links=links),
        Block(kind="embed", text="A boat", embed=Embed(kind="image", url=f"{BASE}/boat.png")),
    )
    story = article(
        series="Roads", tags=("bridge",), blocks=blocks, lead_image=LeadImage(url=None, caption="A")
    )
    return page(
        article=story,
        briefs=(brief("b1", "Brief text."),),
        related=(RelatedPost(url=f"{BASE}/other/", title="Other", blurb="B", date=None),),
        comments=(comment(1), comment(2, parent_key="wp-1", depth=2, state="placeholder")),
        residual=("Left.",),
    )


def test_unpacking_gives_the_page_again():
    shown = full_page()
    packed = pack(shown)
    parts = {name: part.data for name, part in zip(PARTS, packed.parts, strict=True)}
    assert unpack(parts, shown.captured_at.isoformat()) == shown


def test_captures_of_one_page_at_two_times_share_all_parts():
    assert pack(page()) == pack(page(captured_at=T0 + DAY))


def test_a_page_with_lone_surrogates_can_be_packed():
    shown = page(story={"title": "A \ud800 title"})
    packed = pack(shown)
    parts = {name: part.data for name, part in zip(PARTS, packed.parts, strict=True)}
    assert unpack(parts, shown.captured_at.isoformat()) == shown


def test_public_ids_have_only_plain_characters():
    assert pack(page("http://127.0.0.1:80/a/")).post_key == "127.0.0.1-80-wp-7"
    assert pack(page(site="eaworldview")).post_key == "eaworldview-wp-7"


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.A.example/x", "a.example"), ("http://[::1/", ""), ("mailto:a@b", "")],
)
def test_hosts_of_odd_addresses(url, host):
    assert host_of(url) == host


# --------------------------------------------------------------------------- loading


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


def test_two_databases_of_the_same_captures_are_equal(tmp_path):
    told = []
    for name in ("one.db", "two.db"):
        with connect(tmp_path / name) as db:
            put(db, visit(0, full_page()), visit(1, page()))
            told.append(all_rows(db))
    assert told[0] == told[1]


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
                    settle(db, out, lambda _: None)
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
    put(db, visit(0, page()), visit(1, None, outcome="gone", status=404))
    assert rows(db, "SELECT gone_since FROM articles") == [("2026-09-02T06:00:00Z",)]
    assert rows(db, "SELECT part, op FROM edits") == [("page", "removed")]
    put(
        db,
        visit(0, page()),
        visit(1, None, outcome="gone", status=404),
        visit(2, page()),
    )
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


# --------------------------------------------------------------------------- comments


def shown(*comments, complete=True):
    return page(comments=comments, comments_info=CommentsInfo(complete=complete, open=True))


def test_a_comment_is_absent_only_from_a_complete_thread(db):
    put(
        db,
        visit(0, shown(comment(1), comment(2))),
        visit(1, shown(comment(1), complete=False)),
        visit(2, shown(comment(1))),
    )
    told = rows(db, "SELECT key, substr(absent_since, 9, 2) FROM comments ORDER BY position")
    assert told == [("wp-1", None), ("wp-2", "03")]


def test_a_comment_that_comes_back_is_not_absent(db):
    put(db, visit(0, shown(comment(1))), visit(1, shown()), visit(2, shown(comment(1))))
    assert rows(db, "SELECT absent_since, wordings FROM comments") == [(None, 1)]


def test_wordings_of_a_comment_are_kept(db):
    put(db, visit(0, shown(comment(1, "Old."))), visit(1, shown(comment(1, "New."))))
    assert rows(db, "SELECT number, text FROM comment_wordings") == [(1, "Old."), (2, "New.")]
    assert rows(db, "SELECT text, wordings FROM comments") == [("New.", 2)]


def test_threads_keep_depth_root_and_path(db):
    tree = (
        comment(1),
        comment(2, parent_key="wp-1", depth=2),
        comment(3, parent_key="wp-2", depth=3),
        comment(4),
        comment(5, parent_key="wp-nobody", depth=2),
    )
    put(db, visit(0, shown(*tree)))
    told = rows(db, "SELECT comment_id, depth, root_key, path FROM comments ORDER BY position")
    assert told == [
        ("1", 1, "wp-1", "1"),
        ("2", 2, "wp-1", "1.1"),
        ("3", 3, "wp-1", "1.1.1"),
        ("4", 1, "wp-4", "2"),
        ("5", 2, "wp-5", "3"),
    ]


def test_parents_in_a_circle_do_not_hang(db):
    put(db, visit(0, shown(comment(1, parent_key="wp-2"), comment(2, parent_key="wp-1"))))
    assert rows(db, "SELECT count(*) FROM comments") == [(2,)]


def test_absent_comments_keep_their_place_in_the_tree(db):
    answer = comment(4, parent_key="wp-1", depth=2)
    put(
        db,
        visit(0, shown(comment(1), comment(2), comment(3))),
        visit(1, shown(comment(1), answer, comment(3))),
    )
    told = rows(db, "SELECT comment_id, path FROM comments ORDER BY position")
    assert told == [("1", "1"), ("4", "1.1"), ("2", "2"), ("3", "3")]


def test_each_comment_cites_the_capture_of_its_own_page(db):
    main = page(
        comments=(comment(2),),
        comments_info=CommentsInfo(pages=(STORY + "comment-page-1/",), open=True),
    )
    first = page(
        STORY + "comment-page-1/",
        comments=(comment(1),),
        comments_info=CommentsInfo(pages=(STORY,), open=True),
    )
    put(db, [loadable(1, main), loadable(2, first, at=T0 + timedelta(minutes=1))])
    told = rows(
        db,
        """
        SELECT comments.comment_id, sources.url FROM comments
        JOIN sources ON sources.id = last_capture_id ORDER BY position
        """,
    )
    assert told == [("1", STORY + "comment-page-1/"), ("2", STORY)]
    assert rows(db, "SELECT comments_complete FROM visits") == [(1,)]


# ------------------------------------------------------------------- facts around it


def test_links_tags_authors_and_images_have_sights(db):
    put(db, visit(0, full_page()), visit(1, full_page()))
    assert rows(db, "SELECT region, host FROM links ORDER BY id") == [
        ("body", "elsewhere.example"),
        ("related", "strait.example"),
    ]
    assert rows(db, "SELECT kind, name FROM tags ORDER BY id") == [
        ("category", "Roads"),
        ("tag", "bridge"),
    ]
    assert rows(db, "SELECT name FROM authors") == [("Ada Finch",)]
    assert rows(db, "SELECT url, caption FROM images") == [(f"{BASE}/boat.png", "A boat")]
    assert rows(db, "SELECT year, host, links FROM link_hosts") == [
        ("2026", "elsewhere.example", 1)
    ]
    assert rows(db, "SELECT DISTINCT substr(last_seen, 9, 2) FROM links") == [("02",)]


def test_a_lead_image_is_an_image_and_its_caption_a_block(db):
    lead = LeadImage(url=f"{BASE}/lead.jpg", caption="The bridge at dawn")
    put(db, visit(0, page(story={"lead_image": lead})))
    assert rows(db, "SELECT caption FROM images") == [("The bridge at dawn",)]
    assert rows(db, "SELECT count(*) FROM version_blocks WHERE part = 'lead_caption'") == [(1,)]


# ---------------------------------------------------------------- files and failures


def test_a_file_read_anew_replaces_what_it_gave(db):
    put(db, visit(0, page()), visit(1, page(story={"title": "Other"})))
    store(db, receipt("c2", size=11), visit(1, page(), warc="warc/c2-00001.warc.gz"))
    settle(db, out, lambda _: None)
    assert rows(db, "SELECT title, versions, edits FROM articles") == [("A bridge opens", 1, 0)]
    assert receipts(db)["warc/c2-00001.warc.gz"].size == 11


def test_a_file_that_is_taken_away_takes_its_stories_along(db):
    put(db, visit(0, page()))
    forget(db, "warc/c1-00001.warc.gz")
    forget(db, "warc/never-there.warc.gz")
    settle(db, out, lambda _: None)
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(db, "PRAGMA foreign_key_check") == []


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
    settle(db, out, lambda _: None)
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
    settle(db, out, counts.append)
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
    settle(db, out, lambda _: None)
    assert rows(db, "SELECT key, visits FROM articles") == [("wp-7", 2)]
    assert rows(db, "PRAGMA foreign_key_check") == []


# ------------------------------------------------------------------ other post ids


def numbered(number, *comments, **more):
    """The bridge under a post id, at the address that goes with it."""
    url = f"{BASE}/archives/{number}/"
    text = paragraph(" ".join(f"word{n}" for n in range(40)))
    story = article(str(number), blocks=(text, paragraph(more.pop("text", "Ten people came."))))
    values = {"canonical_url": url, "comments": comments, **more}
    return page(url, article=story, **values)


def renumbered(db, *shown):
    """These pages on one day after the other, and silence at the first address since."""
    gone = loadable(9, None, url=shown[0].url, outcome="gone", at=T0 + DAY)
    first, *rest = (visit(day, one) for day, one in enumerate(shown))
    put(db, first, [*rest[0], gone], *rest[1:])


def test_a_renumbered_story_is_one_without_edits_and_keeps_its_first_key(db):
    renumbered(db, numbered(7), numbered(70))
    told = "SELECT uid, key, post_id, url, visits, versions, edits, gone_since FROM articles"
    assert rows(db, told) == [
        ("strait.example-wp-7", "wp-7", "70", f"{BASE}/archives/70/", 2, 2, 0, None)
    ]
    assert rows(db, "SELECT uid FROM sites") == [("strait.example",)]


def test_an_edit_after_the_new_number_is_found_under_the_first_key(db):
    renumbered(db, numbered(7), numbered(70), numbered(70, text="Two people came."))
    (edit,) = queries.edits(db, queries.EditFilter())
    assert (edit.page_key, edit.post_id, edit.change.new) == ("wp-7", "70", "Two people came.")
    story = queries.find(db, "wp-7")
    assert queries.find(db, "70") == story
    assert history.edits(queries.readings(db, story), story.key) == (edit,)


def test_comments_of_a_renumbered_story_keep_their_public_ids(db):
    before = (comment(1), comment(2, parent_key="wp-1", depth=2), comment(3), comment(4))
    after = (
        comment(4, author="Reader 1", text="Words of comment 1."),
        comment(5, author="Reader 2", text="Words of comment 2.", parent_key="wp-4", depth=2),
        comment(3, author="Reader 9", text="New."),
        comment(8, author="Reader 4", text="Words of comment 4.", parent_key="wp-77"),
    )
    renumbered(db, numbered(7, *before), numbered(70, *after), numbered(70, *after))
    told = """SELECT uid, key, parent_key, root_key, path, wordings, absent_since IS NOT NULL
              FROM comments ORDER BY uid"""
    of = "strait.example-wp-7-wp"
    assert rows(db, told) == [
        (f"{of}-1", "wp-4", None, "wp-4", "1", 1, 0),
        (f"{of}-2", "wp-5", "wp-4", "wp-4", "1.1", 1, 0),
        (f"{of}-3", "wp-3", None, "wp-3", "2", 1, 1),
        (f"{of}-3.2", "wp-3", None, "wp-3", "3", 1, 0),
        (f"{of}-4", "wp-8", "wp-77", "wp-8", "4", 2, 0),
    ]


def test_a_comment_said_twice_under_one_number_is_two(db):
    same = {"author": "Reader 1", "text": "First."}
    shown = page(comments=(comment(1, **same), comment(2, **same)))
    put(db, visit(0, page(comments=(comment(1, **same),))), visit(1, shown))
    assert rows(db, "SELECT key FROM comments ORDER BY key") == [("wp-1",), ("wp-2",)]


def test_a_number_that_two_posts_had_is_two_stories_with_keys_of_their_own(db):
    other = article("7", title="Tunnels", published_at="2026-09-09", blocks=(paragraph("Dark."),))
    url = f"{BASE}/tunnels/"
    put(db, visit(0, numbered(7)), visit(1, page(url, article=other, canonical_url=url)))
    assert rows(db, "SELECT uid, key FROM articles ORDER BY uid") == [
        ("strait.example-wp-7", "wp-7"),
        ("strait.example-wp-7.2", "wp-7.2"),
    ]


# --------------------------------------------------------------- sights of sentences


def said(*texts, title="A bridge opens", **more):
    return page(story={"title": title, "blocks": tuple(map(paragraph, texts))}, **more)


def sentences(db, *columns):
    return rows(db, f"SELECT text, {', '.join(columns)} FROM sentences ORDER BY position")


def at(day):
    return f"2026-09-{day + 1:02}T06:00:00Z"


def test_sentences_have_first_and_last_sight_and_the_captures_around(db):
    put(db, visit(0, said("One. Two.")), visit(1, said("One. Three.")), visit(2, said("Three.")))
    assert sentences(db, "not_before", "first_seen", "last_seen", "gone_by", "visits") == [
        ("A bridge opens", None, at(0), at(2), None, 3),
        ("One.", None, at(0), at(1), at(2), 2),
        ("Two.", None, at(0), at(0), at(1), 1),
        ("Three.", at(0), at(1), at(2), None, 2),
    ]


def test_a_headline_that_swings_is_one_that_returned(db):
    shown = [said("One.", title=title) for title in ("Up", "Down", "Up", "Down", "Down")]
    put(db, *(visit(day, one) for day, one in enumerate(shown)))
    assert sentences(db, "part", "returns", "gone_by") == [
        ("Up", "headline", 1, at(3)),
        ("Down", "headline", 1, None),
        ("One.", "body", 0, None),
    ]


def test_a_sentence_that_went_to_a_brief_is_the_same(db):
    shown = said("Two.", briefs=(brief("b", "One."),))
    put(db, visit(0, said("One.", "Two.")), visit(1, shown), visit(2, shown))
    assert sentences(db, "part", "brief_key", "visits") == [
        ("A bridge opens", "headline", None, 3),
        ("Two.", "body", None, 3),
        ("Headline of b", "brief_headline", "b", 2),
        ("One.", "brief", "b", 3),
    ]


def test_other_quotation_marks_and_captions_are_no_other_sentences(db):
    blocks = (paragraph("“Yes,” he said."), Block(kind="caption", text="The bridge."))
    put(db, visit(0, page(story={"blocks": blocks})), visit(1, said('"Yes," he said.')))
    assert sentences(db, "visits") == [("A bridge opens", 2), ('"Yes," he said.', 2)]


def test_a_visit_that_lacks_content_pages_takes_no_sentence_away(db):
    part = page(story={"blocks": (paragraph("One."),), "page_count": 2})
    put(db, visit(0, said("One. Two.")), visit(1, part), visit(2, said("One. Two.")))
    assert sentences(db, "visits", "returns")[1:] == [("One.", 2, 0), ("Two.", 2, 0)]


def test_sentences_of_a_story_that_is_gone_are_gone_with_it(db):
    put(db, visit(0, said("One.", title="")), visit(1, None, outcome="gone"))
    assert sentences(db, "gone_by") == [("One.", at(1))]


def test_captures_loaded_later_slot_into_the_sights_of_sentences(db):
    put(db, visit(0, said("One.")), visit(4, said("One. Two.")))
    store(db, receipt("c9"), visit(2, said("One. Two."), warc="warc/c9-00001.warc.gz"))
    settle(db, out, lambda _: None)
    assert sentences(db, "not_before", "first_seen", "visits")[2] == ("Two.", at(0), at(2), 2)


def test_sentences_go_on_under_another_number(db):
    renumbered(db, numbered(7), numbered(70))
    assert {row[1:] for row in sentences(db, "visits", "gone_by")} == {(2, None)}
