"""`scrapy crawl`, with errors told in one line and the exit codes of this program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from threading import Thread
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from archive.errors import EXIT_FAILED, ArchiveError
from scraper.spider import ArchiveSpider

if TYPE_CHECKING:
    import argparse


TIED = "PALIMPSEST_TIED"  # said by a program that started the crawl and holds its stdin


def end_with_parent() -> None:
    """End at once when whoever started the crawl is gone.

    The archive is safe against that; a crawl left alone would hold it against the next.
    """
    while os.read(0, 1):
        continue
    os.kill(os.getpid(), signal.SIGKILL)


class Command(CrawlCommand):
    """Runs a spider of this program by its name."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; afterwards `exitcode` says how it ended."""
        if len(args) != 1 or self.crawler_process is None:
            raise UsageError("name one spider: blog or capture")
        if os.environ.get(TIED):
            Thread(target=end_with_parent, daemon=True).start()
        crawler = self.crawler_process.create_crawler(args[0])
        ended = self.crawler_process.crawl(crawler, **opts.spargs)
        if isinstance(ended, asyncio.Task):
            ended.add_done_callback(self._tell)
        self.crawler_process.start()
        spider = crawler.spider
        if isinstance(spider, ArchiveSpider):
            self.exitcode = spider.exit_code
            if spider.fault is not None:
                sys.stderr.write(f"palimpsest: {spider.fault}\n")

    def _tell(self, ended: asyncio.Task[None]) -> None:
        error = None if ended.cancelled() else ended.exception()
        if isinstance(error, ArchiveError):
            self.exitcode = error.exit_code
            sys.stderr.write(f"palimpsest: {error}\n")
        elif error is not None:
            self.exitcode = EXIT_FAILED
            traceback.print_exception(error)
