"""The ladder: when a page is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.ladder import LADDER, MONTH, born_by, next_due

BORN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("age", "due"),
    [
        (0 * HOUR, 1 * HOUR),
        (1 * HOUR, 6 * HOUR),
        (5 * HOUR, 6 * HOUR),
        (6 * HOUR, 24 * HOUR),
        (3 * 24 * HOUR, 7 * 24 * HOUR),
        (8 * 24 * HOUR, 30 * 24 * HOUR),
        (30 * 24 * HOUR, 60 * 24 * HOUR),
        (400 * 24 * HOUR, 430 * 24 * HOUR),
    ],
)
def test_page_is_due_at_the_next_rung_of_its_age(age: timedelta, due: timedelta) -> None:
    assert next_due(BORN, BORN + age) == BORN + due


def test_page_seen_before_it_was_born_is_due_at_the_first_rung() -> None:
    assert next_due(BORN, BORN - 5 * HOUR) == BORN + HOUR


def test_due_is_always_after_the_last_capture() -> None:
    for hours in range(0, 2000, 7):
        seen = BORN + hours * HOUR
        assert seen < next_due(BORN, seen, LADDER) <= seen + MONTH


@pytest.mark.parametrize(
    ("url", "born"),
    [
        ("http://a.example/2017/09/slug/", datetime(2017, 10, 1, tzinfo=UTC)),
        ("http://a.example/home/2010/2/3/slug.html", datetime(2010, 2, 4, tzinfo=UTC)),
        ("http://a.example/2010/2/31/slug.html", datetime(2010, 3, 1, tzinfo=UTC)),
        ("http://a.example/2026/11/slug/", BORN),
        ("http://a.example/2026/13/slug/", BORN),
        ("http://a.example/about/", BORN),
    ],
)
def test_story_is_born_by_the_end_of_the_date_in_its_address(url: str, born: datetime) -> None:
    assert born_by(url, BORN) == born
