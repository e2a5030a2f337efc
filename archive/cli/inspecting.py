"""The command `inspect`: how a page was read, for people who add a blog.

Shows the look that was chosen and its marks, each region in its colour, and the text that
no region took; on the terminal, or as one HTML file that needs nothing else. A page that
is given by its address is fetched into an archive that is thrown away afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

import click

from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.crawling import crawl
from archive.cli.inputs import read_input
from archive.config import new_config
from archive.errors import EXIT_INTERRUPTED, ArchiveError, WarcError
from archive.layout import Layout
from archive.warc.reader import captures
from normalizers.decode import decode
from normalizers.normalize import normalize
from normalizers.sites import site_for
from normalizers.templates import found_marks
from normalizers.tree import parse
from normalizers.values import Article, Block, Brief, Capture, Comment, Page

_REDIRECT = 3  # hundreds, of the status


@click.command(
    cls=Command,
    examples=(
        "palimpsest inspect https://blog.example/2026/03/a-post/",
        "palimpsest inspect page.html --url https://blog.example/2026/03/a-post/",
        "palimpsest inspect crawl.warc.gz --url https://blog.example/2026/03/a-post/",
        "palimpsest inspect page.html --html how-it-was-read.html",
    ),
)
@click.argument("source", metavar="FILE|URL")
@click.option("--url", help="Where the page came from; in a WARC file: which page is meant.")
@click.option(
    "--html",
    "html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the reading to this file, as a page for the browser.",
)
def inspect(source: str, url: str | None, html: Path | None) -> None:
    """Show how a page was read: template, regions, and the text that no region took.

    A URL is fetched once, with the redirects it answers with, and nothing of it is kept.
    """
    capture = _fetched(source) if _is_address(source) else _held(_file(source), url)
    page = normalize(capture)
    told = dict(facts(page, _marks(capture, page)))
    if html:
        html.write_text(as_html(page, told), encoding="utf-8")
        console.say(f"{html} is written: open it in a browser.")
        return
    console.put_facts(told)
    console.put()
    reading.put_page(page)
    reading.heading("No region took" if page.residual else "Every text is in a region")
    for words in page.residual:
        reading.line(words, style="red")


def _marks(capture: Capture, page: Page) -> str:
    if page.platform == "text":
        return "none: a text"
    tree = parse(decode(capture), capture.url)
    return "  ".join(found_marks(tree, page.template, site_for(page.url))) or "none"


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _file(source: str) -> Path:
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(
            f"{source} is neither a file nor an address: want a path, http:// or https://"
        )
    return path


def _fetched(url: str) -> Capture:
    """The answer that an address leads to now."""
    with TemporaryDirectory(prefix="palimpsest-") as folder:
        layout = Layout(Path(folder))
        layout.config.write_text(new_config(url), encoding="utf-8")
        crawled = crawl(layout, "capture", {"urls": url})
        if crawled.code == EXIT_INTERRUPTED:
            raise KeyboardInterrupt
        kept = [
            found
            for warc in sorted(layout.warc.iterdir())
            for _, found in captures(warc, layout.root)
            if isinstance(found, Capture)
        ]
        # Redirects come first: the last answer is that of the page.
        if not kept or kept[-1].status // 100 == _REDIRECT:
            raise ArchiveError(f"no page came: {_causes(crawled.report)}")
        return kept[-1]


def _causes(report: Mapping[str, Any]) -> str:
    told = [f"{failure['url']} ({failure['cause'].rstrip('.')})" for failure in report["failures"]]
    return ", ".join(told) or "the address answers with a redirect that leads nowhere"


def _held(source: Path, url: str | None) -> Capture:
    for record, found in read_input(source, url):
        if isinstance(found, WarcError):
            raise found
        if record is None or url in (None, found.url):
            return found
    raise ArchiveError(
        f"{source} holds no capture of {url}: `palimpsest normalize` lists what it holds"
    )


def facts(page: Page, marks: str) -> Iterator[tuple[str, str]]:
    """What was found, in a few words each."""
    yield "address", page.url
    yield "kind", page.kind
    yield "site", page.site or "no site file"
    yield "template", page.template
    yield "marks", marks
    yield "language", page.language or "not told"
    if page.article:
        yield "key", page.article.key
        yield "body", _count(page.article.blocks)
    yield "briefs", str(len(page.briefs))
    yield "related", str(len(page.related))
    yield "comments", _thread(page)
    yield "list", str(len(page.list))
    yield "unclaimed", f"{sum(len(words.split()) for words in page.residual)} words"


def _thread(page: Page) -> str:
    info = page.comments_info
    said = [str(len(page.comments)), "all" if info.complete else "perhaps not all"]
    if info.stated_count is not None:
        said.append(f"the page says {info.stated_count}")
    if info.not_archived:
        said.append(f"those of {info.not_archived} are not on the page")
    return ", ".join(said)


def _count(blocks: Sequence[Block]) -> str:
    count = sum(len(block.text.split()) for block in blocks)
    return f"{len(blocks)} blocks, {count} words"


@dataclass(frozen=True, slots=True)
class _Region:
    name: str
    title: str
    lines: tuple[str, ...]


def as_html(page: Page, told: Mapping[str, str]) -> str:
    """The reading as one HTML file: nothing is loaded, all fetched text is escaped."""
    template = files("archive.cli").joinpath("inspect.html").read_text(encoding="utf-8")
    regions = tuple(enumerate(_regions(page)))
    return Template(template).substitute(
        url=escape(page.url),
        facts=_pairs(told.items()),
        ways=" ".join(_way(number, region) for number, region in regions),
        regions="\n".join(_section(number, region) for number, region in regions),
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in pairs
    )


def _way(number: int, region: _Region) -> str:
    return f'<a class="{region.name}" href="#r{number}" dir="auto">{escape(region.title)}</a>'


def _section(number: int, region: _Region) -> str:
    return (
        f'<section class="{region.name}" id="r{number}">'
        f'<h2 dir="auto">{escape(region.title)}</h2>\n' + "\n".join(region.lines) + "</section>"
    )


def _regions(page: Page) -> Iterator[_Region]:
    if page.article:
        lines = (f"<dl>{_pairs(_head(page.article))}</dl>", *_blocks(page.article.blocks))
        yield _Region("article", "Story", lines)
    for number, brief in enumerate(page.briefs, 1):
        lines = (f"<dl>{_pairs(_brief_head(brief))}</dl>", *_blocks(brief.blocks))
        yield _Region("brief", f"Brief {number}", lines)
    posts = [" · ".join(filter(None, (one.title, one.blurb, one.url))) for one in page.related]
    if posts:
        yield _Region("related", "Related posts", tuple(map(_paragraph, posts)))
    items = [f"{item.title} · {item.url}" for item in page.list]
    if items:
        yield _Region("list", "The list", tuple(map(_paragraph, items)))
    if page.comments:
        count = len(page.comments)
        title = f"{count} comment{'' if count == 1 else 's'}"
        yield _Region("comments", title, tuple(map(_comment, page.comments)))
    if page.issues:
        told = [f"{issue.code}: {issue.detail}" for issue in page.issues]
        yield _Region("issues", "Issues", tuple(map(_paragraph, told)))
    if page.residual:
        yield _Region("residual", "No region took", tuple(map(_paragraph, page.residual)))


def _head(article: Article) -> Iterator[tuple[str, str]]:
    yield "title", article.title
    yield "authors", ", ".join(article.authors) or "none found"
    yield "published", article.published_at or article.date_text or "no date found"
    if article.modified_at:
        yield "modified", article.modified_at
    if article.categories or article.tags:
        yield "filed under", ", ".join((*article.categories, *article.tags))


def _brief_head(brief: Brief) -> Iterator[tuple[str, str]]:
    yield "headline", brief.headline
    if brief.stamped_at:
        yield "time", brief.stamped_at


def _blocks(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(
        f'<div class="block"><small>{block.kind}</small>{_paragraph(_words(block))}</div>'
        for block in blocks
    )


def _words(block: Block) -> str:
    return block.text or (block.embed.url if block.embed else None) or ""


def _comment(comment: Comment) -> str:
    """A comment, as many lines to the side of the first as it lies deep in the thread."""
    who = escape(comment.author or "nobody named")
    at = escape(comment.posted_at or comment.date_text or "no date")
    deeper = comment.depth - 1
    body = "".join(_paragraph(_words(block)) for block in comment.blocks)
    said = f"<article><h3><bdi>{who}</bdi> · <bdi>{at}</bdi></h3>{body}</article>"
    return '<div class="answer">' * deeper + said + "</div>" * deeper


def _paragraph(words: str) -> str:
    return f'<p class="words" dir="auto">{escape(words).replace(chr(10), "<br>")}</p>'
