"""The small parts of a story: headline, byline, dates, tags, caption of the lead image.

A part that one of two readings does not show says nothing: themes differ in what they
show, and a redesign is not an edit. Dates are compared as far as both are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from archive.diff.changes import Change, Part
from archive.diff.folding import exact, letters
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Article

_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|@\dx)(?=\.\w+$)")
_A_MINUTE = 60
_A_DAY_AND_A_ZONE = 38 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One part of a story as a text, and when two such texts are the same.

    `prose` fields are read by people and judged; the others are only told.
    """

    part: Part
    name: str
    text: Callable[[Article], str | None]
    same: Callable[[str, str], bool]
    why: str
    prose: bool = False
    comparable: Callable[[Article, Article], bool] = lambda _old, _new: True


def compare_fields(story: Story, old: Article, new: Article) -> Iterator[Change]:
    """Changes of the small parts, in the order of the table."""
    for field in FIELDS:
        if field.comparable(old, new):
            yield from _compared(story, field, old, new)
    for name in ("tags", "categories"):
        yield from _labels(story, name, old, new)


def compare_modified(story: Story, old: Article, new: Article) -> Iterator[Change]:
    """The date of modification, which is told only beside another change."""
    yield from _compared(story, MODIFIED, old, new)


def _compared(story: Story, field: Field, old: Article, new: Article) -> Iterator[Change]:
    was, now = field.text(old), field.text(new)
    if not was or not now or field.same(was, now):
        return
    place = Place(part=field.part, aspect=field.name)
    if field.prose:
        yield _prose(field, edited(story, place, (was, now)))
    else:
        said = Told(name=field.name, severity="low", why=f"{field.why}: {was} → {now}")
        yield told(story, place, "edited", (was, now), said)


def _labels(story: Story, name: str, old: Article, new: Article) -> Iterator[Change]:
    """Tags, or categories; what one theme calls a tag is a category in another."""
    was, now = getattr(old, name), getattr(new, name)
    gone = {*map(letters, was)} - {*map(letters, (*new.tags, *new.categories))}
    came = {*map(letters, now)} - {*map(letters, (*old.tags, *old.categories))}
    if was and now and (gone or came):
        texts = (", ".join(was), ", ".join(now))
        said = Told(name=name, severity="low", why=f"the {name} changed: {texts[0]} → {texts[1]}")
        yield told(story, Place(part="tags", aspect=name), "edited", texts, said)


def _prose(field: Field, change: Change) -> Change:
    return replace(
        change,
        classes=(*change.classes, field.name),
        severity="low" if change.minor else "high",
        why=(field.why, *change.why),
    )


def _same_text(was: str, now: str) -> bool:
    return exact(was) == exact(now)


def _same_names(was: str, now: str) -> bool:
    """Whether one byline is in the other: themes show one author or all, with or without "by"."""
    before, after = letters(was), letters(now)
    return before in after or after in before


def same_moment(was: str, now: str) -> bool:
    """Whether two dates agree as far as both are told.

    >>> same_moment("2026-11-20", "2026-11-20T15:04:00Z")
    True
    """
    before, after = _moment(was), _moment(now)
    if before is None or after is None:
        return was == now
    if (len(was) > _DATE) != (len(now) > _DATE) or (before.tzinfo is None) != (
        after.tzinfo is None
    ):
        apart = before.replace(tzinfo=None) - after.replace(tzinfo=None)
        return abs(apart.total_seconds()) < _A_DAY_AND_A_ZONE
    return abs((before - after).total_seconds()) < _A_MINUTE


_DATE = len("2026-11-20")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _caption(article: Article) -> str | None:
    return article.lead_image.caption if article.lead_image else None


def _same_image(old: Article, new: Article) -> bool:
    """Whether both show one picture over the story, whatever its size.

    A caption that the other page has below a picture of its text is one of another
    picture: themes differ in which they put over the story.
    """
    was, now = old.lead_image, new.lead_image
    if was is None or now is None or _picture(was.url) != _picture(now.url):
        return False
    return not _below(new, was.caption) and not _below(old, now.caption)


def _below(article: Article, caption: str | None) -> bool:
    captions = {letters(block.text) for block in article.blocks if block.kind == "caption"}
    return letters(caption or "") in captions


def _picture(url: str | None) -> str:
    """What names a picture in all its sizes.

    >>> _picture("http://a.example/up/bridge-300x200.jpg?w=600")
    'bridge.jpg'
    """
    name = urlsplit(url or "").path.rpartition("/")[2]
    return _SIZE.sub("", name)


FIELDS = (
    Field(
        part="headline",
        name="headline",
        text=lambda article: article.title,
        same=_same_text,
        why="the headline changed",
        prose=True,
    ),
    Field(
        part="lead_image",
        name="caption",
        text=_caption,
        same=_same_text,
        why="the caption of the lead image changed",
        prose=True,
        comparable=_same_image,
    ),
    Field(
        part="byline",
        name="byline",
        text=lambda article: ", ".join(article.authors),
        same=_same_names,
        why="the byline changed",
    ),
    Field(
        part="published",
        name="published",
        text=lambda article: article.published_at,
        same=same_moment,
        why="the date of publication changed",
    ),
)
MODIFIED = Field(
    part="modified",
    name="modified",
    text=lambda article: article.modified_at,
    same=same_moment,
    why="the date of modification moved",
)
