"""Captures sorted to stories, and those of a story to visits. Pure.

- A story is known by the platform's own post id; where no page shows one, by its
  address. Captures that gave no page (gone, failed) belong to the story that their
  address showed last before them, else first after them.
- A visit is what one crawl took of a story. What was imported has no crawl: there a
  visit ends after a day's pause, or when an address comes again.
- Only a successful visit says anything, and one that met the form for a password, which
  says that the text is not public; one that missed content pages, as the pages say
  or as the visit before had them, says nothing of the running text. A post is gone when
  the address it was last read at says so, not when an old address of it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.diff.changes import CaptureRef, Reading, ReadingOutcome
from archive.stories import (
    address_of,
    as_part,
    comment_page,
    content_pages,
    in_order,
    is_part,
    join,
)
from normalizers.values import Page

Outcome = Literal[
    "ok", "unchanged", "redirect", "gone", "protected", "error", "blocked", "truncated"
]

PAUSE = timedelta(days=1)
_AGAIN = timedelta(minutes=10)
_SILENT: tuple[ReadingOutcome, ...] = ("truncated", "blocked", "error")
_TELLING: tuple[ReadingOutcome, ...] = ("protected", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One capture, as far as stories are concerned.

    `number` is the capture's own. `source` names the crawl, or the imported file.
    `address` is the key of the story's address. `post_key` is the blog and key of the
    story on the page, `by_post_id` whether the platform's own id is in it. `page` is
    there when the capture gave one; `text_key` is what it may share with the captures of
    the same story under another number.
    """

    number: int
    at: datetime
    source: str
    imported: bool
    url: str
    address: str
    outcome: Outcome
    post_key: str | None
    by_post_id: bool
    page: Page | None
    ref: CaptureRef
    text_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The captures of a story that are taken as one, and what they say.

    `shown` are the sightings whose pages were joined to `reading.page`, the story's own
    address first.
    """

    sightings: tuple[Sighting, ...]
    shown: tuple[Sighting, ...]
    reading: Reading

    @property
    def is_whole(self) -> bool:
        """Whether it showed the story with all its content pages."""
        return self.reading.page is not None and not is_part(self.reading.page)


def assign(sightings: Sequence[Sighting]) -> dict[int, str]:
    """The story that each capture belongs to, by the capture's number.

    Captures of addresses that never showed a story are left out.
    """
    strong, weak = _Seen(), _Seen()
    for sighting in sightings:
        if sighting.post_key:
            (strong if sighting.by_post_id else weak).add(sighting)
    stories: dict[int, str] = {}
    for sighting in sightings:
        if sighting.by_post_id and sighting.post_key:
            story: str | None = sighting.post_key
        else:
            own = strong.nearest(sighting)
            story = own or sighting.post_key or weak.nearest(sighting)
        if story:
            stories[sighting.number] = story
    return stories


class _Seen:
    """Which story an address showed, and when."""

    def __init__(self) -> None:
        self._by_address: dict[str, list[tuple[datetime, str]]] = {}

    def add(self, sighting: Sighting) -> None:
        seen = self._by_address.setdefault(sighting.address, [])
        seen.append((sighting.at, sighting.post_key or ""))

    def nearest(self, sighting: Sighting) -> str | None:
        seen = sorted(self._by_address.get(sighting.address, ()))
        before = [story for at, story in seen if at <= sighting.at]
        return before[-1] if before else next((story for _, story in seen), None)


def visits(sightings: Sequence[Sighting]) -> tuple[Visit, ...]:
    """The visits to one story, in the order of time."""
    told: list[Visit] = []
    before: tuple[Sighting, ...] = ()
    for group in _groups(sightings):
        visit = _visit(group, before)
        if visit:
            before = visit.shown if visit.is_whole else before
            told.append(visit)
    return tuple(told)


def _groups(sightings: Sequence[Sighting]) -> list[tuple[Sighting, ...]]:
    by_source: dict[str, list[Sighting]] = {}
    for sighting in sorted(sightings, key=lambda s: (s.at, s.number)):
        by_source.setdefault(sighting.source, []).append(sighting)
    groups: list[tuple[Sighting, ...]] = []
    for source in by_source.values():
        groups += _cut(source) if source[0].imported else [tuple(source)]
    return sorted(groups, key=lambda group: (group[0].at, group[0].number))


def _cut(sightings: Sequence[Sighting]) -> list[tuple[Sighting, ...]]:
    groups: list[list[Sighting]] = []
    for sighting in sightings:
        if not groups or _begins_anew(groups[-1], sighting):
            groups.append([])
        groups[-1].append(sighting)
    return [tuple(group) for group in groups]


def _begins_anew(group: Sequence[Sighting], sighting: Sighting) -> bool:
    if sighting.at - group[-1].at > PAUSE:
        return True
    return any(s.url == sighting.url and sighting.at - s.at > _AGAIN for s in group)


def _visit(group: Sequence[Sighting], before: Sequence[Sighting]) -> Visit | None:
    shown = _shown(group)
    pages = [s.page for s in shown if s.page]
    if pages:
        first = [s for s in group if s not in shown]
        page = as_part(join(pages)) if _lacks(group, before) else join(pages)
        reading = Reading(outcome="ok", page=page, captures=_refs((*shown, *first)))
        return Visit(sightings=tuple(group), shown=shown, reading=reading)
    own = [s for s in group if not before or s.address == before[0].address]
    own = [s for s in own if comment_page(s.url) is None]
    if not own:
        return None
    outcome = _silence(own)
    return Visit(
        sightings=tuple(group),
        shown=(),
        reading=Reading(outcome=outcome, page=None, captures=_refs(own)),
    )


def _lacks(group: Sequence[Sighting], before: Sequence[Sighting]) -> bool:
    """Whether a content page of the visit before was not asked for in this one.

    A story that moved has other addresses; there the pages themselves must tell.
    """
    if not before or before[0].address not in {s.address for s in group if s.page}:
        return False
    known = content_pages([s.page for s in before if s.page])
    return not {address_of(page.url) for page in known} <= {s.address for s in group}


def _shown(group: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """The last good sighting of each address, the story's own address first."""
    good = {s.url: s for s in group if s.outcome in ("ok", "unchanged") and s.page}
    by_page = {id(s.page): s for s in good.values()}
    pages = [s.page for s in good.values() if s.page]
    return tuple(by_page[id(page)] for page in in_order(pages))


def _silence(own: Sequence[Sighting]) -> ReadingOutcome:
    outcomes = {s.outcome for s in own}
    for telling in _TELLING:
        if telling in outcomes and not outcomes & set(_SILENT):
            return telling
    return next((outcome for outcome in _SILENT if outcome in outcomes), "error")


def _refs(sightings: Iterable[Sighting]) -> tuple[CaptureRef, ...]:
    return tuple(sighting.ref for sighting in sightings)
