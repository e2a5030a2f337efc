"""What an element inside a comment is for, by its names.

A role is a hint: whether the author is the author is judged by what the element holds
and where it stands. Surer roles win over less sure ones of the same sense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from normalizers.elements import BLOCKS, SILENT
from normalizers.regions.embeds import MAY_EMBED
from normalizers.regions.threads.names import english
from normalizers.values import BlockKind

Attributes = Mapping[str, str | None]


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
_ROLE_WORDS: dict[Role, str] = {
    Role.NOTICE: "awaitingmoderation moderation unapproved moderated alert",
    Role.FURNITURE: """
        reply replylink replieslink replybutton replyto replycontainer edit editlink avatar
        avatarwrap avatarcontainer authoravatar gravatar gravatarwrap photo userpic userpicture
        vote votes voting rating ratings karma score share sharing flag report reportabuse action
        actions control controls tool tools toolbar button buttons like likes likecount num number
        count counter respond says said linkssection icon badge adminbadge sep separator
        screenreadertext recommend thumb thumbs thumbsup thumbsdown index jccommentpanel panel
        itemcontrol sharedaddy footerlinks links""",
    Role.AUTHOR: """
        fn pauthor uauthor pname authorname dsqauthoruser authoruser authordisplayname displayname
        postername sourceauthor""",
    Role.AUTHOR_MAYBE: """
        name user username nick nickname poster commenter commentator by writer who authorlink
        userlink namelink authornamelink""",
    Role.AUTHOR_BOX: "author auth byline vcard cite cauthor authorinfo signature postedby",
    Role.DATE: """
        date time datetime timestamp dateline published posted postedon when pubdate created
        dtpublished dateheader authordate sourcedate dateandtime datelink timelink""",
    Role.CONTENT: """
        text txt message msg copy comment say excerpt econtent formattext entrytext usertext
        textcontainer contentinner contenttext contentbody bodytext ctext ct cbody words textbody
        copytext p copytextarea desc""",
    Role.TITLE: "title subject",
    Role.CONTENT_MAYBE: "body bd content entry inner post main description entrycontent quote",
}
_ROLES = {word: role for role, listed in _ROLE_WORDS.items() for word in listed.split()}
# "commentsource" is a source, not one of "comments".
_HEADS = tuple(
    re.compile(
        rf"(?:wpblock|dsq|bbp|idc)?(?:{word}|commenter|cmt|ping(?:back)?|reply)|wpblock|dsq|bbp|idc"
    )
    for word in ("comments", "comment")
)
_ONLY_AFTER_HEAD = frozenset(("text", "title", "comment", "p", "index", "panel", "number", "count"))
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
_STRONG = frozenset(("b", "strong", "em"))
_NO_WORDS = SILENT | frozenset(["form", "button", "input", "select", "textarea", "img", "label"])
# What the reader of blocks must see as elements, not as lines.
_COMPLEX = frozenset(MAY_EMBED) - {"a", "p", "div", "blockquote"} | {"table", "pre"}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "blockquote": "quote",
    "figcaption": "caption",
}
_TAGS = {"time": Role.DATE, "abbr": Role.DATE, "cite": Role.AUTHOR_MAYBE}


class Traits(NamedTuple):
    """What its tag and names alone say of an element, and so of the words in it.

    Attributes:
        is_read: Whether it may hold words of the comment.
        is_break: Whether it is a line break.
        is_block: Whether it stands on lines of its own.
        is_item: Whether it is an item of a list.
        is_link: Whether it is a link.
        is_strong: Whether its words are set strong.
        is_complex: Whether the reader of blocks must see it as an element.
        is_plain: Whether its words are neither set nor named in any way.
        kind: The kind of block that it makes, if it makes one.
        level: Of a heading, its level.
        roles: What it is for, the surest first.
    """

    is_read: bool
    is_break: bool
    is_block: bool
    is_item: bool
    is_link: bool
    is_strong: bool
    is_complex: bool
    is_plain: bool
    kind: BlockKind | None
    level: int | None
    roles: tuple[Role, ...]


def traits_of(tag: str, attributes: Attributes) -> Traits:
    """What the tag and the names of an element say of it."""
    get = attributes.get
    return _traits(tag, get("class") or "", get("id") or "", get("itemprop") or "")


@lru_cache(maxsize=8_192)
def _traits(tag: str, classes: str, name: str, prop: str) -> Traits:
    roles = _roles(tag, classes, name, prop)
    kind = _KINDS.get(tag)
    return Traits(
        is_read=tag not in _NO_WORDS and tag != "br",
        is_break=tag == "br",
        is_block=tag in BLOCKS,
        is_item=tag == "li",
        is_link=tag == "a",
        is_strong=tag in _STRONG,
        is_complex=tag in _COMPLEX or (tag == "blockquote" and bool(classes)),
        is_plain=not (kind or roles or tag == "a" or tag in _STRONG),
        kind=kind,
        level=int(tag[1]) if kind == "heading" else None,
        roles=roles,
    )


def _roles(tag: str, classes: str, name: str, prop: str) -> tuple[Role, ...]:
    found = {_PROPS[word] for word in prop.lower().split() if word in _PROPS}
    if tag in _TAGS:
        found.add(_TAGS[tag])
    found |= {role for role in map(_role_of_word, (*classes.split(), name)) if role}
    return tuple(sorted(found))


@lru_cache(maxsize=8_192)
def _role_of_word(word: str) -> Role | None:
    """The role of one class name or id; the words of the thread at its head do not count."""
    plain = re.sub(r"[^a-z]", "", re.sub(r"[\d_-]+$", "", english(word).lower()))
    if plain in _ROLES and plain not in _ONLY_AFTER_HEAD:
        return _ROLES[plain]
    heads = filter(None, (head.match(plain) for head in _HEADS))
    return next((_ROLES[rest] for head in heads if (rest := plain[head.end() :]) in _ROLES), None)
