"""The ARCHIVE that a command works on, and the options that many commands share.

ARCHIVE may be left out where $PALIMPSEST_ARCHIVE names it or the current folder is one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.errors import NoSuchArchive
from archive.layout import Layout

ENVIRONMENT = "PALIMPSEST_ARCHIVE"
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An archive, and the words that followed it on the command line."""

    layout: Layout
    rest: tuple[str, ...]


def archive_argument(command: Command) -> Command:
    """Give the command an optional ARCHIVE, as `layout`."""
    return click.argument("layout", metavar="[ARCHIVE]", required=False, callback=_find)(command)


def archive_and(what: str, *, least: int = 1) -> Callable[[Command], Command]:
    """Give the command an optional ARCHIVE and more words, as `target`.

    Args:
        what: how the help names the words.
        least: so many there must be.
    """

    def split(context: click.Context, _: click.Parameter, given: tuple[str, ...]) -> Target:
        target = _split(given, least)
        if len(target.rest) < least:
            message = f"{what} is missing"
            raise click.UsageError(message, context)
        return target

    return click.argument("target", metavar=f"[ARCHIVE] {what}", nargs=-1, callback=split)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="One line of JSON for each item, for programs."
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="How many processes work at once.",
)


def open_layout(folder: str | Path) -> Layout:
    """The archive in this folder.

    Raises:
        NoSuchArchive: there is no palimpsest.toml in it.
    """
    layout = Layout(Path(folder))
    if not layout.config.is_file():
        raise NoSuchArchive(layout.root)
    return layout


def moment(value: str, now: datetime) -> datetime:
    """A time as people say it: ISO 8601, `yesterday`, `today`, or `36h`, `7d` ago.

    Days begin at midnight UTC; a time without offset is UTC.

    >>> moment("yesterday", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)).isoformat()
    '2026-03-01T00:00:00+00:00'

    Raises:
        click.BadParameter: it is none of these.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"today": midnight, "yesterday": midnight - timedelta(days=1), "now": now}
    if value.lower() in named:
        return named[value.lower()]
    if value[:-1].isdigit() and value[-1] in _UNITS:
        return now - int(value[:-1]) * _UNITS[value[-1]]
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is no time: want 2026-03-14, 2026-03-14T06:00Z, yesterday, 36h or 7d"
        raise click.BadParameter(message) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


class Moment(click.ParamType[datetime]):
    """A point in time as people say it; see `moment`."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The aware time that the words mean."""
        del param, ctx
        return value if isinstance(value, datetime) else moment(value, datetime.now(UTC))


def _find(context: click.Context, _: click.Parameter, given: str | None) -> Layout:
    found = given or _default()
    if found is None:
        raise click.UsageError(_NOWHERE, context)
    return open_layout(found)


def _split(given: tuple[str, ...], least: int) -> Target:
    default = _default()
    first = given[:1]
    if first and (Layout(Path(first[0])).config.is_file() or default is None):
        return Target(layout=open_layout(first[0]), rest=given[1:])
    if default is None:
        raise click.UsageError(_NOWHERE)
    # One word too many and no archive by that name: a mistyped ARCHIVE is not a page.
    if len(given) > least and Path(first[0]).is_dir():
        raise NoSuchArchive(Path(first[0]))
    return Target(layout=open_layout(default), rest=given)


def _default() -> str | None:
    named = os.environ.get(ENVIRONMENT)
    if named:
        return named
    return "." if Layout(Path()).config.is_file() else None


_NOWHERE = f"ARCHIVE is missing: name its folder, set ${ENVIRONMENT}, or stand in it"
