"""Builders of stories: pages as values, captures of them, and the sample blog archived."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

from archive.database.load import Loadable, Receipt
from archive.database.packing import pack, text_key
from archive.diff.changes import CaptureRef
from archive.layout import Layout
from archive.sample.site import Answer, SampleBlog
from archive.stories import address_of
from archive.visits import Sighting
from archive.warc.records import CrawlInfo, Exchange, Location
from archive.warc.writer import WarcWriter
from normalizers.values import (
    Article,
    Block,
    Brief,
    Comment,
    CommentsInfo,
    Embed,
    LeadImage,
    Link,
    Page,
    RelatedPost,
)

DAY = timedelta(days=1)
T0 = datetime(2026, 9, 1, 6, tzinfo=UTC)
BASE = "http://strait.example"


def paragraph(text: str) -> Block:
    return Block(kind="paragraph", text=text)


def comment(number: int, text: str = "", **more) -> Comment:
    values = {"key": f"wp-{number}", "id": str(number), "author": f"Reader {number}"}
    blocks = (paragraph(text or f"Words of comment {number}."),)
    return Comment(**{**values, "blocks": blocks, **more})


def brief(key: str, *texts: str, **more) -> Brief:
    blocks = tuple(paragraph(text) for text in texts)
    return Brief(**{"key": key, "headline": f"Headline of {key}", "blocks": blocks, **more})


def article(post_id: str | None = "7", title: str = "A bridge opens", **more) -> Article:
    values = {
        "key": f"wp-{post_id}" if post_id else "url-2026-09-bridge",
        "post_id": post_id,
        "title": title,
        "headline": title,
        "authors": ("Ada Finch",),
        "published_at": "2026-08-31T10:00:00+01:00",
        "categories": ("Roads",),
        "blocks": (paragraph("The bridge is open."), paragraph("Ten people came.")),
    }
    return Article(**{**values, **more})


def page(url: str = f"{BASE}/2026/09/bridge/", **more) -> Page:
    story = more.pop("article", None) or article(**more.pop("story", {}))
    values = {
        "url": url,
        "canonical_url": f"{BASE}/2026/09/bridge/",
        "captured_at": T0,
        "status": 200,
        "kind": "article",
        "template": "wordpress/classic",
        "platform": "wordpress",
        "normalizer": "1.0",
        "language": "en",
        "article": story,
        "comments_info": CommentsInfo(complete=True, open=True, stated_count=0),
    }
    return Page(**{**values, **more})


def full_page() -> Page:
    """A page with something in each of its parts."""
    links = (Link(url="http://elsewhere.example/a", text="There"),)
    blocks = (
        Block(kind="paragraph", text="See this.", links=links),
        Block(kind="embed", text="A boat", embed=Embed(kind="image", url=f"{BASE}/boat.png")),
    )
    story = article(
        series="Roads", tags=("bridge",), blocks=blocks, lead_image=LeadImage(url=None, caption="A")
    )
    return page(
        article=story,
        briefs=(brief("b1", "Brief text."),),
        related=(RelatedPost(url=f"{BASE}/other/", title="Other", blurb="B", date=None),),
        comments=(comment(1), comment(2, parent_key="wp-1", depth=2, state="placeholder")),
        residual=("Left.",),
    )


def location(number: int, url: str, warc: str = "warc/c1-00001.warc.gz", **more) -> Location:
    values = {
        "warc": warc,
        "offset": 1000 * number,
        "length": 900,
        "record_id": f"<urn:uuid:{warc.rpartition('/')[2]}-{number}>",
        "target_uri": url,
        "captured_at": "2026-09-01T06:00:00Z",
        "payload_digest": f"sha1:{number}",
    }
    return Location(**{**values, **more})


def loadable(number: int, shown: Page | None, **more) -> Loadable:
    """A capture of a page, or of an answer without one."""
    url = more.pop("url", shown.url if shown else f"{BASE}/2026/09/bridge/")
    at = more.pop("at", T0)
    warc = more.pop("warc", "warc/c1-00001.warc.gz")
    values = {
        "location": location(number, url, warc),
        "captured_at": at.isoformat().replace("+00:00", "Z"),
        "status": 200,
        "mime": "text/html",
        "outcome": "ok",
        "page": pack(shown) if shown else None,
    }
    return Loadable(**{**values, **more})


def receipt(crawl: str = "c1", **more) -> Receipt:
    values = {
        "path": f"warc/{crawl}-00001.warc.gz",
        "crawl": crawl,
        "imported": False,
        "size": 10,
        "sha256": "0" * 64,
        "normalizer": "1.0",
    }
    return Receipt(**{**values, **more})


def sighting(number: int, shown: Page | None = None, **more) -> Sighting:
    """A capture of a page, or of an answer without one; `number` is its minute as well."""
    url = more.pop("url", shown.url if shown else f"{BASE}/2026/09/bridge/")
    at = more.pop("at", T0 + number * timedelta(minutes=1))
    story = shown.article if shown else None
    values = {
        "number": number,
        "at": at,
        "source": "c1",
        "imported": False,
        "url": url,
        "address": address_of(url),
        "outcome": "ok",
        "post_key": f"strait.example-{story.key}" if story else None,
        "by_post_id": bool(story and story.post_id),
        "page": replace(shown, captured_at=at) if shown else None,
        "text_key": text_key(shown) if shown else None,
        "ref": CaptureRef(
            url=url,
            captured_at=at.isoformat(),
            warc="warc/c1-00001.warc.gz",
            offset=number,
            length=9,
            record_id=f"<urn:uuid:{number}>",
        ),
    }
    return Sighting(**{**values, **more})


def sample_archive(root: Path, editions: Iterable[int] = (1, 2, 2)) -> Layout:
    """The sample blog, crawled once a day, one edition a crawl."""
    layout = Layout(root)
    paths: set[str] = set()
    for day, edition in enumerate(editions):
        blog = SampleBlog(BASE, edition)
        paths |= set(blog.paths())
        crawl = CrawlInfo(crawl_id=f"c{day + 1}", software="tests")
        with WarcWriter(layout, crawl) as writer:
            for number, (path, answer) in enumerate(_crawled(blog, paths)):
                at = T0 + day * DAY + number * timedelta(seconds=1)
                writer.write(_exchange(path, answer, at))
    return layout


def _crawled(blog: SampleBlog, paths: Iterable[str]) -> list[tuple[str, Answer]]:
    """The pages at these paths, and the content and comment pages that they link."""
    waiting, seen, found = deque(sorted(paths)), set(paths), []
    while waiting:
        path = waiting.popleft()
        answer = blog.answer(path)
        found.append((path, answer))
        for link in re.findall(r'href="([^"#?]+)', answer.body):
            more = urljoin(BASE + path, link).removeprefix(BASE)
            if more.startswith(path) and more not in seen and "feed" not in more:
                seen.add(more)
                waiting.append(more)
    return found


def _exchange(path: str, answer: Answer, at: datetime) -> Exchange:
    body = answer.body.encode()
    head = (
        f"HTTP/1.1 {answer.status} Answer\r\nContent-Type: {answer.media_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    request = f"GET {path} HTTP/1.1\r\nHost: strait.example\r\n\r\n"
    return Exchange(
        url=BASE + path,
        started_at=at,
        request=request.encode(),
        response=head.encode() + body,
        ip="127.0.0.1",
    )
