"""Commands that tell what was edited: `edits` and `diff`, in every form of `archive.outputs`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import Moment, Target, archive_and, archive_argument, json_option
from archive.database import queries
from archive.database.alarms import alarms_told
from archive.database.queries import EditFilter
from archive.database.schema import connect_readonly
from archive.diff import history
from archive.diff.changes import Edit, Part, Reading, Severity
from archive.errors import NoSuchCapture
from archive.layout import Layout
from archive.outputs import OUTPUTS, Report, View

# Parts that follow from other edits, or that software touches by itself: asked for by name.
_TELLING = ("ok", "gone", "protected")
_QUIET: frozenset[str] = frozenset({"modified", "related", "links", "residual"})
_WIDEST = 110


def _view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say in which form edits are told."""
    for option in (
        json_option,
        click.option("--stat", "look", flag_value="stat", help="Counts for each story only."),
        click.option(
            "--side-by-side", "look", flag_value="side-by-side", help="Old and new in columns."
        ),
        click.option(
            "--output",
            "-o",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write to this file instead of stdout.",
        ),
        click.option(
            "--format",
            "kind",
            type=click.Choice(list(OUTPUTS)),
            default="text",
            show_default=True,
            help="What to write: atom is a feed, html one page that needs nothing else.",
        ),
    ):
        command = option(command)
    return command


@click.command(
    cls=Command,
    examples=(
        "palimpsest edits myblog --since yesterday",
        "palimpsest edits myblog --part headline --part body --severity high",
        "palimpsest edits myblog --since 7d --json",
        "palimpsest edits myblog --format html --output edits.html",
    ),
)
@archive_argument
@click.option("--since", type=Moment(), help="Seen since then: yesterday, 36h, 7d, 2026-03-14.")
@click.option("--until", type=Moment(), help="Seen before then.")
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(get_args(Part)), help="Only this part."
)
@click.option(
    "--severity",
    type=click.Choice(get_args(Severity)),
    default="low",
    show_default=True,
    help="The least that is wanted.",
)
@click.option("--all", "everything", is_flag=True, help="Dates, links and related posts as well.")
@_view_options
def edits(
    layout: Layout,
    since: datetime | None,
    until: datetime | None,
    parts: tuple[Part, ...],
    severity: Severity,
    everything: bool,
    **form: Any,
) -> None:
    """Tell what was edited, the gravest first.

    An edit lies between two captures, and is told with both. "no notice found" says that
    the page itself does not announce it; it is no accusation. --json tells all parts.
    """
    wanted = EditFilter(since=since, until=until, parts=parts, severity=severity)
    with connect_readonly(layout.database) as db:
        found = queries.edits(db, wanted)
        alarms = alarms_told(db)
    whole = everything or bool(parts) or form["as_json"]
    shown = found if whole else tuple(edit for edit in found if not is_quiet(edit))
    after = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    hidden = len(found) - len(shown)
    report = replace(report_of(f"Edits{after}", shown), folded=hidden, alarms=alarms)
    put_edits(report, paged=True, **form)
    if hidden:
        console.say(f"{hidden} folded edits are not shown: --all")


@click.command(
    cls=Command,
    examples=(
        "palimpsest diff myblog dam deal",
        "palimpsest diff myblog wp-301 --from 2026-03-14 --to 2026-03-16 --side-by-side",
        "palimpsest diff myblog https://blog.example/2026/03/a-post/ --json",
    ),
)
@archive_and("PAGE")
@click.option("--from", "since", type=Moment(), help="The state then; the first if left out.")
@click.option("--to", "until", type=Moment(), help="The state then; the newest if left out.")
@_view_options
def diff(target: Target, since: datetime | None, until: datetime | None, **form: Any) -> None:
    """Compare two states of one story, part by part.

    PAGE is an address, a key, a post id, or a few words of the title. Both states are
    read from the WARC files by the same normalizer.
    """
    with connect_readonly(target.layout.database) as db:
        story = queries.find(db, " ".join(target.rest))
        readings = [r for r in queries.readings(db, story) if r.outcome in _TELLING]
    old = _state_at(readings, since) if since else readings[0]
    new = _state_at(readings, until) if until else readings[-1]
    report = report_of(story.title, history.edits((old, new), story.key), (old, new))
    put_edits(report, paged=True, **form)
    console.say(f"Compared: the captures of {_when(old)} and {_when(new)}")


def _state_at(readings: Sequence[Reading], at: datetime) -> Reading:
    """The last state at or before a time."""
    before = [reading for reading in readings if datetime.fromisoformat(_when(reading)) <= at]
    if not before:
        raise NoSuchCapture(readings[0].captures[0].url, f"{at:%Y-%m-%d %H:%M} UTC")
    return before[-1]


def _when(reading: Reading) -> str:
    return reading.captures[0].captured_at


def is_quiet(edit: Edit) -> bool:
    """Whether an edit is shown only when asked for: by its part, or as an alarm explains it."""
    return edit.change.part in _QUIET or edit.alarm is not None


def report_of(
    title: str, found: Sequence[Edit], states: tuple[Reading, Reading] | None = None
) -> Report:
    """A report of these edits; of one story between two of its states, where these are given."""
    old, new = (state.page for state in states) if states else (None, None)
    return Report(
        title=title,
        edits=tuple(found),
        made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        pages=(old, new) if old and new else None,
    )


def put_edits(
    report: Report,
    *,
    kind: str = "text",
    look: Literal["inline", "side-by-side", "stat"] | None = None,
    as_json: bool = False,
    output: Path | None = None,
    paged: bool = False,
) -> None:
    """Print a report in the form asked for; coloured on a terminal, and paged where told."""
    out = console.data()
    is_shown = out.is_terminal and output is None
    view = View(
        colour=is_shown and not out.no_color,
        width=min(out.width, _WIDEST),
        layout=look or "inline",
    )
    told = OUTPUTS["json" if as_json else kind](replace(report, view=view))
    if output:
        output.write_text(told, encoding="utf-8")
        console.say(f"{output} is written.")
    elif is_shown and paged and told.count("\n") > out.height:
        click.echo_via_pager(told, color=True)
    else:
        sys.stdout.write(told)
