"""Thread against thread: comments by their permanent ids, never by the order of text.

- An absence counts only when the new thread is whole, and it is unconfirmed: the next
  reading confirms it (`archive.diff.history`). A thread is whole when the page shows all
  there is, or when no more comments are counted and not shown than before, but for the
  replies to what went: blogs go on counting those.
- A comment that stands on another comment page, or at another place, is no change.
- Replies that went with their parent are told by the parent's change: `also` has the ids
  that their own changes would have.
- A parent that the page shows by other means (indent instead of a reply link) is no new
  parent; neither is none at all, unless the old parent went.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.diff.changes import Change, Severity
from archive.diff.folding import exact, letters, typographic
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Comment, CommentsInfo, Page

_WITHOUT_ID = 0.6


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
    return Thread(comments=comments, info=page.comments_info)


def compare_threads(story: Story, old: Thread, new: Thread) -> list[Change]:
    """The changes of a thread: what went, what stayed in its old order, what came."""
    gone = _gone(old, new)
    return [
        *_removed(story, old, gone),
        *(
            change
            for key, was in old.comments.items()
            if key in new.comments
            for change in _kept(story, was, new.comments[key], gone)
        ),
        *(_added(story, now) for key, now in new.comments.items() if key not in old.comments),
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
    if new.info.complete:
        return True
    missing = {key for key in old.comments if key not in new.comments}
    orphans = sum(any(a in missing for a in ancestors(old, key)) for key in missing)
    if old.unshown is None or new.unshown is None:
        return False
    return new.unshown <= max(0, old.unshown) + orphans


def went_with(key: str, old: Page, new: Page) -> list[str]:
    """A comment that is missing, and the replies to it that are missing too."""
    was, now = thread(old), thread(new)
    missing = [child for child in was.comments if child not in now.comments]
    return [child for child in missing if child == key or key in ancestors(was, child)]


def _gone(old: Thread, new: Thread) -> list[str]:
    if not is_whole(old, new):
        return []
    return [
        key
        for key, comment in old.comments.items()
        if key not in new.comments and comment.state != "awaiting"
    ]


def _removed(story: Story, old: Thread, gone: list[str]) -> Iterator[Change]:
    for key in gone:
        if not any(parent in gone for parent in ancestors(old, key)):
            replies = [child for child in gone if key in ancestors(old, child)]
            yield _removal(story, old.comments[key], [old.comments[child] for child in replies])


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


def _kept(story: Story, was: Comment, now: Comment, gone: Collection[str]) -> Iterator[Change]:
    if was.state != now.state:
        yield from _restated(story, was, now)
    elif _says(was) and _says(now) and exact(text_of(was)) != exact(text_of(now)):
        change = edited(story, _place(now), (text_of(was), text_of(now)))
        yield replace(change, confidence=min(change.confidence, _sure(now)))
    if was.author and now.author and letters(was.author) != letters(now.author):
        yield _renamed(story, was, now)
    if _reparented(was, now, gone):
        yield _hung_elsewhere(story, was, now)


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


def _reparented(was: Comment, now: Comment, gone: Collection[str]) -> bool:
    if was.parent_key == now.parent_key or was.parent_key is None:
        return False
    if was.parent_key in gone:
        return True
    return now.parent_key is not None and was.parent_evidence == now.parent_evidence


def _hung_elsewhere(story: Story, was: Comment, now: Comment) -> Change:
    said = _said(now, "thread", "low", f"the comment by {_name(now)} hangs under another one")
    return told(story, _place(now), "reparented", (was.parent_key, now.parent_key), said)


def _place(comment: Comment, aspect: str = "") -> Place:
    return Place(part="comment", key=comment.key, aspect=aspect)


def _said(comment: Comment, name: str, severity: Severity, why: str) -> Told:
    return Told(name=name, severity=severity, why=why, confidence=_sure(comment))


def _sure(comment: Comment) -> float:
    return 1.0 if comment.id else _WITHOUT_ID


def _name(comment: Comment) -> str:
    return typographic(comment.author or "") or "somebody unnamed"
