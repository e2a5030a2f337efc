"""Traps of the web, and the bounds that get a crawl past them. Pure, with memory.

- A calendar without end, pages that number on for ever, session ids in paths: each has
  a *shape*, and of each shape only so many addresses are followed.
- A path that repeats itself, or is deeper or longer than any blog's, is not followed.
- Addresses of posts by the site's own rules, and what feeds and sitemaps name, are not
  bounded by shape.
- A pager goes on only while the stories that it shows are there and differ.
- What was refused is counted, so that the report can say so.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

LONGEST_URL = 2_000
DEEPEST_PATH = 12
MOST_REPEATS = 3
MOST_REDIRECTS = 10
# Addresses followed for each shape. Blogs have tens of pages of their own and hundreds
# of months and tags; a query that no rule knows is hardly ever a story.
PLAIN_BUDGET = 300
QUERY_BUDGET = 20
# Lists in a row that show nothing new, after which their links to lists are not followed.
MOST_BARREN = 2
# Lists in a row whose news are pages that are missing, lead elsewhere or say the same.
MOST_DRY = 5

_HEXES = re.compile(r"(?i)[0-9a-f-]{16,}")
_DIGITS = re.compile(r"\d+")
_MADE = re.compile(r"(?i)[0-9a-f]{8,}|\d+")


class Traps:
    """How much of each shape was followed, and what was refused why.

    Args:
        most_lists: list pages of one shape that are followed. Lists of made-up words,
            each with stories of made-up words, cannot be told from those of a blog.
    """

    def __init__(self, most_lists: int) -> None:
        self._most_lists = most_lists
        self._followed: Counter[tuple[str, ...]] = Counter()
        self.refused: Counter[str] = Counter()
        self._said: set[bytes] = set()

    def repeats(self, text: str) -> bool:
        """Whether a page said this before, but for numbers."""
        said = hashlib.blake2b(_MADE.sub("", text).encode("utf-8", "replace"), digest_size=12)
        again = said.digest() in self._said
        self._said.add(said.digest())
        return again

    def refuses(self, url: str) -> bool:
        """Whether an address is no blog's: it is counted, and shall not be followed."""
        reason = oddity(url)
        if reason:
            self.refused[reason] += 1
        return bool(reason)

    def exhausts(self, url: str, kind: str) -> bool:
        """Whether enough addresses of this shape were followed; else this one is counted."""
        if self.is_spent(url, kind):
            self.refused[f"too many like {'/'.join(shape_of(url))}"] += 1
            return True
        self._followed[kind, *shape_of(url)] += 1
        return False

    def is_spent(self, url: str, kind: str) -> bool:
        """Whether no more addresses of this shape are followed."""
        plain = QUERY_BUDGET if urlsplit(url).query else PLAIN_BUDGET
        budget = self._most_lists if kind == "list" else plain
        return self._followed[kind, *shape_of(url)] >= budget


def oddity(url: str) -> str | None:
    """Why an address is beyond what any blog has, None for an ordinary one.

    >>> oddity("http://a.example/x/y/x/y/x/y/")
    'a path that repeats itself'
    """
    if len(url) > LONGEST_URL:
        return "an address too long"
    segments = [part for part in urlsplit(url).path.split("/") if part]
    if len(segments) > DEEPEST_PATH:
        return "a path too deep"
    most = Counter(part for part in segments if not part.isdigit()).most_common(1)
    if most and most[0][1] >= MOST_REPEATS:
        return "a path that repeats itself"
    return None


def shape_of(url: str) -> tuple[str, ...]:
    """What addresses of one trap have in common: the first segment, digits and ids folded.

    >>> shape_of("http://a.example/events/2031-04/?view=7")
    ('a.example', 'events', 'N-N', '?view')
    """
    parts = urlsplit(url)
    segments = [part for part in parts.path.split("/") if part]
    folded = [_folded(part) for part in segments]
    # Words after the first segment differ from page to page, numbers and ids do not.
    shape = folded[:1] + ["*" if part.isalpha() else part for part in folded[1:]]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return (parts.netloc, *shape, *(f"?{name}" for name in names))


def _folded(segment: str) -> str:
    return _DIGITS.sub("N", _HEXES.sub("ID", segment))
