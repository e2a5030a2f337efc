"""What a page is made of: frozen values, tuples inside, never a node of a tree.

The JSON form of these values (`normalizers.form`) is a promise to users: fields may
be added, none renamed. Dates of a page are ISO 8601 text as far as the page tells
them: with an offset, as a local date-time, or as a date alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

BlockKind = Literal[
    "paragraph",
    "heading",
    "quote",
    "list_item",
    "caption",
    "embed",
    "see_also",
    "note",
    "table",
    "code",
]
PageKind = Literal[
    "article",
    "page",
    "list",
    "attachment",
    "protected",
    "gone",
    "error",
    "other",
]
CommentKind = Literal["comment", "pingback", "trackback"]
CommentState = Literal["shown", "placeholder", "awaiting"]
ParentEvidence = Literal["reply-link", "nesting", "depth-class", "indent", "quote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer of a server, its transfer and content codings undone."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside a block."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link anywhere on the page, with the region that held it."""

    url: str
    text: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Something shown from elsewhere: a tweet, a video, a frame."""

    kind: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeAlso:
    """One item of a cross reference."""

    flag: str | None = None
    series: str | None = None
    date_label: str | None = None
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or its like; its words stand in no other block."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()
    level: int | None = None
    anchor: str | None = None
    embed: Embed | None = None
    see_also: tuple[SeeAlso, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadImage:
    """The image over or at the head of the story."""

    url: str | None
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The story itself, without its briefs."""

    key: str
    post_id: str | None = None
    title: str
    series: str | None = None
    series_label: str | None = None
    headline: str
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    date_text: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead_image: LeadImage | None = None
    page_number: int = 1
    page_count: int = 1
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An item under its own headline set inside a post."""

    key: str
    headline: str
    title: str | None = None
    time_label: str | None = None
    stamped_at: str | None = None
    anchor: str | None = None
    continued: bool = False
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPost:
    """One item of the blog's own list of related posts."""

    url: str
    title: str
    blurb: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedBlurb:
    """Words of a comment that read like a blurb, with the date that ends them."""

    text: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, in page order; its parent as the page shows it."""

    key: str
    id: str | None = None
    parent_key: str | None = None
    parent_evidence: ParentEvidence | None = None
    depth: int = 1
    position: int = 0
    kind: CommentKind = "comment"
    state: CommentState = "shown"
    author: str | None = None
    author_url: str | None = None
    posted_at: str | None = None
    date_text: str | None = None
    permalink: str | None = None
    blocks: tuple[Block, ...] = ()
    dated_blurbs: tuple[DatedBlurb, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsInfo:
    """What the page says of its thread as a whole."""

    stated_count: int | None = None
    open: bool | None = None
    complete: bool = False
    systems: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    not_archived: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One post that a list page points to."""

    url: str
    title: str
    excerpt: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A soft fault: the page was read, and this should be known of the reading."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured page, read: every word of it in at most one region.

    `residual` holds the text of the content column that no region took.
    """

    url: str
    canonical_url: str | None = None
    captured_at: datetime
    status: int
    kind: PageKind
    site: str | None = None
    platform: str | None = None
    template: str
    normalizer: str
    language: str | None = None
    article: Article | None = None
    briefs: tuple[Brief, ...] = ()
    related: tuple[RelatedPost, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_info: CommentsInfo = CommentsInfo()
    list: tuple[ListItem, ...] = ()
    links: tuple[PageLink, ...] = ()
    issues: tuple[Issue, ...] = ()
    residual: tuple[str, ...] = ()
