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
from archive.cli.begin import init, schedule
from archive.cli.command import Group
from archive.cli.demonstrate import demo
from archive.cli.editing import diff, edits
from archive.cli.gather import bring_in, capture, crawl, import_wayback
from archive.cli.handing import export, serve
from archive.cli.inspecting import inspect
from archive.cli.keep import exclude, repair, verify
from archive.cli.loading import load, rebuild
from archive.cli.looking import search, show, status
from archive.cli.normalizing import normalize
from archive.cli.proving import evidence, verify_evidence
from archive.cli.recalling import history
from archive.cli.watching import watch
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


@click.group(
    cls=Group,
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


_COMMANDS: tuple[click.Command, ...] = (
    init,
    crawl,
    capture,
    bring_in,
    import_wayback,
    normalize,
    inspect,
    load,
    rebuild,
    edits,
    diff,
    history,
    show,
    search,
    status,
    verify,
    repair,
    exclude,
    evidence,
    verify_evidence,
    watch,
    export,
    serve,
    schedule,
    demo,
)
for _command in _COMMANDS:
    palimpsest.add_command(_command)


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line; every error is told in one line."""
    try:
        code = palimpsest.main(args=list(arguments), prog_name="palimpsest", standalone_mode=False)
        sys.stdout.flush()
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
