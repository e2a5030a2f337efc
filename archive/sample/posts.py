"""The posts of the sample blog, read from the TOML files beside this module.

A file is one post (its name is the slug) with what the first edition shows; its table
`second` says what the second edition shows otherwise, so that every edit a reader of the
demo is told of can be looked up in one place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

PAGE_BREAK = "<!--nextpage-->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment or pingback under a post."""

    id: int
    author: str
    at: datetime
    text: str
    parent: int = 0
    url: str = ""
    kind: str = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post or page of the sample blog as one edition shows it."""

    id: int
    slug: str
    title: str
    author: str
    published: datetime
    modified: datetime
    body: str
    page: bool = False
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    caption: str = ""
    related: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def path(self) -> str:
        """Its address on the blog.

        Posts have the year and month in it, pages the slug alone.
        """
        return f"/{self.slug}/" if self.page else f"/{self.published:%Y/%m}/{self.slug}/"

    @property
    def leaves(self) -> tuple[str, ...]:
        """The body, cut at its page breaks."""
        return tuple(self.body.split(PAGE_BREAK))


def read_posts(edition: int) -> tuple[Post, ...]:
    """All posts and pages that an edition (1 or 2) shows, newest first."""
    folder = files("archive.sample")
    tables = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    posts = [
        _post(slug, table, table.get("second", {}) if edition > 1 else {})
        for slug, table in tables.items()
        if edition == 1 or not table.get("second", {}).get("deleted")
    ]
    return tuple(sorted(posts, key=lambda post: (post.published, post.id), reverse=True))


def _post(slug: str, table: Mapping[str, Any], second: Mapping[str, Any]) -> Post:
    body = table["body"].strip()
    for swap in second.get("replace", ()):
        body = body.replace(swap["old"], swap["new"])
    return Post(
        id=table["id"],
        slug=slug,
        title=second.get("title", table["title"]),
        author=table["author"],
        published=datetime.fromisoformat(table["published"]),
        modified=datetime.fromisoformat(second.get("modified", table["modified"])),
        body=body,
        page=table.get("page", False),
        categories=tuple(table.get("categories", ())),
        tags=tuple(table.get("tags", ())),
        image=table.get("image", ""),
        caption=table.get("caption", ""),
        related=tuple(table.get("related", ())),
        remarks=_remarks(table, second),
    )


def _remarks(table: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[Remark, ...]:
    gone = second.get("removed_comments", ())
    reworded = second.get("reworded_comments", {})
    rows = [*table.get("comments", ()), *second.get("comments", ())]
    return tuple(
        Remark(
            **{
                **row,
                "at": datetime.fromisoformat(row["at"]),
                "text": reworded.get(str(row["id"]), row["text"]),
            }
        )
        for row in rows
        if row["id"] not in gone
    )
