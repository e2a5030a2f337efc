"""The values of a comparison: changes, each with its place, its weight and its ground.

The JSON form (`palimpsest edits --json`) is a promise to users: fields may be added,
none renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from normalizers.values import Page

Part = Literal[
    "page",
    "headline",
    "body",
    "brief",
    "lead_image",
    "byline",
    "published",
    "modified",
    "tags",
    "related",
    "links",
    "comment",
    "residual",
]
Op = Literal[
    "added",
    "removed",
    "edited",
    "moved",
    "split",
    "merged",
    "rewritten",
    "reparented",
    "moderated",
    "restored",
]
# The code of the issue of a page that lacks some of its story's content pages.
PART_OF_STORY = "part-of-story"
Severity = Literal["high", "medium", "low"]
Notice = Literal["announced", "no notice found", "unknown"]
ReadingOutcome = Literal["ok", "gone", "protected", "error", "blocked", "truncated"]
InlineOp = tuple[Literal["=", "-", "+"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one part between two captures.

    `inline` rebuilds `old` from its "=" and "-" texts and `new` from "=" and "+".
    `confirmed` is false for an absence seen once. `also` names changes that this one
    brought with it or undoes, by id. `old_at` and `new_at` are positions of the first
    sentence inside its part, where the part has an order, and `old_count` and `new_count`
    say how many sentences the texts hold. `why` tells each class in words.
    """

    id: str
    part: Part
    part_key: str | None
    op: Op
    old: str | None
    new: str | None
    inline: tuple[InlineOp, ...] = ()
    classes: tuple[str, ...] = ()
    severity: Severity = "medium"
    minor: bool = False
    confidence: float = 1.0
    notice: Notice = "unknown"
    confirmed: bool = True
    also: tuple[str, ...] = ()
    old_at: int | None = None
    new_at: int | None = None
    old_count: int = 0
    new_count: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """All changes of a story between two readings, in page order of the parts."""

    key: str
    changes: tuple[Change, ...]
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """The record that a fact is read from."""

    url: str
    captured_at: str
    warc: str
    offset: int
    length: int
    record_id: str
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One visit to a story: its pages joined to one, and the captures they are read from.

    The first capture is that of the story's own address. `page` is there only when
    `outcome` is "ok"; only "ok", "gone" and "protected" (a password is asked for) say
    anything about the story.
    """

    outcome: ReadingOutcome
    page: Page | None
    captures: tuple[CaptureRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of a story, with the two captures that show it and the time between.

    `alarm` tells what is odd about the whole site, where that explains the change.
    """

    change: Change
    page_key: str
    post_id: str | None
    url: str
    title: str
    between: tuple[str, str]
    old_capture: CaptureRef | None
    new_capture: CaptureRef | None
    normalizer: str
    alarm: str | None = None
