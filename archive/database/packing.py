"""Pages put away in parts, so that what did not change is kept once.

A page is cut along the lines of its JSON form into six parts, each named by its
SHA-256 and compressed. The time of capture is left out: two captures that show the
same page share all of it. `unpack(pack(page))` is the page again.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from archive.diff.folding import letters, stable_id
from archive.stories import words_of
from normalizers.form import from_json, to_json
from normalizers.values import Page

PARTS = ("frame", "article", "briefs", "related", "comments", "links")

_DAY = len("2026-01-02")
_UNNAMEABLE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a page: SHA-256 of its JSON in hex, and the JSON compressed."""

    sha: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPage:
    """A page ready to be put away: what it is found by, and its parts in order."""

    uid: str
    kind: str
    site: str | None
    platform: str | None
    template: str
    normalizer: str
    language: str | None
    title: str | None
    post_id: str | None
    post_key: str | None
    text_key: str | None
    parts: tuple[Part, ...]


def pack(page: Page) -> PackedPage:
    """The page in its parts."""
    form = to_json(page)
    cut = {name: form.pop(name) for name in PARTS[1:]}
    del form["captured_at"], form["source"]
    parts = tuple(_part(value) for value in (form, *cut.values()))
    story = page.article
    return PackedPage(
        uid=sha256("".join(part.sha for part in parts).encode()).hexdigest(),
        kind=page.kind,
        site=page.site,
        platform=page.platform,
        template=page.template,
        normalizer=page.normalizer,
        language=page.language,
        title=story.title if story else None,
        post_id=story.post_id if story else None,
        post_key=f"{scope(page)}-{nameable(story.key)}" if story else None,
        text_key=text_key(page),
        parts=parts,
    )


def unpack(parts: Mapping[str, bytes], captured_at: str) -> Page:
    """The page that was packed, as captured at a time (ISO 8601).

    Args:
        parts: The compressed JSON of each part, by the names in `PARTS`.
        captured_at: Time of the capture that shows it.
    """
    form: dict[str, Any] = json.loads(zlib.decompress(parts["frame"]))
    form["captured_at"] = captured_at
    for name in PARTS[1:]:
        form[name] = json.loads(zlib.decompress(parts[name]))
    return from_json(form)


def scope(page: Page) -> str:
    """The name of the blog inside which the keys of its stories are unique.

    It has only characters that a public id may have.
    """
    return nameable(page.site or host_of(page.url))


def text_key(page: Page) -> str | None:
    """What a story keeps when its blog gives it another number: blog, title, day.

    Where no day is told its words stand in for it. The day is the one that the page shows,
    in whatever time zone: a blog that moves takes that along.
    """
    story = page.article
    title = letters(story.title) if story else ""
    if not story or not title:
        return None
    day = (story.published_at or "")[:_DAY]
    return stable_id(scope(page), title, day or letters(words_of(page)))


def host_of(url: str) -> str:
    """The host of an address, without `www.`; its port where it names one.

    >>> host_of("https://www.blog.example:8080/a/")
    'blog.example:8080'
    """
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        return ""
    return netloc.rpartition("@")[2].lower().removeprefix("www.")


def nameable(text: str) -> str:
    """The text with all that a public id may not have put to `-`.

    >>> nameable("blog.example:8080")
    'blog.example-8080'
    """
    return _UNNAMEABLE.sub("-", text)


def _part(value: Any) -> Part:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    data = text.encode("utf-8", "surrogatepass")
    return Part(sha=sha256(data).hexdigest(), data=zlib.compress(data, 6))
