"""What an element inside a comment is for, by its names.

A role is a hint: whether the author is the author is judged by what the element holds
and where it stands. Surer roles win over less sure ones of the same sense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from normalizers.regions.threads.names import english

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
_TAGS = {"time": Role.DATE, "abbr": Role.DATE, "cite": Role.AUTHOR_MAYBE}


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
    plain = re.sub(r"[^a-z]", "", re.sub(r"[\d_-]+$", "", english(word).lower()))
    if plain in _ROLES and plain not in _ONLY_AFTER_HEAD:
        return _ROLES[plain]
    heads = filter(None, (head.match(plain) for head in _HEADS))
    return next((_ROLES[rest] for head in heads if (rest := plain[head.end() :]) in _ROLES), None)
