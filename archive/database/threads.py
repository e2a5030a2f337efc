"""The rows of a story's comments over its visits. Pure.

A comment keeps its place when it is no longer shown: it stands after the one it stood
after when it was last seen. It is absent since the first visit that fetched the whole
thread and did not find it.

A blog that gives its posts other numbers gives the comments others too: there a comment
is known by who said what. It keeps its public id, and has the key that it has now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar

from archive.database.sights import Row, Wordings, seen_again, seen_in, stamp
from archive.diff.continuity import renumbered
from archive.diff.folding import letters
from archive.visits import Sighting, Visit
from normalizers.values import Comment, Page

_T = TypeVar("_T")


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
        self._names = _Names()
        self._order: list[str] = []
        self._last: dict[str, Comment] = {}
        self._sights: dict[str, Row] = {}
        self._wordings: dict[str, Wordings] = {}
        self._absent: dict[str, str] = {}

    def see(self, visit: Visit, page: Page) -> None:
        """A visit that showed the story."""
        owners = _owners(visit)
        named = self._names.named(page, self._last)
        self._order = merged(self._order, [comment.key for comment in named])
        for comment, shown in zip(named, page.comments, strict=True):
            self._see_comment(comment, owners.get(shown.key, visit.shown[0]))
        if page.comments_info.complete:
            self._miss({comment.key for comment in named}, stamp(visit.shown[0].at))

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
                "key": self._names.key_now(key),
                "parent_key": comment.parent_key and self._names.key_now(comment.parent_key),
                "root_key": self._names.key_now(paths[key].root),
                "path": ".".join(map(str, paths[key].place)),
                "position": position,
                "wordings": len({wording["sha"] for wording in wordings}),
                "absent_since": self._absent.get(key),
            }
            numbered = [w | {"number": n} for n, w in enumerate(wordings, 1)]
            told.append((row | self._sights[key], numbered))
        return told


class _Names:
    """What comments are called here: by their first keys, whatever keys they have now."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._before: dict[str, Comment] = {}
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def named(self, page: Page, known: Mapping[str, Comment]) -> list[Comment]:
        """The comments of a page under their names."""
        if self._page and renumbered(self._page, page):
            self._before, self._names = dict(known), {}
        self._page = page
        free = self._free()
        for comment in page.comments:
            if comment.key not in self._names:
                same = free.get(_said(comment), [])
                name = same.pop(0) if same else self._new_name(comment.key)
                self._names[comment.key] = name
                self._keys[name] = comment.key
        return [self._renamed(comment) for comment in page.comments]

    def _renamed(self, comment: Comment) -> Comment:
        parent = comment.parent_key and self._names.get(comment.parent_key, comment.parent_key)
        return replace(comment, key=self._names[comment.key], parent_key=parent)

    def key_now(self, name: str) -> str:
        """The key that a comment of this name was last shown under."""
        return self._keys.get(name, name)

    def _free(self) -> dict[tuple[str, str], list[str]]:
        """The names of comments that were not shown again yet since the numbers changed."""
        free: dict[tuple[str, str], list[str]] = {}
        taken = set(self._names.values())
        for name, comment in self._before.items():
            if name not in taken:
                free.setdefault(_said(comment), []).append(name)
        return free

    def _new_name(self, key: str) -> str:
        others = (f"{key}.{n}" for n in range(2, len(self._before) + 3))
        return next(name for name in (key, *others) if name not in self._before)


def _said(comment: Comment) -> tuple[str, str]:
    return letters(comment.author or ""), letters(text_of(comment))


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


def merged(known: list[_T], shown: list[_T]) -> list[_T]:
    """The order shown, with what is known but not shown after what it stood after."""
    after: dict[_T | None, list[_T]] = {}
    here: _T | None = None
    shown_keys = set(shown)
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
