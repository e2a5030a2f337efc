"""Dates as pages write them, in any language, as ISO 8601 text.

Text is read as far as it goes: a date alone, a local date-time, or one with an offset
where the page or the site tells the zone. A date without a year and a relative one
("two hours ago") give nothing. 9/8/2017 is read in the order its page is known to use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from normalizers.clocks import clock_beside
from normalizers.date_words import Order, month_of, order_of, solar_date, weekday_of

_WORD = r"[^\W\d_][^\s\d,،:;/()\[\]|·–—<>-]*"
_FIRST = r"(?<![^\W\d_])"  # what begins with a word begins at its first letter
_DAY = r"(?<![\d:.])(?P<d>\d{1,2})(?:st|nd|rd|th|er|de|e|º|ª|°|\.|일|日)?"
_YEAR = r"(?:(?P<y>(?:19|20)\d\d)(?!\d)|(?P<yy>['’]?\d\d)(?![\d:.h]))"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?=\D|$|T)",
        r"(?<![\d/])(?P<y>(?:19|20)\d\d)(?P<s>[./])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?![\d/])",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[년年]\s?(?P<m>\d{1,2})\s?[월月]\s?(?P<d>\d{1,2})",
        (
            rf"{_DAY}[\s,،/-]{{0,2}}(?:de |of |d['’]|di )?(?P<w>{_WORD})"
            rf"[\s,،/-]{{0,2}}(?:de |del |of )?{_YEAR}"
        ),
        rf"{_FIRST}(?P<w>{_WORD})[\s,/-]{{0,2}}{_DAY}[\s,،.]{{1,3}}(?:-\s|de |del |of )?{_YEAR}",
        (
            rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:\.|e?ko)?[\s,/-]{{0,2}}(?:m\.\s)?(?P<w>{_WORD})"
            r"[\s/-]{0,2}(?P<d>\d{1,2})(?![\d:])"
        ),
        rf"{_DAY}[\s,،]{{1,2}}(?P<sw>{_WORD})[\s,،]{{1,2}}(?P<sy>1[34]\d\d)(?!\d)",
        rf"{_DAY}\s(?:tháng|thg)\s(?P<m>\d{{1,2}})[\s,]{{1,2}}(?:năm )?{_YEAR}",
    )
)
# A year, or numbers side by side: without them no date is looked for.
_MAY_HOLD = re.compile(r"(?:1[349]|20)\d\d|\d\s?[./-]\s?\d|\d\D{1,14}\d\d(?!\d)")
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d")
_NUMERIC = re.compile(
    r"(?<![\d.:/])(?P<a>\d{1,2})\s?(?P<s>[./-])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<c>\d{2,4})(?!\d)"
)
_YEARLESS = (
    re.compile(rf"(?P<w>{_WORD})[\s,/-]{{0,2}}{_DAY}(?![\d:.])", re.IGNORECASE),
    re.compile(rf"{_DAY}[\s,/-]{{0,2}}(?:de |of )?(?P<w>{_WORD})", re.IGNORECASE),
)
_WEEKDAY = re.compile(
    rf"(?P<w>{_WORD})[\s,،]{{1,3}}(?:(?:the|den|der|le|el|de)\s)?$", re.IGNORECASE
)
_TWO_DIGITS = 99
_CENTURY = 2000
_LINE = 400  # letters of a text whose date is kept for when it is asked for again
_YEARS_AHEAD = 12  # a weekday comes back to its date within as many years


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHabits:
    """How a page writes its dates.

    Attributes:
        language: Tag of the page's language, as in `fr` or `pt-BR`.
        order: The order of numeric dates where it was learnt from the page or its siblings.
        zone: The zone of local times where the site's is known.
        since: The day of the story, before which no answer to it can be: dates without a
            year are read as the first such day after it. None: they are not read.
    """

    language: str | None = None
    order: Order | None = None
    zone: tzinfo | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text: ISO 8601, and the letters from `start` to `end` that say it."""

    iso: str
    start: int
    end: int


NO_HABITS = DateHabits()


def read_date(text: str, habits: DateHabits = NO_HABITS) -> str | None:
    """The first date in a text.

    >>> read_date("Posted by: Ann | 3 mai 2012 à 17 h 05 min", DateHabits(language="fr"))
    '2012-05-03T17:05:00'
    >>> read_date("two hours ago") is None
    True
    """
    found = find_date(text, habits)
    return found.iso if found else None


def find_date(text: str, habits: DateHabits = NO_HABITS) -> FoundDate | None:
    """The first date in a text with the time beside it, and where they stand."""
    if not _DIGIT.search(text):
        return None
    plain = _plain(text)
    if habits.since is None and not _MAY_HOLD.search(plain):
        return None
    return _find_again(plain, habits) if len(plain) <= _LINE else _find(plain, habits)


def learn_order(texts: Iterable[str], latest: date | None = None) -> Order | None:
    """The order of day and month that numeric dates of one page share, if any tells.

    Args:
        texts: Texts with one date each, all written by the same template.
        latest: A day after which none of them can be, as that of the capture.

    >>> learn_order(["9/8/2017", "9/14/2017"])
    'MDY'
    """
    orders: set[Order] = {"DMY", "MDY"}
    # Two line breaks stand in no date.
    plain = _plain("\n\n".join(texts))
    matches = _NUMERIC.finditer(plain) if _NUMBERS.search(plain) else ()
    for match in matches:
        orders &= {order for order in orders if _may_be(match, order, latest)}
    return orders.pop() if len(orders) == 1 else None


def is_numeric(text: str) -> bool:
    """Whether a date of three numbers stands in a text, which can be read in two orders.

    >>> is_numeric("on 9/8/2017"), is_numeric("2017-09-08")
    (True, False)
    """
    return bool(_NUMBERS.search(text) and _NUMERIC.search(_plain(text)))


def _plain(text: str) -> str:
    """The text with digits of all scripts as ASCII and every blank as one, equally long."""
    if text.isascii():
        return text
    return "".join(map(_plain_letter, text))


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    value = unicodedata.digit(letter, None) if unicodedata.category(letter) == "Nd" else None
    return letter if value is None else str(value)


def _find(text: str, habits: DateHabits) -> FoundDate | None:
    found = min(_dates(text, habits), key=lambda each: (each[1], -each[2]), default=None)
    found = found or _find_yearless(text, habits)
    if not found:
        return None
    day, start, end = found
    start, _ = _with_weekday(text, start, habits.language)
    clock = clock_beside(text, (start, end), habits.language)
    if not clock:
        return FoundDate(iso=day.isoformat(), start=start, end=end)
    moment = datetime.combine(day, clock.time, clock.zone or habits.zone)
    return FoundDate(iso=moment.isoformat(), start=min(start, clock.start), end=max(end, clock.end))


_find_again = lru_cache(maxsize=4096)(_find)


def _with_weekday(text: str, start: int, language: str | None) -> tuple[int, int | None]:
    """Where a date begins when the day of the week before it is a part of it, and that day."""
    match = _WEEKDAY.search(text, max(0, start - 24), start)
    weekday = weekday_of(match["w"], language) if match else None
    return (start, None) if match is None or weekday is None else (match.start(), weekday)


def _find_yearless(text: str, habits: DateHabits) -> tuple[date, int, int] | None:
    """A date without a year beside a weekday or a time, where the page tells the year."""
    if habits.since is None:
        return None
    for pattern in _YEARLESS:
        for match in pattern.finditer(text):
            month = month_of(match["w"], habits.language)
            start, weekday = _with_weekday(text, match.start(), habits.language)
            timed = clock_beside(text, match.span(), habits.language)
            if month and (timed or weekday is not None):
                day = _first_since(habits.since, month, int(match["d"]), weekday)
                return (day, start, match.end()) if day else None
    return None


def _first_since(since: date, month: int, day: int, weekday: int | None) -> date | None:
    """The first such day on or after `since`, give or take a day of clocks apart."""
    for year in range(since.year, since.year + _YEARS_AHEAD):
        found = _date(year, month, day)
        if found and found >= since - timedelta(days=1) and weekday in (None, found.weekday()):
            return found
    return None


def _dates(text: str, habits: DateHabits) -> Iterator[tuple[date, int, int]]:
    """The first date of each way of writing one."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _named_date(match, habits.language)
            if day:
                yield day, match.start(), match.end()
                break
    for match in _NUMERIC.finditer(text):
        usual: Order = "DMY" if match["s"] == "." else "MDY"
        told = order_of(habits.language)
        day = _numeric_date(match, habits.order or (told if told != "MDY" else None) or usual)
        if day:
            yield day, match.start(), match.end()
            break


def _named_date(match: re.Match[str], language: str | None) -> date | None:
    groups = match.groupdict()
    if solar := groups.get("sw"):
        return solar_date(int(groups["d"]), solar, int(groups["sy"]))
    month = int(groups["m"]) if groups.get("m") else month_of(groups["w"], language)
    if not month:
        return None
    return _date(_year(groups["y"] or groups["yy"]), month, int(groups["d"]))


def _numeric_date(match: re.Match[str], order: Order) -> date | None:
    """A date of three numbers; an order that gives no date yields to the other one."""
    a, b, c = match["a"], match["b"], match["c"]
    if order == "YMD" and len(c) == len("12"):
        return _date(_year(a), int(b), int(c))
    day_first = _date(_year(c), int(b), int(a))
    month_first = _date(_year(c), int(a), int(b))
    wanted = month_first if order == "MDY" else day_first
    return wanted or month_first or day_first


def _may_be(match: re.Match[str], order: Order, latest: date | None) -> bool:
    """Whether a numeric date is one in this order."""
    first, second = (match["a"], match["b"]) if order == "DMY" else (match["b"], match["a"])
    day = _date(_year(match["c"]), int(second), int(first))
    return bool(day and (not latest or day <= latest))


def _year(digits: str) -> int:
    number = int(digits.lstrip("'’"))
    return number if number > _TWO_DIGITS else _CENTURY + number


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
