"""The recapture ladder: when a page is looked at again. Pure: time comes in.

A story changes most in its first hours, so it is looked at again after 1 h, 6 h, 24 h,
7 d and 30 d of its life, then monthly. An edit that was seen begins the ladder anew.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

LADDER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 7 * 24, 30 * 24))
MONTH = timedelta(days=30)

_DATED = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(?:(\d{1,2})/)?")
_MONTHS = 12


def next_due(born: datetime, seen: datetime, ladder: Sequence[timedelta] = LADDER) -> datetime:
    """When a page is due after it was last seen.

    Args:
        born: when the story came out, or the last edit of it that was seen.
        seen: its last capture.
        ladder: ages at which to look again, growing.

    >>> at = datetime(2026, 11, 1, tzinfo=UTC)
    >>> next_due(at, at + timedelta(minutes=5)).isoformat()
    '2026-11-01T01:00:00+00:00'
    """
    rungs = (born + age for age in ladder)
    return next((rung for rung in rungs if rung > seen), seen + MONTH)


def born_by(url: str, first_seen: datetime) -> datetime:
    """The latest moment at which a story can have come out.

    That is its first capture, or the end of the month or day that its address names.

    >>> born_by("http://a.example/2017/09/slug/", datetime(2026, 11, 1, tzinfo=UTC)).isoformat()
    '2017-10-01T00:00:00+00:00'
    """
    match = _DATED.search(url)
    if not match:
        return first_seen
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    if not 1 <= month <= _MONTHS:
        return first_seen
    last = calendar.monthrange(year, month)[1]
    end = datetime(year, month, day if 1 <= day <= last else last, tzinfo=UTC) + timedelta(days=1)
    return min(first_seen, end)
