"""Times and update labels that stand before the words of a brief.

"1930 GMT:", "UPDATE 1245 GMT: Protest", "UPDATE, DEC 13:". A time counts at the head of a
line, where bold words begin, and where a sentence has ended; "(see 1555 GMT)" and "in the
0630-0700 segment" are words of the text.

*Quirk:* the title of an image is often glued to the time ("CROWD42040 GMT"), and then the
time is the last four digits before the zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from math import ceil, floor
from zoneinfo import ZoneInfo

from normalizers.dates import DateHabits, read_date
from normalizers.marks import MarkedBlock, cut

_ZONE = r"(?:GMT|UTC|MSK|[A-Z]{1,3}[SD]T|C?E?W?ET)"
_TIME = (
    rf"(?:(?:[01]?\d|2[0-4])[:.]|(?:[01]\d|2[0-4])h?)[0-5]\d(?:\s?hrs?|\s?[ap]\.?m\.?)?\s?{_ZONE}\b"
)
_CLOCK = re.compile(
    r"\d{1,2}[:.][0-5]\d(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE
)
_CLOCK_END = re.compile(r"\s?[:：]|\s?[—–-](?=\s)|(?=$|\n)")
_DAY = (
    r"(?P<day>[A-Z][A-Za-z]{2,8}\.?\s\d{1,2}(?!\d)(?:,?\s\d{4}\b(?!\s?[A-Z]{3}))?"
    r"|\d{1,2}\s[A-Z][A-Za-z]{2,8}\.?|[A-Z][A-Za-z]+(?:day|DAY))"
)
_LABEL = r"(?P<label>(?:UPDATED?|Updated?|LATEST|BREAKING|NEW)(?:\s#?\d{1,2}(?!\d))?)"
# The name of an image: glued to the time, or capitals before it.
_IMAGE = r"(?P<image>[^\s:.,]{1,40}?|(?:[A-Z][A-Z0-9_-]+\s){1,4})"
_NOTE = r"(?:\s?\((?P<note>[^()]{1,40})\))?"
_LATER = _DAY.replace("<day>", "<later>")
_ENTRY = re.compile(
    rf"(?:{_LABEL}?(?:,?\s?\(?{_DAY}\)?)?[,:]?\s?|{_IMAGE})\(?(?<![–/-])(?P<time>{_TIME})\)?"
    rf"{_NOTE}(?:,\s{_LATER})?"
)
_UPDATE = re.compile(rf"{_LABEL}(?:,?\s\(?{_DAY}\)?)?\s?:")
_MARK = re.compile(r"\s?[:：]|\s?[—–-](?=\s)|\s?—|\.(?=\s)")
_SET_OFF_MARK = re.compile(rf"{_MARK.pattern}|(?=$|\s)")
_BREAK = re.compile(rf"(?:(?<=[.!?…”\"’)\]])\s?|\n)(?={_TIME})")
_STOP = re.compile(r"[.!?]+(?=\s|$)")
_JOINT = re.compile(r",?[ ](?=.)")
_SOON = re.compile(r"\d(?:\s?hrs?)?\s?[A-Z]{2,4}\b")  # a quick look
_DIGITS = re.compile(r"(\d{1,2})[:.h]?([0-5]\d)?")
# What stands under it is body again, also where a time stands beside it.
ORIGINAL = re.compile(r"ORIGINAL\s(?:ENTRY|POST|STORY|ARTICLE|REPORT|ANALYSIS)\b")
_NEAR = 200  # letters in which a stamp ends
_MOST_ENTRIES = 500  # in one paragraph: beyond it nobody wrote them
_LONGEST = 25  # words of a headline that begins with a time
_LAST_HOUR, _NOON = 23, 12
_LONGEST_SLIP = 360  # minutes by which entries may be out of order without a night between


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The time or label at the head of a block.

    Attributes:
        start: Where the headline begins: behind the name of an image.
        end: Where the label ends, its colon included.
        time_label: The time as displayed, or the day of a dated update.
        day: The day that the label names, as displayed.
    """

    start: int
    end: int
    time_label: str | None
    day: str | None = None


def stamp_of(text: str, *, set_off: bool) -> Stamp | None:
    """The time or update label that a block begins with.

    Args:
        text: The text of the block.
        set_off: Whether its first words are bold or a heading: then no colon is needed.

    >>> stamp_of("CROWD42040 GMT: A quiet end.", set_off=False)
    Stamp(start=6, end=15, time_label='2040 GMT', day=None)
    >>> stamp_of("1930 GMT is late.", set_off=False) is None
    True
    """
    found = None if ORIGINAL.match(text) else _ENTRY.match(text)
    if found:
        mark = (_SET_OFF_MARK if set_off else _MARK).match(text, found.end())
        day = found["day"] or found["later"] or found["note"]
        if mark is None:
            return None
        start = found.end("image") if found["image"] else 0
        return Stamp(start=start, end=mark.end(), time_label=found["time"], day=day)
    found = _UPDATE.match(text)
    if found:
        return Stamp(start=0, end=found.end(), time_label=found["day"], day=found["day"])
    return None


def clock_of(text: str) -> Stamp | None:
    """A bare time of day ("7:45 p.m.:") at the head of a block.

    It proves nothing alone: blocks of one page must begin so again and again.
    """
    found = _CLOCK.match(text)
    mark = _CLOCK_END.match(text, found.end()) if found else None
    if found is None or mark is None:
        return None
    return Stamp(start=0, end=mark.end(), time_label=found[0])


def divide(marked: MarkedBlock) -> list[MarkedBlock]:
    """A block cut before every timed entry that begins inside it."""
    text = marked.text
    if not _SOON.search(text):
        return [marked]
    starts = {found.end() for found in _BREAK.finditer(text)} | _bold_starts(marked)
    entries = [at for at in sorted(starts) if at and stamp_of(text[at : at + _NEAR], set_off=False)]
    parts, rest = [], marked
    for at in reversed(entries[:_MOST_ENTRIES]):
        rest, last = cut(rest, at)
        parts.append(last)
    return [rest, *reversed(parts)]


def _bold_starts(marked: MarkedBlock) -> set[int]:
    starts, at, before = set(), 0, False
    for run in marked.runs:
        if run.bold and not before:
            starts.add(at + len(run.text) - len(run.text.lstrip()))
        before, at = run.bold, at + len(run.text)
    return starts


def headline_end(marked: MarkedBlock, stamp: Stamp) -> int:
    """Where the set-off words that begin with a stamp end.

    Bold words count while they can be a headline: a whole entry in bold is none, nor is
    the emphasis of words whose sentence goes on in plain ones.
    """
    if marked.kind == "heading":
        return len(marked.text)
    bold = set_off_length(marked) or _set_off_behind(marked, stamp)
    few = len(marked.text[stamp.start : bold].split()) <= _LONGEST
    end = bold if bold > stamp.end and few and not _goes_on(marked.text, bold) else stamp.end
    stop = _STOP.match(marked.text, end)
    return stop.end() if stop and end == bold else end


def _goes_on(text: str, at: int) -> bool:
    """Whether a sentence goes on, in a small letter."""
    joint = _JOINT.match(text, at)
    return joint is not None and text[joint.end()].islower()


def _set_off_behind(marked: MarkedBlock, stamp: Stamp) -> int:
    """Where the bold words end that begin directly behind a plain time; 0 without any."""
    if not any(run.bold or run.underlined for run in marked.runs):
        return 0
    rest = cut(marked, stamp.end)[1]
    length = set_off_length(rest)
    return marked.text.index(rest.text, stamp.end) + length if length else 0


def set_off_length(marked: MarkedBlock) -> int:
    """How many letters at the head of a block are bold or underlined, within its first line."""
    length = 0
    for run in marked.runs:
        plain = not (run.bold or run.underlined)
        if plain and (not length or run.text.strip(" \n:.–—-")):
            break
        length += len(run.text)
    return len(marked.text[:length].split("\n")[0].rstrip())


def moments_of(
    stamps: Sequence[Stamp], published_at: str | None, zone: str | None
) -> list[str | None]:
    """The moments of the stamps of a story in page order, ISO 8601.

    A stamp that names its day stands on it. The others follow each other, newest first
    or oldest first, and pass midnight where their times do; together they are as near to
    the publication as can be.

    >>> stamps = [Stamp(start=0, end=9, time_label=f"{hour}30 GMT") for hour in ("09", "08", "23")]
    >>> moments_of(stamps, "2014-08-14T06:30:00+00:00", None)[1:]
    ['2014-08-14T08:30:00+00:00', '2014-08-13T23:30:00+00:00']
    """
    days: dict[int, date | None] = {
        at: _day_of(stamp.day, published_at) for at, stamp in enumerate(stamps)
    }
    clocks = {
        at: clock
        for at, stamp in enumerate(stamps)
        if not re.search(r"\d", stamp.day or "") and (clock := _time_of(stamp.time_label or ""))
    }
    if published_at and clocks:
        nights = _nights(clocks)
        day = _first_day(clocks, nights, published_at)
        days |= {at: day + timedelta(days=night) for at, night in nights.items()}
    return [_moment(stamp, days[at], zone) for at, stamp in enumerate(stamps)]


def _nights(clocks: Mapping[int, time]) -> dict[int, int]:
    """How many nights lie between the first time of a story and each other one."""
    order = list(clocks.items())
    falls = sum(later < sooner for (_, sooner), (_, later) in pairwise(order))
    if 2 * falls >= len(order) - 1:
        order.reverse()
    night, nights = 0, {order[0][0]: 0}
    for (_, before), (at, clock) in pairwise(order):
        night += _minutes(before) - _minutes(clock) > _LONGEST_SLIP
        nights[at] = night
    return nights


def _first_day(clocks: Mapping[int, time], nights: Mapping[int, int], published_at: str) -> date:
    """The day of the first time: all of them are as near to the publication as can be."""
    published = datetime.fromisoformat(published_at)
    if "T" not in published_at:
        published = datetime.combine(published, time(_NOON))
    if published.tzinfo:
        published = published.astimezone(UTC).replace(tzinfo=None)
    away = sorted(
        datetime.combine(published.date() + timedelta(days=nights[at]), clock) - published
        for at, clock in clocks.items()
    )
    middle = away[(len(away) - 1) // 2] / timedelta(days=1)
    near = sorted(
        min(max(night, 0), max(nights.values())) for night in (floor(middle), ceil(middle))
    )

    def distance(night: int) -> timedelta:
        return sum((abs(each - timedelta(days=night)) for each in away), timedelta())

    return published.date() - timedelta(days=min(near, key=distance))


def _minutes(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def _moment(stamp: Stamp, day: date | None, zone: str | None) -> str | None:
    if stamp.time_label is None:
        return None
    clock = _time_of(stamp.time_label) if stamp.time_label != stamp.day else None
    if day is None or clock is None:
        return day.isoformat() if day else None
    here: tzinfo | None = UTC if re.search("GMT|UTC", stamp.time_label) else None
    if here is None and zone and not re.search(_ZONE, stamp.time_label):
        here = ZoneInfo(zone)
    return datetime.combine(day, clock, here).isoformat()


def _day_of(words: str | None, published_at: str | None) -> date | None:
    published = date.fromisoformat(published_at[:10]) if published_at else None
    if words is None or not re.search(r"\d", words):
        return published
    habits = DateHabits(language="en")
    found = read_date(words, habits)
    if found:
        return date.fromisoformat(found[:10])
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    days = [read_date(f"{words} {year}", habits) for year in years]
    near = [date.fromisoformat(day[:10]) for day in days if day]
    return min(near, key=lambda day: abs(day - published), default=published)


def _time_of(label: str) -> time | None:
    digits = _DIGITS.match(label)
    if digits is None:
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    half = re.search(r"(?i)([ap])\.?m", label[digits.end() :])
    if half:
        hour = hour % _NOON + (_NOON if half[1] in "pP" else 0)
    return time(hour, minute) if hour <= _LAST_HOUR else None
