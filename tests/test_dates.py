"""Dates as pages write them, in the languages of the world."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.date_words import Order, half_of, month_of, order_of, weekday_of
from normalizers.dates import DateHabits, find_date, learn_order, read_date
from normalizers.machine_dates import agree, read_class_date, read_machine_date


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("Posted by: Ann | May 3, 2012 at 05:30 PM", None, "2012-05-03T17:30:00"),
        ("3. Mai 2012 um 17:05", "de", "2012-05-03T17:05:00"),
        ("Mittwoch, 7. Nov. 2012, 9.30 Uhr", "de", "2012-11-07"),
        ("05.11.2012, 20:15 Uhr", "de", "2012-11-05T20:15:00"),
        ("3 mai 2012 à 17 h 05 min", "fr", "2012-05-03T17:05:00"),
        ("2 de mayo de 2012, 10:05", "es", "2012-05-02T10:05:00"),
        ("10 octobre 2012", None, "2012-10-10"),
        ("25 Οκτωβρίου 2012 στις 10:33 μμ", "el", "2012-10-25T22:33:00"),
        ("2012. május 3. 17:05", "hu", "2012-05-03T17:05:00"),
        ("2012年5月3日 下午 3:15", "zh", "2012-05-03T15:15:00"),
        ("2017년 5월 3일 오후 3:15", "ko", "2017-05-03T15:15:00"),
        ("٣ مايو، ٢٠١٢ ٥:٣٠ م", "ar", "2012-05-03T17:30:00"),
        ("ב-3 במאי 2012 בשעה 10:33", "he", "2012-05-03T10:33:00"),
        ("3 tháng 5, 2012", "vi", "2012-05-03"),
        ("۲۹ خرداد ۱۳۹۴ در ۱۰:۱۵", "fa", "2015-06-19T10:15:00"),
        ("30 اسفند 1399", "fa", "2021-03-20"),
        ("30 اسفند 1400", "fa", None),
        ("30 May 1399", "en", None),
        ("12:14, 5 May 2012", None, "2012-05-05T12:14:00"),
        ("5:30pm on May 3rd, 2012", None, "2012-05-03T17:30:00"),
        ("12:30 am, 5 May 2012", None, "2012-05-05T00:30:00"),
        ("Monday, April 27, 2020 at 9:18AM", None, "2020-04-27T09:18:00"),
        ("Nov 5, '12 8:30pm", None, "2012-11-05T20:30:00"),
        ("Oct 24, 2012 11:57 AM EST", None, "2012-10-24T11:57:00-05:00"),
        ("24 Oct 2012 11:57 +0200", None, "2012-10-24T11:57:00+02:00"),
        ("2012-05-03 17:05", None, "2012-05-03T17:05:00"),
        ("Thu, 10/25/2012 - 08:23", None, "2012-10-25T08:23:00"),
        ("25/10/2012 08:23", None, "2012-10-25T08:23:00"),
        ("2012/10/25", None, "2012-10-25"),
        ("12/10/25", "zh", "2012-10-25"),
        ("two hours ago", None, None),
        ("12 comments 2012", None, None),
        ("May 3 at 5:30", None, None),
        ("May 31, 2012 and 5 of 7", None, "2012-05-31"),
        ("31 February 2012", None, None),
        ("99/99/2012", None, None),
        ("123/4/2012", None, None),
        ("", None, None),
    ],
)
def test_dates_of_any_language(text: str, language: str | None, iso: str | None) -> None:
    assert read_date(text, DateHabits(language=language)) == iso


def test_span_of_a_date_holds_weekday_and_time() -> None:
    text = "Posted Fri, Nov 9, 2012 at 10:22 by Ann"
    found = find_date(text)
    assert found is not None
    assert text[found.start : found.end].strip() == "Fri, Nov 9, 2012 at 10:22"


def test_local_times_get_the_zone_of_the_site() -> None:
    zone = timezone(timedelta(hours=1))
    assert read_date("May 3, 2012 10:00", DateHabits(zone=zone)) == "2012-05-03T10:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thursday, November 1 at 2:57 pm", "2012-11-01T14:57:00"),
        ("1 November, 14:57", "2012-11-01T14:57:00"),
        ("Friday, January 4", "2013-01-04"),
        ("January 4", None),
        ("Friday, February 30", None),
        ("Monday the 31 foo", None),
    ],
)
def test_dates_without_a_year_follow_the_story(text: str, iso: str | None) -> None:
    assert read_date(text, DateHabits(since=date(2012, 10, 25))) == iso


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["9/8/2017", "9/14/2017"], "MDY"),
        (["9/8/2017", "14/9/2017"], "DMY"),
        (["9/8/2017"], None),
        (["2017/9/8"], None),
        (["14/9/2017", "9/14/2017"], None),
        ([], None),
    ],
)
def test_order_is_learnt_from_siblings(texts: list[str], order: Order | None) -> None:
    assert learn_order(texts) == order


def test_order_is_learnt_from_what_cannot_have_been_yet() -> None:
    assert learn_order(["9/1/2017"], date(2017, 2, 1)) == "DMY"


def test_known_order_decides() -> None:
    assert read_date("9/8/2017", DateHabits(order="DMY")) == "2017-08-09"


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1504866780", "2017-09-08T10:33:00+00:00"),
        ("1504866780123", "2017-09-08T10:33:00+00:00"),
        ("2012-05-03T10:00:00Z", "2012-05-03T10:00:00+00:00"),
        ("2012-05-03T10:00", "2012-05-03T10:00:00"),
        ("2012-10-25", "2012-10-25"),
        ("Thu, 25 Oct 2012 08:23:00 +0200", "2012-10-25T08:23:00+02:00"),
        ("soon", None),
    ],
)
def test_dates_for_machines(value: str, iso: str | None) -> None:
    assert read_machine_date(value) == iso


def test_dates_in_class_names() -> None:
    assert read_class_date("comment c-y2012 c-m10 c-d30 c-h11") == "2012-10-30"
    assert read_class_date("c-y2012 c-m13 c-d30") is None
    assert read_class_date("comment") is None


@pytest.mark.parametrize(
    ("machine", "shown", "agreed"),
    [
        ("2017-09-08T10:33:00+00:00", "2017-09-08T12:33:00", "2017-09-08T12:33:00+02:00"),
        ("2017-09-08T10:33:00+00:00", "2017-09-08", "2017-09-08T10:33:00+00:00"),
        ("2017-09-08T10:33:00+00:00", "2017-09-08T10:33:00", "2017-09-08T10:33:00+00:00"),
        ("2017-09-08T10:33:00+00:00", "2017-09-18T10:33:00", "2017-09-08T10:33:00+00:00"),
        ("2017-09-08T10:33:00+03:00", "2017-09-08T12:33:00", "2017-09-08T10:33:00+03:00"),
        ("2017-09-08", "2017-09-08T12:33:00", "2017-09-08T12:33:00"),
        ("2017-09-08", None, "2017-09-08"),
        (None, "2017-09-08", "2017-09-08"),
        (None, None, None),
    ],
)
def test_attribute_and_words_tell_the_offset_together(
    machine: str | None, shown: str | None, agreed: str | None
) -> None:
    assert agree(machine, shown) == agreed


def test_words_of_dates_are_looked_up_in_the_pages_language_first() -> None:
    assert month_of("listopada", "pl") == 11
    assert month_of("listopada", "hr") == 10
    assert month_of("mai", "no-such-language") == 5
    assert month_of("mai" + "\u0301\u0316" * 100_000) is None
    assert weekday_of("jeudi", "fr") == 3
    assert (half_of("öö", "tr"), half_of("μμ"), half_of("x")) == ("am", "pm", None)
    assert (order_of("en-GB"), order_of("pt-BR"), order_of(None)) == ("DMY", "DMY", None)


@given(st.text(max_size=60), st.sampled_from([None, "en", "ar", "zh", "fr-CA", "?"]))
def test_no_text_raises(text: str, language: str | None) -> None:
    found = find_date(text, DateHabits(language=language, since=date(2012, 1, 1)))
    assert found is None or 0 <= found.start < found.end <= len(text)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_date_in_english_words_is_read_back(day: date) -> None:
    assert read_date(f"on {day:%B} {day.day}, {day.year}") == day.isoformat()


def test_order_that_a_page_tells_holds_for_dates_with_dots_too() -> None:
    assert read_date("05.07.09", DateHabits(order="MDY")) == "2009-05-07"
    assert read_date("05.07.09", DateHabits(language="en")) == "2009-07-05"
    assert read_date("05/07/09", DateHabits(language="en")) == "2009-05-07"
