"""The spider of other archives: takes their captures of an address, with their dates.

- What is kept names the address of the page and the date of the other archive's capture;
  the record, the request beside it and the file say where it was fetched from, and when.
- The file lies under `imports/`, like every file that others made.
- What the archive has already, by address and second, is not fetched again; what an
  import had fetched when it was killed is taken in by the next.
- What the other archive says of itself (limits, errors, ways to other captures) is never
  taken for what the blog said: a capture is known by `Memento-Datetime`.
"""

from __future__ import annotations

import shutil
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc.imports import bring
from archive.warc.messages import read_head, split_interim
from archive.warc.records import Exchange, Limits
from archive.warc.repair import recover
from archive.warc.writer import WarcWriter
from normalizers.urls import join
from scraper.frontier import Task
from scraper.mementos import Memento, list_url, read_list, shown_at
from scraper.politeness import is_memento
from scraper.run import Run
from scraper.spider import REDIRECTS, ArchiveSpider
from scraper.traps import MOST_REDIRECTS

PUBLIC = "https://web.archive.org/web"
_ERROR = 400


class WaybackSpider(ArchiveSpider):
    """Imports the captures that another archive has of an address."""

    name = "wayback"
    url: str = ""
    endpoint: str = PUBLIC

    def take_run(self, run: Run) -> None:
        """Take the import, with nothing asked for yet."""
        self.waiting: deque[Task] = deque()
        self.mementos: dict[str, Memento] = {}
        self.kept: set[Memento] = set()
        for left in sorted(run.layout.crawls.glob("*/scratch")):
            self._take_in(run.layout, Layout(left))
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
        request.meta["memento"] = task.role != "api"
        return request

    def fault_of(self, response: Response, task: Task) -> str | None:
        """Why an answer is no list and no capture."""
        if response.request is not None and is_memento(response.request, response):
            return None
        fault = super().fault_of(response, task)
        what = "list of captures of the address is there" if task.role == "api" else "capture"
        if fault is None and response.status >= _ERROR:
            fault = f"status {response.status}: no {what}"
        if fault is None and task.role != "api" and response.status in REDIRECTS:
            fault = "redirect: the other archive leads to another capture"
        return fault

    def read(self, response: Response, task: Task) -> None:
        """Take the list; what a capture names is not followed."""
        if task.role != "api":
            return
        listed = read_list(response.body)
        wanted = [one for one in listed if not self._has(one)]
        self.tally.listed.update(listed=len(listed), known=len(listed) - len(wanted))
        if not listed:
            self.tally.fail(task.url, f"empty: no capture of {self.url} is listed")
        for memento in wanted[: self.run.options.limit]:
            address = memento.address(self.endpoint)
            self.mementos[address] = memento
            self.waiting.append(Task(url=address, role="story", via="memento"))

    def _has(self, memento: Memento) -> bool:
        wanted = memento.captured_at.strftime("%Y-%m-%dT%H:%M:%S")
        entries = self.memory.originals(memento.url)
        return any(entry.captured_at.startswith(wanted) for entry in entries)

    def follow(self, task: Task, location: str) -> str | None:
        """Follow a list that moved; a redirect that was captured is kept as it is."""
        if task.role != "api":
            return None
        url = join(task.url, location)
        if urlsplit(url).hostname != urlsplit(task.url).hostname:
            return "to another host"
        if task.hops >= MOST_REDIRECTS:
            return "a redirect loop"
        self.waiting.append(replace(task, url=url, hops=task.hops + 1))
        return None

    def kept_as(self, exchange: Exchange) -> Exchange | None:
        """A capture under its own address and date; lists and failures are not kept."""
        memento = self.mementos.get(exchange.url)
        if memento is None or exchange.failure:
            return None
        at = shown_at(read_head(split_interim(exchange.response)[1]), memento)
        shown = Memento(at.strftime("%Y%m%d%H%M%S"), memento.url) if at else None
        if at is None or shown is None or shown in self.kept or self._has(shown):
            return None
        self.kept.add(shown)
        taken = replace(exchange, source=exchange.url, taken_at=exchange.started_at)
        return replace(taken, url=memento.url, started_at=at)

    def finish(self) -> None:
        """Import what was fetched."""
        self._take_in(self.run.layout, self.scratch)

    def _take_in(self, layout: Layout, scratch: Layout) -> None:
        recover(scratch)
        files = sorted(scratch.warc.glob("*.warc.gz"))
        origin = f"another archive, by import-wayback {scratch.root.parent.name}"
        bring(layout, files, datetime.now(UTC), origin)
        shutil.rmtree(scratch.root)
