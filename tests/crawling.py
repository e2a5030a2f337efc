"""Crawls in processes of their own, for tests: Twisted's reactor runs once in a process."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.layout import Layout
from archive.warc.index import Index
from archive.warc.records import Entry

ROOT = Path(__file__).parent.parent

# Fetches what stdin lists with the capturing handler, and prints every exchange.
_PROBE = r"""
import base64, dataclasses, json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scraper.recorder import Recorder

asked = json.load(sys.stdin)

def tell(exchange):
    said = dataclasses.asdict(exchange)
    said["started_at"] = exchange.started_at.isoformat()
    for name in ("request", "response"):
        said[name] = base64.b64encode(said[name]).decode()
    print(json.dumps(said), flush=True)

class Probe(Spider):
    name = "probe"
    async def start(self):
        self.crawler.get_extension(Recorder).open(tell, print)
        for one in asked["requests"]:
            meta = {"handle_httpstatus_all": True, **one.get("meta", {})}
            yield Request(one["url"], method=one.get("method", "GET"), errback=self.parse,
                          body=one.get("body", "").encode(), meta=meta, dont_filter=True)
    def parse(self, response):
        pass
    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        from scrapy import signals
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.end, signals.engine_stopped)
        return spider
    def end(self):
        self.crawler.get_extension(Recorder).close()

handler = "scraper.capture.CaptureHandler"
process = AsyncCrawlerProcess({
    "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
    "EXTENSIONS": {"scraper.recorder.Recorder": 0},
    "RETRY_ENABLED": False, "REDIRECT_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",
    "TELNETCONSOLE_ENABLED": False, "COOKIES_ENABLED": False, "LOG_LEVEL": "CRITICAL",
    "LOG_VERSIONS": [], **asked["settings"],
})
process.crawl(Probe)
process.start()
"""


def probe(
    requests: Sequence[Mapping[str, Any]], settings: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The exchanges of some requests as the capturing handler noted them."""
    asked = json.dumps({"requests": list(requests), "settings": dict(settings or {})})
    done = subprocess.run(
        [sys.executable, "-P", "-c", _PROBE],
        input=asked,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    exchanges = [json.loads(line) for line in done.stdout.splitlines()]
    for exchange in exchanges:
        for name in ("request", "response"):
            exchange[name] = base64.b64decode(exchange[name])
    return exchanges


def environment() -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if "proxy" not in k.lower()},
        "SCRAPY_SETTINGS_MODULE": "scraper.settings",
        "PYTHONPATH": str(ROOT),
    }


def make_archive(folder: Path, url: str, more: str = "", site: str = "") -> Path:
    """An archive with settings for a quick crawl of a server on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "palimpsest.toml").write_text(
        '[operator]\nname = "Test"\ncontact = "test@example.org"\n'
        f'[[site]]\nname = "blog"\nurl = "{url}"\n{site}\n'
        f"[politeness]\ndelay = 0.0\nautothrottle = false\ntimeout = 5\n{more}\n",
        "utf-8",
    )
    return folder


def command(spider: str, archive: Path, **arguments: str) -> list[str]:
    said = [f"{name}={value}" for name, value in {"archive": str(archive), **arguments}.items()]
    settings = ["-s", "BACKOFF_START=0.05", "-s", "BACKOFF_LONGEST=5"]
    given = [word for pair in said for word in ("-a", pair)]
    return [sys.executable, "-P", "-m", "scrapy", "crawl", spider, *settings, *given]


def crawl(
    archive: Path, spider: str = "blog", **arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a spider to its end."""
    return subprocess.run(
        command(spider, archive, **arguments),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=archive.parent,
        env=environment(),
        check=False,
    )


def crawl_until_kept(
    archive: Path, count: int, number: signal.Signals, spider: str = "blog", **arguments: str
) -> int:
    """Start the crawl, send it a signal when it reported so many answers kept; its exit code."""
    process = subprocess.Popen(
        command(spider, archive, **arguments),
        cwd=archive.parent,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        logs = list(archive.glob("crawls/*/log"))
        if sum(log.read_text("utf-8").count(" bytes)") for log in logs) >= count:
            process.send_signal(number)
            break
        time.sleep(0.01)
    return process.wait(60)


def report(archive: Path) -> dict[str, Any]:
    """The report of the newest crawl."""
    paths = sorted(archive.glob("crawls/*/report.json"))
    data: dict[str, Any] = json.loads(paths[-1].read_text("utf-8"))
    return data


def entries(archive: Path) -> list[Entry]:
    """The index of an archive."""
    return list(Index(Layout(archive)))
