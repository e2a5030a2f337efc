"""What is wrong with the reading of a whole site, told once instead of as a thousand edits.

A new look of a blog, or a fault of ours, shows as the same oddity on many pages at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from normalizers.values import Page

_FEWEST = 5
_JUMP = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something that is odd on one page, and an alarm when it comes on many."""

    told: str
    holds: Callable[[Page], bool]


def site_alarms(pairs: Sequence[tuple[Page, Page]]) -> tuple[str, ...]:
    """The alarms of one visit to a site.

    Args:
        pairs: the pages of the site that were read before and now, both readings.
    """
    if len(pairs) < _FEWEST:
        return ()
    return tuple(
        f"{oddity.told}: {now} of {len(pairs)} pages, {was} before; look at the site first"
        for oddity in _ODDITIES
        for was, now in [_counts(oddity, pairs)]
        if now - was > _JUMP * len(pairs)
    )


def _counts(oddity: Oddity, pairs: Sequence[tuple[Page, Page]]) -> tuple[int, int]:
    return (
        sum(oddity.holds(old) for old, _ in pairs),
        sum(oddity.holds(new) for _, new in pairs),
    )


def _has(code: str) -> Callable[[Page], bool]:
    return lambda page: any(issue.code == code for issue in page.issues)


_ODDITIES = (
    Oddity(told="no look of the blog fits", holds=lambda page: page.template == "fallback"),
    Oddity(told="text that no part took", holds=_has("unclaimed-text")),
    Oddity(told="no text of the story was found", holds=_has("no-body")),
    Oddity(told="no comments are shown", holds=lambda page: not page.comments),
)
