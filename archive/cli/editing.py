"""Commands that tell what was edited: `edits` and `diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import get_args

import click

from archive.cli import console
from archive.cli.changes_view import RANK, put_edits
from archive.cli.command import Command
from archive.cli.target import Moment, Target, archive_and, archive_argument, json_option
from archive.database import queries
from archive.database.edit_form import edit_to_json
from archive.database.queries import EditFilter
from archive.database.schema import connect_readonly
from archive.diff import history
from archive.diff.changes import Edit, Part, Reading, Severity
from archive.errors import NoSuchCapture
from archive.layout import Layout

# Parts that follow from other edits, or that software touches by itself: asked for by name.
_QUIET: frozenset[str] = frozenset({"modified", "related", "links", "residual"})


@click.command(
    cls=Command,
    examples=(
        "palimpsest edits myblog --since yesterday",
        "palimpsest edits myblog --part headline --part body --severity high",
        "palimpsest edits myblog --since 7d --json",
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
@json_option
def edits(
    layout: Layout,
    since: datetime | None,
    until: datetime | None,
    parts: tuple[Part, ...],
    severity: Severity,
    everything: bool,
    as_json: bool,
) -> None:
    """Tell what was edited, the gravest first: one block a story.

    An edit lies between two captures, and is told with both. "no notice found" says that
    the page itself does not announce it; it is no accusation. --json tells all parts.
    """
    wanted = EditFilter(since=since, until=until, parts=parts, severity=severity)
    with connect_readonly(layout.database) as db:
        found = queries.edits(db, wanted)
    if as_json:
        for edit in found:
            console.put_json(edit_to_json(edit))
        return
    shown = found if everything or parts else tuple(e for e in found if not is_quiet(e))
    put_edits(shown)
    _sum_up(shown, len(found) - len(shown), since)


@click.command(
    cls=Command,
    examples=(
        "palimpsest diff myblog dam deal",
        "palimpsest diff myblog wp-301 --from 2026-03-14 --to 2026-03-16",
        "palimpsest diff myblog https://blog.example/2026/03/a-post/ --json",
    ),
)
@archive_and("PAGE")
@click.option("--from", "since", type=Moment(), help="The state then; the first if left out.")
@click.option("--to", "until", type=Moment(), help="The state then; the newest if left out.")
@json_option
def diff(target: Target, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Compare two states of one story, part by part.

    PAGE is an address, a key, a post id, or a few words of the title. Both states are
    read from the WARC files by the same normalizer.
    """
    with connect_readonly(target.layout.database) as db:
        story = queries.find(db, " ".join(target.rest))
        readings = [r for r in queries.readings(db, story) if r.outcome in ("ok", "gone")]
    old = _state_at(readings, since) if since else readings[0]
    new = _state_at(readings, until) if until else readings[-1]
    found = history.edits((old, new))
    if as_json:
        for edit in found:
            console.put_json(edit_to_json(edit))
    else:
        put_edits(found)
    console.say(
        f"{len(found) or 'no'} changes between the captures of {_when(old)} and {_when(new)}"
    )


def _state_at(readings: Sequence[Reading], at: datetime) -> Reading:
    """The last state at or before a time."""
    before = [reading for reading in readings if datetime.fromisoformat(_when(reading)) <= at]
    if not before:
        raise NoSuchCapture(readings[0].captures[0].url, f"{at:%Y-%m-%d %H:%M} UTC")
    return before[-1]


def _when(reading: Reading) -> str:
    return reading.captures[0].captured_at


def is_quiet(edit: Edit) -> bool:
    """Whether an edit is of a part that is shown only when asked for."""
    return edit.change.part in _QUIET


def _sum_up(shown: Sequence[Edit], hidden: int, since: datetime | None) -> None:
    after = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    more = f" ({hidden} of dates, links and related posts not shown: --all)" if hidden else ""
    if not shown:
        console.say(f"No edit was found{after}{more}.")
        return
    grave: Counter[str] = Counter(edit.change.severity for edit in shown)
    counts = ", ".join(f"{grave[name]} {name}" for name in RANK if grave[name])
    stories = len({edit.page_key for edit in shown})
    console.say(f"{len(shown)} edits in {stories} stories{after}: {counts}{more}")
