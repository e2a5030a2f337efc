"""Commands that set an archive up: `init` and `schedule`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import archive_argument
from archive.config import new_config, read_config
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.schedule import Plan, crontab_line, units, with_line
from archive.settings import WrongValueError, duration


@click.command(
    cls=Command,
    examples=(
        "palimpsest init myblog --url https://blog.example/",
        "palimpsest init myblog --url https://blog.example/ --contact me@example.org",
    ),
)
@click.argument("archive", type=click.Path(path_type=Path, file_okay=False))
@click.option("--url", required=True, help="Address of the blog.")
@click.option("--site", "--name", "site", help="What to call the blog; its host when left out.")
@click.option("--operator", help="Who crawls: written into every WARC file.")
@click.option("--contact", help="A mail address or page, named to the blog with every request.")
def init(
    archive: Path, url: str, site: str | None, operator: str | None, contact: str | None
) -> None:
    """Make the folder ARCHIVE with a commented palimpsest.toml in it."""
    layout = Layout(archive)
    if layout.config.exists():
        message = f"{layout.config} is there already: edit it, or choose another folder"
        raise ArchiveError(message)
    text = new_config(url, site, operator=operator, contact=contact)
    archive.mkdir(parents=True, exist_ok=True)
    layout.config.write_text(text, encoding="utf-8")
    read_config(layout.config)
    console.say(f"{layout.config} is written; look it over.")
    if contact is None:
        console.say("No contact is given: set one, so that the blog can reach you.", "yellow")
    console.say(f"Next: palimpsest crawl {archive}")


class _Duration(click.ParamType[timedelta]):
    name = "time"

    def convert(
        self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        try:
            return value if isinstance(value, timedelta) else duration(value)
        except WrongValueError as error:
            self.fail(str(error), param, ctx)


@click.command(
    cls=Command,
    examples=(
        "palimpsest schedule myblog --every 30m",
        "palimpsest schedule myblog --every 1h --install",
        "palimpsest schedule myblog --cron",
    ),
)
@archive_argument
@click.option("--every", type=_Duration(), help="How often; as palimpsest.toml says if left out.")
@click.option("--install", is_flag=True, help="Install the timer for the present user.")
@click.option("--cron", is_flag=True, help="A crontab line even where systemd is there.")
def schedule(layout: Layout, every: timedelta | None, install: bool, cron: bool) -> None:
    """Print, or install, what makes this machine crawl ARCHIVE again and again.

    systemd timer units where systemd runs, else a crontab line. A run that finds the
    archive held by another ends at once with exit code 75.
    """
    config = read_config(layout.config)
    plan = Plan(
        archive=layout.root.resolve(),
        program=(sys.executable, "-P", "-m", "archive"),
        every=every or config.schedule.every,
    )
    if cron or not _has_systemd():
        _cron(plan, install=install)
    else:
        _systemd(plan, install=install)


def _has_systemd() -> bool:
    return Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None


def _systemd(plan: Plan, *, install: bool) -> None:
    texts = units(plan)
    if not install:
        for name, text in texts.items():
            console.put(f"# ~/.config/systemd/user/{name}\n{text}")
        console.say("Add --install to put these in place and start the timer.")
        return
    folder = Path.home() / ".config/systemd/user"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    _do("systemctl", "--user", "daemon-reload")
    _do("systemctl", "--user", "enable", "--now", f"{plan.name}.timer")
    console.say(f"{plan.name}.timer is on; `systemctl --user list-timers` shows it.")
    console.say("It runs while you are logged in; `loginctl enable-linger` lets it run always.")


def _cron(plan: Plan, *, install: bool) -> None:
    if not install:
        console.put(crontab_line(plan))
        console.say("Add --install to put this line into your crontab.")
        return
    if shutil.which("crontab") is None:
        raise ArchiveError("there is no crontab on this machine: install cron, or use systemd")
    # Exit status 1 with nothing on stdout: the user has no crontab yet.
    code, present = _run("crontab", "-l")
    _do("crontab", "-", words=with_line("" if code else present, plan))
    console.say(f"The crontab has a line for {plan.archive}; `crontab -l` shows it.")


def _do(*command: str, words: str | None = None) -> None:
    code, said = _run(*command, words=words)
    if code:
        raise ArchiveError(f"`{' '.join(command)}` failed: {said.strip()}")


def _run(*command: str, words: str | None = None) -> tuple[int, str]:
    """The exit code of a program of this machine, and what it said."""
    done = subprocess.run(  # noqa: S603 - fixed programs, no shell
        command, input=words, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr if done.returncode else done.stdout
