"""The sample blog: its two editions, and the server that shows them."""

from __future__ import annotations

from http.client import HTTPConnection
from xml.etree import ElementTree

import pytest

from archive.sample.posts import read_posts
from archive.sample.server import serving
from archive.sample.site import SampleBlog

BASE = "http://127.0.0.1:8000"
FIRST, SECOND = SampleBlog(BASE, 1), SampleBlog(BASE, 2)
DAILY = "/2026/03/valmera-daily-ceasefire-line-holds/"
LONG_THREAD = "/2026/03/valmera-daily-shelling-eases/"


def body(blog: SampleBlog, path: str) -> str:
    answer = blog.answer(path)
    assert answer.status == 200, path
    return answer.body


def test_every_listed_path_is_answered_in_both_editions() -> None:
    for blog in (FIRST, SECOND):
        assert {blog.answer(path).status for path in blog.paths()} == {200}


def test_second_edition_lacks_exactly_the_deleted_post() -> None:
    gone = set(FIRST.paths()) - set(SECOND.paths())
    assert gone == {"/2026/03/a-night-market-under-curfew/"}
    assert SECOND.answer(gone.pop()).status == 404


def test_number_is_changed_without_a_word() -> None:
    assert "12 trucks" in body(FIRST, DAILY)
    assert "21 trucks" in body(SECOND, DAILY)
    assert "12 trucks" not in body(SECOND, DAILY)


def test_every_replacement_of_the_second_edition_finds_its_place() -> None:
    changed = {
        first.slug
        for first in read_posts(1)
        for second in read_posts(2)
        if first.slug == second.slug and first.body != second.body
    }
    assert changed == {
        "valmera-daily-ceasefire-line-holds",
        "karsk-live-parliament-votes",
        "the-dam-deal",
        "what-the-census-left-out",
    }


def test_comments_are_removed_reworded_and_added() -> None:
    first, second = body(FIRST, DAILY), body(SECOND, DAILY)
    assert 'id="comment-915"' in first
    assert 'id="comment-915"' not in second
    assert "still says January" in first
    assert "said January until this afternoon" in second
    assert 'id="comment-921"' in second


def test_headline_is_turned_round() -> None:
    assert "Is Not Dead</h1>" in body(FIRST, "/2026/03/the-dam-deal/")
    assert "May Be Dead</h1>" in body(SECOND, "/2026/03/the-dam-deal/")


def test_thread_is_cut_into_pages_with_replies_beside_their_branch() -> None:
    newest, older = body(FIRST, LONG_THREAD), body(FIRST, f"{LONG_THREAD}comment-page-1/")
    assert 'id="comment-738"' in newest
    assert 'id="comment-731"' not in newest
    assert 'id="comment-731"' in older
    assert 'id="comment-733"' in older
    assert FIRST.answer(f"{LONG_THREAD}comment-page-3/").status == 404


def test_content_pages_end_with_the_last() -> None:
    path = "/2026/02/the-long-road-back/"
    assert "brought a bell" not in body(FIRST, path)
    assert "brought a bell" in body(FIRST, f"{path}2/")
    assert FIRST.answer(f"{path}3/").status == 404


def test_sitemaps_name_all_pages() -> None:
    named = {
        element.text
        for kind in ("post", "page")
        for element in ElementTree.fromstring(
            body(FIRST, f"/wp-sitemap-posts-{kind}-1.xml").encode()
        ).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    }
    assert named == {BASE + path for path in FIRST.paths()}


def test_feed_is_well_formed_and_names_all_posts() -> None:
    feed = ElementTree.fromstring(body(FIRST, "/feed/").encode())
    assert len(list(feed.iter("item"))) == len(FIRST.paths()) - 1


@pytest.mark.parametrize("path", ["/page/2/", "/category/valmera/", "/2026/03/", "/2026/02/"])
def test_lists_link_to_posts(path: str) -> None:
    assert 'class="post-' in body(FIRST, path)


@pytest.mark.parametrize(
    "path", ["/page/3/", "/category/none/", "/2025/01/", "/nothing/", "/x.svg"]
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    answer = FIRST.answer(path)
    assert answer.status == 404
    assert "That page is not here" in answer.body


def test_furniture_is_served() -> None:
    assert "Disallow: /wp-admin/" in body(FIRST, "/robots.txt")
    assert body(FIRST, "/images/dam.svg").startswith("<svg")
    assert FIRST.answer("/images/nothing.svg").status == 404
    assert FIRST.answer("/style.css").media_type.startswith("text/css")
    assert "sitemapindex" in body(FIRST, "/wp-sitemap.xml")


def test_query_is_passed_over() -> None:
    assert body(FIRST, f"{DAILY}?replytocom=911") == body(FIRST, DAILY)


def test_server_shows_one_edition_at_a_time_and_answers_unchanged() -> None:
    with serving() as server:
        connection = HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/2026/03/the-dam-deal/")
        first = connection.getresponse()
        assert b"Is Not Dead" in first.read()
        connection.request(
            "GET", "/2026/03/the-dam-deal/", headers={"If-None-Match": first.headers["ETag"]}
        )
        unchanged = connection.getresponse()
        assert (unchanged.status, unchanged.read()) == (304, b"")
        server.show(2)
        connection.request("GET", "/2026/03/the-dam-deal/")
        assert b"May Be Dead" in connection.getresponse().read()
        connection.request("GET", "/nothing/")
        missing = connection.getresponse()
        assert (missing.status, missing.headers["ETag"]) == (404, None)
        connection.close()
