"""Thread against thread: comments by their permanent ids, never by the order of text.

- An absence counts only when the new thread is complete, and it is unconfirmed: the next
  reading confirms it (`archive.diff.history`).
- A comment that stands on another comment page, or at another place, is no change.
- What went with its parent is told by the parent's change (`also`).
- A parent that the page shows by other means (indent instead of a reply link) is no new
  parent; neither is none at all, unless the old parent went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.diff.changes import Change, InlineOp, Op
from archive.diff.folding import exact, letters, stable_id, typographic
from archive.diff.significance import judge
from archive.diff.words import inline
from normalizers.values import Comment, CommentsInfo

_WITHOUT_ID = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The comments of one reading, by key, and whether they are all there are."""

    comments: Mapping[str, Comment]
    complete: bool


def thread(comments: Sequence[Comment], info: CommentsInfo) -> Thread:
    """A thread, of which a double sighting counts once."""
    return Thread(comments={c.key: c for c in reversed(comments)}, complete=info.complete)


def compare_threads(story: str, old: Thread, new: Thread) -> tuple[Change, ...]:
    """The changes of a thread: what stays in its old order, then what came."""
    gone = _gone(old, new)
    changes = [
        *_removed(story, old, gone),
        *(change for key in old.comments if key in new.comments
          for change in _kept(story, old.comments[key], new, gone)),
        *(_added(story, c) for key, c in new.comments.items() if key not in old.comments),
    ]  # fmt: skip
    return tuple(changes)


def text_of(comment: Comment) -> str:
    """What a comment says, a line for each block."""
    return "\n".join(block.text for block in comment.blocks)


def _gone(old: Thread, new: Thread) -> set[str]:
    if not new.complete:
        return set()
    moderated = (key for key, c in old.comments.items() if c.state == "awaiting")
    return set(old.comments) - set(new.comments) - set(moderated)


def _removed(story: str, old: Thread, gone: set[str]) -> Iterator[Change]:
    made = {key: _removal(story, old.comments[key]) for key in old.comments if key in gone}
    for key, change in made.items():
        with_it = [made[k].id for k in made if k != key and key in _ancestors(old, k)]
        yield replace(change, also=tuple(with_it))


def _ancestors(old: Thread, key: str) -> Iterator[str]:
    seen = {key}
    parent = old.comments[key].parent_key
    while parent in old.comments and parent not in seen:
        yield parent
        seen.add(parent)
        parent = old.comments[parent].parent_key


def _removal(story: str, comment: Comment) -> Change:
    change = _change(story, comment, "removed", (text_of(comment), None))
    return replace(
        change,
        confirmed=False,
        classes=("comment gone",),
        severity="high",
        why=(f"a comment by {_name(comment)} is no longer shown",),
    )


def _added(story: str, comment: Comment) -> Change:
    change = _change(story, comment, "added", (None, text_of(comment)))
    return replace(
        change,
        classes=("comment new",),
        severity="low",
        why=(f"a comment by {_name(comment)} is shown",),
    )


def _kept(story: str, was: Comment, new: Thread, gone: set[str]) -> Iterator[Change]:
    now = new.comments[was.key]
    if was.state != now.state:
        yield from _restated(story, was, now)
    elif exact(text_of(was)) != exact(text_of(now)) and _says(was) and _says(now):
        yield _edited(story, was, now)
    if letters(was.author or "") != letters(now.author or "") and was.author and now.author:
        yield _renamed(story, was, now)
    if _reparented(was, now, gone):
        yield _hung_elsewhere(story, was, now)


def _says(comment: Comment) -> bool:
    """Whether a comment shows words; themes print pingbacks without."""
    return any(block.text for block in comment.blocks)


def _restated(story: str, was: Comment, now: Comment) -> Iterator[Change]:
    if now.state == "placeholder":
        change = _change(story, was, "moderated", (text_of(was), text_of(now)))
        why = f"a placeholder stands where {_name(was)} had written"
        yield replace(change, classes=("comment gone",), severity="high", why=(why,))
    elif was.state == "placeholder":
        change = _change(story, now, "restored", (text_of(was), text_of(now)))
        why = f"the comment by {_name(now)} is shown again"
        yield replace(change, classes=("comment back",), severity="medium", why=(why,))


def _edited(story: str, was: Comment, now: Comment) -> Change:
    before, after = text_of(was), text_of(now)
    said = judge(before, after)
    change = _change(story, now, "edited", (before, after), inline(before, after))
    return replace(
        change,
        classes=said.classes,
        severity="low" if said.minor else said.severity,
        minor=said.minor,
        why=said.why,
        confidence=min(change.confidence, said.confidence),
    )


def _renamed(story: str, was: Comment, now: Comment) -> Change:
    change = _change(story, now, "edited", (was.author, now.author), aspect="author")
    return replace(
        change,
        classes=("comment author",),
        severity="low",
        why=(f"the name over a comment changed: {was.author} → {now.author}",),
    )


def _reparented(was: Comment, now: Comment, gone: set[str]) -> bool:
    if was.parent_key == now.parent_key or was.parent_key is None:
        return False
    if was.parent_key in gone:
        return True
    return now.parent_key is not None and was.parent_evidence == now.parent_evidence


def _hung_elsewhere(story: str, was: Comment, now: Comment) -> Change:
    change = _change(story, now, "reparented", (was.parent_key, now.parent_key))
    return replace(
        change,
        classes=("thread",),
        severity="low",
        why=(f"the comment by {_name(now)} hangs under another one",),
    )


def _name(comment: Comment) -> str:
    return typographic(comment.author or "") or "somebody unnamed"


def _change(
    story: str,
    comment: Comment,
    op: Op,
    texts: tuple[str | None, str | None],
    marked: tuple[InlineOp, ...] = (),
    aspect: str = "",
) -> Change:
    old, new = texts
    return Change(
        id=stable_id(story, "comment", comment.key, aspect, op, old, new),
        part="comment",
        part_key=comment.key,
        op=op,
        old=old,
        new=new,
        inline=marked,
        confidence=1.0 if comment.id else _WITHOUT_ID,
    )
