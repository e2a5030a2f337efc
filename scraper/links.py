"""What a web page links to: posts, lists, parts of itself, feeds, the API. Pure.

- Links are those of `a`, `link` and the Link header; scripts are never run.
- A *part* is another page of the same story: `/2/` of a post cut into pages, or
  `/comment-page-2/` of its thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from normalizers.errors import NormalizeError
from normalizers.tree import Tree, attr, parse
from normalizers.urls import canonicalize, join, story_key

_API = "https://api.w.org/"
_API_HEADER = re.compile(r'<([^>]+)>\s*;[^,]*rel="?https://api\.w\.org/"?')
_NEXT = re.compile(r"(?i)\b(next|older|nextpostslink|blog-pager-older-link)\b")
_WORDPRESS = re.compile(r"/wp-(?:content|includes)/")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$|[?&](?:cpage|commentPage)=\d+")
_CONTENT_PAGE = re.compile(r"(?<=/)\d{1,3}/?$|[?&]page=\d{1,3}$")
_SESSION = re.compile(r"(?i);jsessionid=[^/?#]*")
_STYLE_URL = re.compile(r"""(?i)url\(\s*["']?([^"')\s]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_CANDIDATE = re.compile(r"([^\s,][^\s]*[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """The links of a page, absolute and canonical, in page order, each once.

    `following` is the next page of a list; `api` the root of WordPress's REST API;
    `wordpress` whether the page looks like one of WordPress's.
    """

    links: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    api: str | None = None
    wordpress: bool = False
    requisites: tuple[str, ...] = ()


def read_page(html: str, url: str, link_header: str = "") -> PageLinks:
    """The links of a page; none where it cannot be parsed within bounds."""
    try:
        tree = parse(html, url)
    except NormalizeError:
        return PageLinks()
    base = _base(tree, url)
    anchors = [
        (address(base, attr(node, "href")), f"{attr(node, 'rel')} {attr(node, 'class')}")
        for node in tree.css("a[href], link[rel=next][href]")
    ]
    header = _API_HEADER.search(link_header)
    advertised = next((attr(n, "href") for n in tree.css(f'link[rel="{_API}"]')), None)
    api = header[1] if header else advertised
    return PageLinks(
        links=_once(link for link, _ in anchors if link),
        following=_once(link for link, words in anchors if link and _NEXT.search(words)),
        feeds=_once(
            address(base, attr(node, "href"))
            for kind in _FEED_TYPES
            for node in tree.css(f'link[rel~=alternate][type="{kind}"]')
        ),
        api=join(url, api) if api else None,
        wordpress=bool(api or _WORDPRESS.search(html)),
        requisites=_once(_requisites(tree, base)),
    )


def _base(tree: Tree, url: str) -> str:
    base = tree.css_first("base[href]")
    return join(url, attr(base, "href")) if base else url


_REQUISITES = (
    ("img[src]", "src"),
    ("img[data-src]", "data-src"),
    ("video[poster]", "poster"),
    ("source[src]", "src"),
    ("script[src]", "src"),
    ("link[rel~=stylesheet][href]", "href"),
    ("link[rel~=icon][href]", "href"),
    ("link[rel~=preload][as=font][href]", "href"),
)


def _requisites(tree: Tree, base: str) -> Iterator[str]:
    for selector, name in _REQUISITES:
        for node in tree.css(selector):
            yield address(base, attr(node, name))
    for node in tree.css("img[srcset], source[srcset]"):
        for one in _CANDIDATE.findall(attr(node, "srcset")):
            yield address(base, one)
    for node in tree.css("style"):
        yield from read_style(node.text(), base)


def read_style(text: str, base: str) -> tuple[str, ...]:
    """What a style sheet brings: images, fonts, other sheets.

    >>> read_style("@import 'b.css'; p {background: url(../i.png)}", "http://a.example/s/a.css")
    ('http://a.example/s/b.css', 'http://a.example/i.png')
    """
    named = (match[1] or match[2] for match in _STYLE_URL.finditer(text))
    return _once(address(base, name) for name in named)


def address(base: str, link: str) -> str:
    """The canonical address of a link, empty where it leads to no web page.

    >>> address("http://a.example/x/", "../y;jsessionid=AB12?utm_source=z#top")
    'http://a.example/y'
    """
    if not link or link.startswith(("#", "mailto:", "javascript:", "tel:", "data:")):
        return ""
    absolute = canonicalize(_SESSION.sub("", join(base, link)))
    try:
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in {"http", "https"} and parts.hostname else ""


def _once(links: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link for link in links if link))


def story_of(url: str) -> str:
    """The address of the story of which this is a part; itself where it is none.

    >>> story_of("http://a.example/2017/09/slug/comment-page-2/")
    'http://a.example/2017/09/slug/'
    >>> story_of("http://a.example/?p=5&cpage=2")
    'http://a.example/?p=5'
    """
    match = _COMMENT_PAGE.search(url)
    if match:
        rest = url[: match.start()]
        return f"{rest}/" if match[0].startswith("/") else rest
    return url


def parts_of(url: str, links: tuple[str, ...]) -> tuple[str, ...]:
    """The links of a page that lead to other parts of the same story.

    >>> parts_of("http://a.example/2017/09/slug/", ("http://a.example/2017/09/slug/2/",))
    ('http://a.example/2017/09/slug/2/',)
    """
    own = {story_key(story_of(url)), story_key(_without_page(story_of(url)))}
    found = []
    for link in links:
        rest = story_of(link)
        is_part = rest != link or _without_page(link) != link
        if is_part and own & {story_key(rest), story_key(_without_page(rest))}:
            found.append(link)
    return tuple(link for link in found if story_key(link) != story_key(url))


def further_page(url: str) -> str:
    """The address of the next content page of a story in WordPress.

    >>> further_page("http://a.example/2017/09/slug/"), further_page("http://a.example/slug/2/")
    ('http://a.example/2017/09/slug/2/', 'http://a.example/slug/3/')
    """
    rest = _without_page(url)
    number = int(url[len(rest) :].strip("/")) if rest != url else 1
    return f"{rest.rstrip('/')}/{number + 1}/"


def base_of(url: str) -> str:
    """The address of a story, of which this is a part or the whole.

    >>> base_of("http://a.example/slug/2/")
    'http://a.example/slug/'
    """
    return _without_page(story_of(url))


def _without_page(url: str) -> str:
    """An address without the number of a content page.

    *Quirk:* `/2017/09/` is a month and `/archives/123` a post: a number is a page's only
    after a segment of letters that are not those of a folder of numbers.
    """
    match = _CONTENT_PAGE.search(url)
    if not match:
        return url
    rest = url[: match.start()]
    if match[0].startswith(("?", "&")):
        return rest
    before = urlsplit(rest).path.rstrip("/").rpartition("/")[2]
    folder = before.isdigit() or before in {"", "page", "archives", "archive", "entry", "posts"}
    return url if folder else rest


_PAGING = re.compile(r"/page/\d+/?$|[?&](?:paged|currentPage|page|start|offset|updated-max)=[^&]*")


def is_next_of(url: str, link: str) -> bool:
    """Whether two lists are pages of one list, by their addresses.

    >>> is_next_of("http://a.example/tag/x/", "http://a.example/tag/x/page/2/")
    True
    """
    return link != url and story_key(_PAGING.sub("", url)) == story_key(_PAGING.sub("", link))
