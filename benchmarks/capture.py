"""What capturing costs: this program and others over the same pages, in one run.

    python -m benchmarks.capture [--pages 1200] [--kilobytes 80] [--rounds 9] [--peers DIR]

A server on loopback, in a process of its own, gives pages of text that packs as pages
do. Each way fetches all of them, one at a time: Scrapy with the same settings and nothing
of ours; that with the 100 items at once that Scrapy handles if it is not told otherwise
(this program has none, and each answer costs a hundred tasks); with the wire noted and
nothing written; this program; `wget --warc-file` where there is one; and scrapy-webarchive
in an environment of its own (it wants an older Scrapy), beside that Scrapy without it.

Each way runs over a quarter of the pages and over all of them, so that start-up falls out.
Printed: CPU milliseconds a page of the fetching process with its threads, and what that is
more than plain Scrapy in the same round, as the median of the rounds and between which
half of them lie; peak memory; bytes on disk. On a machine that does other work the figures
grow two- or threefold, and the spread tells it.

With `--memory 2000,10000,20000` only this program runs, over that many light pages:
addresses that are given, and a blog whose posts are found by its lists.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import Process, Queue
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from statistics import quantiles

from archive.layout import Layout
from archive.warc.index import Index
from benchmarks.peers import environment

ROOT = Path(__file__).parent.parent
_PLAIN = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scraper import settings
class Plain(Spider):
    name = "plain"
    async def start(self):
        for url in open(sys.argv[1]):
            yield Request(url.strip())
    def parse(self, response):
        pass
own = {n: getattr(settings, n) for n in dir(settings) if n.isupper()}
for name in ("DOWNLOAD_HANDLERS", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "COMMANDS_MODULE"):
    own.pop(name)
own |= {"ROBOTSTXT_OBEY": False, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "WARNING"}
if sys.argv[2:] == ["usual"]:
    own["CONCURRENT_ITEMS"] = 100
if sys.argv[2:] == ["noted"]:
    from scraper.recorder import Recorder
    own["DOWNLOAD_HANDLERS"] = settings.DOWNLOAD_HANDLERS
    own["EXTENSIONS"] = own.get("EXTENSIONS", {}) | {Recorder: 0}
    Recorder.keep = lambda self, exchange: None
process = AsyncCrawlerProcess(own)
process.crawl(Plain)
process.start()
"""
_WEBARCHIVE = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
class Plain(Spider):
    name = "plain"
    def start_requests(self):
        for url in open(sys.argv[1]):
            yield Request(url.strip())
    def parse(self, response):
        pass
own = {"LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS": 1, "TELNETCONSOLE_ENABLED": False}
if sys.argv[2:]:
    own |= {"SW_EXPORT_URI": sys.argv[2]}
    own["EXTENSIONS"] = {"scrapy_webarchive.extensions.WaczExporter": 543}
process = CrawlerProcess(own)
process.crawl(Plain)
process.start()
"""
_LETTERS = str.maketrans("0123456789", "abcdefghij")
# What an old Scrapy, which the peer wants, can work with.
PEERS = ("scrapy-webarchive==0.5.3", "twisted<25", "w3lib<2.3", "setuptools<81")


def page(number: int, size: int) -> bytes:
    """A page of words that packs to about a quarter."""
    dice = random.Random(number)
    known = ["".join(dice.choices("etaoinshrdlu", k=dice.randrange(2, 9))) for _ in range(900)]
    weights = [1 / rank for rank in range(1, 901)]
    lines = (
        f'<p class="entry-text">{" ".join(dice.choices(known, weights, k=30))}</p>\n'
        for _ in range(size // 100)
    )
    text = "".join(lines)[: size - 100]
    return f"<!DOCTYPE html><title>{number}</title><body>{text}".encode()


def serve(size: int, port: Queue[int], answer: Callable[[str, list[bytes]], bytes]) -> None:
    """Answer each path, by pages of a size, until ended."""
    bodies = [page(number, size) for number in range(50)]

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline():
                while self.rfile.readline().strip():
                    pass
                body = answer(line.split()[1].decode().strip("/"), bodies)
                status = b"200 OK" if body else b"404 Not Found"
                head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                self.wfile.write(head % (status, len(body)) + body)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        port.put(server.server_address[1])
        server.serve_forever()


def numbered(name: str, bodies: list[bytes]) -> bytes:
    """Page N of `/N`; no two say the same."""
    said = f"<p>{name.translate(_LETTERS)}</p>".encode()
    return bodies[int(name) % 50 if name.isdigit() else 0] + said


def blog(name: str, bodies: list[bytes], posts: int) -> bytes:
    """A blog: `/` and `/page/N/` list ten posts each, the newest first."""
    parts = name.split("/")
    if parts[-1].startswith("post-"):
        return numbered(parts[-1].removeprefix("post-"), bodies)
    number = int(parts[-1] or 1) if parts[-1].isdigit() or not name else 0
    shown = range((number - 1) * 10, min(number * 10, posts))
    if not number or not shown:
        return b""
    links = "".join(f'<h2><a href="/2020/01/02/post-{n}/">Post {n}</a></h2>' for n in shown)
    return (
        f'<title>A blog</title>{links}<a rel="next" href="/page/{number + 1}/">Older</a>'.encode()
    )


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command to its end: CPU seconds, peak memory in MiB."""
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "scraper.settings",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"it failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(folder: Path, wanted: list[str], port: int, peer: str | None) -> dict[str, list[str]]:
    """The ways to fetch what a file lists."""
    archive = folder / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir()
    (archive / "palimpsest.toml").write_text(
        f'[[site]]\nname = "bench"\nurl = "http://127.0.0.1:{port}/"\n'
        "[politeness]\ndelay = 0.0\nautothrottle = false\n"
    )
    (folder / "urls").write_text("\n".join(wanted) + "\n")
    python = [sys.executable, "-P"]
    given = ["-a", f"archive={archive}", "-a", f"from={folder / 'urls'}"]
    ways = {
        "plain Scrapy": [*python, "-c", _PLAIN, str(folder / "urls")],
        "Scrapy, 100 items at once": [*python, "-c", _PLAIN, str(folder / "urls"), "usual"],
        "Scrapy, wire noted": [*python, "-c", _PLAIN, str(folder / "urls"), "noted"],
        "palimpsest": [*python, "-m", "scrapy", "crawl", "capture", *given],
    }
    wget = shutil.which("wget")
    if wget:
        name = f"--warc-file={folder / 'wget'}"
        ways["wget --warc-file"] = [wget, "-q", "-O", "/dev/null", name, "-i", "urls"]
    if peer:
        other = [peer, "-c", _WEBARCHIVE, str(folder / "urls")]
        ways["older Scrapy"] = other
        ways["with scrapy-webarchive"] = [*other, f"{folder / 'other'}/"]
    return ways


def measure(folder: Path, asked: argparse.Namespace, port: int) -> dict[str, dict[str, object]]:
    """CPU milliseconds a page and peak MiB of each way."""
    peer = environment(asked.peers, PEERS) if asked.peers else None
    sizes = (asked.pages // 4, asked.pages)
    slopes: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    for _ in range(asked.rounds):
        taken: dict[str, list[float]] = {}
        for size in sizes:
            wanted = [f"http://127.0.0.1:{port}/{number}" for number in range(size)]
            for name, way in commands(folder, wanted, port, peer).items():
                cpu, peaks[name] = run(way, folder)
                taken.setdefault(name, []).append(cpu)
        for name, (few, many) in taken.items():
            slopes.setdefault(name, []).append((many - few) / (sizes[1] - sizes[0]) * 1000)
    plain = slopes["plain Scrapy"]
    found: dict[str, dict[str, object]] = {
        name: {"cpu_ms_a_page": spread(slope), "peak_mib": round(peaks[name], 1)}
        for name, slope in slopes.items()
    }
    for name in ("Scrapy, 100 items at once", "Scrapy, wire noted", "palimpsest"):
        # One after the other in each round: what else the machine does hits both.
        more = [one - other for one, other in zip(slopes[name], plain, strict=True)]
        found[name]["more_ms_a_page"] = spread(more)
        found[name]["more_mib"] = round(peaks[name] - peaks["plain Scrapy"], 1)
    written = sum(path.stat().st_size for path in folder.glob("archive/warc/*"))
    found["palimpsest"]["bytes_a_page"] = round(written / asked.pages)
    return found


def spread(values: list[float]) -> dict[str, float]:
    """The middle of some values, and between which half of them lie."""
    low, middle, high = quantiles(values, n=4) if len(values) > 1 else values * 3
    return {"median": round(middle, 3), "from": round(low, 3), "to": round(high, 3)}


def memory(folder: Path, sizes: list[int]) -> dict[str, dict[str, object]]:
    """Peak MiB of this program by number of pages: given addresses, and those of a blog."""
    found: dict[str, dict[str, object]] = {}
    for size in sizes:
        ways: dict[str, Callable[[str, list[bytes]], bytes]] = {
            "given": numbered,
            "blog": partial(blog, posts=size),
        }
        for name, answer in ways.items():
            with served(2000, answer) as port:
                wanted = [f"http://127.0.0.1:{port}/{number}" for number in range(size)]
                way = commands(folder, wanted, port, None)["palimpsest"]
                if name == "blog":
                    way = [*way[:5], "blog", "-a", f"archive={folder / 'archive'}"]
                cpu, peak = run(way, folder)
            found[f"{name}, {size} pages"] = {
                "peak_mib": round(peak, 1),
                "cpu_s": round(cpu, 1),
                "answers": sum(1 for _ in Index(Layout(folder / "archive"))),
            }
            print(name, size, found[f"{name}, {size} pages"], file=sys.stderr)
    return found


@contextmanager
def served(size: int, answer: Callable[[str, list[bytes]], bytes]) -> Iterator[int]:
    """The port of a server in a process of its own."""
    port: Queue[int] = Queue()
    server = Process(target=serve, args=(size, port, answer), daemon=True)
    server.start()
    yield port.get()
    server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--kilobytes", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--peers", type=Path, help="where scrapy-webarchive is, or is put")
    parser.add_argument("--memory", help="numbers of pages, with commas between")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if asked.memory:
            found = memory(Path(name), [int(size) for size in asked.memory.split(",")])
        else:
            with served(asked.kilobytes * 1000, numbered) as port:
                found = measure(Path(name), asked, port)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
