"""Commands that prove an edit to others: `evidence` and `verify-evidence`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import Target, archive_and, json_option
from archive.database import queries
from archive.database.schema import connect_readonly
from archive.diff.changes import Edit, Reading
from archive.errors import EXIT_DONE, EXIT_FAILED, ArchiveError
from archive.evidence import Refs, build
from archive.evidence_check import verify_evidence as check


@click.command(
    cls=Command,
    examples=(
        "palimpsest evidence myblog 33e014d46b01",
        "palimpsest evidence myblog 33e014d46b01 --output case.zip",
    ),
)
@archive_and("CHANGE")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The package; named after the change if left out.",
)
def evidence(target: Target, output: Path | None) -> None:
    """Pack one edit with the records that show it, so that anybody can check it.

    CHANGE is the id that `palimpsest edits` prints, or its first characters. The package
    holds both WARC records byte for byte, both texts, the change, and how to check it.
    """
    if len(target.rest) > 1:
        raise click.UsageError("one CHANGE at a time")
    with connect_readonly(target.layout.database) as db:
        story, edit = queries.edit(db, target.rest[0])
        readings = queries.readings(db, story)
    path = output or Path(f"evidence-{edit.change.id}.zip")
    if path.exists():
        raise ArchiveError(f"{path} is there already: choose another with --output")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    build(target.layout, edit, path, now, _captures(readings, edit))
    console.put(str(path))
    console.say(f"Anybody can check it: palimpsest verify-evidence {path}")


def _captures(readings: Sequence[Reading], edit: Edit) -> Refs | None:
    """All captures of both states, where the story was cut into pages."""
    by_time = {reading.captures[0].captured_at: reading for reading in readings}
    old, new = (by_time.get(at) for at in edit.between)
    return (old.captures, new.captures) if old and new else None


@click.command(
    "verify-evidence",
    cls=Command,
    examples=("palimpsest verify-evidence case.zip", "palimpsest verify-evidence case.zip --json"),
)
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def verify_evidence(package: Path, as_json: bool) -> int:
    """Check a package of `evidence` from itself alone: no archive is needed.

    Recomputes every digest, reads both records anew and compares them. The exit code is 1
    when anything does not hold, with the reason.
    """
    checked = check(package)
    if as_json:
        console.put_json(checked)
    else:
        for finding in checked.findings:
            console.put(finding, "red")
        said = ":" if checked.ok else " attests"
        console.put(f"{package}{said} {checked.attests}", "green" if checked.ok else "red")
        for note in checked.notes:
            console.put(f"on its maker's word: {note}")
    return EXIT_DONE if checked.ok else EXIT_FAILED
