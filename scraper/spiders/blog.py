"""The spider of blogs: finds every post by every way there is, and keeps to the blog."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response, TextResponse

from normalizers.sites import site_for
from normalizers.urls import story_key
from scraper.discovery import (
    Found,
    Role,
    api_url,
    cut_url,
    opens_api,
    read_api,
    read_feed,
    read_sitemap,
    tells_cuts,
)
from scraper.frontier import Frontier, Policy, Task
from scraper.links import (
    PageLinks,
    base_of,
    further_page,
    is_next_of,
    parts_of,
    read_page,
    read_style,
    story_of,
)
from scraper.replay import response_of
from scraper.run import Run
from scraper.scope import leads_in, scope_of
from scraper.spider import ArchiveSpider

_OK, _NOT_MODIFIED = 200, 304
_NOARCHIVE = re.compile(r"(?i)<meta[^>]+name=[\"']?robots[^>]+noarchive")
_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
_WORDPRESS_SITEMAP = "/wp-sitemap.xml"
_STORY_KINDS = frozenset(("post", "page", "unknown"))
_CUT_KINDS = ("posts", "pages")
_API_KINDS = ("posts", "pages", "comments")


class BlogSpider(ArchiveSpider):
    """Crawls the blogs of an archive."""

    name = "blog"
    frontier: Frontier

    def take_run(self, run: Run) -> None:
        """Take the crawl, with nothing asked for yet."""
        super().take_run(run)
        policy = Policy(
            now=run.started_at,
            full=run.options.full,
            limit=run.options.limit,
            since=run.options.since,
            ladder=run.config.schedule.ladder,
            edited=run.options.edited,
            most_lists=run.config.capture.max_lists,
        )
        scope = scope_of(run.config.sites, site_for)
        self.frontier = Frontier(scope, policy, self.memory.sight)
        self.readers = {
            "home": self._read_home,
            "list": self._read_list,
            "story": self._read_story,
            "part": self._read_story,
            "feed": self._read_feed,
            "sitemap": self._read_sitemap,
            "api": self._read_api,
            "requisite": self._read_requisite,
        }
        self.sitemaps_told = False
        self.cut: set[str] = set()

    def begin(self) -> None:
        """Start from the blogs' front pages, and from what the archive knows."""
        sites = self.run.config.sites
        # A blog that was never seen is searched through; later its news are enough.
        self.thorough = self.run.options.full or any(
            self.memory.sight(site.url) is None for site in sites
        )
        for site in sites:
            self.frontier.seed(site.url, "home")
            for seed in site.seeds:
                self.frontier.seed(seed, "list")
        for url in self.memory.known():
            # A part is asked for with its story, never alone: a visit is whole.
            is_part = base_of(url) != url and self.memory.sight(base_of(url))
            if not is_part and self.frontier.scope.kind_of(url) in _STORY_KINDS:
                self.frontier.offer(Found(url=url, via="known"))

    def next_task(self) -> Task | None:
        """What is wanted most."""
        task = self.frontier.next()
        if task is not None and task.role == "story":
            self.tally.asked[task.url] = self.memory.was_there(task.url)
        return task

    def request_of(self, task: Task) -> Request:
        """A request that asks only for what is new, where that is told."""
        request = super().request_of(task)
        if task.role != "story" or not self.run.options.full:
            for name, value in self.memory.validators(task.url).items():
                request.headers[name] = value
        return request

    def follow(self, task: Task, location: str) -> str | None:
        """Follow a redirect inside the blog, or one of what a page needs."""
        if task.role == "requisite" and leads_in(task.url, urljoin(task.url, location)):
            return "from the public net to a private address"
        return self.frontier.follow(task, location)

    def robots_read(self, sitemaps: Iterable[str]) -> None:
        """Take the sitemaps that a robots.txt names."""
        for url in sitemaps:
            self.sitemaps_told = True
            self.frontier.offer(Found(url=url, via="robots", role="sitemap"))

    def read(self, response: Response, task: Task) -> None:
        """Find what an answer names."""
        if response.status == _NOT_MODIFIED:
            capture = self.memory.last_body(task.url)
            if capture is None or response.request is None:
                return
            response = response_of(capture, response.request)
        reader = self.readers.get(task.role)
        if reader is not None and response.status == _OK:
            reader(response, task)

    def _read_home(self, response: Response, task: Task) -> None:
        page = self._read_list(response, task)
        site = site_for(task.url)
        feeds = page.feeds or tuple(urljoin(task.url, path) for path in site.feeds)
        self._offer("feed", feeds, advertised=bool(page.feeds))
        api = page.api or (urljoin(task.url, "/wp-json/") if page.wordpress else None)
        if api:
            self._offer("api", (api,), advertised=bool(page.api))
        if not self.sitemaps_told:
            paths = (_WORDPRESS_SITEMAP, *_SITEMAPS) if page.wordpress else _SITEMAPS
            self._offer("sitemap", (urljoin(task.url, path) for path in paths), advertised=False)

    def _offer(self, role: Role, urls: Iterable[str], *, advertised: bool) -> None:
        """Take places that may be there; those that were not are tried seldom."""
        for url in urls:
            sight = self.memory.sight(url)
            if advertised or self.thorough or (sight and sight.status == _OK):
                self.frontier.offer(Found(url=url, via=role, role=role))

    def _read_list(self, response: Response, task: Task) -> PageLinks:
        page = self._links(response)
        news = any(self.frontier.is_new(link) for link in page.links)
        older = 0 if news else task.barren + 1
        paging = set(page.following)
        for link in page.links:
            is_paging = link in paging or is_next_of(task.url, link)
            barren = older if is_paging else max(1, older)
            role: Role | None = "list" if link in paging else None
            self.frontier.offer(Found(url=link, via="list", role=role), task, barren)
        return page

    def _read_story(self, response: Response, task: Task) -> None:
        page = self._links(response)
        if task.role == "story" and isinstance(response, TextResponse):
            self.frontier.bore(task, response.text)
        parts = parts_of(task.url, page.links)
        is_comments = story_of(task.url) != task.url
        if story_key(base_of(task.url)) in self.cut and not is_comments:
            parts = (*parts, further_page(task.url))
        for link in parts:
            self.frontier.offer(Found(url=link, via="part", role="part"), task)
        own = {story_key(link) for link in parts}
        for link in page.links:
            if story_key(link) not in own:
                self.frontier.offer(Found(url=link, via="link"), task, 1)
        if self.run.config.capture.requisites:
            self._take_requisites(page.requisites, task)

    def _read_requisite(self, response: Response, task: Task) -> None:
        kind = response.headers.get("Content-Type") or b""
        if isinstance(response, TextResponse) and b"css" in kind:
            self._take_requisites(read_style(response.text, response.url), task)

    def _take_requisites(self, urls: Iterable[str], task: Task) -> None:
        """Take what a page needs to be seen, on whatever host it lies."""
        for url in urls:
            if not leads_in(task.url, url):
                self.frontier.offer(Found(url=url, via="requisite", role="requisite"), task)

    def _read_feed(self, response: Response, task: Task) -> None:
        found = read_feed(response.body, response.url)
        self._take_listed(found, task)

    def _read_sitemap(self, response: Response, task: Task) -> None:
        for one in read_sitemap(response.body, response.url):
            self.frontier.offer(one, task)

    def _read_api(self, response: Response, task: Task) -> None:
        if opens_api(response.body):
            for kind in _API_KINDS:
                url = api_url(task.url, kind)
                self.frontier.offer(Found(url=url, via="api", role="api"), task)
            for kind in _CUT_KINDS:
                self.frontier.offer(Found(url=cut_url(task.url, kind), via="api", role="api"), task)
        found = read_api(response.body, response.url)
        if tells_cuts(task.url):
            self.cut.update(story_key(one.url) for one in found if one.role is None)
        self._take_listed(found, task)

    def _take_listed(self, found: Iterable[Found], task: Task) -> None:
        """Take the posts of one page of a feed; go on while it had something to ask for."""
        wanted = self.thorough and task.role == "api"
        for one in found:
            if one.role is None:
                wanted = self.frontier.offer(one, task) or wanted
            elif wanted:
                self.frontier.offer(one, task)

    def _links(self, response: Response) -> PageLinks:
        if not isinstance(response, TextResponse):
            return PageLinks()
        text = response.text
        tag = (response.headers.get("X-Robots-Tag") or b"").lower()
        if b"noarchive" in tag or _NOARCHIVE.search(text):
            self.tally.noarchive += 1
        header = b", ".join(response.headers.getlist("Link")).decode("latin-1")
        return read_page(text, response.url, header)
