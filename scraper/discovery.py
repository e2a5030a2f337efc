"""Where posts are found: feeds, sitemaps, the REST API of WordPress. Pure: bytes in, values out.

Nothing here asks for anything or decides what is fetched; it only tells what a document
names. What cannot be read names nothing.
"""

from __future__ import annotations

import gzip
import json
import zlib
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Literal
from urllib.parse import urlencode

import feedparser
from scrapy.utils.sitemap import Sitemap
from w3lib.url import add_or_replace_parameters, url_query_parameter

from normalizers.urls import join

Role = Literal["home", "api", "sitemap", "feed", "list", "story", "part", "requisite"]

# Most bytes that a packed sitemap may become: the protocol's own limit,
# https://www.sitemaps.org/protocol.html#index
SITEMAP_BYTES = 52_428_800
API_PAGE = 100  # the most that WordPress gives at once
_API_FIELDS = "id,link,date_gmt,modified_gmt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that a document names.

    `via` is how it was found, as the report counts it; `role` is None where only its
    address tells what it is; `changed_at` when it last changed, as far as is told.
    """

    url: str
    via: str
    role: Role | None = None
    changed_at: datetime | None = None


def read_feed(body: bytes, url: str) -> tuple[Found, ...]:
    """The posts of an RSS or Atom feed, and its next page.

    WordPress pages its feeds by `?paged=`, Blogger by `rel="next"`. An entry of a comment
    feed names its post.
    """
    parsed = feedparser.parse(
        BytesIO(body),
        response_headers={"content-location": url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    entries = [entry for entry in parsed.entries if entry.get("link")]
    posts = tuple(
        Found(
            url=join(url, entry.get("feedburner_origlink") or entry.link),
            via="feed",
            changed_at=_moment(_told(entry, "updated_parsed") or _told(entry, "published_parsed")),
        )
        for entry in entries
    )
    if not entries:
        return ()
    return (*posts, *_next_of_feed(parsed.feed, url))


def _told(entry: Any, name: str) -> Any:
    """A value of an entry itself; feedparser's own look-up guesses, and warns that it does."""
    return dict.get(entry, name)


def _next_of_feed(feed: Any, url: str) -> Iterator[Found]:
    links = [link for link in feed.get("links", ()) if link.get("rel") == "next"]
    if links:
        yield Found(url=join(url, links[0].get("href", "")), via="feed", role="feed")
    elif "wordpress" in str(feed.get("generator", "")).lower():
        page = int(url_query_parameter(url, "paged") or 1)
        following = add_or_replace_parameters(url, {"paged": str(page + 1)})
        yield Found(url=following, via="feed", role="feed")


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):
        return None


def read_sitemap(body: bytes, url: str) -> tuple[Found, ...]:
    """What a sitemap or an index of sitemaps names; packed ones and plain lists too."""
    text = unpacked(body)
    if text[:200].lstrip().startswith((b"http://", b"https://")):
        lines = text.decode("utf-8", "replace").split()
        return tuple(Found(url=line, via="sitemap") for line in lines)
    try:
        sitemap = Sitemap(text)
        role: Role | None = "sitemap" if sitemap.type == "sitemapindex" else None
        items = [(item.get("loc"), item.get("lastmod")) for item in sitemap]
    except (ValueError, TypeError, AttributeError, SyntaxError, StopIteration):
        return ()  # not XML: a page that says so, or nothing at all
    return tuple(
        Found(url=join(url, address), via="sitemap", role=role, changed_at=read_moment(lastmod))
        for address, lastmod in items
        if address
    )


def unpacked(body: bytes) -> bytes:
    """A body with gzip undone, as far as it goes; others as they are.

    >>> unpacked(b"plain")
    b'plain'
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    pieces: list[bytes] = []
    try:
        with gzip.open(BytesIO(body)) as file:
            while piece := file.read(65_536):
                pieces.append(piece)
                if len(pieces) * 65_536 >= SITEMAP_BYTES:
                    break
    except (OSError, EOFError, zlib.error):
        return b"".join(pieces)
    return b"".join(pieces)


def read_moment(text: Any) -> datetime | None:
    """A moment of ISO 8601, taken as UTC where it names no offset.

    >>> read_moment("2026-11-01T10:00:00").isoformat()
    '2026-11-01T10:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except (ValueError, AttributeError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def api_url(root: str, kind: str, page: int = 1) -> str:
    """The address of one page of posts, pages or comments in the REST API of WordPress.

    >>> api_url("http://a.example/wp-json/", "posts").partition("?")[0]
    'http://a.example/wp-json/wp/v2/posts'
    """
    query = urlencode({"per_page": API_PAGE, "page": page, "_fields": _API_FIELDS}, safe=",")
    route = f"{root.rstrip('/')}/wp/v2/{kind}"
    return f"{route}{'&' if '?' in root else '?'}{query}"


# How WordPress marks where a post is cut into pages.
_CUT = "nextpage"


def cut_url(root: str, kind: str) -> str:
    """The address that asks for the posts or pages that are cut into several.

    *Quirk:* block themes of WordPress show no links to the further pages; the search of
    the API looks at the marks that cut them.
    """
    return f"{api_url(root, kind)}&search={_CUT}"


def tells_cuts(url: str) -> bool:
    """Whether an address is one of `cut_url`."""
    return url_query_parameter(url, "search") == _CUT


def opens_api(body: bytes) -> bool:
    """Whether the root of a REST API says that posts can be asked for."""
    data = _json(body)
    names = data.get("namespaces") if isinstance(data, dict) else None
    return isinstance(names, list) and "wp/v2" in names


def read_api(body: bytes, url: str) -> tuple[Found, ...]:
    """The posts of one page of the REST API, and the next page while this one is full.

    A comment names its post, changed when the comment came.
    """
    data = _json(body)
    items = [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []
    posts = tuple(
        Found(
            url=join(url, item["link"]),
            via="api",
            changed_at=read_moment(item.get("modified_gmt") or item.get("date_gmt")),
        )
        for item in items
        if isinstance(item.get("link"), str)
    )
    if len(items) < API_PAGE or "/comments" in url:
        return posts
    page = int(url_query_parameter(url, "page") or 1)
    following = add_or_replace_parameters(url, {"page": str(page + 1)})
    return (*posts, Found(url=following, via="api", role="api"))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
