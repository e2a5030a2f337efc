"""Speed of verify and index beside warcio and FastWARC, on the same files.

    python -m benchmarks.verify [ARCHIVE] [--pages 2000] [--coded] [--rounds 3]

Without an archive one is made: pages of 80 KB, with `--coded` in gzip as a server sends
them to a crawl that asks for it.

Both checks take the digest of each block and of each payload. warcio's undoes content
codings, which ours need not; ours also looks at the end of each member, at dates, fields
and ids, finds what each reference names, and holds index and crawl logs against the
files. Both indexes read every record; ours also takes a digest where none is stated, and
sorts. On one core an inflate by isal and two SHA-1 of a page take a third of what all of
warcio's check takes: no check of both digests can be three times as fast there.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import process_time

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.indexer import Indexer

from archive.layout import Layout
from archive.warc.index import Index, rebuild
from archive.warc.records import CrawlInfo, Exchange, Limits
from archive.warc.verify import verify
from archive.warc.writer import WarcWriter

PAGE_BYTES = 80_000
ROTATE = 1_000_000_000
FIELDS = ["warc-target-uri", "warc-date", "http:status", "mime", "offset", "length"]


def make(root: Path, pages: int, *, coded: bool) -> float:
    """An archive of pages like a thread of comments; CPU seconds that writing it took."""
    chance = random.Random(1)
    words = [f"{chance.randrange(1 << 20):x}" for _ in range(5000)]
    bodies = [page(chance, words, coded=coded) for _ in range(50)]
    info = CrawlInfo(crawl_id="speed", software="benchmark")
    layout = Layout(root)
    start = process_time()
    with WarcWriter(layout, info, Index(layout).captures, Limits(warc_bytes=ROTATE)) as warc:
        for number in range(pages):
            warc.write(exchange(number, bodies[number % len(bodies)], coded=coded))
    return process_time() - start


def page(chance: random.Random, words: list[str], *, coded: bool) -> bytes:
    text = ""
    while len(text) < PAGE_BYTES:
        said = " ".join(chance.choice(words) for _ in range(12))
        number = len(text)
        text += (
            f'<li class="comment even depth-{number % 5}" id="comment-{number}"><div class="vcard">'
            f'<cite class="fn">{words[number % 99]}</cite> <span class="says">says:</span></div>'
            f"<p>{said}</p></li>\n"
        )
    body = text[:PAGE_BYTES].encode()
    return gzip.compress(body, 6, mtime=0) if coded else body


def exchange(number: int, body: bytes, *, coded: bool) -> Exchange:
    coding = b"Content-Encoding: gzip\r\n" if coded else b""
    head = (
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=UTF-8\r\n" + coding
    )
    return Exchange(
        url=f"http://blog.example/2017/09/post-{number}/",
        started_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        request=b"GET / HTTP/1.1\r\nHost: blog.example\r\nUser-Agent: benchmark\r\n\r\n",
        response=head + b"Content-Length: %d\r\n\r\n" % len(body) + body,
        ip="127.0.0.1",
    )


def files(layout: Layout) -> list[str]:
    return sorted(str(path) for path in layout.warc.glob("*.warc.gz"))


def warcio_check(layout: Layout) -> None:
    for name in files(layout):
        with open(name, "rb") as file:  # noqa: PTH123 - as warcio's own command does
            for record in ArchiveIterator(file, check_digests=True):
                stream = record.content_stream()
                while stream.read(1 << 20):
                    pass


def warcio_index(layout: Layout) -> None:
    Indexer(FIELDS, files(layout), os.devnull).process_all()


def fastwarc_digests(layout: Layout) -> None:
    for name in files(layout):
        for record in FastIterator(name, parse_http=False):
            record.verify_block_digest()


CORES = len(os.sched_getaffinity(0))
# What is run, and what it is held against: a check against a check, an index against one.
CONTENDERS: dict[str, tuple[Callable[[Layout], object], str]] = {
    "warcio check": (warcio_check, "warcio check"),
    "ours: verify, one process": (partial(verify, jobs=1), "warcio check"),
    f"ours: verify, {CORES} processes": (partial(verify, jobs=CORES), "warcio check"),
    "FastWARC, block digests only": (fastwarc_digests, "warcio check"),
    "warcio index": (warcio_index, "warcio index"),
    "ours: index, one process": (partial(rebuild, jobs=1), "warcio index"),
    f"ours: index, {CORES} processes": (partial(rebuild, jobs=CORES), "warcio index"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds: of all processors, those of ended children with them, and by the clock."""

    cpu: float
    wall: float


def cost(run: Callable[[], object]) -> Cost:
    before = os.times()
    run()
    after = os.times()
    return Cost(sum(after[:4]) - sum(before[:4]), after.elapsed - before.elapsed)


def race(layout: Layout, rounds: int) -> None:
    """Each in turn, so that what else the machine does hits all; the least of each is told."""
    pages = sum(1 for entry in Index(layout) if entry.readable)
    taken: dict[str, list[Cost]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, (run, _) in CONTENDERS.items():
            taken[name].append(cost(partial(run, layout)))
    best = {
        name: Cost(min(c.cpu for c in costs), min(c.wall for c in costs))
        for name, costs in taken.items()
    }
    print(f"{'ms a page, and times as fast':32}{'CPU':>8}{'':9}{'wall':>8}")
    for name, (_, other) in CONTENDERS.items():
        mine, theirs = best[name], best[other]
        print(
            f"{name:32}{mine.cpu / pages * 1000:8.3f} ({theirs.cpu / mine.cpu:4.1f}x)"
            f" {mine.wall / pages * 1000:8.3f} ({theirs.wall / mine.wall:4.1f}x)"
        )
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {CORES} cores")


def main() -> int:
    """Make an archive, or take one, and race."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--coded", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if asked.archive:
        race(Layout(asked.archive), asked.rounds)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        seconds = make(Path(folder), asked.pages, coded=asked.coded)
        print(f"{'ours: write and index':26}{seconds / asked.pages * 1000:8.3f} ms a page")
        race(Layout(Path(folder)), asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
