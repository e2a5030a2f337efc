"""Blogs that a test server answers for."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.servers import Answer, http


@dataclass(slots=True)
class Blog:
    """A small blog: paths and what they answer; what it does not know is 404."""

    pages: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, target: str, request: bytes) -> Answer:
        answer = self.pages.get(target)
        if answer is None:
            return Answer(http("404 Not Found", b"<title>404</title>"))
        etag = answer.data.partition(b"ETag: ")[2].partition(b"\r\n")[0]
        if etag and b"If-None-Match: " + etag in request:
            return Answer(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n")
        return answer

    def page(self, path: str, body: str, status: str = "200 OK", **headers: str) -> None:
        """Set what a path answers; `_` in a header's name stands for a dash."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        html = f"<!DOCTYPE html><title>{path}</title>{body}"
        self.pages[path] = Answer(http(status, html.encode(), said))

    def links(self, path: str, *targets: str, text: str = "") -> None:
        """Set a page of links."""
        self.page(path, text + "".join(f'<p><a href="{target}">x</a></p>' for target in targets))

    def document(self, path: str, body: str, **headers: str) -> None:
        """Set a feed, a sitemap or another text."""
        kind = {"Content-Type": "application/xml"}
        said = kind | {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(http("200 OK", body.encode(), said))


def small_blog() -> Blog:
    """A blog of eleven stories, each found by another way."""
    blog = Blog()
    posts = [f"/2017/0{month}/story-{month}/" for month in range(1, 10)]
    blog.document("/robots.txt", "User-agent: *\nDisallow: /secret/\nSitemap: /map.xml\n")
    blog.page(
        "/",
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        f'<a href="{posts[0]}">1</a> <a href="/page/2/">older</a> <a href="/about/">about</a>'
        '<a href="/secret/2017/01/x/">s</a> <a href="http://elsewhere.example/">e</a>'
        '<a href="/wp-login.php">l</a> <a href="/tag/war/">t</a>',
    )
    blog.links("/page/2/", posts[1], "/page/3/")
    blog.links("/page/3/", posts[2], "/page/4/")
    blog.links("/tag/war/", posts[3], posts[0])
    blog.document(
        "/feed/",
        f'<rss version="2.0"><channel><item><link>{posts[4]}</link></item></channel></rss>',
        ETag='"feed-1"',
    )
    blog.document("/map.xml", f"<urlset><url><loc>{posts[5]}</loc></url></urlset>")
    for path in posts:
        blog.links(path, "/", f"{path}?replytocom=7#respond", text=f"<p>Words of {path}</p>")
    blog.links(posts[0], f"{posts[0]}2/", f"{posts[0]}comment-page-1/", posts[6], "/old/")
    blog.links(f"{posts[0]}2/", f"{posts[0]}3/")
    blog.page(f"{posts[0]}3/", "the end")
    blog.page(f"{posts[0]}comment-page-1/", "first comments")
    blog.page("/about/", "about us")
    blog.page("/old/", "moved", status="301 Moved", Location=posts[7])
    blog.page(posts[8], "nobody links here")
    return blog
