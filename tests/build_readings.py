"""Builders of readings: stories, threads and the visits that showed them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from archive.diff.changes import CaptureRef, Reading
from normalizers.values import (
    Article,
    Block,
    Brief,
    Comment,
    CommentsInfo,
    LeadImage,
    Page,
)

URL = "http://a.example/2026/01/story/"


def para(text: str, kind: str = "paragraph") -> Block:
    return Block(kind=kind, text=text)


def brief(headline: str, *texts: str) -> Brief:
    key = headline.lower().replace(" ", "-")
    return Brief(key=key, headline=headline, blocks=tuple(map(para, texts)))


def comment(number: int, text: str = "Well said.", parent: int | None = None, **more) -> Comment:
    values = {
        "key": f"wp-{number}",
        "id": str(number),
        "parent_key": f"wp-{parent}" if parent else None,
        "parent_evidence": "nesting" if parent else None,
        "author": f"Reader {number}",
        "blocks": (para(text),) if text else (),
    }
    return Comment(**{**values, **more})


def info(complete: bool = True, stated: int | None = None, is_open: bool | None = True):
    return CommentsInfo(complete=complete, stated_count=stated, open=is_open)


def page(*texts: str, day: int = 1, story=None, **more) -> Page:
    """A story of some paragraphs; `story` holds other values of its article."""
    article = Article(
        key="wp-7",
        post_id="7",
        title="The harbour is closed",
        headline="The harbour is closed",
        blocks=tuple(map(para, texts)),
    )
    values = {
        "url": URL,
        "canonical_url": URL,
        "captured_at": datetime(2026, 1, day, 6, tzinfo=UTC),
        "status": 200,
        "kind": "article",
        "template": "t",
        "normalizer": "1.0",
        "language": "en",
        "article": replace(article, **(story or {})),
        "comments_info": info(),
    }
    return Page(**{**values, **more})


def image(url: str, caption: str | None) -> LeadImage:
    return LeadImage(url=url, caption=caption)


def ref(day: int, url: str = URL) -> CaptureRef:
    return CaptureRef(
        url=url,
        captured_at=f"2026-01-{day:02}T06:00:00Z",
        warc="warc/a-00001.warc.gz",
        offset=day * 100,
        length=99,
        record_id=f"<urn:uuid:{day}>",
        digest="sha1:AAAA",
    )


def reading(day: int, shown: Page | None, outcome: str = "ok") -> Reading:
    return Reading(outcome=outcome, page=shown, captures=(ref(day),))


def readings(*shown: Page | str) -> list[Reading]:
    """One reading a day; a word instead of a page is its outcome."""
    return [
        reading(day, None, one) if isinstance(one, str) else reading(day, one)
        for day, one in enumerate(shown, 1)
    ]
