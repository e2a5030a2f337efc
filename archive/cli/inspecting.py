"""The command `inspect`: how a page was read, for people who add a blog.

Shows the look that was chosen and its marks, each region in its colour, and the text that
no region took; on the terminal, or as one HTML file that needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import click

from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.inputs import read_input
from archive.errors import ArchiveError, WarcError
from normalizers.normalize import normalize
from normalizers.sites import site_for
from normalizers.templates import TEMPLATES
from normalizers.values import Block, Comment, Page


@click.command(
    cls=Command,
    examples=(
        "palimpsest inspect page.html --url https://blog.example/2026/03/a-post/",
        "palimpsest inspect crawl.warc.gz --url https://blog.example/2026/03/a-post/",
        "palimpsest inspect page.html --html how-it-was-read.html",
    ),
)
@click.argument(
    "source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--url", help="Where the page came from; in a WARC file: which page is meant.")
@click.option(
    "--html",
    "html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the reading to this file, as a page for the browser.",
)
def inspect(source: Path, url: str | None, html: Path | None) -> None:
    """Show how a page was read: template, regions, and the text that no region took."""
    page = _page_of(source, url)
    if html:
        html.write_text(as_html(page), encoding="utf-8")
        console.say(f"{html} is written: open it in a browser.")
        return
    console.put_facts(dict(facts(page)))
    console.put()
    reading.put_page(page)
    reading.heading("No region took" if page.residual else "Every text is in a region")
    for words in page.residual:
        reading.line(words, style="red")


def _page_of(source: Path, url: str | None) -> Page:
    for record, found in read_input(source, url):
        if isinstance(found, WarcError):
            raise found
        if record is None or url in (None, found.url):
            return normalize(found)
    raise ArchiveError(
        f"{source} holds no capture of {url}: `palimpsest normalize` lists what it holds"
    )


def facts(page: Page) -> Iterator[tuple[str, str]]:
    """What was found, in a few words each."""
    yield "address", page.url
    yield "kind", page.kind
    yield "site", page.site or "no site file: add one in normalizers/sites"
    yield "template", page.template
    yield "marks", "  ".join(_marks(page)) or "none"
    yield "language", page.language or "not told"
    if page.article:
        yield "key", page.article.key
        yield "body", _count(page.article.blocks)
    yield "briefs", str(len(page.briefs))
    yield "related", str(len(page.related))
    info = page.comments_info
    whole = "all" if info.complete else "perhaps not all"
    yield "comments", f"{len(page.comments)}, {whole}; the page says {info.stated_count}"
    yield "list", str(len(page.list))
    yield "unclaimed", f"{sum(len(words.split()) for words in page.residual)} words"


def _marks(page: Page) -> Sequence[str]:
    known = (*site_for(page.url).templates, *TEMPLATES)
    return next((look.marks for look in known if look.name == page.template), ())


def _count(blocks: Sequence[Block]) -> str:
    count = sum(len(block.text.split()) for block in blocks)
    return f"{len(blocks)} blocks, {count} words"


@dataclass(frozen=True, slots=True)
class _Region:
    name: str
    title: str
    lines: tuple[str, ...]


def as_html(page: Page) -> str:
    """The reading as one HTML file: nothing is loaded, all fetched text is escaped."""
    template = files("archive.cli").joinpath("inspect.html").read_text(encoding="utf-8")
    rows = "\n".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts(page)
    )
    regions = "\n".join(map(_section, _regions(page)))
    return Template(template).substitute(url=escape(page.url), facts=rows, regions=regions)


def _section(region: _Region) -> str:
    return (
        f'<section class="{region.name}"><h2>{escape(region.title)}</h2>\n'
        + "\n".join(region.lines)
        + "</section>"
    )


def _regions(page: Page) -> Iterator[_Region]:
    if page.article:
        yield _Region("article", page.article.title, _blocks(page.article.blocks))
    for brief in page.briefs:
        yield _Region("brief", f"Brief: {brief.headline}", _blocks(brief.blocks))
    links = [f"{post.title} {post.url}" for post in page.related]
    if links:
        yield _Region("related", "Related posts", tuple(map(_paragraph, links)))
    items = [f"{item.title} {item.url}" for item in page.list]
    if items:
        yield _Region("list", "The list", tuple(map(_paragraph, items)))
    if page.comments:
        title = f"{len(page.comments)} comments"
        yield _Region("comments", title, tuple(map(_comment, page.comments)))
    if page.issues:
        told = [f"{issue.code}: {issue.detail}" for issue in page.issues]
        yield _Region("issues", "Issues", tuple(map(_paragraph, told)))
    if page.residual:
        yield _Region("residual", "No region took", tuple(map(_paragraph, page.residual)))


def _blocks(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(
        f'<p dir="auto"><small>{block.kind}</small> {_lines(block.text)}</p>' for block in blocks
    )


def _comment(comment: Comment) -> str:
    who = escape(f"{comment.author or 'nobody named'} · {comment.posted_at or 'no date'}")
    indent = 2 * (comment.depth - 1)
    body = "".join(_blocks(comment.blocks))
    return f'<article style="margin-left:{indent}em"><h3>{who}</h3>{body}</article>'


def _paragraph(words: str) -> str:
    return f'<p dir="auto">{_lines(words)}</p>'


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
