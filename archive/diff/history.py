"""A story over all its readings: every change once, between two captures.

- Only readings that are "ok", "gone" or "protected" say anything; errors, blocks and torn
  answers are passed over, and the change is placed between the readings around them.
- A comment is missed only from a complete thread. The first absence is an unconfirmed
  removal; the next one confirms that same change; a return is a restoration.
- A story gone is unconfirmed until it is seen gone again.
- A story that asks for a password is not gone: that it is not public is one change, and
  that it is public again another; between them nothing is said of its text.
- A headline that returns to an earlier text is one oscillation, however often it swings.
- A change that takes back an earlier one names it in `also`.
- Ids come from what changed, not from when: a capture that is imported later, between
  two others, narrows the time and keeps the id.
- A reading by another normalizer begins anew: an upgrade is not an edit.
- A reading under another post id is compared in its text alone: addresses, ids of comments
  and what else a platform makes are others then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.diff.changes import CaptureRef, Change, Edit, Reading
from archive.diff.compare import compare
from archive.diff.continuity import (
    BACK,
    GONE,
    KEPT,
    LOCKED,
    MOVED,
    UNLOCKED,
    carried,
    moved,
    page_change,
    renumbered,
    title_of,
)
from archive.diff.folding import stable_id
from archive.diff.story import key_of
from archive.diff.threads import is_whole, thread, went_with
from normalizers.values import Page


def edits(readings: Sequence[Reading], key: str | None = None) -> tuple[Edit, ...]:
    """All edits of one story, in the order in which they were first seen.

    Args:
        readings: the visits to one story, in any order.
        key: what the story is called; as its pages call it when none is said.
    """
    story = _Story(key)
    for reading in sorted(readings, key=_when):
        if reading.outcome == "gone":
            story.is_gone(reading)
        elif reading.outcome == "protected":
            story.is_locked(reading)
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

    def __init__(self, key: str | None) -> None:
        self.edits: list[Edit] = []
        self._key = key
        self._sight: _Sight | None = None
        self._gone: tuple[int, Reading] | None = None
        self._locked: tuple[int, Reading] | None = None
        self._comments: dict[str, Reading] = {}
        self._missing: dict[str, int] = {}
        self._returned: set[tuple[str | None, int]] = set()
        self._headlines: list[str | None] = []
        self._swings: set[frozenset[str | None]] = set()
        self._undoes: dict[tuple[str | None, ...], str] = {}
        self._times: dict[str, int] = {}

    def is_gone(self, reading: Reading) -> None:
        """The story was asked for and is withdrawn."""
        if self._sight is None:
            return
        if self._gone is None:
            page = self._sight.page
            change = page_change(page, "removed", (title_of(page), None), GONE)
            last = self._locked[1] if self._locked else self._sight.reading
            at = self._tell(replace(change, confirmed=False), (last, reading), page)
        else:
            at = self._gone[0]
            self._confirm(at)
        self._gone = (at, reading)

    def is_locked(self, reading: Reading) -> None:
        """The story asks for a password."""
        if self._sight is None:
            return
        if self._locked is None:
            page = self._sight.page
            last = self._gone[1] if self._gone else self._sight.reading
            change = page_change(page, "moderated", (None, None), LOCKED)
            self._locked = (self._tell(change, (last, reading), page), reading)
            self._gone = None
        else:
            self._locked = (self._locked[0], reading)

    def is_there(self, reading: Reading, page: Page) -> None:
        """The story was read."""
        if self._sight is None or self._sight.page.normalizer != page.normalizer:
            self._headlines = [title_of(page)]
            self._remember(_Sight(reading=reading, page=page))
            return
        known, sights = self._sight.page, (self._sight.reading, reading)
        self._is_back(reading, page)
        if renumbered(known, page):
            self._has_new_number(self._sight, _Sight(reading=reading, page=page))
            return
        if moved(known, page):
            self._tell(page_change(page, "moved", (known.url, page.url), MOVED), sights, page)
        self._look_for_missing(known, page)
        for change in compare(known, page).changes:
            if change.part == "comment":
                self._take_comment(change, known, _Sight(reading=reading, page=page))
            elif (now := self._swing(change)) is not None:
                self._tell(self._undone(now), sights, page)
        self._remember(_Sight(reading=reading, page=carried(known, page, self._missing)))

    def _has_new_number(self, last: _Sight, sight: _Sight) -> None:
        """The story was read under another post id: its text is compared, nothing else."""
        known, sights = replace(last.page, comments=()), (last.reading, sight.reading)
        for change in compare(known, sight.page).changes:
            if change.part in KEPT and (now := self._swing(change)) is not None:
                self._tell(self._undone(now), sights, sight.page)
        self._comments, self._missing = {}, {}
        self._remember(replace(sight, page=carried(known, sight.page, ())))

    def _is_back(self, reading: Reading, page: Page) -> None:
        since = self._gone or self._locked
        if since is None:
            return
        texts, told = ((None, title_of(page)), BACK) if self._gone else ((None, None), UNLOCKED)
        change = page_change(page, "restored", texts, told)
        also = (self.edits[since[0]].change.id,)
        self._tell(replace(change, also=also), (since[1], reading), page)
        self._gone = self._locked = None

    def _look_for_missing(self, known: Page, page: Page) -> None:
        new = thread(page)
        if is_whole(thread(known), new):
            for key, at in self._missing.items():
                if key not in new.comments:
                    self._confirm(at)

    def _take_comment(self, change: Change, known: Page, sight: _Sight) -> None:
        key = change.part_key or ""
        last = self._sight.reading if self._sight else sight.reading
        sights = (self._comments.get(key, last), sight.reading)
        if change.op == "removed":
            at = self._tell(self._undone(change), sights, sight.page)
            self._missing |= dict.fromkeys(went_with(key, known, sight.page), at)
        elif change.op == "added" and key in self._missing:
            parent = thread(sight.page).comments[key].parent_key
            at = self._missing.pop(key)
            if (parent, at) not in self._returned:
                also = (self.edits[at].change.id,)
                back = replace(change, op="restored", also=also, classes=("comment back",))
                self._tell(back, (last, sight.reading), sight.page)
            self._returned.add((key, at))
        else:
            self._tell(self._undone(change), sights, sight.page)

    def _swing(self, change: Change) -> Change | None:
        """A change; of a headline that swings back and forth only what was not told before."""
        if change.part != "headline":
            return change
        pair = frozenset({change.old, change.new})
        if pair in self._swings:
            return None
        if change.new not in self._headlines:
            self._headlines.append(change.new)
            return change
        self._swings.add(pair)
        return replace(change, op="restored", classes=(*change.classes, "oscillation"))

    def _undone(self, change: Change) -> Change:
        """A change, with the id of an earlier one that it takes back."""
        back = self._undoes.get((change.part, change.part_key, change.new, change.old))
        self._undoes[change.part, change.part_key, change.old, change.new] = change.id
        return change if back is None else replace(change, also=(*change.also, back))

    def _tell(self, change: Change, sights: tuple[Reading, Reading], page: Page) -> int:
        """Add a change to what is told; gives its place."""
        times = self._times[change.id] = self._times.get(change.id, 0) + 1
        if times > 1:
            change = replace(change, id=stable_id(change.id, times))
        edit = _edit(change, sights, page)
        self.edits.append(replace(edit, page_key=self._key or edit.page_key))
        return len(self.edits) - 1

    def _confirm(self, at: int) -> None:
        edit = self.edits[at]
        self.edits[at] = replace(edit, change=replace(edit.change, confirmed=True))

    def _remember(self, sight: _Sight) -> None:
        self._sight = sight
        shown = sight.reading.page.comments if sight.reading.page else ()
        self._comments |= dict.fromkeys((comment.key for comment in shown), sight.reading)


def _edit(change: Change, sights: tuple[Reading, Reading], page: Page) -> Edit:
    old, new = sights
    return Edit(
        change=change,
        page_key=key_of(page),
        post_id=page.article.post_id if page.article else None,
        url=page.url,
        title=title_of(page),
        between=(_when(old), _when(new)),
        old_capture=_capture(old, change),
        new_capture=_capture(new, change),
        normalizer=page.normalizer,
    )


def _capture(reading: Reading, change: Change) -> CaptureRef:
    """The capture that shows a change: of a thread on many pages, that of the permalink."""
    comments = reading.page.comments if reading.page and change.part == "comment" else ()
    links = {
        c.permalink.partition("#")[0] for c in comments if c.key == change.part_key and c.permalink
    }
    return next((c for c in reading.captures if c.url in links), reading.captures[0])
