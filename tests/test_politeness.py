"""How the crawl treats servers: robots.txt, pace, waiting, traps."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from archive.barriers import recognise
from scraper.politeness import asked_wait
from scraper.scope import is_private
from scraper.traps import (
    MOST_DRY,
    PLAIN_BUDGET,
    QUERY_BUDGET,
    Traps,
    oddity,
    shape_of,
)
from tests.blogs import Blog
from tests.crawling import crawl, make_archive, report
from tests.servers import Answer, Handler, Server, http

_CHALLENGE = '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x"></script>'


def crawled(folder: Path, handler: Handler) -> tuple[Server, dict[str, Any]]:
    """A server that was crawled to the end, and the report of it."""
    with Server(handler) as server:
        archive = make_archive(folder / "a", f"{server.root}/")
        crawl(archive)
    return server, report(archive)


def test_server_that_asks_to_wait_is_asked_again(tmp_path: Path) -> None:
    blog = Blog()
    blog.links("/", "/2017/01/a/", "/2017/01/b/", "/2017/01/c/")
    for name in "abc":
        blog.page(f"/2017/01/{name}/", "words")
    refusals = [
        http("429 Too Many Requests", headers={"Retry-After": "1"}),
        http("503 Service Unavailable"),
        http("403 Forbidden", _CHALLENGE.encode()),
    ]

    def handler(target: str, request: bytes) -> Answer:
        if target.startswith("/2017") and refusals:
            return Answer(refusals.pop(0))
        return blog(target, request)

    with Server(handler) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl(archive).returncode == 0
    told = report(archive)
    assert told["blocked_by"] == {"a rate limit": 1, "an overload": 1, "Cloudflare": 1}
    assert told["outcomes"]["new"] == 3
    assert server.asked.count("/2017/01/a/") == 4


def test_blog_behind_a_firewall_is_left_to_the_next_crawl(tmp_path: Path) -> None:
    blog = Blog()
    blog.links("/", *(f"/2017/01/{number}/" for number in range(30)))
    for number in range(30):
        blog.page(f"/2017/01/{number}/", _CHALLENGE, status="403 Forbidden", Retry_After="9999")
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl(archive).returncode == 3
    told = report(archive)
    assert len([path for path in server.asked if path.startswith("/2017")]) == 1
    assert told["failed_by"] == {"blocked by Cloudflare": 1, "blocked": 29}


def test_crawl_delay_is_kept(tmp_path: Path) -> None:
    blog = Blog()
    blog.document("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n")
    blog.links("/", "/2017/01/a/", "/2017/01/b/")
    times: list[float] = []

    def handler(target: str, request: bytes) -> Answer:
        times.append(datetime.now(UTC).timestamp())
        return blog(target, request)

    with Server(handler) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) >= 0.35
    assert report(archive)["robots"][server.root] == {"how": "read", "crawl_delay": 0.4}


@pytest.mark.parametrize(
    ("status", "location", "how", "fetched"),
    [
        ("503 Service Unavailable", None, "unavailable (503)", False),
        ("404 Not Found", None, "none (404)", True),
        ("302 Found", "/rules", "read", False),
    ],
)
def test_robots_is_read_as_its_rfc_says(
    tmp_path: Path, status: str, location: str | None, how: str, *, fetched: bool
) -> None:
    blog = Blog()
    headers = {"Location": location} if location else {}
    blog.page("/robots.txt", "no rules", status=status, **headers)
    blog.document("/rules", "User-agent: *\nDisallow: /\n")
    blog.links("/", "/2017/01/a/")
    server, told = crawled(tmp_path, blog)
    assert told["robots"][server.root]["how"] == how
    assert ("/" in server.asked) is fetched
    assert told["refused_by_robots"] == (0 if fetched else 1)


def _trap(target: str, _: bytes) -> Answer:
    """A site that never ends: a calendar, pages, session ids, a loop, reply links."""
    path, _, query = target.partition("?")
    links = ["/deep/sub/", "/loop/", f"{path}?replytocom={len(query)}"]
    if path == "/":
        links += ["/events/2026-11/", "/page/2/", "/s/aaaa1111bbbb2222/x/", "/2017/01/story/"]
    if path.startswith("/events/20"):
        year, month = map(int, path.split("/")[2].split("-"))
        links.append(f"/events/{year + month // 12}-{month % 12 + 1}/")
        links.append(f"/events/?day={year}{month}")
    if path.startswith("/deep/"):
        links.append(f"{path}sub/")
    if path.startswith("/page/"):
        links.append(f"/page/{int(path.split('/')[2]) + 1}/")
    if path.startswith("/s/"):
        links.append(f"/s/{hash(path) & 0xFFFFFFFFFFFFFFFF:016x}/x/")
    if path == "/loop/":
        turn = int(query.partition("=")[2] or 0) + 1
        return Answer(http("302 Found", headers={"Location": f"/loop/?turn={turn}"}))
    body = "".join(f'<a href="{link}">x</a>' for link in links)
    return Answer(http("200 OK", f"<title>{target}</title>{body}".encode()))


def test_traps_are_bounded_and_reported(tmp_path: Path) -> None:
    server, told = crawled(tmp_path, _trap)
    assert told["state"] == "finished"
    assert len(server.asked) < 60
    assert "/2017/01/story/" in server.asked
    assert not [path for path in server.asked if "replytocom" in path]
    assert told["traps"]["a redirect loop"] == 1
    assert told["traps"]["a path that repeats itself"] > 0


def _pager(target: str, _: bytes) -> Answer:
    """Pages that number on for ever, each with a story that nobody saw yet."""
    number = int((target.strip("/").split("/") or ["1"])[-1] or 1) if "page" in target else 1
    if target.startswith("/2017/"):
        return Answer(http("200 OK", f"<title>{target}</title>The same words.".encode()))
    if target.startswith("/2018/"):
        return Answer(http("404 Not Found", b"<title>404</title>"))
    year = 2017 if number % 2 else 2018
    links = (f"/page/{number + 1}/", f"/{year}/01/story-{number}/")
    body = "".join(f'<a href="{link}">x</a>' for link in links)
    return Answer(http("200 OK", f"<title>{target}</title>{body}".encode()))


def test_pager_whose_stories_are_none_ends_soon(tmp_path: Path) -> None:
    server, told = crawled(tmp_path, _pager)
    assert told["state"] == "finished"
    assert told["traps"] == {"lists whose stories are none": 1}
    assert len([path for path in server.asked if path.startswith("/page/")]) <= MOST_DRY + 2


def test_pager_goes_on_while_its_stories_differ(tmp_path: Path) -> None:
    words = ("amber", "brook", "cedar", "delta", "ember", "frost", "grove", "heath", "inlet", "oak")

    def blog(target: str, _: bytes) -> Answer:
        if target.startswith("/2017/"):
            return Answer(http("200 OK", f"<title>Of {words[int(target[-2])]}</title>".encode()))
        number = int(target.strip("/").split("/")[-1] or 1) if "page" in target else 0
        if number > 9:
            return Answer(http("404 Not Found"))
        links = (f"/page/{number + 1}/", f"/2017/01/story-{number}/")
        return Answer(http("200 OK", "".join(f'<a href="{x}">x</a>' for x in links).encode()))

    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        crawl(archive)
    assert report(archive)["outcomes"]["new"] == 10
    assert report(archive)["traps"] == {}


def _words(seed: str) -> str:
    return "".join(random.Random(seed).choices("bcdfgklmnprstaeiou", k=9))


def _babble(target: str, _: bytes) -> Answer:
    """Lists of made-up words without end, each with a story of other words."""
    links = [f"/2017/01/{_words(target + 's')}/"]
    links += [f"/tag/{_words(target + str(number))}/" for number in range(2)]
    body = "".join(f'<a href="{link}">x</a>' for link in links if "/2017/" not in target)
    said = f"<title>{target}</title><p>{' '.join(_words(target + c) for c in 'abcdef')}</p>"
    return Answer(http("200 OK", f"{said}{body}".encode()))


def test_lists_of_words_that_are_made_up_end_at_the_bound(tmp_path: Path) -> None:
    with Server(_babble) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/", "[capture]\nmax_lists = 12")
        crawl(archive)
    told = report(archive)
    assert told["state"] == "finished"
    assert len([path for path in server.asked if path.startswith("/tag/")]) == 12
    (trap,) = told["traps"]
    assert trap.startswith("too many like 127.0.0.1:")
    assert told["outcomes"]["new"] >= 12


def test_slow_server_is_asked_slowly_by_a_crawl_that_names_a_contact(tmp_path: Path) -> None:
    """AutoThrottle waits about as long as an answer takes to come."""
    blog = Blog()
    names = [f"/2017/01/{name}/" for name in "abcdefgh"]
    blog.links("/", *names)
    for name in names:
        blog.page(name, "words")
    came: list[float] = []

    def slow(target: str, request: bytes) -> Answer:
        came.append(datetime.now(UTC).timestamp())
        time.sleep(0.3)
        return blog(target, request)

    with Server(slow) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        settings = archive / "palimpsest.toml"
        text = settings.read_text("utf-8").replace("autothrottle = false", "autothrottle = true")
        settings.write_text(text, "utf-8")
        crawl(archive)
    gaps = [later - earlier - 0.3 for earlier, later in pairwise(came)]
    assert sum(sorted(gaps)[-4:]) > 4 * 0.12
    agents = {wire.request.partition(b"User-Agent: ")[2].split(b"\r\n")[0] for wire in server.wires}
    assert [b"test@example.org" in agent for agent in agents] == [True]


def test_redirects_out_of_the_blog_are_recorded_and_not_followed(tmp_path: Path) -> None:
    blog = Blog()
    blog.links("/", "/2017/01/a/", "/2017/01/b/", "/2017/01/c/")
    targets = ("http://elsewhere.example/", "ftp://127.0.0.1/x", "http://127.0.0.1:9/")
    for name, target in zip("abc", targets, strict=True):
        blog.page(f"/2017/01/{name}/", "", status="302 Found", Location=target)
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        assert crawl(archive).returncode == 0
    told = report(archive)["not_followed"]
    assert [(one["to"], one["reason"]) for one in told] == [(to, "out of scope") for to in targets]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 25 Nov 2026 12:01:00 GMT", 60.0),
        ("Wed, 25 Nov 2026 11:00:00 -0000", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(told: str, seconds: float | None) -> None:
    response = Response("http://a.example/", headers={"Retry-After": told})
    assert asked_wait(response, datetime(2026, 11, 25, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("status", "headers", "body", "who"),
    [
        (429, {}, "", "a rate limit"),
        (403, {"cf-mitigated": "challenge"}, "", "Cloudflare"),
        (403, {}, _CHALLENGE, "Cloudflare"),
        (200, {}, _CHALLENGE, "Cloudflare"),
        (403, {}, "<html>Request unsuccessful. Incapsula incident ID: 1", "Imperva"),
        (202, {"x-amzn-waf-action": "challenge"}, "", "AWS WAF"),
        (403, {}, "<title>Access Denied</title> Reference #18.2", "Akamai"),
        (403, {}, "<title>Forbidden</title>", None),
        (404, {}, "<title>Just a moment...</title> the story", None),
        (200, {}, "<title>Access Denied: a story</title>" + "words " * 3000 + "Reference #1", None),
        (200, {"cf-ray": "1"}, "<title>A story</title>", None),
    ],
)
def test_firewalls_are_told_from_stories_about_them(
    status: int, headers: dict[str, str], body: str, who: str | None
) -> None:
    assert recognise(status, headers, body) == who


def test_shape_folds_what_a_trap_varies() -> None:
    assert shape_of("http://a.example/cal/2031-04/x?day=1") == shape_of(
        "http://a.example/cal/2032-05/y?day=2"
    )


def test_each_shape_has_its_budget() -> None:
    traps = Traps(3)
    plain = [traps.exhausts(f"http://a.example/c/{n}/", "story") for n in range(PLAIN_BUDGET + 2)]
    query = [traps.exhausts(f"http://a.example/c?n={n}", "story") for n in range(QUERY_BUDGET + 2)]
    assert (plain.count(True), query.count(True)) == (2, 2)
    assert not traps.exhausts("http://a.example/c/1/", "list")
    lists = [traps.exhausts(f"http://a.example/c/{n}/", "list") for n in range(4)]
    assert lists == [False, False, True, True]
    assert sum(traps.refused.values()) == 6


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://a.example/" + "x" * 3000, "an address too long"),
        ("http://a.example" + "/x1/y2" * 7, "a path too deep"),
        ("http://a.example/a/b/a/b/a/b", "a path that repeats itself"),
        ("http://a.example/2017/09/09/slug/", None),
    ],
)
def test_addresses_that_no_blog_has_are_refused(url: str, reason: str | None) -> None:
    assert oddity(url) == reason
    assert Traps(9).refuses(url) is (reason is not None)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.1.2.3", "192.168.0.1", "x.local"])
def test_hosts_inside_are_private(host: str) -> None:
    assert is_private(host)
