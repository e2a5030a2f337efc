"""The values of the settings, each key with the function that reads and checks it.

Durations are written `90s`, `30m`, `6h`, `7d`; sizes as bytes or `20MB` (powers of 1000).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = 86_400
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": _DAY}
_SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_HOST = re.compile(r"(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d+)?|\[[0-9a-f:.]+\](:\d+)?", re.IGNORECASE)


class WrongValueError(Exception):
    """A value does not fit its key; the text says what would."""


def _wrong(wanted: str) -> WrongValueError:
    return WrongValueError(wanted)


def duration(value: object) -> timedelta:
    """The time that a text like `6h` means.

    >>> duration("36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", value) if isinstance(value, str) else None
    if not match or not float(match[1]):
        raise _wrong('want a time such as "30m", "6h" or "7d"')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def _size(value: object) -> int:
    match = re.fullmatch(r"(\d+)\s*([KMG]?B?)", str(value)) if _is_plain(value) else None
    if not match or match[2] not in _SIZES:
        raise _wrong('want a number of bytes, or a size such as "20MB"')
    return int(match[1]) * _SIZES[match[2]]


def _is_plain(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def read_text(value: object) -> str:
    """One line of text that says something."""
    if not isinstance(value, str) or not value.strip() or "\n" in value or "\r" in value:
        raise _wrong("want one line of text in quotes")
    return value.strip()


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong("want true or false")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _DAY:
        raise _wrong("want a number of seconds, 0 or more")
    return float(value)


def _above_zero(value: object) -> float:
    if not _seconds(value):
        raise _wrong("want a number of seconds above 0")
    return _seconds(value)


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _wrong(f"want a whole number from {least} to {most}")
        return value

    return read


def read_url(value: object) -> str:
    """The address of a web page or site, with a path."""
    wanted = 'want an address such as "https://blog.example/"'
    try:
        parts = urlsplit(read_text(value))
        _ = parts.port
    except ValueError as error:
        raise _wrong(wanted) from error
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        raise _wrong(wanted)
    return parts.geturl() if parts.path else f"{parts.geturl()}/"


def _host(value: object) -> str:
    text = read_text(value)
    if not _HOST.fullmatch(text):
        raise _wrong('want host names such as "www.blog.example", without http:// and paths')
    return text.lower()


def _zone(value: object) -> str:
    name = read_text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong('want a time zone such as "Europe/London"') from error
    return name


def _each(read: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def read_each(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wrong('want a list in brackets, such as ["…", "…"]')
        return tuple(read(item) for item in value)

    return read_each


def _ladder(value: object) -> tuple[timedelta, ...]:
    steps = _each(duration)(value)
    if not steps or list(steps) != sorted(set(steps)):
        raise _wrong('want times that grow, such as ["1h", "6h", "24h"]')
    return steps


_LADDER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 7 * 24, 30 * 24))
_HALF_HOUR = timedelta(minutes=30)


def _key(read: Callable[[object], Any], default: Any = MISSING) -> Any:
    return field(default=default, metadata={"read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who crawls; stands in every WARC file and in the User-Agent."""

    name: str | None = _key(read_text, None)
    contact: str | None = _key(read_text, None)
    robots_statement: str | None = _key(read_text, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One blog: `hosts` widens its scope, `seeds` are more places to start from."""

    name: str = _key(read_text)
    url: str = _key(read_url)
    hosts: tuple[str, ...] = _key(_each(_host), ())
    timezone: str | None = _key(_zone, None)
    seeds: tuple[str, ...] = _key(_each(read_url), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How the crawl treats the server; `delay` and `timeout` in seconds."""

    delay: float = _key(_seconds, 1.0)
    concurrency: int = _key(_whole(1, 1_000), 1)
    obey_robots: bool = _key(_switch, default=True)
    user_agent: str | None = _key(read_text, None)
    autothrottle: bool = _key(_switch, default=True)
    timeout: float = _key(_above_zero, 60.0)
    retries: int = _key(_whole(0, 1_000), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When to look again: the crawl every `every`, a page after each step of `ladder`.

    After its last step a page is due monthly.
    """

    every: timedelta = _key(duration, _HALF_HOUR)  # noqa: RUF009 - a timedelta is immutable
    ladder: tuple[timedelta, ...] = _key(_ladder, _LADDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capturing:
    """How much is kept, in bytes: of an answer, in a WARC file, free on the disk.

    `max_lists` bounds the list pages of one sort that a crawl follows: a blog of 30,000
    posts has 3,000 of ten each, and a trap that makes up words has no end.
    """

    max_bytes: int = _key(_size, 50_000_000)
    requisites: bool = _key(_switch, default=False)
    max_lists: int = _key(_whole(1, 1_000_000), 3000)
    warc_bytes: int = _key(_size, 1_000_000_000)
    min_free: int = _key(_size, 500_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole of `palimpsest.toml`."""

    path: Path
    sites: tuple[SiteConfig, ...]
    operator: Operator = Operator()
    politeness: Politeness = Politeness()
    schedule: Schedule = Schedule()
    capture: Capturing = Capturing()
