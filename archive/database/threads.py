"""The rows of a story's comments over its visits. Pure.

A comment keeps its place when it is no longer shown: it stands after the one it stood
after when it was last seen. It is absent since the first visit that fetched the whole
thread and did not find it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from archive.database.sights import Row, Wordings, seen_again, seen_in, stamp
from archive.visits import Sighting, Visit
from normalizers.values import Comment, Page


def comment_rows(visits: Sequence[Visit], story: str) -> list[tuple[Row, list[Row]]]:
    """Each comment ever seen, in thread order, with its wordings.

    Args:
        visits: The visits that showed the story, in the order of time.
        story: The public id of the story.
    """
    thread = _Thread()
    for visit in visits:
        if visit.reading.page:
            thread.see(visit, visit.reading.page)
    return thread.rows(story)


class _Thread:
    """The thread as far as the visits so far showed it."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self._last: dict[str, Comment] = {}
        self._sights: dict[str, Row] = {}
        self._wordings: dict[str, Wordings] = {}
        self._absent: dict[str, str] = {}

    def see(self, visit: Visit, page: Page) -> None:
        """A visit that showed the story."""
        owners = _owners(visit)
        self._order = _merged(self._order, [comment.key for comment in page.comments])
        for comment in page.comments:
            owner = owners.get(comment.key, visit.shown[0])
            self._see_comment(comment, owner)
        if page.comments_info.complete:
            self._miss({comment.key for comment in page.comments}, stamp(visit.shown[0].at))

    def _see_comment(self, comment: Comment, owner: Sighting) -> None:
        key = comment.key
        self._last[key] = comment
        self._absent.pop(key, None)
        if key in self._sights:
            seen_again(self._sights[key], owner)
        else:
            self._sights[key] = seen_in(owner)
        wordings = self._wordings.setdefault(key, Wordings())
        wordings.see(None, _sha(comment), (0, owner), _wording(comment))

    def _miss(self, shown: set[str], at: str) -> None:
        for key in self._last.keys() - shown:
            self._absent.setdefault(key, at)

    def rows(self, story: str) -> list[tuple[Row, list[Row]]]:
        """The rows, in thread order."""
        paths = _paths([self._last[key] for key in self._order])
        told = []
        for position, key in enumerate(sorted(self._order, key=lambda key: paths[key].place)):
            comment, wordings = self._last[key], self._wordings[key].rows()
            row = _comment(comment) | {
                "uid": f"{story}-{key}",
                "root_key": paths[key].root,
                "path": ".".join(map(str, paths[key].place)),
                "position": position,
                "wordings": len({wording["sha"] for wording in wordings}),
                "absent_since": self._absent.get(key),
            }
            numbered = [w | {"number": n} for n, w in enumerate(wordings, 1)]
            told.append((row | self._sights[key], numbered))
        return told


def text_of(comment: Comment) -> str:
    """The words of a comment, a line for each block."""
    return "\n".join(block.text for block in comment.blocks)


def _owners(visit: Visit) -> dict[str, Sighting]:
    """The capture that shows each comment."""
    owners: dict[str, Sighting] = {}
    for sighting in visit.shown:
        for comment in sighting.page.comments if sighting.page else ():
            owners.setdefault(comment.key, sighting)
    return owners


def _merged(known: list[str], shown: list[str]) -> list[str]:
    """The order shown, with what is known but not shown after what it stood after."""
    after: dict[str | None, list[str]] = {}
    here, shown_keys = None, set(shown)
    for key in known:
        if key in shown_keys:
            here = key
        else:
            after.setdefault(here, []).append(key)
    order = list(after.get(None, ()))
    for key in shown:
        order += [key, *after.get(key, ())]
    return order


@dataclass(frozen=True, slots=True)
class _Path:
    """Key of the comment that opened the thread, and the place in the tree."""

    root: str
    place: tuple[int, ...]


def _paths(comments: Sequence[Comment]) -> dict[str, _Path]:
    """The place of each comment, by key; answers are counted in the order given."""
    parents = {c.key: c.parent_key for c in comments}
    counts: dict[str | None, int] = {}
    own: dict[str, int] = {}
    for comment in comments:
        parent = comment.parent_key if comment.parent_key in parents else None
        counts[parent] = counts.get(parent, 0) + 1
        own[comment.key] = counts[parent]
    return {key: _path(key, parents, own) for key in own}


def _path(key: str, parents: dict[str, str | None], own: dict[str, int]) -> _Path:
    line = [key]
    while (parent := parents[line[-1]]) in own and parent not in line:
        line.append(str(parent))
    return _Path(line[-1], tuple(own[k] for k in reversed(line)))


def _sha(comment: Comment) -> str:
    told = (comment.author, comment.state, comment.parent_key, text_of(comment))
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _wording(comment: Comment) -> Row:
    return {
        "sha": _sha(comment),
        "state": comment.state,
        "author": comment.author,
        "parent_key": comment.parent_key,
        "text": text_of(comment),
    }


def _comment(comment: Comment) -> Row:
    return {
        "key": comment.key,
        "comment_id": comment.id,
        "parent_key": comment.parent_key,
        "parent_evidence": comment.parent_evidence,
        "depth": comment.depth,
        "kind": comment.kind,
        "state": comment.state,
        "author": comment.author,
        "author_url": comment.author_url,
        "posted_at": comment.posted_at,
        "date_text": comment.date_text,
        "permalink": comment.permalink,
        "text": text_of(comment),
    }
