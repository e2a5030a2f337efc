"""The frontier and the scope: what is asked for, when, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from archive.config import SiteConfig
from normalizers.sites import site_for
from normalizers.urls import story_key
from scraper.discovery import Found
from scraper.frontier import Frontier, Policy, Sight, Task
from scraper.scope import Scope, scope_of

NOW = datetime(2026, 11, 25, tzinfo=UTC)
DAY = timedelta(days=1)
BLOG = "http://blog.example/"
POST = f"{BLOG}2017/09/slug/"


def _scope(url: str = BLOG, *hosts: str) -> Scope:
    return scope_of((SiteConfig(name="blog", url=url, hosts=hosts),), site_for)


def _frontier(known: Mapping[str, Sight] | None = None, **policy: object) -> Frontier:
    seen = {story_key(url): sight for url, sight in (known or {}).items()}
    return Frontier(_scope(), Policy(now=NOW, **policy), lambda url: seen.get(story_key(url)))


def _sight(first: timedelta, last: timedelta, status: int | None = 200) -> Sight:
    return Sight(first=NOW - first, last=NOW - last, status=status)


def _found(url: str, **more: object) -> Found:
    return Found(url=url, via="list", **more)


def test_scope_holds_all_spellings_of_the_host_and_others_that_are_named() -> None:
    scope = _scope(BLOG, "old.example")
    inside = (POST, "https://www.blog.example/x", "http://blog.example:80/", "http://old.example/y")
    outside = (
        "http://blog.example:8080/",
        "http://other.example/",
        "ftp://blog.example/",
        "x",
        "http://[/",
    )
    assert [url in scope for url in inside] == [True] * len(inside)
    assert [url in scope for url in outside] == [False] * len(outside)


def test_scope_of_a_blog_under_a_path_is_the_path() -> None:
    scope = _scope("http://people.example/~ann/index.html")
    assert "http://people.example/~ann/2017/09/slug/" in scope
    assert "http://people.example/~bob/" not in scope


def test_scope_of_a_declared_blog_holds_its_older_hosts() -> None:
    scope = _scope("https://eaworldview.com/")
    assert "http://www.enduringamerica.com/home/2010/2/3/slug.html" in scope


def test_front_page_is_a_list_whatever_its_path() -> None:
    assert _scope("http://a.example/blog").kind_of("http://a.example/blog") == "list"
    assert _scope().kind_of("http://[") == "unknown"


def test_most_wanted_comes_first() -> None:
    frontier = _frontier()
    for found in (
        _found(f"{BLOG}page/2/"),
        _found(POST),
        _found(f"{POST}2/", role="part"),
        _found(f"{BLOG}feed/", role="feed"),
        _found(f"{BLOG}map.xml", role="sitemap"),
    ):
        assert frontier.offer(found)
    frontier.seed(BLOG, "home")
    frontier.seed(BLOG, "home")
    order = []
    while task := frontier.next():
        order.append(task.role)
    assert order == ["home", "sitemap", "feed", "part", "story", "list"]


def test_story_is_asked_for_once_in_any_spelling() -> None:
    frontier = _frontier()
    spellings = (POST, "https://www.blog.example/2017/09/slug", f"{POST}?utm_source=x#c")
    assert [frontier.offer(_found(url)) for url in spellings] == [True, False, False]
    assert frontier.found == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://other.example/2017/09/slug/",
        f"{BLOG}wp-login.php",
        f"{BLOG}2017/09/slug/feed/",
        "mailto:ann@blog.example",
        f"{BLOG}a/b/a/b/a/b/",
    ],
)
def test_what_is_no_page_of_the_blog_is_not_asked_for(url: str) -> None:
    assert not _frontier().offer(_found(url))


def test_comment_page_stands_for_its_story() -> None:
    frontier = _frontier()
    frontier.offer(_found(f"{POST}comment-page-2/"))
    task = frontier.next()
    assert task is not None
    assert (task.url, task.role) == (POST, "story")


@pytest.mark.parametrize(
    ("sight", "changed", "asked"),
    [
        (None, None, True),
        (_sight(90 * DAY, DAY), None, False),
        (_sight(90 * DAY, 31 * DAY), None, True),
        (_sight(90 * DAY, DAY), NOW - 2 * DAY, False),
        (_sight(90 * DAY, DAY), NOW, True),
        (_sight(90 * DAY, DAY, 500), None, True),
        (_sight(90 * DAY, DAY, None), None, True),
        (_sight(90 * DAY, DAY, 404), None, False),
    ],
)
def test_known_story_is_asked_for_when_due(
    sight: Sight | None, changed: datetime | None, *, asked: bool
) -> None:
    known = {POST: sight} if sight else {}
    assert _frontier(known).offer(_found(POST, changed_at=changed)) is asked


def test_known_story_that_rests_wakes_when_a_change_is_told() -> None:
    frontier = _frontier({POST: _sight(90 * DAY, DAY)})
    assert not frontier.offer(_found(POST))
    assert not frontier.offer(_found(POST))
    assert frontier.offer(_found(POST, changed_at=NOW))
    assert frontier.found == 1


def test_full_crawl_asks_for_every_known_story() -> None:
    assert _frontier({POST: _sight(90 * DAY, DAY)}, full=True).offer(_found(POST))


def test_edit_begins_the_ladder_anew() -> None:
    known = {POST: _sight(900 * DAY, DAY)}
    key = story_key(POST)
    edited = NOW - DAY - timedelta(hours=2)
    assert _frontier(known, edited={key: edited}).offer(_found(POST))
    assert not _frontier(known, edited={key: NOW - 400 * DAY}).offer(_found(POST))
    assert _frontier(known, edited={key: None}).offer(_found(POST))


def test_stories_beyond_the_limit_or_too_old_are_left_out() -> None:
    frontier = _frontier(limit=1, since=datetime(2017, 1, 1, tzinfo=UTC))
    assert not frontier.offer(_found(f"{BLOG}2015/01/old/"))
    assert frontier.offer(_found(POST))
    assert not frontier.offer(_found(f"{BLOG}2017/10/more/"))
    assert not frontier.offer(_found(f"{BLOG}page/2/"))


def test_lists_go_on_only_while_they_show_news() -> None:
    frontier = _frontier()
    assert frontier.offer(_found(f"{BLOG}page/2/"), barren=1)
    assert not frontier.offer(_found(f"{BLOG}page/3/"), barren=2)


def test_known_list_rests_unless_the_one_before_it_had_news() -> None:
    known = {f"{BLOG}page/2/": _sight(DAY, DAY), f"{BLOG}page/3/": _sight(9 * DAY, 8 * DAY)}
    assert not _frontier(known).offer(_found(f"{BLOG}page/2/"), barren=1)
    assert _frontier(known).offer(_found(f"{BLOG}page/2/"), barren=0)
    assert _frontier(known).offer(_found(f"{BLOG}page/3/"), barren=1)


def test_sitemap_that_changed_is_asked_for() -> None:
    known = {f"{BLOG}m.xml": _sight(DAY, timedelta(hours=1))}
    assert not _frontier(known).offer(_found(f"{BLOG}m.xml", role="sitemap"))
    assert _frontier(known).offer(_found(f"{BLOG}m.xml", role="sitemap", changed_at=NOW))


def test_pages_that_no_rule_knows_are_followed_three_deep() -> None:
    frontier = _frontier()
    parent = None
    asked = []
    for number in range(5):
        asked.append(frontier.offer(Found(url=f"{BLOG}p-{number}", via="link"), parent))
        parent = frontier.next() or parent
    assert asked == [True, True, True, True, False]


def test_redirect_inside_the_blog_is_followed_once() -> None:
    frontier = _frontier()
    task = Task(url=POST, role="story", via="list")
    assert frontier.follow(task, "https://blog.example/2017/09/slug/") is None
    moved = frontier.next()
    assert moved is not None
    assert (moved.url, moved.hops) == ("https://blog.example/2017/09/slug/", 1)
    assert frontier.follow(task, "http://other.example/") == "out of scope"
    assert frontier.follow(task, POST) == "a redirect loop"
    tired = Task(url=POST, role="story", via="redirect", hops=10)
    assert frontier.follow(tired, f"{POST}x") == "a redirect loop"
    frontier.offer(_found(f"{BLOG}2017/10/asked/"))
    assert frontier.follow(task, f"{BLOG}2017/10/asked/") is None
    assert len(frontier) == 1


def test_news_are_stories_that_nobody_knew() -> None:
    frontier = _frontier({f"{BLOG}2017/09/known/": _sight(DAY, DAY)})
    frontier.offer(_found(POST))
    urls = (
        f"{BLOG}2017/09/new/",
        f"{BLOG}2017/09/known/",
        POST,
        f"{BLOG}page/2/",
        "http://o.example/",
    )
    assert [frontier.is_new(url) for url in urls] == [True, False, False, False, False]
