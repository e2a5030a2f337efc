"""What a site and a template are: declarations, not programs.

A `Template` is one look of a platform: its selectors are data, and its *marks* say by
what it knows its pages. Templates are tried in order, newest first, the site's own
before those of all platforms; the first one whose marks are all found is used, and its
name is kept in the page. A `Site` says which hosts are its own, in what order its
templates are tried, and by which rules its addresses tell posts from lists: the crawl
asks the same declaration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from normalizers.date_words import Order

UrlKind = Literal["post", "page", "list", "feed", "comments", "skip", "unknown"]
Selectors = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRule:
    """Addresses whose path and query match `pattern` (searched) are of one kind."""

    kind: UrlKind
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One look of a platform.

    Attributes:
        name: `platform/look`, as it stands in `Page.template`.
        platform: The platform, or None where only a standard is known.
        marks: Selectors; a page is of this look when each of them finds something.
        content: Where the text of a post stands, best first.
        title: Where its headline stands.
        byline: Where the names of its authors stand, one name a node.
        date: Where its date stands (`time[datetime]`, or text).
        categories: Links whose words are categories.
        tags: Links whose words are tags.
        lead_image: The image over the story.
        caption: The words under that image.
        related: Boxes of the blog's own list of related posts.
        entries: Posts of a list page, one node each.
        clutter: What is never part of a story, inside the content or around it.
    """

    name: str
    platform: str | None
    marks: Selectors
    content: Selectors = ()
    title: Selectors = ()
    byline: Selectors = ()
    date: Selectors = ()
    categories: Selectors = ()
    tags: Selectors = ()
    lead_image: Selectors = ()
    caption: Selectors = ()
    related: Selectors = ()
    entries: Selectors = ()
    clutter: Selectors = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One blog, or the default for hosts that nobody declared (`name` is None).

    Attributes:
        name: The site's name in the roster and in `Page.site`.
        hosts: Its hosts without `www.`; the first is the one of its keys. Empty: any.
        title: Its name as readers know it: taken from the end of page titles.
        timezone: IANA zone of dates that name none.
        language: Its language where a page does not say.
        date_order: The order of dates of numbers, as in `9/8/2017`, where known.
        templates: Its own looks, tried before those of the platforms.
        rules: Kinds of addresses; the first that matches counts.
        feeds: Paths of feeds to try.
        series: Whether "Name:" at the head of a title is the name of a series.
        essays: Pattern of the names of series whose posts are one text under one headline:
            the headings in them are sections.
        boilerplate: Patterns of lines that are never part of a story.
        not_authors: Words that stand in a byline and name nobody.
    """

    name: str | None
    hosts: tuple[str, ...] = ()
    title: str | None = None
    timezone: str | None = None
    language: str | None = None
    date_order: Order | None = None
    templates: tuple[Template, ...] = ()
    rules: tuple[UrlRule, ...] = ()
    feeds: tuple[str, ...] = ()
    series: bool = False
    essays: str | None = None
    boilerplate: tuple[str, ...] = ()
    not_authors: tuple[str, ...] = ()

    def in_scope(self, url: str) -> bool:
        """Whether an address belongs to this site: http or https, on one of its hosts.

        >>> Site(name="a", hosts=("a.example",)).in_scope("https://www.a.example/x")
        True
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return False
        own = not self.hosts or host.removeprefix("www.") in self.hosts
        return parts.scheme in ("http", "https") and bool(host) and own

    def kind_of(self, url: str) -> UrlKind:
        r"""What an address points to, by the rules of this site alone.

        >>> rule = UrlRule(kind="post", pattern=r"^/\d{4}/\d{2}/[^/]+/?$")
        >>> Site(name="a", rules=(rule,)).kind_of("http://a.example/2017/09/slug/")
        'post'
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return "unknown"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        for rule in self.rules:
            if re.search(rule.pattern, path):
                return rule.kind
        return "unknown"


# What the platforms have in common; a site may put its own rules before these.
COMMON_RULES: tuple[UrlRule, ...] = (
    UrlRule(kind="comments", pattern=r"/comment-page-\d+/?$|[?&]cpage=\d+|[?&]commentPage=\d+"),
    UrlRule(
        kind="skip",
        pattern=r"(?i)[?&](replytocom|share|printerFriendly|like_comment|_wpnonce)=|/wp-(admin|login|"
        r"content|includes|cron|signup)|/xmlrpc\.php|/trackback/?$|^/(search(?!/label/)|s)/|[?&]s="
        r"|\.(jpe?g|png|gif|webp|svg|ico|css|js|woff2?|pdf|zip|mp[34]|m4a|avi|mov|docx?|xlsx?)$",
    ),
    UrlRule(
        kind="feed", pattern=r"(?i)(^|/)(feed|rss2?|atom)(/|\.xml|\.rdf)?$|/feeds/|[?&]feed=|\.rss$"
    ),
    UrlRule(
        kind="list",
        pattern=r"^/(index\.(html?|php))?$|/page/\d+/?$|^/(\d{4}|archives?)(/\d{1,2}){0,2}/?$"
        r"|^/(?:blog/)?(category|tag|tags|topics?|author|labels?)/|^/(blog|news|articles"
        r"|posts)/?(\?|$)|/search/label/"
        r"|[?&](paged|currentPage|cat|tag|m|author)=|/sitemap",
    ),
    UrlRule(
        kind="post",
        pattern=r"^/(?:[^?]*/)?\d{4}/\d{1,2}(/\d{1,2})?/[^/?]+/?(\d+/?)?(\?|$)|^/\d{4}/[^/?]+\.html$"
        r"|^/(?:archives/)?\d+/?$|[?&]p=\d+|/(?:posts?|entry|archives)/[^/?]+/?$",
    ),
)
