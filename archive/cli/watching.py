"""The command `watch`: new edits are sent to people, each once.

What was sent is kept in `alerts.jsonl` of the archive and nowhere else: looking at edits
changes nothing. An edit is written down before it is sent, so that a crash sends nothing
twice; when the sending fails that is written down too, and the next run tries again.
A newer version of the program may read old captures otherwise: what it finds anew between
captures that were watched before is written down as known, not sent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
from archive.outputs.telling import counted
from normalizers.normalize import NORMALIZER

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
    is given: what is there already is old. So is what a later run with a lower --severity
    would have sent before.
    """
    with hold(layout):
        log = layout.root / _LOG
        with connect_readonly(layout.database) as db:
            found = queries.edits(db, EditFilter())
            wanted = {edit.change.id for edit in queries.edits(db, EditFilter(severity=severity))}
        known = _known(log)
        fresh = [edit for edit in found if edit.change.id not in known.ids]
        new = [
            edit
            for edit in fresh
            if edit.change.id in wanted and not is_quiet(edit) and not known.is_old(edit, since)
        ]
        sent = {edit.change.id for edit in new}
        _note(log, "known", [edit for edit in fresh if edit.change.id not in sent])
        _append(log, [{"what": "run", "normalizer": NORMALIZER}])
        if new:
            _send(log, targets, new)
    console.say(f"{counted(len(new), 'edit')} sent" if new else "No new edits")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was dealt with before, what could not be sent, and the last run, if there was one."""

    ids: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    last: datetime | None = None
    normalizer: str | None = None

    def is_old(self, edit: Edit, since: datetime | None) -> bool:
        """Whether an edit is old though its id is new: before the first run, or read anew."""
        seen = datetime.fromisoformat(edit.between[1])
        if self.last is None:
            return since is None or seen < since
        is_reread = self.normalizer != NORMALIZER and edit.change.id not in self.failed
        return is_reread and seen <= self.last


def _known(log: Path) -> _Known:
    known = _Known()
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        if said["what"] == "run":
            known = replace(known, last=at, normalizer=said["normalizer"])
        elif said["what"] == "failed":
            one = {said["id"]}
            known = replace(known, ids=known.ids - one, failed=known.failed | one)
        else:
            known = replace(known, ids=known.ids | {said["id"]})
    return known


def _note(log: Path, what: str, edits: Iterable[Edit]) -> None:
    _append(log, [{"what": what, "id": edit.change.id} for edit in edits])


def _append(log: Path, said: Iterable[dict[str, str]]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with log.open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps({**one, 'at': at})}\n" for one in said)
        file.flush()
        os.fsync(file.fileno())
