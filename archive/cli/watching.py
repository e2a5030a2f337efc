"""The command `watch`: new edits are sent to people, each once.

What was sent is kept in `alerts.jsonl` of the archive and nowhere else: looking at edits
changes nothing. An edit is written down before it is sent, so that a crash sends nothing
twice; when the sending fails that is written down too, and the next run tries again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.editing import is_quiet, report_of
from archive.cli.target import Moment, archive_argument
from archive.database import queries
from archive.database.queries import EditFilter
from archive.database.schema import connect_readonly
from archive.diff.changes import Edit, Severity
from archive.errors import ArchiveError, MissingExtraError
from archive.layout import Layout
from archive.lock import hold
from archive.outputs import OUTPUTS

_LOG = "alerts.jsonl"


@click.command(
    cls=Command,
    examples=(
        "palimpsest watch myblog --to mailto://user:pass@mail.example",
        "palimpsest watch myblog --to tgram://token/chat --severity medium",
        "palimpsest crawl myblog && palimpsest watch myblog --to ntfy://mytopic",
    ),
)
@archive_argument
@click.option("--to", "targets", multiple=True, required=True, help="An address of Apprise.")
@click.option(
    "--severity",
    type=click.Choice(get_args(Severity)),
    default="high",
    show_default=True,
    help="The least that is sent.",
)
@click.option(
    "--since", type=Moment(), help="On the first run: send what was seen since then as well."
)
def watch(
    layout: Layout, targets: tuple[str, ...], severity: Severity, since: datetime | None
) -> None:
    """Send new edits to people: mail, chat, phone, whatever Apprise knows.

    Run it after `crawl`. Nothing is sent twice. The first run sends nothing, unless --since
    is given: what is there already is old.
    """
    with hold(layout):
        log = layout.root / _LOG
        with connect_readonly(layout.database) as db:
            found = queries.edits(db, EditFilter(severity=severity))
        known = _known(log)
        if known is None:
            old = [edit for edit in found if since is None or _seen(edit) < since]
            _note(log, "known", old)
            known = {edit.change.id for edit in old}
        new = [edit for edit in found if edit.change.id not in known and not is_quiet(edit)]
        if new:
            _send(log, targets, new)
    console.say(f"{len(new)} edits sent" if new else "No new edits")


def _seen(edit: Edit) -> datetime:
    return datetime.fromisoformat(edit.between[1])


def _send(log: Path, targets: Sequence[str], new: Sequence[Edit]) -> None:
    try:
        import apprise  # noqa: PLC0415 - an extra, asked for only here
    except ImportError as error:
        raise MissingExtraError(
            "watch needs Apprise: install it with `pip install 'palimpsest-archive[alerts]'`"
        ) from error
    sender = apprise.Apprise()
    for target in targets:
        if not sender.add(target):
            raise ArchiveError(f"{target.partition(':')[0]}: is no address of Apprise")
    title = f"{len(new)} edits" if len(new) > 1 else f"Edited: {new[0].title}"
    body = OUTPUTS["markdown"](report_of(title, new))
    _note(log, "sent", new)
    if not sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.MARKDOWN):
        _note(log, "failed", new)
        raise ArchiveError("the message could not be sent: check the addresses; it is tried again")


def _known(log: Path) -> set[str] | None:
    """The ids that are not to be sent; none where nothing was watched yet."""
    if not log.exists():
        return None
    known: set[str] = set()
    for line in log.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        known = known - {said["id"]} if said["what"] == "failed" else known | {said["id"]}
    return known


def _note(log: Path, what: str, edits: Iterable[Edit]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    lines = (json.dumps({"what": what, "id": edit.change.id, "at": at}) for edit in edits)
    with log.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
