"""Commands that keep an archive sound: `verify`, `repair`, `exclude`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import Target, archive_and, archive_argument, jobs_option, json_option
from archive.database.agreement import disagreements
from archive.database.schema import connect_readonly
from archive.errors import EXIT_DONE, EXIT_FAILED, ArchiveError, SchemaError
from archive.layout import Layout
from archive.lock import hold
from archive.warc.exclusions import exclude as hide
from archive.warc.exclusions import mark_of, show_again
from archive.warc.index import Index, files_of
from archive.warc.repair import Mended
from archive.warc.repair import repair as mend
from archive.warc.verify import Checked, Finding, Verified
from archive.warc.verify import verify as check


@click.command(
    cls=Command, examples=("palimpsest verify myblog", "palimpsest verify myblog --json --jobs 4")
)
@archive_argument
@json_option
@jobs_option
def verify(layout: Layout, as_json: bool, jobs: int) -> int:
    """Check every record of ARCHIVE: digests, references, the index, the database.

    Reads all WARC files to their end. Each finding names the file, the byte and what to
    do. The exit code is 1 when anything is lost or wrong.
    """
    total = len(list(files_of(layout)))
    with console.progress("files") as bar:
        task = bar.add_task("verify", total=total)

        def seen(_: Checked) -> None:
            bar.advance(task)

        result = check(layout, jobs, seen)
    stale = {finding.warc for finding in result.findings if finding.code == "index"}
    # Where the index does not fit the file, it is no measure for the database.
    more = (one for one in _of_database(layout) if one.warc not in stale)
    result = replace(result, findings=(*result.findings, *more))
    for finding in result.findings:
        _tell(finding, as_json=as_json)
    _sum_up(result)
    return EXIT_DONE if result.sound else EXIT_FAILED


def _of_database(layout: Layout) -> tuple[Finding, ...]:
    """Where the database does not agree with the index; nothing when there is none yet."""
    if not layout.database.exists():
        return ()
    try:
        with connect_readonly(layout.database) as db:
            return disagreements(db, Index(layout), mark_of(layout))
    except ArchiveError as error:
        return (_unread(layout, error),)


def _unread(layout: Layout, error: ArchiveError) -> Finding:
    """That the database could not be compared; what the files hold is told all the same."""
    return Finding(
        warc=layout.database.name,
        offset=0,
        code="database-unread",
        what="the database cannot be compared with the index",
        advice=str(error),
        level="notice" if isinstance(error, SchemaError) else "fault",
    )


def _tell(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        console.put_json(finding)
    else:
        console.put(f"{finding.level}: {finding}", "red" if finding.level == "fault" else "yellow")


def _sum_up(result: Verified) -> None:
    faults = sum(finding.level == "fault" for finding in result.findings)
    notices = len(result.findings) - faults
    megabytes = result.bytes / 1e6
    console.say(
        f"{console.counted(result.files, 'file')}, {console.counted(result.records, 'record')}, "
        f"{megabytes:.1f} MB: {console.counted(faults, 'fault')}, "
        f"{console.counted(notices, 'notice')}",
        "red" if faults else "green",
    )


@click.command(cls=Command, examples=("palimpsest repair myblog",))
@archive_argument
@json_option
def repair(layout: Layout, as_json: bool) -> None:
    """Cut files that end inside a record to their last whole one.

    The bytes cut off are kept in warc/cut. Then the index is made to fit.
    """
    with hold(layout):
        mended = mend(layout)
    for one in mended:
        if as_json:
            console.put_json(one)
        else:
            console.put(_told(one))
    console.say(f"{console.counted(len(mended), 'file')} mended" if mended else "Nothing to mend.")


def _told(mended: Mended) -> str:
    aside = f"; the {mended.cut} bytes after it are in {mended.aside}" if mended.aside else ""
    return f"{mended.warc}: whole up to byte {mended.kept}{aside}"


@click.command(
    cls=Command,
    examples=(
        'palimpsest exclude myblog "https://blog.example/private/*" --reason "asked by its author"',
        'palimpsest exclude myblog "https://blog.example/private/*" --undo --reason "agreed"',
    ),
)
@archive_and("PATTERN|RECORD")
@click.option("--reason", required=True, help="Why; kept in the log.")
@click.option("--undo", is_flag=True, help="Show again what was excluded.")
def exclude(target: Target, reason: str, undo: bool) -> None:
    """Take captures out of every view and export.

    PATTERN is an address in which * stands for anything, RECORD a WARC-Record-ID. The
    bytes stay in the WARC files, the log in excluded.jsonl survives every rebuild.
    """
    now = datetime.now(UTC)
    with hold(target.layout):
        for what in target.rest:
            (show_again if undo else hide)(target.layout, what, reason, now)
    name = "is shown again" if undo else "is no longer shown"
    console.say(f"{', '.join(target.rest)} {name}.")
    console.say(f"Next: palimpsest rebuild {target.layout.root}")
