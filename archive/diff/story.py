"""The story that two readings are of: its key, its language, and names for its changes."""

from __future__ import annotations

from dataclasses import dataclass

from archive.diff.changes import Change, Op, Part, Severity
from archive.diff.folding import stable_id
from archive.diff.significance import judge
from archive.diff.words import inline
from normalizers.values import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What all changes of one comparison have in common."""

    key: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The part that a change is of; `aspect` tells two things of one part apart."""

    part: Part
    key: str | None = None
    aspect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a change is told that needs no judging: its class, its weight, its words."""

    name: str
    severity: Severity
    why: str
    confidence: float = 1.0


Texts = tuple[str | None, str | None]


def story_of(page: Page) -> Story:
    """The story of a page, keyed by the platform's own key, else by its address."""
    return Story(key=key_of(page), language=page.language)


def key_of(page: Page) -> str:
    """The key of a story."""
    return page.article.key if page.article else page.canonical_url or page.url


def edited(story: Story, place: Place, texts: tuple[str, str], op: Op = "edited") -> Change:
    """An edit of one text, marked word by word and judged."""
    old, new = texts
    said = judge(old, new, story.language)
    return Change(
        id=_id(story, place, op, texts),
        part=place.part,
        part_key=place.key,
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


def told(story: Story, place: Place, op: Op, texts: Texts, as_: Told) -> Change:
    """A change that its kind alone says what to think of."""
    old, new = texts
    return Change(
        id=_id(story, place, op, texts),
        part=place.part,
        part_key=place.key,
        op=op,
        old=old,
        new=new,
        classes=(as_.name,),
        severity=as_.severity,
        confidence=as_.confidence,
        why=(as_.why,),
    )


def _id(story: Story, place: Place, op: Op, texts: Texts) -> str:
    return stable_id(story.key, place.part, place.key, place.aspect, op, *texts)
