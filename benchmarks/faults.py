"""Kills writers and crawls at random moments and looks for anything lost.

    python -m benchmarks.faults [--kills 200] [--crawls 20] [--folder DIR] [--seed N]

A child writes exchanges and says on a pipe what it has kept: each location after `write`.
It is killed with SIGKILL at a random moment after its first report - in the middle of a
write, between write and rename, while an index is replaced (every other child closes its
file after each few exchanges); one in eight while it starts and mends an earlier death. The
parent then starts the next child, which mends first, and in the end checks that every
location that was ever reported can be read, byte for byte, that nothing is doubled, and that
`verify` is clean.

Of the kills `--crawls` are of a whole crawl of a blog on loopback, some time after its log
told of the first answer; the next goes on with it, the last to the end. Then `verify` compares
the log with the records, and the server tells what it was asked twice.

Then exchanges are written while the clock steps back by an hour: all must be there, and
`verify` tells it as a notice. With `--disk DIR` on a small file system (a tmpfs of some MB)
the child writes until it is full; with `--read-only DIR` on one that is read-only (that
tmpfs, remounted) nothing may begin.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

from archive.errors import ArchiveError, DiskFullError
from archive.layout import Layout
from archive.lock import hold
from archive.warc.index import Index
from archive.warc.reader import read_capture
from archive.warc.records import CrawlInfo, Exchange, Limits, Location
from archive.warc.repair import recover
from archive.warc.verify import verify
from archive.warc.writer import WarcWriter

START = datetime(2026, 1, 1, tzinfo=UTC)
ROTATE = 300_000
POSTS = 400


def exchange(number: int) -> Exchange:
    """The same exchange for the same number, of some random size; each third was seen before."""
    page = number - number % 3 if number % 3 == 2 else number
    seeded = random.Random(page)
    body = seeded.randbytes(seeded.randrange(100, 60_000))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    url = f"http://blog.example/{page}/"
    request = f"GET /{page}/ HTTP/1.1\r\nHost: blog.example\r\n\r\n".encode()
    return Exchange(
        url=url,
        started_at=START + timedelta(seconds=number),
        request=request,
        response=head + body,
        ip="127.0.0.1",
    )


def write(root: Path, first: int, crawl: str, rotate: int) -> None:
    """The child: mends, then writes and reports until it dies."""
    layout = Layout(root)
    info = CrawlInfo(crawl_id=crawl, software="faults")
    os.write(1, b"ready\n")
    with hold(layout):
        recover(layout)
        with WarcWriter(layout, info, Index(layout).captures, Limits(warc_bytes=rotate)) as warc:
            number = first
            while True:
                place = warc.write(exchange(number))
                line = json.dumps({"number": number, "place": asdict(place)})
                os.write(1, f"{line}\n".encode())
                number += 1


def killed(root: Path, kill: int, first: int, chance: random.Random) -> list[dict[str, object]]:
    """What a child reported before it was killed."""
    rotate = str(ROTATE if kill % 2 else ROTATE // 15)
    command = [sys.executable, "-P", "-m", "benchmarks.faults", "--child", str(root)]
    with subprocess.Popen(
        [*command, "--first", str(first), "--crawl", f"crawl-{kill // 10}", "--rotate", rotate],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as child:
        out = child.stdout
        ready = out.readline() if out else b""
        begun = out.readline() if out and kill % 8 else b""
        time.sleep(0.3 * chance.random())
        child.send_signal(signal.SIGKILL)
        reported = begun + (out.read() if out else b"")
    if ready != b"ready\n":
        raise SystemExit("the child did not start")
    return [json.loads(line) for line in reported.splitlines() if line.endswith(b"}")]


def kill_many(root: Path, kills: int, seed: int) -> int:
    """Kill as often as asked, then check; the number of faults."""
    chance = random.Random(seed)
    kept: dict[int, Location] = {}
    before_first = 0
    root.mkdir()
    for kill in range(kills):
        reported = killed(root, kill, max(kept, default=-1) + 1, chance)
        before_first += not reported
        for item in reported:
            kept[int(str(item["number"]))] = Location(**item["place"])  # type: ignore[arg-type]
        print(f"\r{kill + 1} kills, {len(kept)} exchanges kept", end="", flush=True)
    print()
    print(f"{before_first} kills came before the first report of their child")
    with hold(Layout(root)):
        recover(Layout(root))
    return check(Layout(root), kept)


def check(layout: Layout, kept: dict[int, Location]) -> int:
    """The number of reported locations that are lost or wrong, of doubles and findings."""
    wrong = sum(not reads_back(layout, number, place) for number, place in kept.items())
    ids = Counter(entry.location.record_id for entry in Index(layout))
    lost = sum(place.record_id not in ids for place in kept.values())
    doubled = sum(count > 1 for count in ids.values())
    found = verify(layout)
    torn = sum(1 for _ in (layout.warc / "cut").glob("*")) if (layout.warc / "cut").is_dir() else 0
    for finding in found.findings:
        print(finding)
    print(
        f"{len(kept)} reported, {wrong} wrong, {lost} not in the index, {doubled} doubled; "
        f"{found.files} files, {found.records} records, {torn} torn tails cut, "
        f"{len(found.findings)} findings of verify"
    )
    return wrong + lost + doubled + len(found.findings)


def reads_back(layout: Layout, number: int, place: Location) -> bool:
    """Whether the body at a location is the one that was written."""
    body = exchange(number).response.partition(b"\r\n\r\n")[2]
    found = read_capture(layout, place).body
    return hashlib.sha256(found).digest() == hashlib.sha256(body).digest()


class Blog(BaseHTTPRequestHandler):
    """A blog of many posts, and how often each address was asked for."""

    asked: ClassVar[Counter[str]] = Counter()
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the list, a post, or that there is none."""
        self.asked[self.path] += 1
        links = [f"/2026/01/post-{number}/" for number in range(POSTS)]
        there = self.path == "/" or self.path in links
        text = "".join(f'<a href="{link}">a post</a>' for link in links if self.path == "/")
        text += f"<h1>{self.path}</h1><p>{random.Random(self.path).randbytes(9000).hex()}</p>"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def kill_crawls(root: Path, kills: int, seed: int) -> int:
    """Kill a crawl as often as asked, let it end, then check; the number of faults."""
    chance = random.Random(seed)
    with ThreadingHTTPServer(("127.0.0.1", 0), Blog) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        root.mkdir()
        (root / "palimpsest.toml").write_text(
            f'[[site]]\nname = "b"\nurl = "http://127.0.0.1:{server.server_port}/"\n'
            "[politeness]\ndelay = 0.0\nautothrottle = false\n"
        )
        for kill in range(kills):
            crawl(root, chance.random())
            print(f"\r{kill + 1} crawls killed", end="", flush=True)
        code = crawl(root, None)
        server.shutdown()
    twice = sum(count - 1 for count in Blog.asked.values())
    found = verify(Layout(root))
    faults = [finding for finding in found.findings if finding.level == "fault"]
    logs = "".join(path.read_text() for path in Layout(root).crawls.glob("*/log"))
    entries = list(Index(Layout(root)))
    got = {entry.url.partition("/2026")[2] for entry in entries if entry.status == 200}
    print(
        f"; the last ended with {code}: {len(got) - 1} of {POSTS} posts kept, "
        f"{logs.count(' bytes)')} answers told, {len(entries)} kept, {twice} asked again; "
        f"{found.files} files, {found.records} records, {len(faults)} faults"
    )
    for finding in faults:
        print(finding)
    return len(faults) + (POSTS + 1 - len(got)) + code


def crawl(root: Path, after: float | None) -> int:
    """Crawl to the end, or until some seconds after an answer was told as kept; the exit code."""
    told = answers(root)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "scrapy", "crawl", "blog", "-a", f"archive={root}"],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "SCRAPY_SETTINGS_MODULE": "scraper.settings",
        },
        stderr=subprocess.DEVNULL,
    ) as child:
        while after is not None and child.poll() is None and answers(root) == told:
            time.sleep(0.02)
        if after is not None:
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
    return child.returncode


def answers(root: Path) -> int:
    """How many answers the logs tell of."""
    logs = (path.read_text() for path in Layout(root).crawls.glob("*/log"))
    return sum(log.count(" bytes)") for log in logs)


def fill(root: Path) -> int:
    """Write until the disk is full; then everything reported must be there."""
    layout = Layout(root)
    kept: dict[int, Location] = {}
    try:
        with WarcWriter(layout, CrawlInfo(crawl_id="full", software="faults")) as warc:
            for number in range(1_000_000):
                kept[number] = warc.write(exchange(number))
    except DiskFullError as error:
        print(error)
    ballast = root / "ballast"
    ballast.unlink(missing_ok=True)
    recover(layout)
    return check(layout, kept)


def step_back(root: Path) -> int:
    """Write while the clock steps back; what is lost, and what `verify` finds beside the step."""
    layout = Layout(root)
    kept: dict[int, Location] = {}
    with WarcWriter(layout, CrawlInfo(crawl_id="clock", software="faults")) as warc:
        for number in range(0, 60, 3):
            one = exchange(number)
            back = timedelta(hours=1) if number >= 30 else timedelta(0)
            kept[number] = warc.write(replace(one, started_at=one.started_at - back))
    found = Counter((finding.code, finding.level) for finding in verify(layout).findings)
    lost = sum(not reads_back(layout, number, place) for number, place in kept.items())
    print(f"the clock stepped back: {len(kept)} kept, {lost} lost, verify: {dict(found)}")
    return lost + (found != {("date-order", "notice"): 1})


def refused(root: Path) -> int:
    """Begin to write where nothing can be written: 0 where that is said before all else."""
    try:
        with WarcWriter(Layout(root), CrawlInfo(crawl_id="shut", software="faults")):
            return 1
    except ArchiveError as error:
        print(error)
        return 0


def main(arguments: list[str] | None = None) -> int:
    """Run as the parent or, with `--child`, as the one who dies."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--crawls", type=int, default=20, help="of these, kills of whole crawls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--disk", type=Path, help="a folder on a small file system")
    parser.add_argument("--read-only", type=Path, help="a folder on a read-only file system")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--crawl", default="crawl-0", help=argparse.SUPPRESS)
    parser.add_argument("--rotate", type=int, default=ROTATE, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.child:
        write(asked.child, asked.first, asked.crawl, asked.rotate)
    if asked.disk:
        (asked.disk / "ballast").write_bytes(bytes(200_000))
        return min(1, fill(asked.disk))
    if asked.read_only:
        return refused(asked.read_only)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        wrong = step_back(Path(folder) / "clock")
        wrong += kill_many(Path(folder) / "writers", asked.kills - asked.crawls, asked.seed)
        if asked.crawls:
            wrong += kill_crawls(Path(folder) / "crawls", asked.crawls, asked.seed)
        return min(1, wrong)


if __name__ == "__main__":
    sys.exit(main())
