"""Feeds, sitemaps, the REST API, links: what each names."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from scraper.discovery import (
    Found,
    api_url,
    cut_url,
    opens_api,
    read_api,
    read_feed,
    read_moment,
    read_sitemap,
    tells_cuts,
    unpacked,
)
from scraper.links import (
    PageLinks,
    base_of,
    further_page,
    is_next_of,
    parts_of,
    read_page,
    story_of,
)

BLOG = "http://blog.example/"
POST = f"{BLOG}2017/09/slug/"


def _rss(items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
    )


def test_feed_names_its_posts_with_their_dates() -> None:
    item = f"<item><link>{POST}</link><pubDate>Fri, 29 Sep 2017 08:00:00 +0100</pubDate></item>"
    at = datetime(2017, 9, 29, 7, tzinfo=UTC)
    assert read_feed(_rss(item), f"{BLOG}feed/") == (Found(url=POST, via="feed", changed_at=at),)


def test_feed_of_wordpress_is_paged_by_number() -> None:
    head = "<generator>https://wordpress.org/?v=6.1</generator>"
    found = read_feed(_rss(f"<item><link>{POST}</link></item>", head), f"{BLOG}feed/?paged=3")
    assert found[-1] == Found(url=f"{BLOG}feed/?paged=4", via="feed", role="feed")


def test_feed_of_blogger_is_paged_by_its_next_link() -> None:
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom">
        <link rel="next" href="{BLOG}feeds/posts/default?start-index=26"/>
        <entry><link rel="replies" href="{BLOG}x"/><link rel="alternate" href="{POST}"/>
        <updated>2017-09-29T08:00:00.000+01:00</updated></entry></feed>""".encode()
    found = read_feed(body, f"{BLOG}feeds/posts/default")
    assert [(one.url, one.role) for one in found] == [
        (POST, None),
        (f"{BLOG}feeds/posts/default?start-index=26", "feed"),
    ]


def test_feed_that_is_broken_names_what_can_be_read() -> None:
    body = _rss(f"<item><link>{POST}</link><title>A & B</title></item>")[:-20]
    assert [one.url for one in read_feed(body, BLOG)] == [POST]


@pytest.mark.parametrize("date", ["Fri, 99 Sep 2017 08:00:00", "0000-01-01T00:00:00Z", "soon"])
def test_date_that_no_calendar_has_is_none(date: str) -> None:
    item = f"<item><link>{POST}</link><pubDate>{date}</pubDate></item>"
    assert [one.changed_at for one in read_feed(_rss(item), BLOG)] == [None]


@pytest.mark.parametrize("body", [b"", b"<html><body>no feed</body></html>", b"\xff\xfe\x00"])
def test_what_is_no_feed_names_nothing(body: bytes) -> None:
    assert read_feed(body, BLOG) == ()


_MAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> {} </loc>'
    "<lastmod>2017-09-29</lastmod></url><url><lastmod>2017</lastmod></url></urlset>"
)


def test_sitemap_names_pages_packed_or_not() -> None:
    body = _MAP.format(POST).encode()
    wanted = (Found(url=POST, via="sitemap", changed_at=datetime(2017, 9, 29, tzinfo=UTC)),)
    assert read_sitemap(body, BLOG) == read_sitemap(gzip.compress(body), BLOG) == wanted


def test_index_of_sitemaps_names_sitemaps() -> None:
    body = f"<sitemapindex><sitemap><loc>{BLOG}a.xml.gz</loc></sitemap></sitemapindex>".encode()
    assert read_sitemap(body, BLOG) == (
        Found(url=f"{BLOG}a.xml.gz", via="sitemap", role="sitemap"),
    )


def test_sitemap_may_be_a_list_of_lines() -> None:
    assert [f.url for f in read_sitemap(f"{POST}\n{BLOG}about/\n".encode(), BLOG)] == [
        POST,
        f"{BLOG}about/",
    ]


@pytest.mark.parametrize("body", [b"", b"no map", b"<html>404</html>", b"\x1f\x8b\x08cut"])
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    assert read_sitemap(body, BLOG) == ()


def test_packed_sitemap_that_was_cut_is_read_as_far_as_it_goes() -> None:
    whole = bytes(range(256)) * 2000
    part = unpacked(gzip.compress(whole)[:-9])
    assert whole.startswith(part)


def test_packed_sitemap_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.discovery.SITEMAP_BYTES", 100_000)
    assert len(unpacked(gzip.compress(b"x" * 9_000_000))) <= 200_000


def test_api_is_open_only_where_it_says_so() -> None:
    assert opens_api(json.dumps({"namespaces": ["oembed/1.0", "wp/v2"]}).encode())
    for closed in (b"", b"[]", b"{}", b'{"namespaces": 1}', b'{"code": "rest_forbidden"}'):
        assert not opens_api(closed)


def test_api_address_fits_both_forms_of_its_root() -> None:
    assert api_url(f"{BLOG}wp-json/", "pages", 2).startswith(
        f"{BLOG}wp-json/wp/v2/pages?per_page=100&page=2&"
    )
    assert "&per_page=100" in api_url(f"{BLOG}?rest_route=/", "posts")


def test_api_names_posts_and_goes_on_while_a_page_is_full() -> None:
    url = api_url(f"{BLOG}wp-json/", "posts")
    item = {"id": 1, "link": POST, "modified_gmt": "2017-09-29T07:00:00"}
    at = datetime(2017, 9, 29, 7, tzinfo=UTC)
    assert read_api(json.dumps([item]).encode(), url) == (
        Found(url=POST, via="api", changed_at=at),
    )
    full = read_api(json.dumps([item] * 100).encode(), url)
    assert full[-1].role == "api"
    assert "page=2" in full[-1].url


def test_api_of_comments_names_posts_and_is_not_paged() -> None:
    items = [
        {"id": n, "link": f"{POST}#comment-{n}", "date_gmt": "2017-09-30T00:00:00"}
        for n in range(100)
    ]
    found = read_api(json.dumps(items).encode(), api_url(f"{BLOG}wp-json/", "comments"))
    assert {one.role for one in found} == {None}


def test_api_that_answers_something_else_names_nothing() -> None:
    for body in (b"", b"{}", b"[1, null, {}]", b'[{"link": 5}]', b"[" * 100_000):
        assert read_api(body, api_url(f"{BLOG}wp-json/", "posts")) == ()


def test_search_for_cut_posts_is_known_by_its_address() -> None:
    assert tells_cuts(cut_url(f"{BLOG}wp-json/", "posts"))
    assert not tells_cuts(api_url(f"{BLOG}wp-json/", "posts"))


@pytest.mark.parametrize("text", [None, "", "yesterday", 5])
def test_what_is_no_moment_is_none(text: object) -> None:
    assert read_moment(text) is None


def test_page_tells_its_links_feeds_and_api() -> None:
    html = f"""<base href="{BLOG}x/"><link rel="alternate" type="application/rss+xml" href="/feed/">
        <link rel="https://api.w.org/" href="/wp-json/"><link rel="next" href="/page/2/">
        <link rel="stylesheet" href="/s.css"><img src="i.png">
        <a href="../2017/09/slug/?replytocom=3#respond">x</a> <a href="{POST}">y</a>
        <a href="mailto:a@b">m</a> <a href="#top">t</a> <a href="http://[bad">b</a>
        <a class="blog-pager-older-link" href="/search?updated-max=1">older</a>"""
    page = read_page(html, BLOG)
    assert page == PageLinks(
        links=(f"{BLOG}page/2/", POST, f"{BLOG}search?updated-max=1"),
        following=(f"{BLOG}page/2/", f"{BLOG}search?updated-max=1"),
        feeds=(f"{BLOG}feed/",),
        api=f"{BLOG}wp-json/",
        wordpress=True,
        requisites=(f"{BLOG}x/i.png", f"{BLOG}s.css"),
    )


def test_api_is_found_in_the_link_header() -> None:
    header = f'<{BLOG}x>; rel=shortlink, <{BLOG}wp-json/>; rel="https://api.w.org/"'
    assert read_page("<p>x", BLOG, header).api == f"{BLOG}wp-json/"


def test_page_beyond_all_bounds_has_no_links() -> None:
    assert read_page("<div>" * 200_000, BLOG) == PageLinks()


def test_parts_are_pages_of_the_same_story() -> None:
    links = (
        f"{POST}2/",
        f"{POST}comment-page-1/",
        POST,
        f"{BLOG}2017/09/other/2/",
        f"{BLOG}2017/09/other/comment-page-1/",
        f"{BLOG}2017/10/",
    )
    assert parts_of(POST, links) == (f"{POST}2/", f"{POST}comment-page-1/")
    assert parts_of(f"{POST}comment-page-1/", links) == (f"{POST}2/",)
    assert parts_of(f"{POST}2/", links) == (f"{POST}comment-page-1/",)


def test_parts_may_be_told_by_the_query() -> None:
    links = (f"{BLOG}?p=5&cpage=2", f"{BLOG}?p=5&page=2", f"{BLOG}?p=6&page=2")
    assert parts_of(f"{BLOG}?p=5", links) == links[:2]


@pytest.mark.parametrize(
    ("url", "story"),
    [
        (f"{POST}comment-page-12/", POST),
        (f"{POST}comment-page-12", POST),
        (f"{BLOG}?p=5&cpage=2", f"{BLOG}?p=5"),
        (POST, POST),
    ],
)
def test_story_of_a_comment_page_is_its_post(url: str, story: str) -> None:
    assert story_of(url) == story


@pytest.mark.parametrize(
    "url", [f"{BLOG}2017/09/", f"{BLOG}archives/123", f"{BLOG}page/2/", f"{BLOG}7/"]
)
def test_numbers_of_months_archives_and_lists_are_no_content_pages(url: str) -> None:
    assert base_of(url) == url


def test_further_page_counts_on() -> None:
    assert further_page(further_page(POST)) == f"{POST}3/"


@pytest.mark.parametrize(
    ("url", "link", "wanted"),
    [
        (BLOG, f"{BLOG}page/2/", True),
        (f"{BLOG}tag/x?currentPage=2", f"{BLOG}tag/x?currentPage=3", True),
        (f"{BLOG}tag/x", f"{BLOG}tag/y", False),
        (BLOG, BLOG, False),
    ],
)
def test_next_page_of_a_list_is_known_by_its_address(url: str, link: str, *, wanted: bool) -> None:
    assert is_next_of(url, link) is wanted
