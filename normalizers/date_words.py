"""The words of dates in the languages of the world: months, halves of the day, order.

The tables are those of dateparser, which come from the Unicode CLDR; only its data is
used, its parser is a hundred times too slow for a page of comments. A word is looked up
in the language of the page, then in English, then in the languages most used on the web.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from dateparser.data.languages_info import language_order
from dateparser.languages import default_loader

Order = Literal["DMY", "MDY", "YMD"]
Half = Literal["am", "pm"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SOLAR_MONTHS = {
    "فروردین": 1,
    "اردیبهشت": 2,
    "خرداد": 3,
    "تیر": 4,
    "مرداد": 5,
    "شهریور": 6,
    "مهر": 7,
    "آبان": 8,
    "آذر": 9,
    "دی": 10,
    "بهمن": 11,
    "اسفند": 12,
}
_SOLAR_EPOCH = 1300  # began on 21 March 1921
_SOLAR_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HALVES: tuple[Half, ...] = ("am", "pm")
_ORDERS: dict[str, Order] = {"DMY": "DMY", "MDY": "MDY", "YMD": "YMD"}
_MOST_USED = 60  # of dateparser's languages, which stand in the order of their use
_LONGEST = 60  # letters
_DOTS = re.compile(r"[.'’\u200b-\u200f]")


def month_of(word: str, language: str | None = None) -> int | None:
    """The number of the month that a word or its usual short form names.

    >>> month_of("Févr.", "fr"), month_of("Ekim"), month_of("monday")
    (2, 10, None)
    """
    folded = _fold(word)
    for months in (_months(language or "en"), _months("en"), _months_of_all()):
        if folded in months:
            return months[folded]
    return None


def solar_date(day: int, word: str, year: int) -> date | None:
    """The day of a date in the Iranian calendar; None where there is no such month or day.

    Leap years follow the cycle of 33 years, which holds for the years 1244 to 1472
    (https://en.wikipedia.org/wiki/Solar_Hijri_calendar#Solar_Hijri_algorithmic_calendar).

    >>> solar_date(28, "خرداد", 1394).isoformat()
    '2015-06-18'
    """
    month = _SOLAR_MONTHS.get(_fold(word).replace("ي", "ی"), 0)
    lengths = (0, *(31,) * 6, *(30,) * 5, 30 if year % 33 in _SOLAR_LEAPS else 29)
    if not 1 <= day <= lengths[month] or year < _SOLAR_EPOCH:
        return None
    leaps = sum(n % 33 in _SOLAR_LEAPS for n in range(_SOLAR_EPOCH, year))
    days = 365 * (year - _SOLAR_EPOCH) + leaps + sum(lengths[:month]) + day - 1
    return date(1921, 3, 21) + timedelta(days=days)


def weekday_of(word: str, language: str | None = None) -> int | None:
    """The number of the day of the week that a word names, 0 for Monday.

    >>> weekday_of("Fri"), weekday_of("jeudi", "fr"), weekday_of("October")
    (4, 3, None)
    """
    folded = _fold(word)
    for days in (_weekdays(language or "en"), _weekdays("en")):
        if folded in days:
            return days[folded]
    return None


def half_of(word: str, language: str | None = None) -> Half | None:
    """Whether a word stands for the hours before or after noon.

    >>> half_of("p.m."), half_of("μμ", "el"), half_of("says")
    ('pm', 'pm', None)
    """
    folded = _fold(word)
    for halves in (_halves(language or "en"), _halves("en"), _halves_of_all()):
        if folded in halves:
            return halves[folded]
    return None


def order_of(language: str | None) -> Order | None:
    """The order of day, month and year that is usual in a language (`en`, `en-GB`).

    >>> order_of("en-GB"), order_of("en-US"), order_of(None)
    ('DMY', 'MDY', None)
    """
    if not language:
        return None
    return _ORDERS.get(str(_info(language).get("date_order")))


def _fold(word: str) -> str:
    """A word as the tables have it; empty where it is too long for any of them."""
    if len(word) > _LONGEST:
        return ""
    return _DOTS.sub("", unicodedata.normalize("NFKC", word)).lower().replace("i̇", "i")


@lru_cache(maxsize=256)
def _info(language: str) -> dict[str, Any]:
    """The table of a language; of its base where the region is not known; else nothing."""
    for name in (language.replace("_", "-"), re.split("[-_]", language)[0].lower()):
        try:
            info: dict[str, Any] = default_loader.get_locale(name).info
        except ValueError:
            continue
        return info
    return {}


@lru_cache(maxsize=256)
def _months(language: str) -> dict[str, int]:
    info = _info(language)
    return {
        _fold(word): number
        for number, name in enumerate(_MONTHS, 1)
        for word in info.get(name, ())
        if not word.isdigit()
    }


@lru_cache(maxsize=256)
def _weekdays(language: str) -> dict[str, int]:
    info = _info(language)
    return {
        _fold(word): number for number, name in enumerate(_WEEKDAYS) for word in info.get(name, ())
    }


@lru_cache(maxsize=256)
def _halves(language: str) -> dict[str, Half]:
    info = _info(language)
    return {_fold(word): half for half in _HALVES for word in info.get(half, ())}


@lru_cache(maxsize=1)
def _months_of_all() -> dict[str, int]:
    """Months of the most used languages; where two disagree, the more used one holds."""
    return {
        word: number
        for language in reversed(language_order[:_MOST_USED])
        for word, number in _months(language).items()
    }


@lru_cache(maxsize=1)
def _halves_of_all() -> dict[str, Half]:
    return {
        word: half
        for language in reversed(language_order[:_MOST_USED])
        for word, half in _halves(language).items()
    }
