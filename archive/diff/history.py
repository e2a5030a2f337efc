"""A story over all its readings: every change once, between two captures.

- Only readings that are "ok" or "gone" say anything; errors, blocks and torn answers are
  passed over, and the change is placed between the readings around them.
- A comment is missed only from a complete thread. The first absence is an unconfirmed
  removal; the next one confirms that same change; a return is a restoration.
- A story gone is unconfirmed until it is seen gone again.
- A headline that returns to an earlier text is one oscillation, however often it swings.
- A change that takes back an earlier one names it in `also`.
- Ids come from what changed, not from when: a capture that is imported later, between
  two others, narrows the time and keeps the id.
- A reading by another normalizer begins anew: an upgrade is not an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.diff.changes import CaptureRef, Change, Edit, Reading
from archive.diff.compare import compare
from archive.diff.continuity import carried, moved, page_change, title_of
from archive.diff.folding import stable_id
from normalizers.values import Page


def edits(readings: Sequence[Reading]) -> tuple[Edit, ...]:
    """All edits of one story, in the order in which they were first seen.

    Args:
        readings: the visits to one story, in any order.
    """
    story = _Story()
    for reading in sorted(readings, key=_when):
        if reading.outcome == "gone":
            story.is_gone(reading)
        elif reading.outcome == "ok" and reading.page:
            story.is_there(reading, reading.page)
    return tuple(story.edits)


def _when(reading: Reading) -> str:
    return reading.captures[0].captured_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A reading that showed the story, and the page it was read to."""

    reading: Reading
    page: Page


class _Story:
    """What is known of a story after some of its readings."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self._sight: _Sight | None = None
        self._gone: int | None = None
        self._comments: dict[str, Reading] = {}
        self._missing: dict[str, int] = {}
        self._headlines: list[str | None] = []
        self._swings: set[frozenset[str | None]] = set()
        self._undoes: dict[tuple[str | None, ...], str] = {}
        self._times: dict[str, int] = {}

    def is_gone(self, reading: Reading) -> None:
        """The story was asked for and is withdrawn."""
        if self._sight is None:
            return
        if self._gone is not None:
            self._confirm(self._gone)
            return
        change = page_change(self._sight.page, "removed", (title_of(self._sight.page), None))
        self._gone = self._tell(replace(change, confirmed=False), reading)

    def is_there(self, reading: Reading, page: Page) -> None:
        """The story was read."""
        if self._sight is None or self._sight.page.normalizer != page.normalizer:
            self._headlines = [title_of(page)]
            self._remember(_Sight(reading=reading, page=page))
            return
        known = self._sight.page
        if self._gone is not None:
            self._is_back(reading, page)
        if moved(known, page):
            self._tell(page_change(page, "moved", (known.url, page.url)), reading, page)
        self._look_for_missing(page)
        for change in compare(known, page).changes:
            self._take(change, reading, page)
        self._remember(_Sight(reading=reading, page=carried(known, page, self._missing)))

    def _is_back(self, reading: Reading, page: Page) -> None:
        gone = self.edits[self._gone or 0].change
        change = page_change(page, "restored", (None, title_of(page)))
        self._tell(replace(change, also=(gone.id,)), reading, page)
        self._gone = None

    def _look_for_missing(self, page: Page) -> None:
        shown = {comment.key for comment in page.comments}
        for key, at in self._missing.items():
            if page.comments_info.complete and key not in shown:
                self._confirm(at)

    def _take(self, change: Change, reading: Reading, page: Page) -> None:
        if change.part == "headline":
            told = self._swing(change)
            if told is None:
                return
            change = told
        elif change.part == "comment" and change.op == "added" and change.part_key in self._missing:
            gone = self.edits[self._missing.pop(change.part_key)].change
            change = replace(change, op="restored", also=(gone.id,), classes=("comment back",))
        at = self._tell(self._undone(change), reading, page)
        if change.part == "comment" and change.op == "removed" and change.part_key:
            self._missing[change.part_key] = at

    def _swing(self, change: Change) -> Change | None:
        """A headline that changed; nothing when this swing has been told."""
        pair = frozenset({change.old, change.new})
        if pair in self._swings:
            return None
        if change.new not in self._headlines:
            self._headlines.append(change.new)
            return change
        self._swings.add(pair)
        return replace(change, op="restored", classes=(*change.classes, "oscillation"))

    def _undone(self, change: Change) -> Change:
        back = self._undoes.get((change.part, change.part_key, change.new, change.old))
        self._undoes[change.part, change.part_key, change.old, change.new] = change.id
        if back is None or back in change.also:
            return change
        return replace(change, also=(*change.also, back))

    def _tell(self, change: Change, reading: Reading, page: Page | None = None) -> int:
        """Add a change to what is told; gives its place."""
        sight = self._sight
        assert sight is not None
        times = self._times[change.id] = self._times.get(change.id, 0) + 1
        if times > 1:
            change = replace(change, id=stable_id(change.id, times))
        seen = self._comments.get(change.part_key or "", sight.reading)
        self.edits.append(_edit(change, (seen, reading), page or sight.page))
        return len(self.edits) - 1

    def _confirm(self, at: int) -> None:
        edit = self.edits[at]
        self.edits[at] = replace(edit, change=replace(edit.change, confirmed=True))

    def _remember(self, sight: _Sight) -> None:
        self._sight = sight
        shown = {c.key for c in sight.reading.page.comments} if sight.reading.page else set()
        self._comments.update(dict.fromkeys(shown, sight.reading))


def _edit(change: Change, sights: tuple[Reading, Reading], page: Page) -> Edit:
    old, new = sights
    return Edit(
        change=change,
        page_key=page.article.key if page.article else page.canonical_url or page.url,
        post_id=page.article.post_id if page.article else None,
        url=page.url,
        title=title_of(page),
        between=(_when(old), _when(new)),
        old_capture=_capture(old, change),
        new_capture=_capture(new, change),
        normalizer=page.normalizer,
    )


def _capture(reading: Reading, change: Change) -> CaptureRef:
    """The capture that shows a change: of a story on many pages, the first that may."""
    return reading.captures[0]
