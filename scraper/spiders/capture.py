"""The spider of given addresses: exactly those, and the redirects they answer with.

robots.txt is not asked: a person named each address, and nothing but these is fetched.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.errors import ArchiveError
from normalizers.urls import join
from scraper.frontier import Task
from scraper.run import Run
from scraper.scope import leads_in
from scraper.spider import ArchiveSpider
from scraper.traps import MOST_REDIRECTS


class CaptureSpider(ArchiveSpider):
    """Archives given addresses."""

    name = "capture"
    urls: str = ""

    def take_run(self, run: Run) -> None:
        """Take the crawl, with nothing asked for yet."""
        super().take_run(run)
        self.waiting: deque[Task] = deque()

    def begin(self) -> None:
        """Take the addresses.

        Raises:
            ArchiveError: one of them is none, or there is none at all.
        """
        for url in given(self.urls, getattr(self, "from", None)):
            self.waiting.append(Task(url=url, role="story", via="given"))

    def next_task(self) -> Task | None:
        """The next in order."""
        if not self.waiting:
            return None
        task = self.waiting.popleft()
        self.tally.asked[task.url] = self.memory.was_there(task.url)
        return task

    def request_of(self, task: Task) -> Request:
        """A request that nothing holds back."""
        request = super().request_of(task)
        request.meta["dont_obey_robotstxt"] = True
        return request

    def read(self, response: Response, task: Task) -> None:
        """An answer is kept, and nothing of it followed."""

    def follow(self, task: Task, location: str) -> str | None:
        """Follow a redirect to another address of the web."""
        url = urldefrag(join(task.url, location))[0]
        host = urlsplit(url).hostname or ""
        if urlsplit(url).scheme not in {"http", "https"} or not host:
            return "another scheme"
        if task.hops >= MOST_REDIRECTS or url == task.url:
            return "a redirect loop"
        if leads_in(task.url, url):
            return "from the public net to a private address"
        self.waiting.appendleft(Task(url=url, role="story", via="redirect", hops=task.hops + 1))
        return None


def given(urls: str, path: str | None) -> list[str]:
    """The addresses of an argument and of a file, one a line.

    Raises:
        ArchiveError: one of them is none, or there is none at all.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines() if path else []
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"from={path}: cannot be read: {error}") from error
    words = [*urls.split(), *(line.strip() for line in lines)]
    wanted = [word for word in words if word and not word.startswith("#")]
    for word in wanted:
        parts = urlsplit(word)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ArchiveError(f"{word}: want an address that begins with http:// or https://")
    if not wanted:
        raise ArchiveError("no address is given: name some, or a file that lists them")
    return list(dict.fromkeys(wanted))
