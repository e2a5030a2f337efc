"""One story through its readings: what is carried on, and what tells that it moved.

What a reading does not show is not gone: comments of an incomplete thread, and fields that
a theme leaves out, are carried on from the reading before, so that the next one that
shows them is compared with what was last seen.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import fields, replace
from urllib.parse import urlsplit

from archive.diff.changes import Change, Op, Part
from archive.diff.passages import is_part
from archive.diff.story import Place, Texts, Told, story_of, told
from archive.diff.threads import thread
from normalizers.values import Article, CommentsInfo, Page

# What a story takes along when its blog moves.
KEPT: frozenset[Part] = frozenset({"headline", "body", "brief", "lead_image"})
_CARRIED = ("authors", "published_at", "modified_at", "categories", "tags", "lead_image")


def carried(known: Page, page: Page, missing: Container[str]) -> Page:
    """A page, with what was known before and is not shown on it."""
    shown = {comment.key for comment in page.comments}
    unseen = [c for c in known.comments if c.key not in shown and c.key not in missing]
    comments = (*page.comments, *unseen)
    now = _with_text_of(known, page) if is_part(page) or page.article is None else page
    return replace(
        now,
        article=_article(known.article, now.article),
        comments=comments,
        comments_info=_info(known, page, len(comments)) if unseen else page.comments_info,
        related=page.related or known.related,
    )


def _with_text_of(known: Page, page: Page) -> Page:
    """A page that lacks content pages, with the running text of the one before."""
    if known.article is None:
        return page
    blocks = known.article.blocks
    return replace(
        page,
        article=replace(page.article, blocks=blocks) if page.article else known.article,
        briefs=known.briefs,
        links=known.links,
        residual=known.residual,
        issues=known.issues,
    )


def _info(known: Page, page: Page, count: int) -> CommentsInfo:
    """What is said of a thread of which a reading showed a part: as many unshown as before."""
    unshown = thread(known).unshown
    stated = None if unshown is None else unshown + count
    return replace(page.comments_info, stated_count=stated)


def _article(known: Article | None, now: Article | None) -> Article | None:
    if known is None or now is None:
        return now or known
    kept = {
        field.name: getattr(known, field.name)
        for field in fields(Article)
        if field.name in _CARRIED and not getattr(now, field.name)
    }
    return replace(now, **kept)


def renumbered(known: Page, page: Page) -> bool:
    """Whether a story has another post id than before, or one at another address.

    At the same address a theme may only have begun, or ceased, to show it.
    """
    was, now = (one.article.post_id if one.article else None for one in (known, page))
    if was is None or now is None:
        return was != now and moved(known, page)
    return was != now


def moved(known: Page, page: Page) -> bool:
    """Whether a story stands under another address than before."""
    if known.canonical_url and page.canonical_url:
        return _address(known.canonical_url) != _address(page.canonical_url)
    return not _addresses(known) & _addresses(page)


def _addresses(page: Page) -> set[str]:
    return {_address(url) for url in (page.url, page.canonical_url) if url}


def _address(url: str) -> str:
    """An address without what does not matter to where it leads."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def title_of(page: Page) -> str:
    """The title of a story, else its address."""
    return page.article.title if page.article else page.url


GONE = Told(name="page gone", severity="high", why="the page is withdrawn")
BACK = Told(name="page back", severity="high", why="the page is there again")
MOVED = Told(name="address", severity="low", why="the page has another address")
LOCKED = Told(
    name="password",
    severity="high",
    why="the text is no longer public: the page asks for a password; what it says is not known",
)
UNLOCKED = Told(name="password", severity="high", why="the text is public again")


def page_change(page: Page, op: Op, texts: Texts, as_: Told) -> Change:
    """A change of the page as a whole."""
    return told(story_of(page), Place(part="page"), op, texts, as_)
