"""Times of day as pages write them beside a date.

A time belongs to a date when only a few letters and no other number stand between them:
"May 3, 2012 at 5:30 PM", "12:14, 5 May 2012", "3 mai 2012 à 17 h 05 min".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz

from normalizers.date_words import half_of

_WORD = r"[^\W\d_][^\s\d,،:;/()\[\]|·–—<>+-]*"
_TIME = re.compile(
    rf"(?:(?P<before>오전|오후|上午|下午|午前|午後)\s?)?(?<![\d./-])(?P<h>[01]?\d|2[0-3])"
    r"(?:\s?(?P<s>[:：h시時点點.]|uhr)\s?(?P<mi>[0-5]\d)(?!\d)(?:[:.](?P<sec>[0-5]\d)(?!\d))?"
    rf"(?:\s?(?:min|分|분))?)?(?!\d|[./-]\d)(?:\s?(?P<after>{_WORD}))?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?P<name>GMT|UTC|Z|[ECMP][SD]T)?\b\)?\s?(?P<offset>[+-]\d\d:?\d\d(?!\d))?\)?"
)
_AFTER, _BEFORE = 24, 16  # letters between a date and its time: " um ", " at ", " klokka "
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day in a text, and the letters from `start` to `end` that say it."""

    time: time
    zone: tzinfo | None
    start: int
    end: int


def clock_beside(text: str, span: tuple[int, int], language: str | None) -> Clock | None:
    """The time that goes with the date at `span`: the one after it, else the one before.

    >>> clock_beside("5:30pm on May 3, 2012", (10, 21), "en").time.isoformat()
    '17:30:00'
    """
    start, end = span
    after = next(_clocks(text, end, language), None)
    if after and _joins(text[end : after.start], _AFTER):
        return after
    before = [clock for clock in _clocks(text[:start], 0, language) if clock.end <= start]
    if before and _joins(text[before[-1].end : start], _BEFORE):
        return before[-1]
    return None


def _joins(between: str, most: int) -> bool:
    return len(between) <= most and not any(letter.isdigit() for letter in between)


def _clocks(text: str, begin: int, language: str | None) -> Iterator[Clock]:
    for match in _TIME.finditer(text, begin):
        half = _half(match, language)
        if not half and (not match["mi"] or match["s"] == "."):
            continue
        moment = _time(match, half)
        end = match.end("after") if match["after"] and half else _end_of_digits(match)
        zone = _ZONE.match(text, end)
        offset = _zone(zone) if zone else None
        yield Clock(
            time=moment,
            zone=offset,
            start=match.start(),
            end=zone.end() if zone and offset else end,
        )


def _end_of_digits(match: re.Match[str]) -> int:
    return match.start("after") if match["after"] else match.end()


def _half(match: re.Match[str], language: str | None) -> str | None:
    word = match["before"] or match["after"]
    return half_of(word, language) if word else None


def _time(match: re.Match[str], half: str | None) -> time:
    hour = int(match["h"])
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, int(match["mi"] or 0), int(match["sec"] or 0))


def _zone(match: re.Match[str]) -> tzinfo | None:
    """The offset that a mail header would understand: `+0200`, `GMT`, `EST`."""
    words = (match["offset"] or match["name"] or "").replace(":", "")
    if not words:
        return None
    parsed = parsedate_tz(f"Thu, 3 May 2012 00:00:00 {words}")
    seconds = parsed[9] if parsed else None
    return None if seconds is None else timezone(timedelta(seconds=seconds))
