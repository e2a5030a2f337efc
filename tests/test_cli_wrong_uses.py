"""Ten wrong uses: each ends in one line that helps, the right exit code, no traceback."""

from __future__ import annotations

import errno
import gzip
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.cli.main import run
from archive.config import new_config
from archive.errors import LockedError
from archive.layout import Layout
from archive.lock import hold
from archive.sample.server import serving

Ended = Callable[..., tuple[int, str]]
CLOSED = "http://127.0.0.1:9/"  # the discard port: nobody listens


@pytest.fixture
def ended(capsys: pytest.CaptureFixture[str]) -> Ended:
    """Exit code and words of a command; the words are one line, and no traceback."""

    def end(*arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        words = capsys.readouterr().err
        assert words.strip().count("\n") == 0, words
        assert "Traceback" not in words
        return code, words

    return end


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive of a blog that does not answer."""
    layout = Layout(tmp_path / "blog")
    layout.root.mkdir()
    text = new_config(CLOSED).replace("# delay = 1.0 ", "delay = 0 ")
    layout.config.write_text(text.replace("# retries = 2", "retries = 0"))
    return layout


def test_1_no_such_archive(ended: Ended, tmp_path: Path) -> None:
    for command in ("crawl", "load", "edits", "status", "verify", "serve"):
        code, words = ended(command, tmp_path / "nowhere")
        assert code == 2
        assert "is no archive" in words
        assert "palimpsest init" in words


def test_2_mistake_in_the_settings_is_told_with_its_line(ended: Ended, layout: Layout) -> None:
    layout.config.write_text('[[site]]\nname = "a"\nurl = "https://a.example/"\n\n[politenes]\n')
    code, words = ended("crawl", layout.root)
    assert code == 2
    assert "palimpsest.toml, line 5: unknown section [politenes]" in words
    layout.config.write_text("[[site]\n")
    code, words = ended("status", layout.root)
    assert code == 2
    assert "line 1: not valid TOML" in words


def test_3_html_file_that_is_a_pdf(ended: Ended, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n")
    for command in ("normalize", "inspect"):
        code, words = ended(command, page)
        assert code == 1
        assert "PDF" in words


def test_4_torn_warc(ended: Ended, tmp_path: Path) -> None:
    body = b"<html><title>A</title><p>One page is whole.</p></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2026-03-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    member = gzip.compress(head.encode() + http + b"\r\n\r\n")
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(member + member[: len(member) // 2])
    code, words = ended("normalize", torn)
    assert code == 3
    assert f"torn.warc.gz at byte {len(member)}" in words


def test_5_no_disk_left(ended: Ended, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "archive.db")

    monkeypatch.setattr("archive.pipeline.load", full)
    code, words = ended("load", layout.root)
    assert code == 1
    assert "archive.db: no disk space is left: make room" in words


def test_6_port_taken(ended: Ended, layout: Layout, tmp_path: Path) -> None:
    assert ended("load", layout.root)[0] == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in (("serve", layout.root), ("demo", "--folder", tmp_path / "demo")):
            code, words = ended(*command, "--port", port)
            assert code == 1
            assert "taken: choose another with --port" in words


def test_7_no_network(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crawl", str(layout.root)]) == 1
    words = capsys.readouterr().err
    assert "Traceback" not in words
    assert f"nothing came from {CLOSED.rstrip('/')}" in words.splitlines()[-1]
    assert "check the address in palimpsest.toml and the network" in words


def test_8_unknown_page(ended: Ended, layout: Layout) -> None:
    assert ended("load", layout.root)[0] == 0
    for command in ("show", "diff"):
        code, words = ended(command, layout.root, "no such page")
        assert code == 1
        assert "no page is meant by 'no such page'" in words


def test_9_archive_held_by_another_run(ended: Ended, layout: Layout) -> None:
    with hold(layout):
        for command in (("load",), ("repair",), ("crawl",)):
            code, words = ended(*command, layout.root)
            assert code == 75
            assert f"is held by process {os.getpid()}: skipped" in words
    skipped = (layout.crawls / "skipped.jsonl").read_text()
    assert skipped.count("\n") == 1


def start(*arguments: str) -> subprocess.Popen[str]:
    """The program as a process in a group of its own, as in a shell."""
    return subprocess.Popen(
        [sys.executable, "-m", "archive", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def crawled(tmp_path: Path) -> Iterator[tuple[Layout, subprocess.Popen[str]]]:
    """An archive, and a slow crawl of it that has begun to write; then it is crawled to the end."""
    layout = Layout(tmp_path / "blog")
    layout.root.mkdir()
    with serving() as server:
        slow = new_config(f"{server.base}/").replace("# delay = 1.0 ", "delay = 0.2 ")
        layout.config.write_text(slow)
        process = start("crawl", str(layout.root))
        while not list(layout.warc.glob("*.open")):
            time.sleep(0.05)
        yield layout, process
        layout.config.write_text(slow.replace("delay = 0.2 ", "delay = 0 "))
        assert run(["crawl", str(layout.root)]) == 0
        assert run(["verify", str(layout.root)]) == 0


def test_10_interrupted_crawl_ends_cleanly_and_goes_on(
    crawled: tuple[Layout, subprocess.Popen[str]],
) -> None:
    layout, process = crawled
    os.killpg(process.pid, signal.SIGINT)
    _, words = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in words
    assert "goes on where it stopped" in words
    assert not list(layout.warc.glob("*.open"))


def test_crawl_does_not_outlive_the_program_that_was_killed(
    crawled: tuple[Layout, subprocess.Popen[str]],
) -> None:
    layout, process = crawled
    process.kill()
    process.communicate(timeout=60)
    while is_held(layout):
        time.sleep(0.05)
    assert process.returncode == -signal.SIGKILL


def is_held(layout: Layout) -> bool:
    try:
        with hold(layout):
            return False
    except LockedError:
        return True
