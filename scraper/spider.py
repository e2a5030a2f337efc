"""What every spider of this program has: an archive held, a recorder, a report at the end."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals

from archive.errors import (
    EXIT_DONE,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_PARTLY,
    ArchiveError,
)
from archive.warc.records import Exchange, Limits
from archive.warc.writer import WarcWriter
from scraper.capture import CAUSES, recorder_of
from scraper.frontier import Frontier, Task
from scraper.memory import Memory
from scraper.politeness import BlockedError, RefusedByRobotsError
from scraper.report import PROGRESS, Progress, counts, tally_of, write_report
from scraper.run import FINISHED, Run, prepare
from scraper.selftest import prove_capture

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

log = logging.getLogger(__name__)

# What Scrapy tells of itself at each start helps nobody who reads the log of a crawl.
_SILENT = ("scrapy.middleware", "scrapy.crawler", "scrapy.core.engine", "scrapy.utils.log")
_STATES = {"finished": FINISHED, "shutdown": "interrupted"}
SERVER_ERROR = 500
REDIRECTS = frozenset((301, 302, 303, 307, 308))


class ArchiveSpider(Spider, ABC):
    """Fetches into an archive.

    Attributes:
        run: the crawl.
        memory: what the archive knew before.
        frontier: what is asked for, None where the addresses are given.
        fault: what stopped the crawl, None while all is well.
    """

    run: Run
    memory: Memory
    frontier: Frontier | None = None
    fault: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the archive, and set what its settings say.

        Raises:
            ArchiveError: the archive, its settings or an argument are not as they must be.
        """
        run = prepare(kwargs, cls.name)
        try:
            apply_settings(crawler.settings, run)
            spider = super().from_crawler(crawler, *args, **kwargs)
            spider.take_run(run)
        except BaseException:
            run.release()
            raise
        return spider

    def take_run(self, run: Run) -> None:
        """Take the crawl, and open its WARC files.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        self.run = run
        self.memory = Memory(run.layout, run.crawl_id)
        limits = Limits(
            warc_bytes=run.config.capture.warc_bytes, min_free=run.config.capture.min_free
        )
        self.writer = self.make_writer(limits).__enter__()
        self.turn = asyncio.Event()
        self.flying = 0
        self.state = "failed"
        self.crawler.signals.connect(self._opened, signals.spider_opened)
        self.crawler.signals.connect(self._closed, signals.spider_closed)
        self.crawler.signals.connect(self._stopped, signals.engine_stopped)

    def make_writer(self, limits: Limits) -> WarcWriter:
        """The writer of what is fetched."""
        return WarcWriter(self.run.layout, self.run.info(), self.memory.originals, limits)

    def kept_as(self, exchange: Exchange) -> Exchange | None:
        """The exchange as it is to be kept, None where it is not; asked in another thread."""
        return exchange

    def finish(self) -> None:
        """Do what is left when all files are closed."""

    @property
    def exit_code(self) -> int:
        """How the process should end."""
        if isinstance(self.fault, ArchiveError):
            return self.fault.exit_code
        if self.state == "interrupted":
            return EXIT_INTERRUPTED
        if self.state != FINISHED:
            return EXIT_FAILED
        failed = tally_of(self.crawler).failed
        return EXIT_PARTLY if failed else EXIT_DONE

    def _opened(self) -> None:
        self.tally = tally_of(self.crawler)
        self.progress = Progress(
            self.run.folder / PROGRESS, lambda: counts(self.run, self.tally, self.frontier)
        )
        loop = asyncio.get_running_loop()
        recorder_of(self.crawler).open(
            self._write, lambda error: loop.call_soon_threadsafe(self.stop, error)
        )
        how = "goes on with" if self.run.resumed else "begins"
        log.info("%s %s crawl %s of %s", self.name, how, self.run.crawl_id, self.run.layout.root)

    def _write(self, exchange: Exchange) -> None:
        kept = self.kept_as(exchange)
        if kept is not None:
            self.tally.keep(kept, self.writer.write(kept))

    def stop(self, error: Exception) -> None:
        """End the crawl because of an error."""
        if self.fault is None:
            self.fault = error
            log.error("%s", error)
            if self.crawler.engine is not None:
                self._stopping = asyncio.ensure_future(
                    self.crawler.engine.close_spider_async(reason="fault")
                )

    def _closed(self, reason: str) -> None:
        self.reason = reason
        self.state = _STATES.get(reason, "failed")

    def _stopped(self) -> None:
        try:
            recorder_of(self.crawler).close()
            self.writer.close()
            self.finish()
        except ArchiveError as error:
            self.fault = self.fault or error
        if self.fault is not None:
            self.state, self.reason = "failed", str(self.fault)
        self.progress.close()
        write_report(self.run, self.tally, self.frontier, self.state, self.reason)
        log.info("crawl %s %s: %s", self.run.crawl_id, self.state, self.reason)
        self.run.release()

    async def start(self) -> AsyncIterator[Request]:
        """Prove that the hook fires, then ask for one thing after another."""
        try:
            await prove_capture(self.crawler)
            self.begin()
        except ArchiveError as error:
            self.stop(error)
            return
        most = self.run.config.politeness.concurrency
        while True:
            task = self.next_task() if self.flying < most else None
            if task is not None:
                self.flying += 1
                yield self.request_of(task)
            elif self.flying:
                self.turn.clear()
                await self.turn.wait()
            else:
                return

    @abstractmethod
    def begin(self) -> None:
        """Find the first tasks."""

    @abstractmethod
    def next_task(self) -> Task | None:
        """What to ask for next, None where nothing is known at the moment."""

    @abstractmethod
    def read(self, response: Response, task: Task) -> None:
        """Find what an answer names."""

    @abstractmethod
    def follow(self, task: Task, location: str) -> str | None:
        """Follow a redirect, or say why not."""

    def request_of(self, task: Task) -> Request:
        """The request for a task."""
        return Request(
            task.url,
            callback=self.landed,
            errback=self.crashed,
            meta={"task": task, "handle_httpstatus_all": True},
            dont_filter=True,
        )

    def landed(self, response: Response) -> None:
        """Take an answer."""
        task: Task = response.meta["task"]
        try:
            self._take(response, task)
        finally:
            self._free()

    def _take(self, response: Response, task: Task) -> None:
        fault = self.fault_of(response, task)
        location = (response.headers.get("Location") or b"").decode("latin-1")
        if fault:
            self.tally.fail(task.url, fault)
        elif response.status in REDIRECTS and location:
            reason = self.follow(task, location)
            if reason:
                self.tally.stray(task.url, location, reason)
        else:
            self.read(response, task)

    def fault_of(self, response: Response, task: Task) -> str | None:
        """Why an answer is none, None where it is one."""
        del task
        blocked = next((flag for flag in response.flags if flag.startswith("blocked")), None)
        return blocked or (f"status {response.status}" if response.status >= SERVER_ERROR else None)

    def crashed(self, failure: Failure) -> None:
        """Take that there is no answer."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, RefusedByRobotsError):
            self.tally.refused += 1
            log.info("not asked for %s: %s", task.url, error)
        else:
            self.tally.fail(task.url, cause_of(error))
        self._free()

    def _free(self) -> None:
        self.flying -= 1
        self.progress.tick()
        self.turn.set()


def cause_of(error: BaseException | None) -> str:
    """Why there is no answer, in one word and then in more."""
    causes: tuple[tuple[type[Exception], str], ...] = (*CAUSES, (BlockedError, "blocked"))
    name = next((name for kind, name in causes if isinstance(error, kind)), "connection")
    return f"{name}: {' '.join(str(error).split()) or type(error).__name__}"


def apply_settings(settings: BaseSettings, run: Run) -> None:
    """Set what the archive's settings say."""
    politeness = run.config.politeness
    said = {
        "USER_AGENT": run.user_agent,
        "ROBOTSTXT_OBEY": politeness.obey_robots,
        "DOWNLOAD_DELAY": politeness.delay,
        "CONCURRENT_REQUESTS": politeness.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": politeness.concurrency,
        "AUTOTHROTTLE_ENABLED": politeness.autothrottle,
        "DOWNLOAD_TIMEOUT": politeness.timeout,
        "RETRY_TIMES": politeness.retries,
        "DOWNLOAD_MAXSIZE": run.config.capture.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "LOG_FILE": str(run.folder / "log"),
        "LOG_LEVEL": "INFO",
    }
    for name, value in said.items():
        settings.set(name, value, priority="spider")
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)
