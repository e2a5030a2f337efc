"""Thread against thread: comments by their permanent ids, never by the order of text.

- An absence counts only when the new thread is complete, and it is unconfirmed: the next
  reading confirms it (`archive.diff.history`).
- A comment that stands on another comment page, or at another place, is no change.
- What went with its parent is told by the parent's change (`also`).
- A parent that the page shows by other means (indent instead of a reply link) is no new
  parent; neither is none at all, unless the old parent went.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from archive.diff.changes import Change, Severity
from archive.diff.folding import exact, letters, typographic
from archive.diff.story import Place, Story, Told, edited, told
from normalizers.values import Comment, Page

_WITHOUT_ID = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The comments of one reading, by key, and whether they are all there are."""

    comments: Mapping[str, Comment]
    complete: bool


def thread(page: Page) -> Thread:
    """The thread of a page, of which a double sighting counts once."""
    comments = {comment.key: comment for comment in page.comments}
    return Thread(comments=comments, complete=page.comments_info.complete)


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


def _gone(old: Thread, new: Thread) -> list[str]:
    if not new.complete:
        return []
    return [
        key
        for key, comment in old.comments.items()
        if key not in new.comments and comment.state != "awaiting"
    ]


def _removed(story: Story, old: Thread, gone: list[str]) -> Iterator[Change]:
    made = {key: _removal(story, old.comments[key]) for key in gone}
    for key, change in made.items():
        with_it = [made[child].id for child in gone if key in _ancestors(old, child)]
        yield replace(change, also=tuple(with_it))


def _ancestors(old: Thread, key: str) -> Iterator[str]:
    seen = {key}
    parent = old.comments[key].parent_key
    while parent is not None and parent in old.comments and parent not in seen:
        yield parent
        seen.add(parent)
        parent = old.comments[parent].parent_key


def _removal(story: Story, comment: Comment) -> Change:
    why = f"a comment by {_name(comment)} is no longer shown"
    said = _said(comment, "comment gone", "high", why)
    change = told(story, _place(comment), "removed", (text_of(comment), None), said)
    return replace(change, confirmed=False)


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
