"""Timer units and crontab lines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.schedule import Plan, crontab_line, units, with_line


def plan(folder: str = "/srv/myblog", **every: float) -> Plan:
    return Plan(
        archive=Path(folder),
        program=("/usr/bin/python3", "-P", "-m", "archive"),
        every=timedelta(**(every or {"minutes": 30})),
    )


@pytest.mark.parametrize(
    ("every", "cron", "calendar"),
    [
        ({"minutes": 30}, "*/30 * * * *", "*:0/30"),
        ({"minutes": 1}, "*/1 * * * *", "*:0/1"),
        ({"hours": 1}, "0 */1 * * *", "0/1:00"),
        ({"hours": 6}, "0 */6 * * *", "0/6:00"),
        ({"days": 1}, "0 0 * * *", "daily"),
    ],
)
def test_interval_is_said_to_cron_and_to_systemd(
    every: dict[str, float], cron: str, calendar: str
) -> None:
    this = plan(**every)
    assert crontab_line(this).startswith(f"{cron} ")
    assert f"OnCalendar={calendar}\n" in units(this)[f"{this.name}.timer"]


@pytest.mark.parametrize("every", [{"minutes": 50}, {"seconds": 90}, {"hours": 5}, {"days": 2}])
def test_interval_that_no_timer_can_say_is_refused(every: dict[str, float]) -> None:
    with pytest.raises(ArchiveError, match="choose a part of an hour"):
        crontab_line(plan(**every))


def test_service_counts_a_skipped_run_as_success() -> None:
    this = plan()
    service = units(this)[f"{this.name}.service"]
    assert "SuccessExitStatus=3 75\n" in service
    assert 'ExecStart="/usr/bin/python3" "-P" "-m" "archive" "crawl" "/srv/myblog"\n' in service


def test_missed_run_is_made_up_for() -> None:
    this = plan()
    assert "Persistent=true" in units(this)[f"{this.name}.timer"]


def test_odd_folder_is_quoted_for_each_reader() -> None:
    this = plan('/srv/my "blog" $1 100%')
    assert '"/srv/my \\"blog\\" $$1 100%%"' in units(this)[f"{this.name}.service"]
    assert "100\\%" in crontab_line(this)


def test_archives_of_one_folder_name_have_units_of_their_own() -> None:
    assert plan("/a/blog").name != plan("/b/blog").name
    assert plan("/a/blog").name.startswith("palimpsest-blog-")
    assert plan("/…").name.startswith("palimpsest-archive-")


def test_line_stands_once_in_the_crontab() -> None:
    mine = "5 4 * * * backup\n"
    once = with_line(mine, plan())
    assert once == mine + crontab_line(plan()) + "\n"
    assert with_line(once, plan(hours=1)) == mine + crontab_line(plan(hours=1)) + "\n"
