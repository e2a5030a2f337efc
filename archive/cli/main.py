"""The command line `palimpsest`: one group, its commands, and the funnel for errors.

Every error ends here as one line on stderr and an exit code of `archive.errors`: no
traceback reaches a user. What nobody foresaw is written to a file that the line names.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from archive.cli import console
from archive.cli.command import Group, Later
from archive.errors import (
    EXIT_DONE,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_USAGE,
    ArchiveError,
)
from normalizers.errors import NormalizeError

_OS_ADVICE: Mapping[int, str] = {
    errno.ENOSPC: "no disk space is left: make room and run the command again",
    errno.EDQUOT: "the disk quota is used up: make room and run the command again",
    errno.EROFS: "the folder can only be read: mount it writable or copy the archive",
    errno.EACCES: "permission denied: check the owner and mode of the file",
    errno.EADDRINUSE: "the port is taken: choose another with --port",
    errno.ENOENT: "no such file",
    errno.EISDIR: "that is a folder, not a file",
    errno.EMFILE: "too many open files: raise the limit with `ulimit -n`",
}

_COMMANDS: Mapping[str, Later] = {
    "init": Later("begin:init", "Make an archive: a folder with its settings."),
    "crawl": Later("gather:crawl", "Crawl the blog, and load what came."),
    "capture": Later("gather:capture", "Archive exactly these addresses."),
    "import": Later("gather:bring_in", "Take WARC and WACZ files that others made."),
    "import-wayback": Later("gather:import_wayback", "Fetch what another archive has of a page."),
    "normalize": Later("normalizing:normalize", "Print one line of JSON for each captured page."),
    "inspect": Later("inspecting:inspect", "Show how a page is read, region by region."),
    "load": Later("loading:load", "Load what is new in the WARC files."),
    "rebuild": Later("loading:rebuild", "Make the database again from the WARC files."),
    "edits": Later("editing:edits", "Tell what was edited, the gravest first."),
    "diff": Later("editing:diff", "Compare two states of one story."),
    "history": Later("recalling:history", "Tell how one story went over all its captures."),
    "show": Later("looking:show", "Print a story and its thread, to be read."),
    "search": Later("looking:search", "Search all words ever shown."),
    "status": Later("looking:status", "Tell how the archive stands and what is due."),
    "verify": Later("keep:verify", "Check every record, digest and reference."),
    "repair": Later("keep:repair", "Cut torn files to their last whole record."),
    "exclude": Later("keep:exclude", "Take captures out of every view and export."),
    "evidence": Later("proving:evidence", "Pack one edit with the records that show it."),
    "verify-evidence": Later("proving:verify_evidence", "Check such a package from itself alone."),
    "watch": Later("watching:watch", "Send new edits to people: mail, chat, phone."),
    "export": Later("handing:export", "Write the archive in a form others read."),
    "serve": Later("handing:serve", "Open the database in a browser, read only."),
    "schedule": Later("begin:schedule", "Let this machine crawl again and again."),
    "demo": Later("demonstrate:demo", "Show the whole job on a sample blog, offline."),
}


@click.group(
    cls=Group,
    later=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "ARCHIVE may be left out where $PALIMPSEST_ARCHIVE names it or the current folder is one. "
        "Exit codes: 0 done, 1 failed, 2 usage, 3 done in part, 75 another run holds the archive, "
        "130 interrupted."
    ),
    examples=(
        "palimpsest demo",
        "palimpsest init myblog --url https://blog.example/",
        "palimpsest crawl myblog",
        "palimpsest edits myblog --since yesterday",
    ),
)
@click.version_option(package_name="palimpsest-archive", prog_name="palimpsest")
def palimpsest() -> None:
    """Watch a news blog: archive it, split its pages into parts, show what was edited."""


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line; every error is told in one line."""
    try:
        code = palimpsest.main(args=list(arguments), prog_name="palimpsest", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit:
        # Only click and rich leave so: when the reader of the pipe has seen enough.
        return _reader_left(None)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last net, see _told
        return _told(error)
    return code if isinstance(code, int) else EXIT_DONE


def _told(error: BaseException) -> int:
    """Tell an error in one line; the exit code for it."""
    tell = next((tell for kind, tell in _TOLD_BY if isinstance(error, kind)), _tell_unforeseen)
    return tell(error)


def _say(reason: str, code: int) -> int:
    console.say(f"palimpsest: {' '.join(reason.split())}", "red")
    return code


def _tell_usage(error: Any) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return EXIT_USAGE
    context = error.ctx if isinstance(error, click.UsageError) else None
    more = f" (see `{context.command_path} --help`)" if context else ""
    return _say(error.format_message() + more, error.exit_code)


def _reader_left(_: Any) -> int:
    """The reader of the pipe has seen enough: nothing more is written, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_DONE


def _tell_os(error: Any) -> int:
    advice = _OS_ADVICE.get(error.errno or 0, error.strerror or str(error))
    return _say(f"{error.filename}: {advice}" if error.filename else advice, EXIT_FAILED)


def _tell_unforeseen(error: BaseException) -> int:
    with tempfile.NamedTemporaryFile(
        "w", prefix="palimpsest-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write("".join(traceback.format_exception(error)))
    reason = f"{type(error).__name__}: {str(error)[:200]}"
    return _say(f"unexpected {reason} (details in {log.name}, please report)", EXIT_FAILED)


_TOLD_BY: tuple[tuple[type[BaseException], Callable[[Any], int]], ...] = (
    (BrokenPipeError, _reader_left),
    (KeyboardInterrupt, lambda _: _say("interrupted", EXIT_INTERRUPTED)),
    (click.Abort, lambda _: _say("interrupted", EXIT_INTERRUPTED)),
    (click.ClickException, _tell_usage),
    (ArchiveError, lambda error: _say(str(error), error.exit_code)),
    (NormalizeError, lambda error: _say(str(error), EXIT_FAILED)),
    (OSError, _tell_os),
)
