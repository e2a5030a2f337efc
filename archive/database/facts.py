"""What a story names besides its words: bylines, tags, links, images. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain

from archive.database.packing import host_of
from archive.database.sights import Row, Sights
from archive.visits import Visit
from normalizers.values import Article, Block, Page

Found = Iterator[tuple[Hashable, Row]]
"""What makes a thing one and the same, and its row."""
RowsOf = Callable[[Page, Article], Found]


def facts(shown: Sequence[Visit], rows_of: RowsOf) -> list[Row]:
    """The rows of one kind over the visits that showed a story, first and last sight with each."""
    sights = Sights()
    for visit in shown:
        if visit.reading.page and visit.reading.page.article:
            for key, row in rows_of(visit.reading.page, visit.reading.page.article):
                sights.see(key, visit.shown[0], row)
    return sights.rows()


def authors(_: Page, story: Article) -> Found:
    """The names in the byline."""
    for name in story.authors:
        yield name, {"name": name}


def tags(_: Page, story: Article) -> Found:
    """Categories, then tags."""
    for kind, names in (("category", story.categories), ("tag", story.tags)):
        for name in names:
            yield (kind, name), {"kind": kind, "name": name}


def related(page: Page, _: Article) -> Found:
    """The blog's own list of related posts."""
    for position, item in enumerate(page.related):
        yield (
            (item.url, item.title),
            {
                "url": item.url,
                "title": item.title,
                "blurb": item.blurb,
                "date": item.date,
                "position": position,
            },
        )


def links(page: Page, story: Article) -> Found:
    """Links in the parts of a story, with the part."""
    regions: tuple[tuple[str, Iterable[Block]], ...] = (
        ("body", story.blocks),
        ("brief", chain.from_iterable(brief.blocks for brief in page.briefs)),
        ("comment", chain.from_iterable(comment.blocks for comment in page.comments)),
    )
    for region, blocks in regions:
        for link in (link for block in blocks for link in block.links):
            yield (region, link.url, link.text), _link(region, link.url, link.text)
    for item in page.related:
        yield ("related", item.url, item.title), _link("related", item.url, item.title)


def _link(region: str, url: str, text: str) -> Row:
    return {"region": region, "url": url, "host": host_of(url), "text": text}


def images(page: Page, story: Article) -> Found:
    """The lead image, then the images in the text."""
    lead = story.lead_image
    if lead and lead.url:
        yield lead.url, {"url": lead.url, "caption": lead.caption}
    for block in chain(story.blocks, *(brief.blocks for brief in page.briefs)):
        if block.embed and block.embed.kind == "image" and block.embed.url:
            yield block.embed.url, {"url": block.embed.url, "caption": block.text or None}
