"""The JSON form of a page: the promise that `palimpsest normalize` makes.

Every field stands in the output; what a page does not tell is `null` or `[]`. Optional
fields of a block (`level`, `anchor`, `embed`, `see_also`) stand only where they apply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from normalizers.values import (
    Article,
    Block,
    Brief,
    Comment,
    CommentsInfo,
    DatedBlurb,
    Embed,
    Issue,
    LeadImage,
    Link,
    ListItem,
    Page,
    PageLink,
    RelatedPost,
    SeeAlso,
)

_WHERE_IT_APPLIES = ("level", "anchor", "embed", "see_also")


def to_json(page: Page, source: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The page as a JSON object, with the record it was read from.

    >>> from datetime import UTC, datetime
    >>> page = Page(url="http://a.example/", captured_at=datetime(2026, 1, 2, tzinfo=UTC),
    ...             status=200, kind="other", template="fallback", normalizer="1.0")
    >>> to_json(page)["captured_at"]
    '2026-01-02T00:00:00Z'
    """
    return {"source": source, **_plain(page)}


def from_json(data: Mapping[str, Any]) -> Page:
    """The page that `to_json` wrote; fields added by later versions are left out.

    Raises:
        KeyError: a field that every version had is missing.
    """
    return Page(
        url=data["url"],
        canonical_url=data["canonical_url"],
        captured_at=datetime.fromisoformat(data["captured_at"]),
        status=data["status"],
        kind=data["kind"],
        site=data["site"],
        platform=data["platform"],
        template=data["template"],
        normalizer=data["normalizer"],
        language=data["language"],
        article=_article(data["article"]) if data["article"] else None,
        briefs=tuple(_with_blocks(Brief, brief) for brief in data["briefs"]),
        related=_each(RelatedPost, data["related"]),
        comments=tuple(_comment(comment) for comment in data["comments"]),
        comments_info=_value(CommentsInfo, data["comments_info"]),
        list=_each(ListItem, data["list"]),
        links=_each(PageLink, data["links"]),
        issues=_each(Issue, data["issues"]),
        residual=tuple(data.get("residual", ())),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Block):
        return _plain_block(value)
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _plain_block(block: Block) -> dict[str, Any]:
    pairs = ((f.name, getattr(block, f.name)) for f in fields(block))
    return {
        name: _plain(value)
        for name, value in pairs
        if name not in _WHERE_IT_APPLIES or value not in (None, ())
    }


def _value(kind: type[Any], data: Mapping[str, Any]) -> Any:
    known = {f.name for f in fields(kind)}
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in data.items()
            if name in known
        }
    )


def _each(kind: type[Any], rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(_value(kind, row) for row in rows)


def _block(data: Mapping[str, Any]) -> Block:
    return Block(
        kind=data["kind"],
        text=data["text"],
        links=_each(Link, data["links"]),
        level=data.get("level"),
        anchor=data.get("anchor"),
        embed=_value(Embed, data["embed"]) if data.get("embed") else None,
        see_also=_each(SeeAlso, data.get("see_also", ())),
    )


def _with_blocks(kind: type[Any], data: Mapping[str, Any]) -> Any:
    return _value(kind, {**data, "blocks": [_block(block) for block in data["blocks"]]})


def _article(data: Mapping[str, Any]) -> Article:
    lead = data["lead_image"]
    article: Article = _with_blocks(
        Article, {**data, "lead_image": _value(LeadImage, lead) if lead else None}
    )
    return article


def _comment(data: Mapping[str, Any]) -> Comment:
    blurbs = list(_each(DatedBlurb, data["dated_blurbs"]))
    comment: Comment = _with_blocks(Comment, {**data, "dated_blurbs": blurbs})
    return comment
