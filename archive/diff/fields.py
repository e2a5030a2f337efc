"""The small parts of a story: headline, byline, dates, tags, caption of the lead image.

A part that one of two readings does not show says nothing: themes differ in what they
show, and a redesign is not an edit. Dates are compared as far as both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from archive.diff.changes import Change, Part
from archive.diff.folding import exact, letters
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Article

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


def compare_fields(story: Story, old: Article, new: Article) -> Iterator[Change]:
    """Changes of the small parts, in the order of the table."""
    for field in FIELDS:
        yield from _compared(story, field, old, new)


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


def _same_set(was: str, now: str) -> bool:
    before, after = ({letters(tag) for tag in side.split(", ")} for side in (was, now))
    return before == after


def _same_moment(was: str, now: str) -> bool:
    """Whether two dates agree as far as both are told.

    >>> _same_moment("2026-11-20", "2026-11-20T15:04:00Z")
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
        same=_same_moment,
        why="the date of publication changed",
    ),
    Field(
        part="tags",
        name="tags",
        text=lambda article: ", ".join(article.tags),
        same=_same_set,
        why="the tags changed",
    ),
    Field(
        part="tags",
        name="categories",
        text=lambda article: ", ".join(article.categories),
        same=_same_set,
        why="the categories changed",
    ),
)
MODIFIED = Field(
    part="modified",
    name="modified",
    text=lambda article: article.modified_at,
    same=_same_moment,
    why="the date of modification moved",
)
