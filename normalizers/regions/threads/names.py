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
    (
        "comments pings body content text form reply author share meta like vote votes rating "
        "link links count avatar footer header recent latest post message edit quote inner "
        "replies children thread total list num number date time name title parent cancel button "
        "wrap field input respond data karma score up down nav page pages info permalink entry "
        "feed toggle tab view mod report flag ajax status actions action bar menu icon image img "
        "container section area disqus fb ad ads"
    ).split()
)
_ITEM_CLASS = re.compile(
    r"comment|ping|(?:\w+-)?(?:pingback|trackback)|comments?[-_]?item|citem|single[-_]comment|depth-\d+|"
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
    TITLE = 9


# Names as they stand after case, hyphens, digits at the end and the words of the thread at
# the head ("comment-author" is "author") were taken off.
_ROLE_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.NOTICE, "awaitingmoderation moderation unapproved moderated"),
    (
        Role.FURNITURE,
        "reply replylink replieslink replybutton replyto replycontainer edit editlink avatar avatarwrap "
        "avatarcontainer authoravatar gravatar gravatarwrap photo userpic userpicture vote votes voting "
        "rating ratings karma score share sharing flag report reportabuse action actions control "
        "controls tool tools toolbar button buttons like likes likecount num number count counter "
        "respond says said linkssection icon badge adminbadge sep separator screenreadertext "
        "recommend thumb thumbs thumbsup thumbsdown index jccommentpanel panel "
        "itemcontrol sharedaddy footerlinks links",
    ),
    (
        Role.AUTHOR,
        "fn pauthor uauthor pname authorname dsqauthoruser authoruser authordisplayname displayname "
        "postername",
    ),
    (
        Role.AUTHOR_MAYBE,
        "name user username nick nickname poster commenter commentator by writer who authorlink "
        "userlink namelink authornamelink normalauthor",
    ),
    (Role.AUTHOR_BOX, "author auth byline vcard cite cauthor authorinfo signature postedby"),
    (
        Role.DATE,
        "date time datetime timestamp dateline published posted postedon when pubdate created "
        "dtpublished dateheader authordate dateandtime datelink timelink",
    ),
    (
        Role.CONTENT,
        "text txt message msg copy comment say excerpt econtent formattext entrytext usertext "
        "textcontainer contentinner contenttext contentbody bodytext ctext cbody words textbody "
        "copytext p copytextarea desc",
    ),
    (Role.TITLE, "title subject"),
    (Role.CONTENT_MAYBE, "body bd content entry inner post main description entrycontent quote"),
)
_ROLES = {word: role for role, listed in _ROLE_WORDS for word in listed.split()}
_HEAD = re.compile(r"(?:wpblock|dsq|bbp|idc)?(?:comments?|commenter|cmt|ping(?:back)?|reply)?")
_ONLY_AFTER_HEAD = frozenset(
    ("text", "title", "comment", "p", "index", "panel", "links", "number", "count")
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
def _english(name: str) -> str:
    """A class name or id with the word for a comment in English."""
    return _COMMENT.sub(lambda match: "comments" if match[1] else "comment", name)


@lru_cache(maxsize=8192)
def number_in(name: str) -> str | None:
    """The number of a comment in an id like `li-comment-123`, `c123`, `comment-6a00d8…`.

    >>> number_in("div-comment-17"), number_in("comment-form-17"), number_in("comments_17")
    ('17', None, None)
    """
    match = _NUMBERED.fullmatch(_english(name))
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
    return any(_ITEM_CLASS.fullmatch(name) for name in _english(names).split())


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
    plain = _english(name)
    return bool(_AREA.fullmatch(plain)) and not _ASIDE.fullmatch(plain)


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
    found |= {role for role in map(_role_of_word, (*classes.split(), name)) if role}
    return tuple(sorted(found))


def _role_of_word(word: str) -> Role | None:
    """The role of one class name or id; the words of the thread at its head do not count."""
    plain = re.sub(r"[^a-z]", "", re.sub(r"[\d_-]+$", "", _english(word).lower()))
    if plain in _ROLES and plain not in _ONLY_AFTER_HEAD:
        return _ROLES[plain]
    head = _HEAD.match(plain)
    return _ROLES.get(plain[head.end() :]) if head and head.end() else None
