"""Dates made for machines: attributes, seconds since 1970, class names; and what is shown beside.

An attribute and the text beside it tell one moment, often on two clocks.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from normalizers.dates import DateHabits, read_date

_CLASS_DATE = re.compile(r"(?:^|\s)\w?-?(y\d{4}\s\S*m\d\d\s\S*d\d\d(?:\s\S*h\d\d)?)", re.IGNORECASE)
_UNIX = re.compile(r"[12]\d{9}(?:\d{3})?")
_FURTHEST = timedelta(hours=15)  # that a clock on earth may differ from UTC
_QUARTER = timedelta(minutes=15)


def read_machine_date(value: str, zone: tzinfo | None = None) -> str | None:
    """A date made for machines: ISO 8601, seconds since 1970, or as in mail headers.

    >>> read_machine_date("1504866780"), read_machine_date("2012-05-03T10:00:00Z")
    ('2017-09-08T10:33:00+00:00', '2012-05-03T10:00:00+00:00')
    """
    text = value.strip()
    if _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return read_date(text, DateHabits(language="en", zone=zone))
    if len(text) == len("2012-05-03"):
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def read_class_date(classes: str) -> str | None:
    """The hour that WordPress 2 wrote into class names, in the time of the blog.

    >>> read_class_date("comment c-y2012 c-m10 c-d30 c-h11 alt")
    '2012-10-30'
    """
    match = _CLASS_DATE.search(classes)
    if not match:
        return None
    year, month, day = re.findall(r"[ymd](\d+)", match[1], re.IGNORECASE)[:3]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def agree(machine: str | None, shown: str | None) -> str | None:
    """One date of what an attribute says in UTC and what readers are shown in local time.

    The two tell the offset of the blog's clock together.

    >>> agree("2017-09-08T10:33:00+00:00", "2017-09-08T12:33:00")
    '2017-09-08T12:33:00+02:00'
    """
    if not machine or not shown or "T" not in machine:
        return machine if machine and (not shown or len(machine) >= len(shown)) else shown
    exact = datetime.fromisoformat(machine)
    if exact.utcoffset() != timedelta() or "T" not in shown:
        return machine
    clock = clock_between(exact, datetime.fromisoformat(shown))
    return exact.astimezone(clock).isoformat() if clock not in (None, UTC) else machine


def clock_between(exact: datetime, local: datetime) -> timezone | None:
    """The clock that shows a moment as some local time, to a quarter of an hour.

    Returns:
        None where no clock on earth shows it so.
    """
    ahead = _QUARTER * round((local.replace(tzinfo=UTC) - exact) / _QUARTER)
    return timezone(ahead) if abs(ahead) <= _FURTHEST else None
