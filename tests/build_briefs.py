"""Stories of the tests of briefs: a little markup in, body and briefs out."""

from __future__ import annotations

from datetime import UTC, datetime

from normalizers.marks import MarkedBlock
from normalizers.normalize import normalize
from normalizers.regions.blocks import read_blocks
from normalizers.regions.briefs import Split, split_briefs
from normalizers.regions.context import Context
from normalizers.site import Site, Template
from normalizers.sites import DEFAULT
from normalizers.sites.eaworldview import EAWORLDVIEW
from normalizers.tree import parse
from normalizers.values import Block, Capture, Page

URL = "http://eaworldview.com/2015/12/delta-daily-dam-holds/"
ELSEWHERE = "http://blog.example/2015/12/delta-daily-dam-holds/"
AT = datetime(2026, 1, 2, tzinfo=UTC)
PROSE = "<p>The river rose in the night, and the engineers went down to the dam at once.</p>"


def marked(markup: str, url: str = URL) -> tuple[MarkedBlock, ...]:
    """The marked blocks of a little markup."""
    tree = parse(f"<body><main>{markup}</main>", url)
    root = tree.css_first("main")
    assert root is not None
    return read_blocks(root, url)


def split(markup: str, *, site: Site = EAWORLDVIEW, **known: object) -> Split:
    """Body and briefs of a story published on 14 December 2015."""
    url = ELSEWHERE if site is DEFAULT else URL
    values = {"title": "Delta Daily: Dam Holds", "published_at": "2015-12-14T08:30:00+00:00"}
    context = Context(
        url=url,
        base=url,
        captured_at=AT,
        site=site,
        template=Template(name="test", platform=None, marks=()),
        **{**values, **known},  # type: ignore[arg-type]
    )
    return split_briefs(marked(markup, url), context)


def elsewhere(markup: str, **known: object) -> Split:
    """The same on a site that nobody declared."""
    return split(markup, site=DEFAULT, **known)


def headlines(found: Split) -> list[str]:
    """The headlines of the briefs."""
    return [brief.headline for brief in found.briefs]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of blocks."""
    return [block.text for block in blocks]


def kinds(blocks: tuple[Block, ...]) -> list[str]:
    """The kinds of blocks."""
    return [block.kind for block in blocks]


def page(body: str, url: str = URL, kind: str = "text/html; charset=utf-8") -> Page:
    """A whole capture as a page."""
    return normalize(
        Capture(
            url=url,
            captured_at=AT,
            status=200,
            headers=(("Content-Type", kind),),
            body=body.encode(),
        )
    )
