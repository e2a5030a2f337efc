"""How the crawl treats a server: robots.txt, its pace, and waiting when it asks to wait.

- robots.txt as RFC 9309 says, for each scheme and host apart: 4xx allows all, 5xx and no
  answer allow nothing, redirects are followed five times.
- Crawl-delay is kept where it is longer than our own delay; Scrapy only tells of it.
- 429, 503 and pages of firewalls stop all requests to the host for as long as
  Retry-After says, or ever longer; what is too long is left to the next crawl.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK

from archive.barriers import recognise
from normalizers.urls import join
from scraper.report import tally_of

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

log = logging.getLogger(__name__)

ROBOTS_REDIRECTS = 5  # https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1.2
_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_SLEEP = 0.25
_WAIT_CODES = frozenset((429, 503))


class RefusedByRobotsError(IgnoreRequest):
    """robots.txt does not want this address to be fetched."""


class BlockedError(IgnoreRequest):
    """Something stands between the crawl and the host; it is left to the next crawl."""


class RobotsMiddleware:
    """Asks robots.txt before a request goes out."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent = str(crawler.settings["USER_AGENT"])
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            RefusedByRobotsError: robots.txt forbids it, or cannot be had.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin))
        rules = await self._rules[origin]
        if rules is None:
            raise RefusedByRobotsError(f"robots.txt of {origin} cannot be had: nothing is fetched")
        if not rules.can_fetch(request.url, self._agent):
            raise RefusedByRobotsError("refused by robots.txt")

    async def _read(self, origin: str) -> Protego | None:
        url = f"{origin}/robots.txt"
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                response = await self._fetch(url)
            except Exception as error:  # noqa: BLE001 - whatever failed, the rules are unknown
                return self._told(origin, f"no answer: {error}", None)
            location = response.headers.get("Location")
            if response.status // 100 != 3 or not location:  # noqa: PLR2004
                break
            url = join(url, location.decode("latin-1"))
        else:
            return self._told(origin, "redirected too often", Protego.parse(""))
        if response.status >= _SERVER_ERROR or response.status in _WAIT_CODES:
            return self._told(origin, f"unavailable ({response.status})", None)
        if response.status >= _CLIENT_ERROR:
            return self._told(origin, f"none ({response.status})", Protego.parse(""))
        rules = Protego.parse(response.body.decode("utf-8", "replace"))
        return self._told(origin, "read", rules)

    async def _fetch(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, meta={"dont_obey_robotstxt": True})
        engine = self._crawler.engine
        if engine is None:
            raise IgnoreRequest("the crawl has ended")
        return await engine.download_async(request)

    def _told(self, origin: str, how: str, rules: Protego | None) -> Protego | None:
        delay = rules.crawl_delay(self._agent) if rules else None
        sitemaps = tuple(join(origin, url) for url in rules.sitemaps) if rules else ()
        tally_of(self._crawler).robots[origin] = {"how": how, "crawl_delay": delay}
        log.info("robots.txt of %s: %s%s", origin, how, f", Crawl-delay {delay}" if delay else "")
        if delay:
            keep_pace(self._crawler, urlsplit(origin).hostname or "", float(delay))
        heard = getattr(self._crawler.spider, "robots_read", None)
        if heard and sitemaps:
            heard(sitemaps)
        return rules


def keep_pace(crawler: Crawler, host: str, delay: float) -> None:
    """Ask a host no more often than once in `delay` seconds."""
    downloader = getattr(crawler.engine, "downloader", None)
    if downloader is None:
        return
    told = downloader.per_slot_settings.setdefault(host, {})
    told["delay"] = max(delay, told.get("delay", 0.0), crawler.settings.getfloat("DOWNLOAD_DELAY"))
    told["jitter"] = 0  # half a delay less would be less than was asked for
    slot = downloader.slots.get(host)
    if slot is not None:
        slot.delay, slot.jitter = max(slot.delay, told["delay"]), 0


class Pace(AutoThrottle):
    """Scrapy's AutoThrottle, never faster than Crawl-delay."""

    def _start_delay(self) -> float:
        return self.mindelay

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        host = urlsplit(response.url).hostname or ""
        downloader: Any = getattr(self.crawler.engine, "downloader", None)
        told = downloader.per_slot_settings.get(host, {}) if downloader else {}
        slot.delay = max(slot.delay, told.get("delay", 0.0))


class BackoffMiddleware:
    """Waits when a server, or what stands before it, asks to wait."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._start = settings.getfloat("BACKOFF_START")
        self._longest = settings.getfloat("BACKOFF_LONGEST")
        self._times = settings.getint("BACKOFF_TIMES")
        self._until: dict[str, float] = {}
        self._given_up: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for as long as the host asked to.

        Raises:
            BlockedError: the host is left to the next crawl.
            IgnoreRequest: this crawl is stopping.
        """
        host = urlsplit(request.url).netloc
        if host in self._given_up:
            raise BlockedError(self._given_up[host])
        while (left := self._until.get(host, 0.0) - monotonic()) > 0:
            if not self._crawler.crawling:
                raise IgnoreRequest("the crawl is stopping")
            await asyncio.sleep(min(left, _SLEEP))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Let an answer pass, or ask again after a while."""
        who = barrier_of(response)
        if who is None or request.meta.get("replayed") or is_memento(request, response):
            return response
        times = int(request.meta.get("retry_times", 0))
        wait = asked_wait(response, datetime.now(UTC)) or self._start * 2**times
        host = urlsplit(request.url).netloc
        tally_of(self._crawler).blocked[who] += 1
        spider = self._crawler.spider
        if wait > self._longest or times >= self._times or spider is None:
            self._given_up[host] = f"{host} is blocked by {who}: left to the next crawl"
            log.warning("%s (%s)", self._given_up[host], request.url)
            response.flags.append(f"blocked by {who}")
            return response
        log.warning("%s asks to wait (%s): %.0f s", host, who, wait)
        self._until[host] = max(self._until.get(host, 0.0), monotonic() + wait)
        again = get_retry_request(request, spider=spider, reason=who, max_retry_times=self._times)
        return again or response


def is_memento(request: Request, response: Response) -> bool:
    """Whether another archive shows what a server once said: it is no word of its own.

    https://www.rfc-editor.org/rfc/rfc7089#section-2.1.1
    """
    return bool(request.meta.get("memento") and response.headers.get("Memento-Datetime"))


def barrier_of(response: Response) -> str | None:
    """What stands between the crawl and the page, None for an ordinary answer."""
    headers = {
        name.decode("latin-1").lower(): (response.headers[name] or b"").decode("latin-1")
        for name in response.headers
    }
    body = response.body[:400_000].decode("utf-8", "replace")
    who = recognise(response.status, headers, body)
    return who or ("an overload" if response.status in _WAIT_CODES else None)


def asked_wait(response: Response, now: datetime) -> float | None:
    """The seconds that Retry-After asks for, None where it does not.

    https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    told = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
