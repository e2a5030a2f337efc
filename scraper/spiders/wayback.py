"""The spider of other archives: takes their captures of an address, with their dates.

- What is kept names the address of the page and the date of the other archive's capture;
  the request beside it shows where it was fetched from, and the file says so too.
- The file lies under `imports/`, like every file that others made.
- What the archive has already, by address and second, is not fetched again.
"""

from __future__ import annotations

import shutil
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc.imports import bring
from archive.warc.records import Exchange, Limits
from archive.warc.writer import WarcWriter
from scraper.frontier import Task
from scraper.mementos import Memento, list_url, read_list
from scraper.run import Run
from scraper.spider import ArchiveSpider

PUBLIC = "https://web.archive.org/web"


class WaybackSpider(ArchiveSpider):
    """Imports the captures that another archive has of an address."""

    name = "wayback"
    url: str = ""
    endpoint: str = PUBLIC

    def take_run(self, run: Run) -> None:
        """Take the import, with nothing asked for yet."""
        self.waiting: deque[Task] = deque()
        self.mementos: dict[str, Memento] = {}
        self.scratch = Layout(run.folder / "scratch")
        super().take_run(run)

    def make_writer(self, limits: Limits) -> WarcWriter:
        """A writer beside the archive: its files are imported when they are whole."""
        self.scratch.root.mkdir(parents=True, exist_ok=True)
        info = self.run.info()
        source = (("source", self.endpoint), ("captures-of", self.url))
        named = replace(
            info,
            crawl_id=f"wayback-{info.crawl_id}",
            robots="captures of another archive, asked for by address",
            settings=(*info.settings, *source),
        )
        return WarcWriter(self.scratch, named, None, limits)

    def begin(self) -> None:
        """Ask for the list of captures.

        Raises:
            ArchiveError: the address or that of the archive is none.
        """
        for address in (self.url, self.endpoint):
            if not address.startswith(("http://", "https://")):
                raise ArchiveError(f"{address!r} is no address: want http://… or https://…")
        self.waiting.append(Task(url=list_url(self.endpoint, self.url), role="api", via="given"))

    def next_task(self) -> Task | None:
        """The next capture, oldest first."""
        return self.waiting.popleft() if self.waiting else None

    def request_of(self, task: Task) -> Request:
        """A request that robots.txt of the other archive does not hold back."""
        request = super().request_of(task)
        request.meta["dont_obey_robotstxt"] = True
        return request

    def read(self, response: Response, task: Task) -> None:
        """Take the list; what a capture names is not followed."""
        if task.role != "api":
            return
        wanted = [one for one in read_list(response.body) if not self._has(one)]
        for memento in wanted[: self.run.options.limit]:
            address = memento.address(self.endpoint)
            self.mementos[address] = memento
            self.waiting.append(Task(url=address, role="story", via="memento"))

    def _has(self, memento: Memento) -> bool:
        wanted = memento.captured_at.strftime("%Y-%m-%dT%H:%M:%S")
        entries = self.memory.originals(memento.url)
        return any(entry.captured_at.startswith(wanted) for entry in entries)

    def follow(self, task: Task, location: str) -> str | None:
        """A redirect is a capture of its own, and kept as one."""
        del task, location
        return None

    def kept_as(self, exchange: Exchange) -> Exchange | None:
        """A capture under its own address and date; lists and failures are not kept."""
        memento = self.mementos.get(exchange.url)
        if memento is None or not exchange.response:
            return None
        return replace(exchange, url=memento.url, started_at=memento.captured_at)

    def finish(self) -> None:
        """Import what was fetched."""
        files = sorted(self.scratch.warc.glob("*.warc.gz"))
        bring(self.run.layout, files, datetime.now(UTC))
        shutil.rmtree(self.scratch.root)
