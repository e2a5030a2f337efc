"""A crawl as a process of its own: started, watched, ended.

Scrapy's reactor can run once in a process and wants signals for itself, so the crawl is
`python -m scrapy`. What it tells of itself it writes into `crawls/<id>/`; here those
lines are read and shown. Ctrl-C reaches the crawl as well: it ends cleanly, we wait.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from rich.live import Live
from rich.table import Table
from rich.text import Text

from archive.cli import console
from archive.errors import EXIT_INTERRUPTED, EXIT_LOCKED, ArchiveError, LockedError
from archive.layout import Layout

_GLANCE = 0.2  # seconds between two looks at the progress
_LOG_EVERY = 30.0  # seconds between two lines in a log
_WIDTH = 30  # letters of the bar
_MARK = "palimpsest: "
_PATIENCE = 120.0  # seconds that an interrupted crawl may take to end


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a crawl ended: its report, its exit code, and its last words."""

    report: Mapping[str, Any]
    code: int
    words: str


def crawl(layout: Layout, spider: str, arguments: Mapping[str, str]) -> Crawled:
    """Run a spider over an archive to its end.

    Args:
        layout: the archive; the crawl holds it by itself.
        spider: `blog` or `capture`.
        arguments: of the spider, but for the archive.

    Raises:
        LockedError: another run holds the archive.
        ArchiveError: the crawl could not begin or broke off.
        KeyboardInterrupt: it was interrupted before there was anything to report.
    """
    command = [sys.executable, "-P", "-m", "scrapy", "crawl", spider]
    for name, value in {"archive": str(layout.root), **arguments}.items():
        command += ["-a", f"{name}={value}"]
    begun = time.time()
    with TemporaryFile() as said:
        with _started(command, said) as process:
            interrupted = _wait(process, _Watch(layout, begun))
        words = _last_words(said)
    if process.returncode == EXIT_LOCKED:
        raise LockedError(layout.root, _holder(layout))
    report = newest_report(layout, begun)
    if report is None and interrupted:
        raise KeyboardInterrupt
    if report is None:
        raise ArchiveError(words or f"the crawl broke off with exit code {process.returncode}")
    return Crawled(report, EXIT_INTERRUPTED if interrupted else process.returncode, words)


def _started(command: list[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    """The crawl, in a group of its own: one interrupt is told to it once, by this process.

    It ends when its stdin does, so that it never outlives this process.
    """
    settings = {"SCRAPY_SETTINGS_MODULE": "scraper.settings", "PALIMPSEST_TIED": "1"}
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=said,
        process_group=0,
    )


def newest_report(layout: Layout, since: float) -> dict[str, Any] | None:
    """The report of the crawl that ended last, if it ended after `since` (seconds, Unix)."""
    reports = sorted(layout.crawls.glob("*/report.json"), key=lambda path: path.stat().st_mtime)
    if not reports or reports[-1].stat().st_mtime < since - 1:
        return None
    report: dict[str, Any] = json.loads(reports[-1].read_text(encoding="utf-8"))
    return report


def _wait(process: subprocess.Popen[bytes], watch: _Watch) -> bool:
    """Wait until the crawl has ended, showing how far it is; whether it was interrupted."""
    try:
        with watch.showing():
            while process.poll() is None:
                time.sleep(_GLANCE)
                watch.look()
    except KeyboardInterrupt:
        console.say("Ending the crawl; what was fetched is kept. Please wait.")
        _end(process)
        return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let the crawl end by itself; a second Ctrl-C, or too long a wait, ends it at once."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_PATIENCE)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        process.kill()
        process.wait()


def _last_words(said: IO[bytes]) -> str:
    """What the crawl said in the end: the line that names its fault, else its last one."""
    said.seek(0)
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines()]
    told = [line for line in lines if line.startswith(_MARK)] or [line for line in lines if line]
    return told[-1].removeprefix(_MARK) if told else ""


def _holder(layout: Layout) -> int | None:
    text = layout.lock.read_text(encoding="ascii").strip() if layout.lock.exists() else ""
    return int(text) if text.isdecimal() else None


class _Watch:
    """Reads the progress of the crawl that began last, and shows it."""

    def __init__(self, layout: Layout, begun: float) -> None:
        self._layout = layout
        self._begun = begun
        self._path: Path | None = None
        self._live: Live | None = None
        self._told_at = time.monotonic()

    @contextmanager
    def showing(self) -> Iterator[None]:
        """A line that changes, on a terminal; else now and then a line."""
        words = console.words()
        if not words.is_terminal:
            yield
            return
        with Live(console=words, transient=True, refresh_per_second=5) as self._live:
            yield

    def look(self) -> None:
        """Show the newest counts."""
        counts = self._counts()
        if counts is None:
            return
        if self._live:
            self._live.update(_drawn(counts))
        elif time.monotonic() - self._told_at > _LOG_EVERY:
            self._told_at = time.monotonic()
            console.say(progress_line(counts))

    def _counts(self) -> dict[str, Any] | None:
        self._path = self._path or self._find()
        lines = _tail(self._path).splitlines() if self._path else []
        # The last line may be half written.
        for line in reversed(lines):
            try:
                counts: dict[str, Any] = json.loads(line)
            except ValueError:
                continue
            return counts
        return None

    def _find(self) -> Path | None:
        paths = self._layout.crawls.glob("*/progress.jsonl")
        return next((path for path in paths if path.stat().st_mtime >= self._begun - 1), None)


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        return file.read().decode("utf-8", "replace")


def progress_line(counts: Mapping[str, Any]) -> str:
    """The counts of a running crawl as one line.

    Where a person named the addresses, nothing is found and no share can be told.

    >>> progress_line({"stories": 3, "found": 9, "fetched": 6, "seconds": 2.0,
    ...                "received": 2_500_000, "failed": 1})
    '3 of 9 pages, 6 fetched, 3.0 a second, 2.5 MB, 1 failed'
    """
    rate = counts["fetched"] / counts["seconds"] if counts["seconds"] else 0.0
    share = f"{counts['stories']} of {counts['found']} pages, " if counts["found"] else ""
    return (
        f"{share}{counts['fetched']} fetched, {rate:.1f} a second, "
        f"{counts['received'] / 1e6:.1f} MB, {counts['failed']} failed"
    )


def _drawn(counts: Mapping[str, Any]) -> Table:
    table = Table.grid(padding=(0, 1))
    found = counts["found"]
    filled = min(_WIDTH, _WIDTH * counts["stories"] // found) if found else 0
    bar = Text("━" * filled, "green") + Text("━" * (_WIDTH - filled), "dim")
    table.add_row(bar, Text(progress_line(counts)))
    return table
