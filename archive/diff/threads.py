"""Thread against thread: comments by their permanent ids, never by the order of text.

- An absence counts only when the new thread is whole, and it is unconfirmed: the next
  reading confirms it (`archive.diff.history`). A thread is whole when the page shows all
  there is, or when as many comments are counted and not shown as before, but for the
  replies to what went: blogs go on counting those.
- A comment that stands on another comment page, or at another place, is no change.
- Replies that went with their parent are told by the parent's change: `also` has the ids
  that their own changes would have.
- A parent that the page shows by other means (indent instead of a reply link) is no new
  parent; neither is none at all, unless the old parent went.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.diff.changes import Change, Severity
from archive.diff.folding import exact, letters, typographic
from archive.diff.lexicon import NOBODY
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Comment, CommentsInfo, Page

_FIRST = re.compile(r"(?:comment-page-|cpage=)1(?!\d)")
_WITHOUT_ID = 0.6
_DATE = len("2026-01-02")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The comments of one reading, by key, and what the page says of them."""

    comments: Mapping[str, Comment]
    info: CommentsInfo

    @property
    def unshown(self) -> int | None:
        """How many comments are counted and not shown; nothing when none are counted."""
        stated = self.info.stated_count
        return None if stated is None else stated - len(self.comments)


def thread(page: Page) -> Thread:
    """The thread of a page, of which a double sighting counts once."""
    comments = {comment.key: comment for comment in page.comments}
    pages = tuple(url for url in page.comments_info.pages if _is_another(url, page))
    return Thread(comments=comments, info=replace(page.comments_info, pages=pages))


def _is_another(url: str, page: Page) -> bool:
    """Whether an address is that of another page of the same thread.

    *Quirk:* lists of recent comments point to the pages of other threads, and to page 1 of
    threads that have no other.
    """
    own = urlsplit(page.url).path.rstrip("/")
    return urlsplit(url).path.startswith(own) and not _FIRST.search(url)


def compare_threads(story: Story, old: Page, new: Page) -> list[Change]:
    """The changes of a thread: what went, what stayed in its old order, what came."""
    return _compared(story, thread(old), thread(new), str(old.captured_at))


def _compared(story: Story, old: Thread, new: Thread, since: str) -> list[Change]:
    gone = missing(old, new)
    came = set(missing(new, old))
    return [
        *_removed(story, old, gone),
        *(
            change
            for key in old.comments
            if key in new.comments
            for change in _kept(story, key, (old, new), gone)
        ),
        *(
            _added(story, now)
            for key, now in new.comments.items()
            if key in came or (key not in old.comments and _is_later(now, since))
        ),
    ]


def text_of(comment: Comment) -> str:
    """What a comment says, a line for each block."""
    return "\n".join(block.text for block in comment.blocks)


def is_whole(old: Thread, new: Thread) -> bool:
    """Whether what the new thread does not show is not there."""
    if None not in (old.info.open, new.info.open) and old.info.open != new.info.open:
        return False
    if not new.comments:
        return new.info.complete and (new.info.open is True or new.info.stated_count == 0)
    if new.unshown is None or new.unshown < 0:
        return new.info.complete
    away = {key for key in old.comments if key not in new.comments}
    orphans = sum(any(parent in away for parent in ancestors(old, key)) for key in away)
    before = max(0, old.unshown or 0)
    if new.info.complete:
        return new.unshown <= before + orphans
    return before <= new.unshown <= before + (0 if new.info.pages else orphans)


def went_with(key: str, old: Page, new: Page) -> list[str]:
    """A comment that is missing, and the replies to it that are missing too."""
    was, now = thread(old), thread(new)
    missing = [child for child in was.comments if child not in now.comments]
    return [child for child in missing if child == key or key in ancestors(was, child)]


def missing(old: Thread, new: Thread) -> list[str]:
    """The comments of a thread that another, whole one does not have.

    *Quirk:* themes differ in whether they show pingbacks, and comments without words; that
    these are not there says nothing.
    """
    if not is_whole(old, new):
        return []
    return [
        key
        for key, comment in old.comments.items()
        if key not in new.comments and _was_said(comment)
    ]


def _was_said(comment: Comment) -> bool:
    """Whether a reader's words stood there for all to read."""
    return comment.kind == "comment" and comment.state != "awaiting" and _says(comment)


def _is_later(comment: Comment, since: str) -> bool:
    """Whether a comment says that it was written after a time, however clocks are set."""
    return (comment.posted_at or "")[:_DATE] > since[:_DATE]


def _removed(story: Story, old: Thread, gone: list[str]) -> Iterator[Change]:
    away = set(gone)
    heads: dict[str, list[Comment]] = {key: [] for key in gone}
    for key in gone:
        above = [parent for parent in ancestors(old, key) if parent in away]
        if above:
            heads.pop(key)
            heads.setdefault(above[-1], []).append(old.comments[key])
    for key, replies in heads.items():
        yield _removal(story, old.comments[key], replies)


def ancestors(old: Thread, key: str) -> Iterator[str]:
    """The comments that a comment hangs under, nearest first."""
    seen = {key}
    parent = old.comments[key].parent_key
    while parent is not None and parent in old.comments and parent not in seen:
        yield parent
        seen.add(parent)
        parent = old.comments[parent].parent_key


def _removal(story: Story, comment: Comment, replies: Sequence[Comment]) -> Change:
    why = f"a comment by {_name(comment)} is no longer shown"
    if replies:
        why = f"{why}, with replies by {', '.join(dict.fromkeys(map(_name, replies)))}"
    said = _said(comment, "comment gone", "high", why)
    change = told(story, _place(comment), "removed", (text_of(comment), None), said)
    also = tuple(_removal(story, reply, ()).id for reply in replies)
    return replace(change, confirmed=False, also=also)


def _added(story: Story, comment: Comment) -> Change:
    why = f"a comment by {_name(comment)} is shown"
    said = _said(comment, "comment new", "low", why)
    return told(story, _place(comment), "added", (None, text_of(comment)), said)


def _kept(
    story: Story, key: str, threads: tuple[Thread, Thread], gone: Collection[str]
) -> Iterator[Change]:
    was, now = (thread.comments[key] for thread in threads)
    if was.state != now.state:
        yield from _restated(story, was, now)
    elif _was_said(was) and _says(now) and exact(text_of(was)) != exact(text_of(now)):
        change = edited(story, _place(now), (text_of(was), text_of(now)))
        yield replace(change, confidence=min(change.confidence, _sure(now)))
    if _renamed_from(was.author, now.author):
        yield _renamed(story, was, now)
    if _reparented(was, threads, gone):
        yield _hung_elsewhere(story, was, threads)


def _renamed_from(was: str | None, now: str | None) -> bool:
    """Whether a name became another one; what blogs call nobody is no name."""
    names = {letters(was or ""), letters(now or "")}
    return len(names) > 1 and not names & NOBODY


def _says(comment: Comment) -> bool:
    """Whether a comment shows words; themes print pingbacks without."""
    return any(block.text for block in comment.blocks)


def _restated(story: Story, was: Comment, now: Comment) -> Iterator[Change]:
    texts = (text_of(was), text_of(now))
    if now.state == "placeholder":
        why = f"a placeholder stands where {_name(was)} had written"
        said = _said(now, "comment gone", "high", why)
        yield told(story, _place(now), "moderated", texts, said)
    elif was.state == "placeholder":
        said = _said(now, "comment back", "medium", f"the comment by {_name(now)} is shown again")
        yield told(story, _place(now), "restored", texts, said)


def _renamed(story: Story, was: Comment, now: Comment) -> Change:
    why = f"the name over a comment changed: {was.author} → {now.author}"
    said = _said(now, "comment author", "low", why)
    return told(story, _place(now, "author"), "edited", (was.author, now.author), said)


def _reparented(was: Comment, threads: tuple[Thread, Thread], gone: Collection[str]) -> bool:
    """Whether a comment hangs under another parent.

    *Quirk:* a theme that nests to a depth hangs deeper replies under an ancestor.
    """
    old, new = threads
    now = new.comments[was.key]
    if was.parent_key == now.parent_key or was.parent_key is None:
        return False
    if was.parent_key in gone:
        return True
    if now.parent_key is None or was.parent_evidence != now.parent_evidence:
        return False
    flattened = now.parent_key in ancestors(old, was.key)
    return not flattened and was.parent_key not in ancestors(new, was.key)


def _hung_elsewhere(story: Story, was: Comment, threads: tuple[Thread, Thread]) -> Change:
    old, new = threads
    now = new.comments[was.key]
    places = (_hook(old, was.parent_key), _hook(new, now.parent_key))
    why = f"the comment by {_name(now)} hung under {places[0]} and now hangs under {places[1]}"
    said = _said(now, "thread", "low", why)
    return told(story, _place(now), "reparented", (was.parent_key, now.parent_key), said)


def _hook(thread: Thread, key: str | None) -> str:
    """What a comment hangs under."""
    above = thread.comments.get(key or "")
    return f"that by {_name(above)}" if above else "the story"


def _place(comment: Comment, aspect: str = "") -> Place:
    return Place(part="comment", key=comment.key, aspect=aspect)


def _said(comment: Comment, name: str, severity: Severity, why: str) -> Told:
    return Told(name=name, severity=severity, why=why, confidence=_sure(comment))


def _sure(comment: Comment) -> float:
    return 1.0 if comment.id else _WITHOUT_ID


def _name(comment: Comment) -> str:
    return typographic(comment.author or "") or "somebody unnamed"
