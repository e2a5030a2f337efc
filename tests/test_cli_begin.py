"""Commands that set up and gather: init, schedule, capture; how a crawl is watched."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from archive.cli import begin, crawling, gather
from archive.cli.main import run
from archive.config import read_config
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.sample.server import serving
from tests.commands import Said, Terminal

COUNTS = {"stories": 3, "found": 9, "fetched": 6, "seconds": 2.0, "received": 10, "failed": 0}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A new archive."""
    folder = tmp_path / "blog"
    assert run(["init", str(folder), "--url", "https://blog.example/"]) == 0
    return Layout(folder)


def program(folder: Path, name: str, script: str) -> None:
    """A program of the machine, as far as the test needs it."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that stands before all others, and a home."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


def test_init_writes_settings_that_are_valid(tmp_path: Path, said: Said) -> None:
    code, out, words = said(
        *("init", tmp_path / "blog", "--url", "https://blog.example/", "--site", "The Example"),
        *("--operator", "A library", "--contact", "me@example.org"),
    )
    config = read_config(tmp_path / "blog/palimpsest.toml")
    assert (code, out) == (0, "")
    assert "palimpsest crawl" in words
    assert (config.sites[0].name, config.operator.contact) == ("The Example", "me@example.org")


def test_init_overwrites_no_archive(layout: Layout, said: Said) -> None:
    code, _, words = said("init", layout.root, "--url", "https://other.example/")
    assert code == 1
    assert "is there already" in words


def test_init_refuses_what_is_no_address(tmp_path: Path, said: Said) -> None:
    code, _, words = said("init", tmp_path / "blog", "--url", "blog.example")
    assert code == 2
    assert "want an address" in words
    assert not (tmp_path / "blog").exists()


def test_units_are_printed_where_systemd_runs(
    layout: Layout, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, "_has_systemd", lambda: True)
    code, out, words = said("schedule", layout.root, "--every", "1h")
    assert code == 0
    assert "OnCalendar=0/1:00" in out
    assert "--install" in words


def test_units_are_installed(
    layout: Layout, said: Said, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, "_has_systemd", lambda: True)
    program(machine, "systemctl", 'echo "$@" >> "$HOME/asked"')
    code, _, words = said("schedule", layout.root, "--install")
    assert code == 0
    assert len(list(Path.home().glob(".config/systemd/user/palimpsest-blog-*"))) == 2
    assert "enable --now palimpsest-blog-" in (Path.home() / "asked").read_text()
    assert "timer is on" in words


def test_failure_of_the_machine_is_told(
    layout: Layout, said: Said, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, "_has_systemd", lambda: True)
    program(machine, "systemctl", "echo 'Failed to connect to bus' >&2; exit 1")
    code, _, words = said("schedule", layout.root, "--install")
    assert code == 1
    assert "Failed to connect to bus" in words


def test_crontab_line_is_printed_and_installed_once(
    layout: Layout, said: Said, machine: Path
) -> None:
    code, out, _ = said("schedule", layout.root, "--cron")
    assert (code, out.count("\n")) == (0, 1)
    script = 'if [ "$1" = -l ]; then cat "$HOME/crontab"; else cat > "$HOME/crontab"; fi'
    program(machine, "crontab", script)
    for _ in range(2):
        assert said("schedule", layout.root, "--cron", "--install")[0] == 0
    assert (Path.home() / "crontab").read_text() == out


def test_machine_without_cron_is_told(
    layout: Layout, said: Said, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(machine))
    assert begin._has_systemd() is False
    code, _, words = said("schedule", layout.root, "--install")
    assert code == 1
    assert "install cron, or use systemd" in words


def test_interval_that_is_none_is_refused(layout: Layout, said: Said) -> None:
    code, _, words = said("schedule", layout.root, "--every", "often")
    assert code == 2
    assert "want a time" in words


def test_given_addresses_are_captured_and_nothing_else(
    layout: Layout, said: Said, tmp_path: Path
) -> None:
    with serving() as server:
        listed = tmp_path / "list.txt"
        listed.write_text(f"# one\n{server.base}/about/\n\n{server.base}/nothing/\n")
        dam = f"{server.base}/2026/03/the-dam-deal/"
        code, out, words = said("capture", layout.root, dam, "--from", listed)
        assert code == 0
        assert "3 answers fetched" in out
        assert "Loaded" in words
        code, out, _ = said("capture", layout.root, dam, "--json")
        assert code == 0
        assert json.loads(out)["unchanged"] == 1
    assert said("show", layout.root, dam)[0] == 0


@pytest.mark.parametrize("given", [(), ("ftp://blog.example/",)])
def test_capture_wants_addresses_of_the_web(
    layout: Layout, said: Said, given: tuple[str, ...]
) -> None:
    code, _, words = said("capture", layout.root, *given)
    assert code == 2
    assert "URL is missing" in words or "is no address of the web" in words


def test_import_wayback_takes_one_address(layout: Layout, said: Said) -> None:
    addresses = ("https://blog.example/a/", "https://blog.example/b/")
    code, _, words = said("import-wayback", layout.root, *addresses)
    assert code == 2
    assert "one URL at a time" in words


def told(layout: Layout, *lines: str) -> Path:
    path = layout.crawls / "20260301T000000Z-abcd" / "progress.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(lines))
    return path


def test_progress_is_drawn_on_a_terminal(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    told(layout, json.dumps(COUNTS), "\n", '{"stories": half')
    watch = crawling._Watch(layout, time.time())
    with watch.showing():
        watch.look()
    assert "3 of 9 pages, 6 fetched" in stream.getvalue()


def test_progress_is_a_line_now_and_then_in_a_log(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(layout, json.dumps(COUNTS), "\n")
    watch = crawling._Watch(layout, time.time())
    with watch.showing():
        watch.look()
        assert capsys.readouterr().err == ""
        monkeypatch.setattr(crawling, "_LOG_EVERY", 0.0)
        watch.look()
    assert capsys.readouterr().err.startswith("3 of 9 pages")


def test_progress_that_is_not_there_yet_is_waited_for(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crawling, "_LOG_EVERY", 0.0)
    watch = crawling._Watch(layout, time.time())
    watch.look()
    whole = json.dumps(COUNTS)
    path = told(layout, whole[:9])
    watch.look()
    assert capsys.readouterr().err == ""
    path.write_text(whole + "\n")
    watch.look()
    assert capsys.readouterr().err.startswith("3 of 9 pages")


class Stubborn:
    """A process that does not end when it is asked."""

    def __init__(self) -> None:
        self.killed = False
        self.told: list[int] = []

    def send_signal(self, number: int) -> None:
        self.told.append(number)

    def wait(self, timeout: float | None = None) -> None:
        if timeout is not None:
            raise KeyboardInterrupt

    def kill(self) -> None:
        self.killed = True


def test_second_interrupt_ends_the_crawl_at_once() -> None:
    process: Any = Stubborn()
    crawling._end(process)
    assert process.killed


def test_crawl_is_told_of_an_interrupt_once() -> None:
    process: Any = Stubborn()
    crawling._end(process)
    assert process.told == [signal.SIGINT]


def test_crawl_that_cannot_begin_is_told(layout: Layout) -> None:
    layout.config.write_text("[[site]\n")
    with pytest.raises(ArchiveError, match="not valid TOML"):
        crawling.crawl(layout, "blog", {})


def test_crawl_interrupted_before_its_report_is_interrupted_not_failed(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(process: Any, _: object) -> bool:
        process.kill()
        process.wait()
        return True

    monkeypatch.setattr(crawling, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        crawling.crawl(layout, "blog", {})


def test_crawl_that_fails_is_told_by_its_last_words() -> None:
    report = {"fetched": 1, "replayed": 0, "failed": 0, "reason": "stopped"}
    with pytest.raises(ArchiveError, match="the crawl failed: no room"):
        gather._code(crawling.Crawled(report, 1, "no room"))
    assert gather._code(crawling.Crawled({**report, "failed": 1}, 0, "")) == 3


def test_failures_and_firewalls_of_a_crawl_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("found", "fetched", "new", "changed", "unchanged", "gone", "received", "written")
    report = dict.fromkeys(names, 0) | {"seconds": 1.0, "failed": 1, "blocked": 2}
    gather.tell_report({**report, "failures": [{"url": "http://a.example/", "cause": "timeout"}]})
    words = capsys.readouterr().err
    assert "failed: http://a.example/: timeout" in words
    assert "2 answers were those of a firewall" in words
