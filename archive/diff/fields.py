"""The small parts of a story: headline, byline, dates, tags, lead image, lists of links.

A part that one of two readings does not show says nothing: themes differ in what they
show, and a redesign is not an edit. Dates are compared as far as both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from archive.diff.changes import Change, Op, Part
from archive.diff.folding import exact, letters, stable_id
from archive.diff.significance import judge
from archive.diff.words import inline
from normalizers.values import Article, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One part of a story as a text, and when two such texts are the same."""

    part: Part
    name: str
    text: Callable[[Article], str | None]
    same: Callable[[str, str], bool]
    why: str
    severity_low: bool = True


def compare_fields(story: str, old: Article, new: Article) -> Iterator[Change]:
    """Changes of the small parts, in the order of the table."""
    for field in FIELDS:
        was, now = field.text(old), field.text(new)
        if was and now and not field.same(was, now):
            yield _field_change(story, field, was, now)


def compare_lists(story: str, old: Page, new: Page) -> Iterator[Change]:
    """Changes of related posts, of links in the text, and of text outside all parts."""
    for part, name, lines in _LISTS:
        was, now = lines(old), lines(new)
        if was and now and set(was) != set(now):
            yield _list_change(story, part, name, (was, now))


def text_change(
    story: str, part: Part, key: str | None, texts: tuple[str, str], op: Op = "edited"
) -> Change:
    """An edit of one text, marked word by word and judged."""
    old, new = texts
    said = judge(old, new)
    return Change(
        id=stable_id(story, part, key, op, old, new),
        part=part,
        part_key=key,
        op=op,
        old=old,
        new=new,
        inline=inline(old, new),
        classes=said.classes,
        severity=said.severity,
        minor=said.minor,
        confidence=said.confidence,
        why=said.why,
    )


def _field_change(story: str, field: Field, was: str, now: str) -> Change:
    change = text_change(story, field.part, None, (was, now))
    if not field.severity_low:
        return replace(
            change,
            classes=(*change.classes, field.name),
            severity="low" if change.minor else "high",
            why=(*change.why, field.why),
        )
    return replace(
        change,
        classes=(field.name,),
        severity="low",
        minor=False,
        why=(f"{field.why}: {was} → {now}",),
    )


def _list_change(story: str, part: Part, name: str, lists: tuple[tuple[str, ...], ...]) -> Change:
    was, now = lists
    gone = [line for line in was if line not in now]
    came = [line for line in now if line not in was]
    old, new = "\n".join(gone), "\n".join(came)
    op: Op = "edited" if gone and came else "added" if came else "removed"
    return Change(
        id=stable_id(story, part, op, old, new),
        part=part,
        part_key=None,
        op=op,
        old=old or None,
        new=new or None,
        classes=(name,),
        severity="low",
        confidence=0.5 if part == "residual" else 0.8,
        why=(f"{name}: {len(gone)} gone, {len(came)} new",),
    )


def _same_text(was: str, now: str) -> bool:
    return exact(was) == exact(now)


def _same_letters(was: str, now: str) -> bool:
    return letters(was) == letters(now)


def _same_names(was: str, now: str) -> bool:
    """Whether one byline is in the other: themes show one author or all, with or without "by"."""
    before, after = ({letters(name) for name in side.split("\n")} for side in (was, now))
    return (
        before <= after
        or after <= before
        or letters(was) in letters(now)
        or letters(now) in letters(was)
    )


def _same_words(was: str, now: str) -> bool:
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
    if "T" not in was or "T" not in now or (before.tzinfo is None) != (after.tzinfo is None):
        apart = before.replace(tzinfo=None) - after.replace(tzinfo=None)
        return abs(apart.total_seconds()) < _A_DAY_AND_ZONE
    return abs((before - after).total_seconds()) < _A_MINUTE


_A_MINUTE = 60
_A_DAY_AND_ZONE = 38 * 3600


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _tags(article: Article) -> str | None:
    return ", ".join(article.tags) or None


def _categories(article: Article) -> str | None:
    return ", ".join(article.categories) or None


def _caption(article: Article) -> str | None:
    return article.lead_image.caption if article.lead_image else None


FIELDS = (
    Field(
        part="headline",
        name="headline",
        text=lambda a: a.title,
        same=_same_text,
        why="the headline changed",
        severity_low=False,
    ),
    Field(
        part="lead_image",
        name="caption",
        text=_caption,
        same=_same_text,
        why="the caption of the lead image changed",
        severity_low=False,
    ),
    Field(
        part="byline",
        name="byline",
        text=lambda a: "\n".join(a.authors) or None,
        same=_same_names,
        why="the byline changed",
    ),
    Field(
        part="published",
        name="date",
        text=lambda a: a.published_at,
        same=_same_moment,
        why="the date of publication changed",
    ),
    Field(part="tags", name="tags", text=_tags, same=_same_words, why="the tags changed"),
    Field(
        part="tags",
        name="categories",
        text=_categories,
        same=_same_words,
        why="the categories changed",
    ),
)


def modified_change(story: str, old: Article, new: Article) -> Iterator[Change]:
    """The date of modification, which is told only beside another change."""
    was, now = old.modified_at, new.modified_at
    field = Field(
        part="modified",
        name="date",
        text=lambda a: a.modified_at,
        same=_same_moment,
        why="the date of modification moved",
    )
    if was and now and not _same_moment(was, now):
        yield _field_change(story, field, was, now)


def _related(page: Page) -> tuple[str, ...]:
    return tuple(post.title for post in page.related)


def _links(page: Page) -> tuple[str, ...]:
    blocks = [*(page.article.blocks if page.article else ())]
    blocks += [block for brief in page.briefs for block in brief.blocks]
    return tuple(link.url for block in blocks for link in block.links)


def _residual(page: Page) -> tuple[str, ...]:
    return tuple(exact(line) for line in page.residual)


_LISTS: tuple[tuple[Part, str, Callable[[Page], tuple[str, ...]]], ...] = (
    ("related", "related posts", _related),
    ("links", "links", _links),
    ("residual", "text outside all parts", _residual),
)
