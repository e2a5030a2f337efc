"""The crawl of a blog on loopback: what it finds, keeps, asks again, and tells."""

from __future__ import annotations

import json
import signal
from collections import Counter
from pathlib import Path

from archive.layout import Layout
from archive.warc.reader import read_capture
from archive.warc.verify import verify
from tests.blogs import Blog, small_blog
from tests.crawling import crawl, crawl_until_kept, entries, make_archive, report
from tests.servers import Server

STORIES = {f"/2017/0{month}/story-{month}/" for month in range(1, 9)}
PARTS = {f"/2017/01/story-1/{part}/" for part in ("2", "3", "comment-page-1")}


def test_every_story_is_found_and_nothing_else_is_asked_for(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        done = crawl(archive)
    assert (done.returncode, done.stderr) == (0, "")
    asked = Counter(server.asked)
    assert asked.keys() == STORIES | PARTS | {
        *("/", "/page/2/", "/page/3/", "/page/4/", "/tag/war/", "/feed/", "/map.xml", "/about/"),
        *("/old/", "/robots.txt"),
    }
    assert set(asked.values()) == {1}
    told = report(archive)
    assert told["state"] == "finished"
    assert told["outcomes"] == {"new": 9, "answered": 1}
    assert told["found_by"] == {"list": 6, "feed": 1, "sitemap": 1, "link": 2}
    assert told["refused_by_robots"] == 1
    assert told["fetched"] == len(server.wires)
    assert told["received"] == sum(len(wire.response) for wire in server.wires)
    assert sum(told["statuses"].values()) == told["fetched"]
    words = next(archive.glob("crawls/*/report.txt")).read_text("utf-8")
    assert words.startswith(f"Crawl {told['crawl_id']}: finished (finished)\n")
    assert "found       10 pages: 6 by list, " in words
    assert f"robots.txt\n  {server.root}: read" in words


def test_records_are_what_was_on_the_wire(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive, limit="2")
    bodies = {wire.target: wire.response.partition(b"\r\n\r\n")[2] for wire in server.wires}
    for entry in entries(archive):
        capture = read_capture(Layout(archive), entry.location)
        assert capture.body == bodies[entry.url.removeprefix(server.root)]
    assert not verify(Layout(archive)).findings


def test_limit_bounds_the_stories(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl(archive, limit="2").returncode == 0
    assert report(archive)["outcomes"].get("new") == 2


def test_since_leaves_out_what_is_older(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl(archive, since="2017-06-15").returncode == 0
    stories = {path for path in server.asked if "story" in path}
    assert stories == {"/2017/06/story-6/"}


def test_later_crawls_ask_for_news_and_full_ones_for_everything(tmp_path: Path) -> None:
    blog = small_blog()
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
        first = len(server.wires)
        blog.page("/2017/10/fresh/", "news")
        blog.links("/", "/2017/10/fresh/", "/2017/01/story-1/")
        crawl(archive)
        second = server.asked[first:]
        assert sorted(second) == ["/", "/2017/10/fresh/", "/feed/", "/robots.txt"]
        assert b"304" in next(w for w in server.wires[first:] if w.target == "/feed/").response
        assert report(archive)["outcomes"] == {"new": 1}
        del blog.pages["/2017/02/story-2/"]
        blog.page("/2017/03/story-3/", "other words")
        crawl(archive, full="1")
    told = report(archive)
    assert told["outcomes"] == {"unchanged": 8, "changed": 1, "gone": 1, "answered": 1}
    assert told["full"]


def test_edited_stories_are_asked_for_sooner(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
        first = len(server.wires)
        (tmp_path / "edited").write_text(f"{server.root}/2017/02/story-2/\n", "utf-8")
        crawl(archive, edited=str(tmp_path / "edited"))
        assert "/2017/02/story-2/" in server.asked[first:]


def test_killed_crawl_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        for kept in (4, 10):
            assert crawl_until_kept(archive, kept, signal.SIGKILL) == -signal.SIGKILL
        assert crawl(archive).returncode == 0
        whole = make_archive(tmp_path / "b", f"{server.root}/")
        crawl(whole)
    kept_urls = Counter(entry.url for entry in entries(archive))
    assert set(kept_urls.values()) == {1}
    assert kept_urls.keys() == {entry.url for entry in entries(whole)}
    assert len(list((archive / "crawls").iterdir())) == 1
    told = report(archive)
    assert (told["state"], told["resumed"]) == ("finished", True)
    assert told["outcomes"] == report(whole)["outcomes"]
    assert told["replayed"] >= 10
    assert not verify(Layout(archive)).findings


def test_interrupted_crawl_ends_cleanly_and_goes_on(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl_until_kept(archive, 5, signal.SIGINT) == 130
        assert report(archive)["state"] == "interrupted"
        assert not list(archive.glob("warc/*.open"))
        assert crawl(archive).returncode == 0
    assert report(archive)["resumed"]
    assert set(Counter(entry.url for entry in entries(archive)).values()) == {1}


def test_progress_is_told_in_lines(tmp_path: Path) -> None:
    with Server(small_blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive, id="20261101T000000Z-test")
    path = archive / "crawls" / "20261101T000000Z-test" / "progress.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines[-1]["stories"] == 10
    assert (path.parent / "log").read_text("utf-8").count(" bytes)") == lines[-1]["fetched"]


def test_stories_that_fail_are_told_apart_from_those_that_are_gone(tmp_path: Path) -> None:
    blog = Blog()
    blog.links("/", "/2017/01/broken/", "/2017/01/cut/", "/2017/01/missing/")
    blog.page("/2017/01/broken/", "fault", status="500 Internal Server Error")
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/", "retries = 1")
        assert crawl(archive).returncode == 3
    told = report(archive)
    assert told["failed_by"] == {"status 500": 1}
    assert server.asked.count("/2017/01/broken/") == 2
    assert told["outcomes"] == {"missing": 2}


def test_requisites_of_pages_are_kept_when_asked_for(tmp_path: Path) -> None:
    """Also those on other hosts, and what style sheets bring; nothing else of there."""
    blog, other = Blog(), Blog()
    for path in ("/i.png", "/wide.png", "/in.png"):
        blog.document(path, "png", Content_Type="image/png")
    blog.document("/s.css", "p {background: url(bg.png)}", Content_Type="text/css")
    blog.document("/bg.png", "png", Content_Type="image/png")
    other.page("/cdn.png", "", status="302 Found", Location="/moved.png")
    other.document("/moved.png", "png", Content_Type="image/png")
    blog.links("/", "/2017/01/story/")
    with Server(other) as there, Server(blog) as server:
        blog.page(
            "/2017/01/story/",
            f'<link rel="stylesheet" href="/s.css"><img src="/i.png" srcset="/wide.png 2x">'
            f'<style>b {{background: url("/in.png")}}</style><img src="{there.root}/cdn.png">'
            f'<a href="{there.root}/page/">x</a>',
        )
        archive = make_archive(tmp_path / "a", f"{server.root}/", "[capture]\nrequisites = true")
        crawl(archive)
    assert {"/i.png", "/wide.png", "/in.png", "/s.css", "/bg.png"} <= set(server.asked)
    assert there.asked == ["/robots.txt", "/cdn.png", "/moved.png"]


def test_wordpress_is_read_through_its_api(tmp_path: Path) -> None:
    blog = Blog()
    blog.page("/", '<link rel="https://api.w.org/" href="/wp-json/">')
    blog.document("/wp-json/", '{"namespaces": ["wp/v2"]}', Content_Type="application/json")
    for page, query in (("story", ""), ("cut", "&search=nextpage")):
        link = f'[{{"link": "/2017/01/{page}/", "modified_gmt": "2017-01-02T00:00:00"}}]'
        fields = "per_page=100&page=1&_fields=id,link,date_gmt,modified_gmt"
        blog.document(f"/wp-json/wp/v2/posts?{fields}{query}", link)
    blog.page("/2017/01/story/", "words")
    blog.page("/2017/01/cut/", "page one, and no link to the second")
    blog.page("/2017/01/cut/2/", "page two")
    blog.page("/2017/01/cut/3/", "", status="301 Moved", Location="/2017/01/cut/")
    with Server(blog) as server:
        crawl(make_archive(tmp_path / "a", f"{server.root}/"))
    pages = [path for path in server.asked if path.startswith("/2017")]
    assert sorted(pages) == [
        "/2017/01/cut/",
        "/2017/01/cut/2/",
        "/2017/01/cut/3/",
        "/2017/01/story/",
    ]


def test_wordpress_is_read_through_its_own_sitemap(tmp_path: Path) -> None:
    blog = Blog()
    blog.page("/", '<script src="/wp-includes/js/x.js"></script>')
    maps = "<sitemap><loc>/wp-sitemap-posts-post-1.xml</loc></sitemap>"
    blog.document("/wp-sitemap.xml", f"<sitemapindex>{maps}</sitemapindex>")
    stories = "".join(f"<url><loc>/2017/0{n}/story-{n}/</loc></url>" for n in (1, 2))
    blog.document("/wp-sitemap-posts-post-1.xml", f"<urlset>{stories}</urlset>")
    for number in (1, 2):
        blog.page(f"/2017/0{number}/story-{number}/", "words")
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
    assert report(archive)["found_by"] == {"sitemap": 2}
    assert report(archive)["outcomes"] == {"new": 2}


def test_story_is_asked_for_again_when_a_comment_feed_tells_of_it(tmp_path: Path) -> None:
    blog = Blog()
    feed = '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    blog.page("/", f'{feed}<a href="/2017/01/one/">1</a><a href="/2017/02/two/">2</a>')
    blog.page("/2017/01/one/", "words of one")
    blog.page("/2017/02/two/", "words of two")
    blog.document("/comments/feed/", "<rss><channel></channel></rss>")
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
        said = "<link>/2017/02/two/comment-page-1/#comment-9</link>"
        when = "<pubDate>Fri, 01 Jan 2100 00:00:00 +0000</pubDate>"
        blog.document("/comments/feed/", f"<rss><channel><item>{said}{when}</item></channel></rss>")
        before = len(server.asked)
        crawl(archive)
    again = server.asked[before:]
    assert [path for path in again if path.startswith("/2017/")] == ["/2017/02/two/"]
