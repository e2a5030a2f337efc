"""Comments in the tables, and stories whose blog gives them other numbers."""

from __future__ import annotations

from datetime import timedelta

from archive.database import queries
from archive.diff import history
from normalizers.values import CommentsInfo
from tests.build_pages import BASE, DAY, T0, article, comment, loadable, page, paragraph
from tests.loading import put, rows, visit

STORY = f"{BASE}/2026/09/bridge/"


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


def test_sentences_go_on_under_another_number(db):
    renumbered(db, numbered(7), numbered(70))
    assert set(rows(db, "SELECT visits, gone_by FROM sentences")) == {(2, None)}
