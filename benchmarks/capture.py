"""What capturing costs: this program and others over the same pages, in one run.

    python -m benchmarks.capture [--pages 1000] [--kilobytes 80] [--rounds 5] [--peers DIR]

A server on loopback, in a process of its own, gives pages of text that packs as pages
do. Each way fetches all of them, one at a time: plain Scrapy, Scrapy with the wire noted
and nothing written, this program, `wget --warc-file` where there is one, and
scrapy-webarchive in an environment of its own (it wants an older Scrapy), beside that
Scrapy without it. Printed: CPU milliseconds a page of the fetching process (start-up
taken off, the best round), peak memory, bytes on disk, and the median of what a round took
more than plain Scrapy in the same round.

With `--memory 2000,10000,20000` only this program runs, over that many light pages.
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
from math import inf
from multiprocessing import Process, Queue
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from statistics import median

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


def serve(size: int, port: Queue[int]) -> None:
    """Answer `/N` with page N until ended."""
    bodies = [page(number, size) for number in range(50)]

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline():
                while self.rfile.readline().strip():
                    pass
                name = line.split()[1].decode().strip("/")
                mark = b"<!-- %s -->" % name.encode()
                body = bodies[int(name) % 50 if name.isdigit() else 0] + mark
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                self.wfile.write(head % len(body) + body)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        port.put(server.server_address[1])
        server.serve_forever()


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


def measure(folder: Path, asked: argparse.Namespace, port: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds a page and peak MiB of each way."""
    peer = environment(asked.peers, PEERS) if asked.peers else None
    few = [f"http://127.0.0.1:{port}/{number}" for number in range(2)]
    many = [f"http://127.0.0.1:{port}/{number}" for number in range(asked.pages)]
    start: dict[str, float] = {}
    whole: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    for _ in range(asked.rounds):
        for name, way in commands(folder, few, port, peer).items():
            start[name] = min(start.get(name, inf), run(way, folder)[0])
        for name, way in commands(folder, many, port, peer).items():
            cpu, peaks[name] = run(way, folder)
            whole.setdefault(name, []).append(cpu)
    found: dict[str, dict[str, float]] = {
        name: {
            "cpu_ms_a_page": round((min(cpu) - start[name]) / asked.pages * 1000, 3),
            "start_s": round(start[name], 2),
            "peak_mib": round(peaks[name], 1),
        }
        for name, cpu in whole.items()
    }
    written = sum(path.stat().st_size for path in folder.glob("archive/warc/*"))
    found["palimpsest"]["bytes_a_page"] = round(written / asked.pages)
    plain = whole["plain Scrapy"]
    for name in ("Scrapy, wire noted", "palimpsest"):
        more = median(one - other for one, other in zip(whole[name], plain, strict=True))
        more -= start[name] - start["plain Scrapy"]
        # One after the other in each round: what else the machine does hits both.
        found[name]["more_ms_a_page"] = round(more / asked.pages * 1000, 3)
    return found


def memory(folder: Path, sizes: list[int], port: int) -> dict[str, dict[str, float]]:
    """Peak MiB of this program by number of pages."""
    found = {}
    for size in sizes:
        wanted = [f"http://127.0.0.1:{port}/{number}" for number in range(size)]
        cpu, peak = run(commands(folder, wanted, port, None)["palimpsest"], folder)
        found[f"{size} pages"] = {"peak_mib": round(peak, 1), "cpu_s": round(cpu, 1)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="where scrapy-webarchive is, or is put")
    parser.add_argument("--memory", help="numbers of pages, with commas between")
    asked = parser.parse_args()
    port: Queue[int] = Queue()
    size = 2 if asked.memory else asked.kilobytes
    server = Process(target=serve, args=(size * 1000, port), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as name:
        if asked.memory:
            found = memory(Path(name), [int(n) for n in asked.memory.split(",")], port.get())
        else:
            found = measure(Path(name), asked, port.get())
    server.terminate()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
