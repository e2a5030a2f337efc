"""The frame of the command line: errors as one line, the ARCHIVE argument, times."""

from __future__ import annotations

import errno
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from archive.cli import target
from archive.cli.command import Command
from archive.cli.main import palimpsest, run
from archive.config import new_config
from archive.errors import DiskFullError, LockedError, NoSuchArchive
from archive.layout import Layout
from tests.commands import NOW


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is an archive."""
    root = tmp_path / "blog"
    root.mkdir()
    (root / "palimpsest.toml").write_text(new_config("https://blog.example/"))
    return root


def test_list_of_commands_is_shown_without_reading_the_program() -> None:
    code = (
        "import sys; from archive.cli.main import run; run(['--help']);"
        "print(sorted({'scrapy', 'sqlite_utils', 'normalizers.normalize'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], int]:
    """The exit code of a command that fails so."""

    def fail(error: BaseException) -> int:
        @click.command(cls=Command)
        def probe() -> None:
            raise error

        monkeypatch.setitem(palimpsest.commands, "probe", probe)
        return run(["probe"])

    return fail


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (LockedError(Path("blog"), 42), 75, "blog is held by process 42"),
        (NoSuchArchive(Path("blog")), 2, "palimpsest init blog"),
        (DiskFullError("no room on /data"), 1, "no room on /data"),
        (OSError(errno.ENOSPC, "x", "archive.db"), 1, "archive.db: no disk space is left"),
        (OSError(errno.EADDRINUSE, "x"), 1, "the port is taken"),
        (OSError("odd"), 1, "odd"),
        (click.UsageError("two\nlines"), 2, "two lines"),
        (click.ClickException("no"), 1, "no"),
        (click.Abort(), 130, "interrupted"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_error_is_one_line_and_an_exit_code(
    failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    words: str,
) -> None:
    assert failing(error) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert captured.err.strip().count("\n") == 0


def test_unforeseen_error_is_written_down_and_told_in_one_line(
    failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert failing(KeyError("surprise")) == 1
    said = capsys.readouterr().err
    assert said.strip().count("\n") == 0
    assert "Traceback" not in said
    log = re.search(r"details in (\S+),", said)
    assert log is not None
    assert "Traceback" in Path(log[1]).read_text()


def test_reader_that_leaves_is_no_error(
    failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert failing(BrokenPipeError()) == 0
    assert capsys.readouterr().err == ""


_LONG = """
import sys, click
from archive.cli import console, reading
from archive.cli.main import main, palimpsest

@palimpsest.command("probe")
def probe():
    for _ in range(100_000):
        {say}("words")

sys.argv[1:] = ["probe"]
main()
"""


@pytest.mark.parametrize("say", ["reading.line", "console.put", "click.echo"])
def test_reader_that_leaves_in_the_middle_is_no_error(say: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _LONG.format(say=say)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_unknown_option_names_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "--nonsense"]) == 2
    assert "see `palimpsest init --help`" in capsys.readouterr().err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Examples:\n  palimpsest demo" in capsys.readouterr().err


def found(arguments: list[str], *, least: int = 1) -> target.Target | Layout:
    """What the ARCHIVE argument makes of these words."""
    got: list[target.Target | Layout] = []
    command: click.Command
    if least:

        @click.command()
        @target.archive_and("PAGE", least=least)
        def takes_more(target: target.Target) -> None:
            got.append(target)

        command = takes_more
    else:

        @click.command()
        @target.archive_argument
        def takes_one(layout: Layout) -> None:
            got.append(layout)

        command = takes_one
    command.main(arguments, standalone_mode=False)
    return got[0]


def test_archive_is_named_by_the_first_word(folder: Path) -> None:
    assert found([str(folder), "a", "page"]) == target.Target(
        layout=Layout(folder), rest=("a", "page")
    )
    assert found([str(folder)], least=0) == Layout(folder)


def test_archive_is_named_by_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(target.ENVIRONMENT, str(folder))
    assert found(["a", "page"]) == target.Target(layout=Layout(folder), rest=("a", "page"))
    assert found([], least=0) == Layout(folder)


def test_archive_is_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert found(["page"]) == target.Target(layout=Layout(Path()), rest=("page",))


def test_folder_without_settings_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NoSuchArchive, match="palimpsest init"):
        found([str(tmp_path), "page"])
    with pytest.raises(NoSuchArchive):
        found([str(tmp_path)], least=0)


def test_folder_where_an_archive_was_meant_is_told_even_with_a_default(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(target.ENVIRONMENT, str(folder))
    with pytest.raises(NoSuchArchive):
        found([str(tmp_path), "page"])


@pytest.mark.parametrize("least", [0, 1])
def test_archive_that_nothing_names_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(target.ENVIRONMENT, raising=False)
    with pytest.raises(click.UsageError, match="ARCHIVE is missing"):
        found([], least=least)


def test_missing_words_are_asked_for(folder: Path) -> None:
    with pytest.raises(click.UsageError, match="PAGE is missing"):
        found([str(folder)])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yesterday", "2026-03-01T00:00:00+00:00"),
        ("Today", "2026-03-02T00:00:00+00:00"),
        ("now", "2026-03-02T09:30:00+00:00"),
        ("36h", "2026-02-28T21:30:00+00:00"),
        ("7d", "2026-02-23T09:30:00+00:00"),
        ("2w", "2026-02-16T09:30:00+00:00"),
        ("2026-01-05", "2026-01-05T00:00:00+00:00"),
        ("2026-01-05T06:00+02:00", "2026-01-05T06:00:00+02:00"),
    ],
)
def test_time_is_understood_as_people_say_it(said: str, meant: str) -> None:
    assert target.moment(said, NOW).isoformat() == meant


def test_time_that_is_none_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="is no time"):
        target.moment("last spring", NOW)


def test_time_of_an_option_is_aware() -> None:
    at = target.Moment()("2026-01-05")
    assert at == datetime(2026, 1, 5, tzinfo=UTC)
    assert target.Moment()(at) == at


def test_module_runs_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["palimpsest", "--version"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("archive", run_name="__main__")
    assert left.value.code == 0
