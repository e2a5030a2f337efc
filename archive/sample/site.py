"""The sample blog as a server sees it: a path in, an answer out. No socket here.

It answers like a small WordPress: feed, sitemaps, list pages with paging, content pages,
comment pages, 404 for what is gone. What is not in the routes is not there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from typing import ClassVar

from archive.sample import theme
from archive.sample.posts import Post, read_posts

POSTS_A_PAGE = 5
_HTML = "text/html; charset=UTF-8"
_XML = "application/xml; charset=UTF-8"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the blog says: status, media type, body."""

    status: int
    media_type: str
    body: str

    @property
    def etag(self) -> str:
        """A mark of the body, so that an unchanged page need not be sent twice."""
        return f'"{hashlib.sha256(self.body.encode()).hexdigest()[:16]}"'


_STORY = r"(/(?:\d{4}/\d\d/)?[\w-]+/)"


class SampleBlog:
    """One edition (1 or 2) of the blog, at a base address without a slash at its end."""

    def __init__(self, base: str, edition: int) -> None:
        self._base = base
        self._posts = read_posts(edition)
        self._stories = tuple(post for post in self._posts if not post.page)

    def paths(self) -> tuple[str, ...]:
        """The addresses of all posts and pages of this edition."""
        return tuple(post.path for post in self._posts)

    def answer(self, path: str) -> Answer:
        """The answer to a GET of this path; a query string is passed over."""
        plain = path.partition("?")[0]
        for pattern, route in self._ROUTES:
            found = re.fullmatch(pattern, plain)
            answer = route(self, *found.groups()) if found else None
            if answer:
                return answer
        body = theme.page(
            self._base,
            "Page not found",
            theme.not_found(),
            posts=self._posts,
            body_class="error404",
        )
        return Answer(404, _HTML, body)

    def _robots(self) -> Answer:
        lines = (
            "User-agent: *",
            "Disallow: /wp-admin/",
            f"Sitemap: {self._base}/wp-sitemap.xml",
            "",
        )
        return Answer(200, "text/plain; charset=UTF-8", "\n".join(lines))

    def _style(self) -> Answer:
        css = files("archive.sample").joinpath("style.css").read_text(encoding="utf-8")
        return Answer(200, "text/css; charset=UTF-8", css)

    def _image(self, name: str) -> Answer | None:
        if not any(post.image == f"/images/{name}.svg" for post in self._posts):
            return None
        return Answer(
            200,
            "image/svg+xml",
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" role="img">'
            '<rect width="640" height="320" fill="#c9d6df"/><path d="M0 230 Q160 170 320 230 T640 '
            f'230 V320 H0Z" fill="#52616b"/><text x="24" y="300" fill="#fff">{name}</text></svg>',
        )

    def _feed(self) -> Answer:
        items = "".join(
            f"<item><title>{escape(post.title)}</title><link>{self._base}{post.path}</link>"
            f"<pubDate>{format_datetime(post.published)}</pubDate>"
            f'<guid isPermaLink="false">{self._base}/?p={post.id}</guid></item>\n'
            for post in self._stories
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            f"<title>Strait View</title><link>{self._base}</link>"
            f"<description>News from both shores</description>\n{items}</channel></rss>\n"
        )
        return Answer(200, "application/rss+xml; charset=UTF-8", body)

    def _sitemap_index(self) -> Answer:
        parts = "".join(
            f"<sitemap><loc>{self._base}/wp-sitemap-posts-{kind}-1.xml</loc></sitemap>"
            for kind in ("post", "page")
        )
        return _xml(f'<sitemapindex xmlns="{_SITEMAP}">{parts}</sitemapindex>')

    def _sitemap(self, kind: str) -> Answer:
        urls = "".join(
            f"<url><loc>{self._base}{post.path}</loc>"
            f"<lastmod>{post.modified.isoformat()}</lastmod></url>"
            for post in self._posts
            if post.page == (kind == "page")
        )
        return _xml(f'<urlset xmlns="{_SITEMAP}">{urls}</urlset>')

    def _front(self, number: str | None = None) -> Answer | None:
        return self._list("Strait View", self._stories, "/", number)

    def _category(self, name: str, number: str | None) -> Answer | None:
        posts = tuple(
            post for post in self._stories if name in (word.lower() for word in post.categories)
        )
        return self._list(f"Category: {name.title()}", posts, f"/category/{name}/", number)

    def _month(self, month: str, number: str | None) -> Answer | None:
        posts = tuple(post for post in self._stories if f"{post.published:%Y/%m}" == month)
        return self._list(f"Month: {month}", posts, f"/{month}/", number)

    def _list(
        self, title: str, posts: tuple[Post, ...], path: str, number: str | None
    ) -> Answer | None:
        at = int(number or 1)
        shown = posts[(at - 1) * POSTS_A_PAGE : at * POSTS_A_PAGE]
        if not shown:
            return None
        older = f"{path}page/{at + 1}/" if len(posts) > at * POSTS_A_PAGE else None
        main = theme.excerpts(self._base, title, shown, older)
        return Answer(200, _HTML, self._frame(title, main, "archive blog"))

    def _story(self, path: str, leaf: str | None = None) -> Answer | None:
        return self._show(path, int(leaf or 1), None)

    def _thread(self, path: str, number: str) -> Answer | None:
        return self._show(path, 1, int(number))

    def _show(self, path: str, leaf: int, thread_page: int | None) -> Answer | None:
        post = next((post for post in self._posts if post.path == path), None)
        if not post or leaf not in range(1, len(post.leaves) + 1):
            return None
        if (thread_page or 1) not in range(1, len(theme.thread_pages(post)) + 1):
            return None
        related = tuple(other for other in self._posts if other.id in post.related)
        thread = theme.comments(self._base, post, thread_page)
        kind = "page page-id" if post.page else "single single-post postid"
        main = theme.article(self._base, post, leaf, related, thread)
        head = theme.head(self._base, post)
        return Answer(200, _HTML, self._frame(post.title, main, f"{kind}-{post.id}", head))

    def _frame(self, title: str, main: str, body_class: str, head: str = "") -> str:
        marks = {"body_class": body_class, "head": head}
        return theme.page(self._base, title, main, posts=self._posts, **marks)

    _ROUTES: ClassVar[tuple[tuple[str, Callable[..., Answer | None]], ...]] = (
        (r"/robots\.txt", _robots),
        (r"/style\.css", _style),
        (r"/images/(\w+)\.svg", _image),
        (r"/feed/", _feed),
        (r"/wp-sitemap\.xml", _sitemap_index),
        (r"/wp-sitemap-posts-(post|page)-1\.xml", _sitemap),
        (r"/(?:page/(\d+)/)?", _front),
        (r"/category/(\w+)/(?:page/(\d+)/)?", _category),
        (r"/(\d{4}/\d\d)/(?:page/(\d+)/)?", _month),
        (_STORY, _story),
        (_STORY + r"(\d+)/", _story),
        (_STORY + r"comment-page-(\d+)/", _thread),
    )


def _xml(content: str) -> Answer:
    return Answer(200, _XML, f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n')
