"""What is shown from elsewhere: frames, players, quoted posts, raw shortcodes."""

from __future__ import annotations

import re

from normalizers.tree import Node, attr, classes
from normalizers.urls import host_of, join
from normalizers.values import Embed

MAY_EMBED = frozenset(
    ["iframe", "embed", "object", "video", "audio", "blockquote", "div", "amp-youtube"]
)

_KINDS = (
    ("youtube", re.compile(r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be)$")),
    ("vimeo", re.compile(r"(?:^|\.)vimeo\.com$")),
    ("twitter", re.compile(r"(?:^|\.)(?:twitter|x)\.com$")),
    ("facebook", re.compile(r"(?:^|\.)(?:facebook\.com|fb\.watch)$")),
    ("instagram", re.compile(r"(?:^|\.)instagram\.com$")),
    ("tiktok", re.compile(r"(?:^|\.)tiktok\.com$")),
    ("dailymotion", re.compile(r"(?:^|\.)(?:dailymotion\.com|dai\.ly)$")),
    ("soundcloud", re.compile(r"(?:^|\.)soundcloud\.com$")),
    ("spotify", re.compile(r"(?:^|\.)spotify\.com$")),
    ("scribd", re.compile(r"(?:^|\.)scribd\.com$")),
)
# The classes by which the services' own scripts find their posts.
_POSTS = {
    "twitter-tweet": "twitter",
    "twitter-video": "twitter",
    "instagram-media": "instagram",
    "tiktok-embed": "tiktok",
    "fb-post": "facebook",
    "fb-video": "facebook",
    "reddit-card": "reddit",
    "reddit-embed-bq": "reddit",
    "bluesky-embed": "bluesky",
    "mastodon-embed": "mastodon",
    "imgur-embed-pub": "imgur",
}
_SHORTCODE = re.compile(
    r"\[(?P<name>[a-z][\w-]{0,30})(?P<with>[^\[\]]*)\](?:(?P<inside>[^\[\]]*)\[/(?P=name)\])?",
    re.IGNORECASE,
)
_PLAYERS = frozenset(
    [
        "youtube",
        "vimeo",
        "dailymotion",
        "audio",
        "video",
        "embed",
        "soundcloud",
        "twitter",
        "tweet",
        "gvideo",
        "googlevideo",
        "livestream",
        "ustream",
        "scribd",
        "vodpod",
        "kml_flashembed",
        "blip.tv",
        "bliptv",
        "liveleak",
        "ted",
    ]
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+|[\w-]{6,}")


def embed_of(node: Node, base: str) -> Embed | None:
    """What a node shows from elsewhere, or None where it is part of the text."""
    tag = node.tag or ""
    if tag in ("blockquote", "div"):
        return _post(node, base) if node.attributes.get("class") else None
    source = _source(node)
    url = join(base, source) if source else None
    return Embed(kind=kind_of(url or "", tag), url=url)


def kind_of(url: str, tag: str = "iframe") -> str:
    """The service behind an address, else what the element is: frame, video, audio."""
    host = host_of(url)
    for kind, pattern in _KINDS:
        if pattern.search(host):
            return kind
    return tag if tag in ("video", "audio") else "frame"


def shortcode_of(text: str) -> Embed | None:
    """A raw shortcode of a player that stands alone in its block.

    >>> shortcode_of("[youtube]http://youtube.com/watch?v=x[/youtube]")
    Embed(kind='youtube', url='http://youtube.com/watch?v=x')
    """
    if not text.startswith("["):
        return None
    code = _SHORTCODE.fullmatch(text)
    if code is None or code["name"].lower() not in _PLAYERS:
        return None
    inside = f"{code['inside'] or ''} {code['with'].removeprefix('=')}"
    address = _ADDRESS.search(inside)
    return Embed(kind=code["name"].lower(), url=address[0] if address else None)


def _post(node: Node, base: str) -> Embed | None:
    for name in classes(node):
        kind = _POSTS.get(name)
        if kind:
            address = attr(node, "data-href") or attr(node, "cite")
            links = node.css("a[href]")
            address = address or (attr(links[-1], "href") if links else "")
            return Embed(kind=kind, url=join(base, address) if address else None)
    return None


def _source(node: Node) -> str:
    for name in ("src", "data-src", "data-lazy-src", "data", "data-videoid"):
        value = attr(node, name)
        if value and not value.startswith(("about:", "data:", "javascript:")):
            return value
    inner = node.css_first("source[src], embed[src], param[name=movie]")
    return (attr(inner, "src") or attr(inner, "value")) if inner is not None else ""
