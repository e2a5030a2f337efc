"""Speed of verify and index beside warcio and FastWARC, on the same files.

    python -m benchmarks.verify [ARCHIVE] [--pages 2000] [--coded]

Without an archive one is made: pages of 80 KB, with `--coded` in gzip as a server sends
them to a crawl that asks for it. Prints CPU milliseconds a page on one core, the best of
three, then the time of the whole check on all cores. warcio's checker undoes content
codings, ours does not need to.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.indexer import Indexer

from archive.layout import Layout
from archive.warc.index import Index, rebuild
from archive.warc.records import CrawlInfo, Exchange, Limits
from archive.warc.verify import verify
from archive.warc.writer import WarcWriter

PAGE_BYTES = 80_000
ROTATE = 10_000_000
FIELDS = ["warc-target-uri", "warc-date", "http:status", "mime", "offset", "length"]


def make(root: Path, pages: int, *, coded: bool) -> float:
    """An archive of pages like a thread of comments; CPU seconds that writing it took."""
    chance = random.Random(1)
    words = [f"{chance.randrange(1 << 20):x}" for _ in range(5000)]
    bodies = [page(chance, words, coded=coded) for _ in range(50)]
    info = CrawlInfo(crawl_id="speed", software="benchmark")
    layout = Layout(root)
    start = time.process_time()
    with WarcWriter(layout, info, Index(layout).captures, Limits(warc_bytes=ROTATE)) as warc:
        for number in range(pages):
            warc.write(exchange(number, bodies[number % len(bodies)], coded=coded))
    return time.process_time() - start


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


CONTENDERS: dict[str, Callable[[Layout], object]] = {
    "warcio check": warcio_check,
    "ours: verify": verify,
    "warcio index": warcio_index,
    "ours: index": rebuild,
    "FastWARC, block digests": fastwarc_digests,
}


def race(layout: Layout) -> None:
    pages = sum(1 for entry in Index(layout) if entry.readable)
    best: dict[str, float] = {}
    for _ in range(3):
        for name, run in CONTENDERS.items():
            start = time.process_time()
            run(layout)
            best[name] = min(best.get(name, float("inf")), time.process_time() - start)
    for name, seconds in best.items():
        print(f"{name:26}{seconds / pages * 1000:8.3f} ms a page")
    for jobs in (1, os.cpu_count() or 1):
        start = time.perf_counter()
        found = verify(layout, jobs=jobs)
        took = time.perf_counter() - start
        print(f"verify on {jobs} cores: {took:.2f} s, {found.bytes / took / 1e6:.0f} MB/s of WARC")


def main() -> int:
    """Make an archive, or take one, and race."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--coded", action="store_true")
    asked = parser.parse_args()
    if asked.archive:
        race(Layout(asked.archive))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        seconds = make(Path(folder), asked.pages, coded=asked.coded)
        print(f"{'ours: write and index':26}{seconds / asked.pages * 1000:8.3f} ms a page")
        race(Layout(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
