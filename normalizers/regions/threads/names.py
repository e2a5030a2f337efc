"""What ids, classes and microdata say of a node in or near a thread.

Names are data here and only hints elsewhere: a node is believed to be a comment, an
author or a text when its place in the structure agrees. *Quirk:* the same words name a
thread, one comment and a part of it (`comment-body` is a whole comment in WordPress and
its text in TypePad), so the parts are told apart by what they hold.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What may be a comment or the space around a thread; one look finds all of it.
HITS = ", ".join(
    (
        '[id*="comment" i]',
        '[class*="comment" i]',
        'a[name*="comment" i]',
        '[id*="cmt" i]',
        '[id^="c"]',
        'a[name^="c"]',
        '[id*="ping" i]',
        'li[class*="ping"]',
        '[class*="pingback" i]',
        '[class*="trackback" i]',
        '[id*="trackback" i]',
        '[class*="depth-"]',
        '[class*="citem"]',
        '[itemtype*="Comment"]',
        '[class*="kommentar" i]',
        '[id*="kommentar" i]',
        '[class*="comentari" i]',
        '[id*="comentari" i]',
        '[class*="koment" i]',
        '[id*="koment" i]',
        '[class*="reacti" i]',
        '[id*="reacti" i]',
        '[itemprop="comment"]',
        '[id*="respond" i]',
        '[class*="respon" i]',
        '[id*="repl" i]',
        '[class*="repl" i]',
        '[id*="disqus" i]',
        '[id*="dsq" i]',
    )
)

_NUMBERED = re.compile(
    r"(?P<name>[a-z][a-z_-]*?)[-_]*(?P<number>\d+|6a[0-9a-f]{16,})", re.IGNORECASE
)
# The word for a comment in class names of other languages.
_COMMENT = re.compile(
    r"(?:kommentar|comentario|commentaire|komentarz|komentar|koment|reactie|reaction)(e|s|er|i|y)?"
    r"(?![a-z])",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")
_ITEM_WORDS = frozenset(
    ("comment", "cmt", "comm", "idcomment", "ping", "pingback", "trackback", "response", "reply")
)
_NO_ITEM_WORDS = frozenset(
    [
        "comments",
        "pings",
        "body",
        "content",
        "text",
        "form",
        "reply",
        "author",
        "share",
        "meta",
        "like",
        "vote",
        "votes",
        "rating",
        "link",
        "links",
        "count",
        "avatar",
        "footer",
        "header",
        "recent",
        "latest",
        "post",
        "message",
        "edit",
        "quote",
        "inner",
        "replies",
        "children",
        "thread",
        "total",
        "list",
        "num",
        "number",
        "date",
        "time",
        "name",
        "title",
        "parent",
        "cancel",
        "button",
        "wrap",
        "field",
        "input",
        "respond",
        "data",
        "karma",
        "score",
        "up",
        "down",
        "nav",
        "page",
        "pages",
        "info",
        "permalink",
        "entry",
        "feed",
        "toggle",
        "tab",
        "view",
        "mod",
        "report",
        "flag",
        "ajax",
        "status",
        "actions",
        "action",
        "bar",
        "menu",
        "icon",
        "image",
        "img",
        "container",
        "section",
        "area",
        "disqus",
        "fb",
        "ad",
        "ads",
    ]
)
_ITEM_CLASS = re.compile(
    r"comment|ping|(?:\w+-)?(?:pingback|trackback)|comments?[-_]?item|item[-_]?comment|citem|single[-_]comment|depth-\d+|"
    r"[up]-comment|comment[-_]?(?:row|unit)|commentblock",
    re.IGNORECASE,
)
_KIND = re.compile(r"(pingback|trackback)|ping", re.IGNORECASE)
_DEPTH = re.compile(r"(?:comment-)?(?:depth|level)[-_]?(\d+)", re.IGNORECASE)
_AREA = re.compile(
    r"(?:[a-z0-9]+[-_])*?(?:comments?|respond|responses|replies|disqus|trackbacks|pings|pinglist|"
    r"discussion)(?:[-_]?(?:area|list|wrap(?:per)?|section|box|container|"
    r"block|template|content|form|thread|inner|main|title|heading|header|count|closed|nav(?:igation)?|"
    r"pagination|page|links?|number|pane|holder|outer|field|body|open|area-wrapper|module|group))*\d*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:left|right|primary|secondary|main|first|second|blog)?[-_]?side-?bar"
    r"(?:[-_]?(?:left|right|primary|secondary|inner|wrap|\d+))*|"
    r"(?:\w+[-_])?(?:recent|latest|popular|top)[-_]?comments?.*",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def english(name: str) -> str:
    """A class name or id with the word for a comment in English."""
    return _COMMENT.sub(lambda match: "comments" if match[1] else "comment", name)


@lru_cache(maxsize=8192)
def number_in(name: str) -> str | None:
    """The number of a comment in an id like `li-comment-123`, `c123`, `comment-6a00d8…`.

    >>> number_in("div-comment-17"), number_in("comment-form-17"), number_in("comments_17")
    ('17', None, None)
    """
    match = _NUMBERED.fullmatch(english(name))
    if not match:
        return None
    if match["name"].lower() == "c":
        return match["number"] if len(match["number"]) > len("99") else None
    words = {word.lower() for word in _SPLIT.split(match["name"])}
    words |= {match["name"].lower()}
    return match["number"] if words & _ITEM_WORDS and not words & _NO_ITEM_WORDS else None


@lru_cache(maxsize=8192)
def is_item_class(names: str) -> bool:
    """Whether class names are those of one comment."""
    return any(_ITEM_CLASS.fullmatch(name) for name in english(names).split())


@lru_cache(maxsize=8192)
def ping_kind(names: str) -> str | None:
    """`pingback` or `trackback` where class names or an id say so."""
    for name in re.split(r"[\s_-]+", names):
        match = _KIND.fullmatch(name)
        if match:
            return (match[1] or "pingback").lower()
    return None


@lru_cache(maxsize=8192)
def depth_in(names: str) -> int | None:
    """The depth that a class name states, 1 for the top."""
    for name in names.split():
        match = _DEPTH.fullmatch(name)
        if match:
            return int(match[1])
    return None


@lru_cache(maxsize=8192)
def is_area(name: str) -> bool:
    """Whether an id or a class name is that of the space of a thread, or of its form."""
    plain = english(name)
    return bool(_AREA.fullmatch(plain)) and not _ASIDE.fullmatch(plain)


@lru_cache(maxsize=8192)
def is_aside(name: str) -> bool:
    """Whether an id or a class name is that of a column beside the story."""
    return bool(_ASIDE.fullmatch(name))
