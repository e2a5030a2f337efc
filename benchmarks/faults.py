"""Kills a writer at random moments and looks for anything lost.

    python -m benchmarks.faults [--kills 200] [--folder DIR] [--seed N]

A child writes exchanges and says on a pipe what it has kept: each location after `write`.
It is killed with SIGKILL at a random moment - in the middle of a write, between write and
rename, while an index is replaced, while an earlier death is being mended. The parent then
starts the next child, which mends first, and in the end checks that every location that was
ever reported can be read, byte for byte, that nothing is doubled, and that `verify` is clean.

With `--disk DIR` on a small file system (a tmpfs of some MB) the child writes until it is full.
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
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.errors import DiskFullError
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


def write(root: Path, first: int, crawl: str) -> None:
    """The child: mends, then writes and reports until it dies."""
    layout = Layout(root)
    info = CrawlInfo(crawl_id=crawl, software="faults")
    os.write(1, b"ready\n")
    with hold(layout):
        recover(layout)
        with WarcWriter(layout, info, Index(layout).captures, Limits(warc_bytes=ROTATE)) as warc:
            number = first
            while True:
                place = warc.write(exchange(number))
                line = json.dumps({"number": number, "place": asdict(place)})
                os.write(1, f"{line}\n".encode())
                number += 1


def killed(root: Path, first: int, crawl: str, after: float) -> list[dict[str, object]]:
    """What a child reported before it was killed."""
    command = [sys.executable, "-P", "-m", "benchmarks.faults", "--child", str(root)]
    with subprocess.Popen(
        [*command, "--first", str(first), "--crawl", crawl],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as child:
        out = child.stdout
        ready = out.readline() if out else b""
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        reported = out.read() if out else b""
    if ready != b"ready\n":
        raise SystemExit("the child did not start")
    return [json.loads(line) for line in reported.splitlines() if line.endswith(b"}")]


def kill_many(root: Path, kills: int, seed: int) -> int:
    """Kill as often as asked, then check; the number of faults."""
    chance = random.Random(seed)
    kept: dict[int, Location] = {}
    before_first = 0
    for kill in range(kills):
        first, after = max(kept, default=-1) + 1, chance.choice((0.1, 0.8)) * chance.random()
        reported = killed(root, first, f"crawl-{kill // 10}", after)
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


def main(arguments: list[str] | None = None) -> int:
    """Run as the parent or, with `--child`, as the one who dies."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--disk", type=Path, help="a folder on a small file system")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--crawl", default="crawl-0", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.child:
        write(asked.child, asked.first, asked.crawl)
    if asked.disk:
        (asked.disk / "ballast").write_bytes(bytes(200_000))
        return min(1, fill(asked.disk))
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        return min(1, kill_many(Path(folder), asked.kills, asked.seed))


if __name__ == "__main__":
    sys.exit(main())
