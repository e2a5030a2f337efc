"""From captures through the database to edits: each way in which something is not shown.

What a reader would call "deleted" is many things; each is told as what it is, or not at
all where the captures cannot tell.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.database import queries
from archive.database.load import store
from normalizers.values import CommentsInfo
from tests.build_pages import BASE, DAY, T0, comment, loadable, page, receipt
from tests.loading import settle_all

STORY = f"{BASE}/2026/09/bridge/"
WHOLE = CommentsInfo(complete=True, open=True)
PART = CommentsInfo(complete=False, open=True, pages=(f"{STORY}comment-page-1/",))


def told(db, *visits):
    """Part, operation, key and whether it is confirmed of each edit these visits show.

    A visit is a page, or a list of what one crawl took: pages, and (address, outcome) or
    (address, outcome, where a redirect leads).
    """
    for day, taken in enumerate(visits):
        crawl = f"c{day}"
        some = taken if isinstance(taken, list) else [taken]
        found = [_capture(n, one, day, crawl) for n, one in enumerate(some)]
        store(db, receipt(crawl), found)
    settle_all(db)
    found = [edit.change for edit in queries.edits(db, queries.EditFilter())]
    return [(c.part, c.op, c.part_key, c.confirmed) for c in found if c.part != "links"]


def _capture(number, one, day, crawl):
    more = {"at": T0 + day * DAY, "warc": f"warc/{crawl}-00001.warc.gz"}
    if isinstance(one, tuple):
        url, outcome, to = (*one, None)[:3]
        return loadable(number, None, url=url, outcome=outcome, redirect_to=to, **more)
    return loadable(number, one, **more)


def thread(*comments, info=WHOLE, **more):
    return page(comments=comments, comments_info=info, **more)


# --------------------------------------------------------------------------- comments


def test_a_comment_that_went_is_confirmed_by_the_next_whole_thread(db):
    both, one = thread(comment(1), comment(2)), thread(comment(1))
    assert told(db, both, one) == [("comment", "removed", "wp-2", False)]
    assert told(db, both, one, one) == [("comment", "removed", "wp-2", True)]


def test_a_comment_that_a_part_of_a_thread_does_not_show_was_not_observed(db):
    both = thread(comment(1), comment(2))
    assert told(db, both, thread(comment(1), info=PART), both) == []


def test_a_comment_that_moved_to_another_comment_page_is_no_change(db):
    first = CommentsInfo(open=True, complete=False, pages=(f"{STORY}comment-page-1/",))
    other = CommentsInfo(open=True, complete=False, pages=(STORY,))
    older = page(f"{STORY}comment-page-1/", comments=(comment(1),), comments_info=other)
    pushed = page(f"{STORY}comment-page-1/", comments=(comment(1), comment(2)), comments_info=other)
    before = [thread(comment(2), comment(3), info=first), older]
    after = [thread(comment(3), comment(4), info=first), pushed]
    assert told(db, before, after) == [("comment", "added", "wp-4", True)]


def test_a_comment_behind_a_placeholder_is_moderated_and_may_come_back(db):
    shown = thread(comment(1), comment(2))
    hidden = thread(comment(1), comment(2, "Removed by a moderator.", state="placeholder"))
    assert told(db, shown, hidden, shown) == [
        ("comment", "moderated", "wp-2", True),
        ("comment", "restored", "wp-2", True),
    ]


def test_a_reply_whose_parent_went_hangs_elsewhere(db):
    reply = {"parent_key": "wp-1", "parent_evidence": "nesting", "depth": 2}
    found = told(db, thread(comment(1), comment(2, **reply)), thread(comment(2)))
    assert found == [
        ("comment", "removed", "wp-1", False),
        ("comment", "reparented", "wp-2", True),
    ]


def test_another_name_over_a_comment_is_an_edit_of_it(db):
    renamed = thread(comment(1, author="Somebody Else"))
    assert told(db, thread(comment(1)), renamed) == [("comment", "edited", "wp-1", True)]


# ------------------------------------------------------------------------------ posts


@pytest.mark.parametrize(
    "absence",
    [(STORY, "gone"), (STORY, "redirect", f"{BASE}/")],
    ids=["gone", "to the front page"],
)
def test_a_post_that_is_gone_is_confirmed_when_seen_gone_again(db, absence):
    assert told(db, page(), [absence]) == [("page", "removed", None, False)]
    assert told(db, page(), [absence], [absence]) == [("page", "removed", None, True)]


@pytest.mark.parametrize("outcome", ["error", "blocked", "truncated"])
def test_a_post_that_could_not_be_read_is_not_gone(db, outcome):
    assert told(db, page(), [(STORY, outcome)], page()) == []


def test_a_post_that_is_back_is_restored(db):
    assert told(db, page(), [(STORY, "gone")], page()) == [
        ("page", "removed", None, False),
        ("page", "restored", None, True),
    ]


@pytest.mark.parametrize("old", ["gone", "redirect"])
def test_a_post_at_a_new_slug_is_moved_whatever_the_old_address_says(db, old):
    new = f"{BASE}/2026/09/bridge-revised/"
    moved = page(new, canonical_url=new)
    assert told(db, page(), [(STORY, old, new), moved], [(STORY, old, new), moved]) == [
        ("page", "moved", None, True)
    ]


def test_another_post_at_the_old_slug_is_another_story(db):
    story = {"key": "wp-9", "post_id": "9", "title": "Tunnels", "published_at": "2026-09-02"}
    assert told(db, page(), page(story=story)) == []
    assert {story.uid for story in queries.stories(db)} == {
        "strait.example-wp-7",
        "strait.example-wp-9",
    }


def test_a_post_behind_a_password_is_no_absence(db):
    locked = replace(page(), kind="protected", article=None)
    assert told(db, page(), locked, page()) == [
        ("page", "moderated", None, True),
        ("page", "restored", None, True),
    ]
