"""The command `demo`: the whole job on the sample blog, offline, in half a minute."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import click

from archive import pipeline
from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.crawling import crawl
from archive.cli.editing import is_quiet, put_edits, report_of
from archive.config import new_config
from archive.database import queries
from archive.database.queries import EditFilter
from archive.database.schema import connect_readonly
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.lock import hold
from archive.sample.server import serving

_MARK = "# Made by `palimpsest demo`, which replaces it when it is run again.\n"
_SHOWN = "valmera daily ceasefire"


@click.command(
    cls=Command,
    examples=("palimpsest demo", "palimpsest demo --folder /tmp/demo --port 9000"),
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("palimpsest-demo"),
    show_default=True,
    help="Where the archive of the demo is kept.",
)
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the sample blog on loopback.")
def demo(folder: Path, port: int | None) -> None:
    """Show the whole job on a sample blog: crawl it twice, read it, tell what was edited.

    Needs no network: the blog comes with the program and is served on loopback.
    """
    layout = Layout(folder)
    _clear(layout)
    with serving(port) as server:
        _begin(layout, server.base)
        _say(f"A sample blog is served on {server.base}; its archive is made in {folder}.")
        _visit(layout, "The first crawl", {})
        server.show(2)
        _say("Now the blog is edited: its second edition is served.")
        _visit(layout, "The second crawl", {"full": "1"})
    _show(layout)
    _next(folder)


def _clear(layout: Layout) -> None:
    if not layout.root.exists():
        return
    if not layout.config.exists() and any(layout.root.iterdir()):
        raise ArchiveError(f"{layout.root} is not empty: choose another folder with --folder")
    if layout.config.exists() and not layout.config.read_text(encoding="utf-8").startswith(_MARK):
        raise ArchiveError(f"{layout.root} is an archive of yours: choose another with --folder")
    with hold(layout):
        shutil.rmtree(layout.root)


def _begin(layout: Layout, base: str) -> None:
    text = new_config(f"{base}/", "Strait View", operator="the demo", contact="demo@localhost")
    # A blog of one's own on loopback wants no politeness.
    text = text.replace("# delay = 1.0 ", "delay = 0 ")
    text = text.replace("# autothrottle = true", "autothrottle = false")
    layout.root.mkdir(parents=True, exist_ok=True)
    layout.config.write_text(_MARK + text, encoding="utf-8")


def _visit(layout: Layout, title: str, arguments: dict[str, str]) -> None:
    report = crawl(layout, "blog", arguments).report
    with hold(layout):
        pipeline.load(layout, jobs=0)
    reading.heading(title)
    reading.line(
        f"{report['fetched']} answers in {report['seconds']:.0f} s, "
        f"{report['written'] / 1e3:.0f} kB of WARC: {report['new']} pages new, "
        f"{report['changed']} changed, {report['unchanged']} unchanged, {report['gone']} gone"
    )


def _show(layout: Layout) -> None:
    with connect_readonly(layout.database) as db:
        stories = list(queries.stories(db))
        page = queries.page(db, queries.find(db, _SHOWN))
        edits = queries.edits(db, EditFilter())
    reading.heading("What the archive holds")
    comments = sum(story.comments for story in stories)
    reading.line(f"{len(stories)} stories, {comments} comments, {len(edits)} edits")
    reading.heading("One story, split into its parts")
    reading.line("")
    reading.put_page(page)
    reading.heading("What was edited between the two crawls")
    reading.line("")
    told = [edit for edit in edits if not is_quiet(edit)]
    put_edits(replace(report_of("Strait View", told), folded=len(edits) - len(told)))


def _next(folder: Path) -> None:
    reading.heading("Try next")
    for command, what in (
        (f"palimpsest edits {folder} --part comment", "what became of the comments"),
        (f"palimpsest diff {folder} dam deal", "one story, before and after"),
        (f"palimpsest search {folder} trucks", "every wording ever shown"),
        (f"palimpsest verify {folder}", "every record checked"),
        (f"palimpsest serve {folder}", "the database in a browser"),
    ):
        reading.line(f"  {command:<50} {what}")
    reading.line(f"The archive is kept in {folder}.")


def _say(words: str) -> None:
    console.say(words, "bold")
