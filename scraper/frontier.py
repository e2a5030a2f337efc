"""The frontier: what is asked for, in which order, and why not. Pure, with memory.

- It is made anew at each start from the settings and the index; nothing of it is kept on
  disk. A crawl that is resumed walks the same way again, and what it archived already
  answers from the WARC files.
- A story is asked for when it was never captured, is due by the ladder, is said to have
  changed, or when all are asked for. Its parts follow it, so that a visit is whole.
- Lists go deeper only while they show stories that nobody knew.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from urllib.parse import urldefrag

from archive.ladder import LADDER, born_by, next_due
from normalizers.urls import join, story_key
from scraper.discovery import Found, Role
from scraper.links import address, story_of
from scraper.scope import Scope
from scraper.traps import MOST_BARREN, MOST_DRY, MOST_REDIRECTS, Traps

# The order of asking: first what names many, then stories with their parts, then lists.
_ORDER: Mapping[Role, int] = {
    "home": 0,
    "api": 1,
    "sitemap": 2,
    "feed": 3,
    "part": 4,
    "requisite": 5,
    "story": 6,
    "list": 7,
}
# How long a document that names others may rest; those that are not here never rest.
_REST: Mapping[Role, timedelta] = {
    "list": timedelta(days=7),
    "sitemap": timedelta(days=1),
    "requisite": timedelta(days=30),
}
_ROLE_OF_KIND: Mapping[str, Role] = {
    "post": "story",
    "page": "story",
    "unknown": "story",
    "list": "list",
}
_DEEPEST = 3  # pages that no rule knows, each found only through another of that sort
_SERVER_ERROR = 500
_LISTS = frozenset(("home", "list"))
_WEB = ("http://", "https://")
_HARVESTED = frozenset(("link", "list"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the index knows of an address: when it was seen, and how it answered last."""

    first: datetime
    last: datetime
    status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is asked for in this crawl."""

    now: datetime
    full: bool = False
    limit: int | None = None
    since: datetime | None = None
    ladder: tuple[timedelta, ...] = LADDER
    edited: Mapping[str, datetime | None] = field(default_factory=dict)
    most_lists: int = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to ask for.

    `barren` counts the lists in a row before it that showed nothing new, `depth` the
    pages in a row that no rule knows, `hops` the redirects; `shown_by` is the list that
    named it.
    """

    url: str
    role: Role
    via: str
    barren: int = 0
    depth: int = 0
    hops: int = 0
    shown_by: str = ""


class Frontier:
    """What is to be asked for, most wanted first."""

    def __init__(self, scope: Scope, policy: Policy, sight: Callable[[str], Sight | None]) -> None:
        self.scope = scope
        self.policy = policy
        self.traps = Traps(policy.most_lists)
        self.found_by: Counter[str] = Counter()
        self.stories = 0
        self._sight = sight
        self._heap: list[tuple[int, int, Task]] = []
        self._order = count()
        self._asked: set[str] = set()
        self._resting: set[str] = set()
        self._fruitful: set[str] = set()
        self._dry: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._heap)

    @property
    def found(self) -> int:
        """Stories found so far."""
        return self.found_by.total()

    @property
    def limited(self) -> bool:
        """Whether as many stories were asked for as may be."""
        return self.policy.limit is not None and self.stories >= self.policy.limit

    def next(self) -> Task | None:
        """The most wanted task, None while there is none."""
        while self._heap:
            task = heapq.heappop(self._heap)[2]
            if task.role != "list" or not self._is_dry(task):
                return task
        return None

    def bore(self, task: Task, text: str) -> None:
        """Take that a story was there, with what its page says."""
        if not self.traps.repeats(text):
            self._fruitful.add(task.shown_by)

    def _is_dry(self, task: Task) -> bool:
        """Whether the lists before this one promised news that were none.

        Stories come before lists, so that those of the list before it were asked for.
        """
        before = task.shown_by
        promised = before in self._dry and task.barren == 0
        dry = self._dry[before] + 1 if promised and before not in self._fruitful else 0
        self._dry[task.url] = dry
        if dry >= MOST_DRY:
            self.traps.refused["lists whose stories are none"] += 1
        return dry >= MOST_DRY

    def is_new(self, url: str) -> bool:
        """Whether an address is a story's that nobody knew until now."""
        if url not in self.scope or self._role(url) != "story":
            return False
        key = story_key(url)
        seen = key in self._asked or key in self._resting or self.traps.is_spent(url, "story")
        return not seen and not self._sight(url)

    def seed(self, url: str, role: Role) -> None:
        """Ask for a place to start from, whatever is known of it."""
        if story_key(url) not in self._asked:
            self._push(Task(url=url, role=role, via="seed"))

    def offer(self, found: Found, parent: Task | None = None, barren: int = 0) -> bool:
        """Take an address that was found; whether it will be asked for.

        Args:
            found: the address.
            parent: the page that names it.
            barren: lists in a row, that page the last, which showed nothing new.
        """
        url = address("", found.url)
        role = found.role or self._role(url)
        if not url or not self._is_allowed(url, role):
            return False
        if self.scope.kind_of(url) == "comments" and role != "part":
            url, role = story_of(url), "story"
        if role is None or story_key(url) in self._asked:
            return False
        depth = self._depth(url, role, parent)
        bounded = role == "list" or (found.via in _HARVESTED and depth > 0)
        if self.traps.refuses(url) or depth > _DEEPEST:
            return False
        shown_by = parent.url if parent and parent.role in _LISTS else ""
        task = Task(
            url=url, role=role, via=found.via, barren=barren, depth=depth, shown_by=shown_by
        )
        wanted = self._wants_story(found, task) if role == "story" else self._wants(found, task)
        if not wanted or (bounded and self.traps.exhausts(url, role)):
            return False
        self._push(task)
        return True

    def follow(self, task: Task, location: str) -> str | None:
        """Follow a redirect, or say why not."""
        url = urldefrag(join(task.url, location))[0]
        if not self._is_allowed(url, task.role):
            return "out of scope"
        same = story_key(url) == story_key(task.url)
        if task.hops >= MOST_REDIRECTS or url == task.url:
            self.traps.refused["a redirect loop"] += 1
            return "a redirect loop"
        if same or story_key(url) not in self._asked:
            self._push(replace(task, url=url, via="redirect", depth=0, hops=task.hops + 1))
        return None

    def _is_allowed(self, url: str, role: Role | None) -> bool:
        """Whether an address is the blog's, or that of what its pages need to be seen."""
        return url in self.scope or (role == "requisite" and url.startswith(_WEB))

    def _role(self, url: str) -> Role | None:
        return _ROLE_OF_KIND.get(self.scope.kind_of(url))

    def _depth(self, url: str, role: Role, parent: Task | None) -> int:
        if role != "story" or self.scope.kind_of(url) != "unknown":
            return 0
        return parent.depth + 1 if parent else 0

    def _wants_story(self, found: Found, task: Task) -> bool:
        key = story_key(task.url)
        if key in self._resting and found.changed_at is None:
            return False
        sight = self._sight(task.url)
        if key not in self._resting:
            self.found_by[found.via] += 1
        due = self._is_due(found, task.url, sight)
        if not due or self.limited or self._is_before(found, task.url):
            self._resting.add(key)
            return False
        self._resting.discard(key)
        self.stories += 1
        return True

    def _is_before(self, found: Found, url: str) -> bool:
        since, now = self.policy.since, self.policy.now
        if since is None:
            return False
        told = found.changed_at or born_by(url, now)
        return told < since

    def _is_due(self, found: Found, url: str, sight: Sight | None) -> bool:
        policy = self.policy
        if policy.full or sight is None or (sight.status or _SERVER_ERROR) >= _SERVER_ERROR:
            return True
        if found.changed_at and found.changed_at > sight.last:
            return True
        born = born_by(url, sight.first)
        if story_key(url) in policy.edited:
            edited = policy.edited[story_key(url)]
            if edited is None:
                return True
            born = max(born, edited)
        return next_due(born, sight.last, policy.ladder) <= policy.now

    def _wants(self, found: Found, task: Task) -> bool:
        """Whether a document that names others, or a part, is asked for."""
        if task.role == "list" and (task.barren >= MOST_BARREN or self.limited):
            return False
        rest = _REST.get(task.role)
        if rest is None or self.policy.full:
            return True
        sight = self._sight(task.url)
        if sight is None or (found.changed_at and found.changed_at > sight.last):
            return True
        return (task.barren == 0 and task.role == "list") or sight.last + rest <= self.policy.now

    def _push(self, task: Task) -> None:
        self._asked.add(story_key(task.url))
        heapq.heappush(self._heap, (_ORDER[task.role], next(self._order), task))
