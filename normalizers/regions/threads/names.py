"""What ids, classes and microdata say of a node in or near a thread.

Names are data here and only hints elsewhere: a node is believed to be a comment, an
author or a text when its place in the structure agrees. *Quirk:* the same words name a
thread, one comment and a part of it (`comment-body` is a whole comment in WordPress and
its text in TypePad), so the parts are told apart by what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

Attributes = Mapping[str, str | None]

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
        '[class*="pingback" i]',
        '[class*="trackback" i]',
        '[id*="trackback" i]',
        '[class*="depth-"]',
        '[class*="h-cite"]',
        '[class*="citem"]',
        '[itemtype*="Comment"]',
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
_SPLIT = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")
_ITEM_WORDS = frozenset(
    [
        "comment",
        "cmt",
        "comm",
        "idcomment",
        "ping",
        "pingback",
        "trackback",
        "response",
        "reaction",
        "reply",
        "koment",
        "komentar",
        "kommentar",
        "commentaire",
        "comentario",
        "commento",
        "kommentti",
    ]
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
    r"comment|pingback|trackback|comments?[-_]?item|citem|single[-_]comment|depth-\d+|h-cite|"
    r"u-comment|comment[-_]?(?:row|unit|entry|post)|commentblock|comment_text_wrapper",
    re.IGNORECASE,
)
_KIND = re.compile(r"(pingback|trackback)|ping", re.IGNORECASE)
_DEPTH = re.compile(r"(?:comment-)?(?:depth|level)[-_]?(\d+)", re.IGNORECASE)
_AREA = re.compile(
    r"(?:[a-z0-9]+[-_])*?(?:comments?|respond|responses|replies|disqus|trackbacks|pings|pinglist|"
    r"comentarios|commentaires|kommentare)(?:[-_]?(?:area|list|wrap(?:per)?|section|box|container|"
    r"block|template|content|form|thread|inner|main|title|heading|header|count|closed|nav(?:igation)?|"
    r"pagination|page|links?|number|pane|holder|outer|field|body|open|area-wrapper|module|group))*\d*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:[a-z]+[-_])?side-?bar(?:[-_]?\w*\d*)?|(?:widget[-_])?(?:recent|latest|popular|top)[-_]?comments?.*",
    re.IGNORECASE,
)


class Role(IntEnum):
    """What an element inside a comment is for; smaller is surer where two compete."""

    FURNITURE = 1
    AUTHOR = 2
    AUTHOR_MAYBE = 3
    AUTHOR_BOX = 4
    DATE = 5
    CONTENT = 6
    CONTENT_MAYBE = 7
    NOTICE = 8


_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        (
            Role.NOTICE,
            r"(?:comment[-_]?)?(?:awaiting[-_]?)?moderation|unapproved|comment-awaiting-moderation",
        ),
        (
            Role.FURNITURE,
            r"(?:comment[-_]?)?(?:reply|replies[-_]?link|reply[-_]?link|replylink|edit|edit[-_]?link|"
            r"avatar|gravatar|photo|votes?|voting|rating|ratings|karma|score|share|sharing|flag|"
            r"report|actions?|controls?|tools?|buttons?|likes?|toolbar|num(?:ber)?|count|counter|"
            r"comment_num|respond|says|said|userpic|user-?pic|author[-_]?avatar|reply-to|"
            r"links_section|jc_comment_panel|item-control|comment-actions|reply_link|replybutton|"
            r"gravatar-?wrap|icon|badge|admin-?badge|sep|separator|screen-reader-text|"
            r"comment[-_]edit[-_]link|reportabuse|recommend|thumb\w*|pubdate-sep|sharedaddy|"
            r"commentluv|cluv|luv|last-?post|comment-?index|dsq-comment-buttons|"
            r"cld-like-dislike-wrap|wp-block-comment-reply-link|wp-block-comment-edit-link|"
            r"wp-block-avatar|comment-reply-container)",
        ),
        (
            Role.AUTHOR,
            r"fn|p-author|u-author|p-name|(?:wp-block-)?comment-?author-?name|dsq-commenter-name",
        ),
        (
            Role.AUTHOR_MAYBE,
            r"(?:comment[-_]?)?(?:author[-_]?)?(?:name|user|username|user[-_]?name|nick|nickname|"
            r"poster|commenter|commentator|by|writer|who)|comment[-_]?author[-_]?link|"
            r"commenter[-_]?name|commenters?|author[-_]?name|authorname|authorlink",
        ),
        (
            Role.AUTHOR_BOX,
            r"(?:comment[-_]?|commenter[-_]?)?(?:author|auth|byline|vcard|cite)|commentauthor|comment-by",
        ),
        (
            Role.DATE,
            r"(?:wp-block-)?(?:comment[-_]?)?(?:date|time|datetime|timestamp|dateline|published|"
            r"posted|posted-on|when|pubdate|created|dt-published|date-?time|time-?stamp|date-header)",
        ),
        (
            Role.CONTENT,
            r"(?:wp-block-)?comment[-_]?(?:content|text|txt|message|msg|copy|comment|p|say|excerpt)|"
            r"e-content|format_text|dsq-comment-message|comment[-_]content[-_]?\w*|comment_entry|cbody|"
            r"comment-?text-?container|commenttext|commentcontent|comtext|comment_desc|comments-post-text",
        ),
        (
            Role.CONTENT_MAYBE,
            r"(?:comment[-_]?)?(?:body|bd|content|text|message|entry|inner|post|main|description)|commentbody|"
            r"entry-content|entry|quote-body|p-summary|comment-body-text|comtxt",
        ),
    )
)
_PROPS = {
    "author": Role.AUTHOR_BOX,
    "creator": Role.AUTHOR_BOX,
    "name": Role.AUTHOR_MAYBE,
    "text": Role.CONTENT,
    "commenttext": Role.CONTENT,
    "description": Role.CONTENT,
    "datecreated": Role.DATE,
    "datepublished": Role.DATE,
    "commenttime": Role.DATE,
    "uploaddate": Role.DATE,
}
_TAGS = {"time": Role.DATE, "abbr": Role.DATE, "cite": Role.AUTHOR_MAYBE}


@dataclass(frozen=True, slots=True)
class Mark:
    """What names say of a node: a comment's own number, or only its class."""

    number: str | None
    item: bool
    kind: str | None


@lru_cache(maxsize=8192)
def number_in(name: str) -> str | None:
    """The number of a comment in an id like `li-comment-123`, `c123`, `comment-6a00d8…`.

    >>> number_in("div-comment-17"), number_in("comment-form-17"), number_in("comments_17")
    ('17', None, None)
    """
    match = _NUMBERED.fullmatch(name)
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
    return any(_ITEM_CLASS.fullmatch(name) for name in names.split())


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
    return bool(_AREA.fullmatch(name))


@lru_cache(maxsize=8192)
def is_aside(name: str) -> bool:
    """Whether an id or a class name is that of a column beside the story."""
    return bool(_ASIDE.fullmatch(name))


def roles_of(tag: str, attributes: Attributes) -> tuple[Role, ...]:
    """The roles that the names of an element give it, none if they say nothing."""
    if not attributes:
        return (_TAGS[tag],) if tag in _TAGS else ()
    return _roles(
        tag,
        attributes.get("class") or "",
        attributes.get("id") or "",
        attributes.get("itemprop") or "",
    )


@lru_cache(maxsize=16384)
def _roles(tag: str, classes: str, name: str, prop: str) -> tuple[Role, ...]:
    found = {_PROPS[word] for word in prop.lower().split() if word in _PROPS}
    if tag in _TAGS:
        found.add(_TAGS[tag])
    words = classes.split()
    if name:
        match = re.fullmatch(r"(.*?)[-_]*\d*", name)
        words.append(match[1] if match else name)
    for word in words:
        found |= {role for role, pattern in _ROLES if pattern.fullmatch(word)}
    return tuple(sorted(found))
