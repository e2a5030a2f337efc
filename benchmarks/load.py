"""Loading measured: captures a second, time of each step, size of the database.

    python -m benchmarks.load [--posts 300] [--visits 5] [--jobs 2]

Writes an archive of invented stories to a temporary folder: every story is seen at each
visit, one in ten is edited between two, and every visit adds a comment. Then it loads it
on one process and on several, loads again what is loaded, adds one crawl, and searches.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.database.schema import connect_readonly
from archive.database.search import search
from archive.layout import Layout
from archive.pipeline import load, rebuild
from archive.warc.records import CrawlInfo, Exchange
from archive.warc.writer import WarcWriter

T0 = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    *("the", "bridge", "over", "river", "was", "opened", "after", "eleven", "years", "council"),
    *("minister", "said", "that", "water", "prices", "rose", "by", "percent", "since", "spring"),
    *("protest", "road", "closed", "border", "town", "ceasefire", "report"),
)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        for visit in range(asked.visits):
            crawl(layout, asked.posts, visit)
        measure(layout, asked)


def measure(layout: Layout, asked: argparse.Namespace) -> None:
    captures = asked.posts * asked.visits
    size = sum(file.stat().st_size for file in layout.warc.iterdir())
    print(f"{captures} captures of {asked.posts} stories, {size / 1e6:.1f} MB of WARC")
    with timed("rebuild, this process", captures):
        rebuild(layout, jobs=0)
    with timed(f"rebuild, {asked.jobs} workers", captures):
        rebuild(layout, jobs=asked.jobs)
    with timed("load again, nothing new", captures):
        load(layout, jobs=asked.jobs)
    crawl(layout, asked.posts, asked.visits)
    with timed("load one more crawl", asked.posts):
        load(layout, jobs=asked.jobs)
    with connect_readonly(layout.database) as db:
        for words in ("bridge", "water minister", '"border town"'):
            with timed(f"search {words}", len(search(db, words))):
                search(db, words)
    database = layout.database.stat().st_size
    print(f"database {database / 1e6:.1f} MB, {database / size:.2f} of the WARC files")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process {memory:.0f} MB")


@contextmanager
def timed(what: str, number: int) -> Iterator[None]:
    """Print what a step took: wall clock, and CPU of this process and its workers."""
    wall, cpu = time.perf_counter(), _cpu()
    yield
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    print(f"{what:28} {wall:8.3f} s  {cpu:8.3f} s CPU  {number / max(wall, 1e-9):9.0f} a second")


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def crawl(layout: Layout, posts: int, visit: int) -> None:
    """Write one crawl of the invented blog."""
    with WarcWriter(layout, CrawlInfo(crawl_id=f"c{visit:04}", software="benchmark")) as writer:
        for post in range(posts):
            at = T0 + visit * timedelta(days=1) + post * timedelta(seconds=1)
            writer.write(_exchange(post, visit, at))


def _exchange(post: int, visit: int, at: datetime) -> Exchange:
    url = f"http://blog.example/2026/01/post-{post}/"
    body = _page(post, visit, url).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return Exchange(
        url=url,
        started_at=at,
        request=f"GET /2026/01/post-{post}/ HTTP/1.1\r\nHost: blog.example\r\n\r\n".encode(),
        response=head.encode() + body,
    )


def _page(post: int, visit: int, url: str) -> str:
    dice = random.Random(post)
    paragraphs = [_sentence(dice, 60) for _ in range(10)]
    if post % 10 == visit % 10:
        paragraphs[3] += f" Number {visit} was corrected."
    comments = "".join(
        f'<li id="comment-{post * 1000 + n}" class="comment depth-1"><article class="comment-body">'
        f'<footer class="comment-meta"><b class="fn">Reader {n}</b> <a href="{url}#comment-{n}">'
        f'<time datetime="2026-01-02T0{n % 10}:00:00+00:00">then</time></a></footer>'
        f'<div class="comment-content"><p>{_sentence(dice, 30)}</p></div></article></li>'
        for n in range(15 + visit)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Post {post}</title>'
        f'<link rel="canonical" href="{url}"></head><body class="single postid-{post + 1}">'
        f'<article id="post-{post + 1}" class="post hentry">'
        f'<h1 class="entry-title">Post {post}</h1>'
        f'<div class="entry-content">{"".join(f"<p>{text}</p>" for text in paragraphs)}</div>'
        f'</article><div id="comments"><ol class="comment-list">{comments}</ol></div></body></html>'
    )


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


if __name__ == "__main__":
    main()
