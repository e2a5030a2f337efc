"""What is wrong with the reading of a whole site, told once instead of as a thousand edits.

A new look of a blog, or a fault of ours, shows as the same oddity on many pages at once.
What such pages seem to have changed is folded under the alarm; nothing is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from archive.diff.changes import Part
from normalizers.values import Page

_FEWEST = 5
_JUMP = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something that is odd on one page, and an alarm when it comes on many.

    `explains` are the parts whose edits it casts doubt on; all when empty.
    """

    code: str
    told: str
    holds: Callable[[Page], bool]
    explains: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An oddity that came on many of the `pages` that were read `before` and `now`."""

    code: str
    before: int
    now: int
    pages: int

    @property
    def told(self) -> str:
        """The alarm in words."""
        return (
            f"{_BY_CODE[self.code].told}: {self.now} of {self.pages} pages, "
            f"{self.before} before; look at the site first"
        )


def oddities(page: Page) -> tuple[str, ...]:
    """The codes of what is odd on a page."""
    return tuple(oddity.code for oddity in _ODDITIES if oddity.holds(page))


def site_alarms(
    pairs: Sequence[tuple[Collection[str], Collection[str]]],
) -> tuple[Alarm, ...]:
    """The alarms of one visit to a site.

    Args:
        pairs: what was odd before and what is odd now, for each page that was read twice.
    """
    if len(pairs) < _FEWEST:
        return ()
    found = (
        Alarm(
            code=code,
            before=sum(code in old for old, _ in pairs),
            now=sum(code in new for _, new in pairs),
            pages=len(pairs),
        )
        for code in _BY_CODE
    )
    return tuple(alarm for alarm in found if alarm.now - alarm.before > _JUMP * len(pairs))


def explains(code: str, part: str) -> bool:
    """Whether an oddity casts doubt on the edits of a part."""
    parts = _BY_CODE[code].explains
    return not parts or part in parts


def _has(code: str) -> Callable[[Page], bool]:
    return lambda page: any(issue.code == code for issue in page.issues)


_ODDITIES = (
    Oddity(
        code="fallback",
        told="no look of the blog fits",
        holds=lambda page: page.template == "fallback",
    ),
    Oddity(code="unclaimed-text", told="text that no part took", holds=_has("unclaimed-text")),
    Oddity(code="no-body", told="no text of the story was found", holds=_has("no-body")),
    Oddity(
        code="no-comments",
        told="no comments are shown",
        holds=lambda page: not page.comments,
        explains=("comment",),
    ),
)
_BY_CODE = {oddity.code: oddity for oddity in _ODDITIES}
