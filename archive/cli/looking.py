"""Commands that look into an archive: `show`, `search`, `status`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import click
from rich.text import Text

from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.target import Moment, Target, archive_and, archive_argument, json_option
from archive.config import Config, read_config
from archive.database import queries
from archive.database.alarms import alarms_told
from archive.database.queries import Story
from archive.database.schema import connect_readonly
from archive.database.search import Hit
from archive.database.search import search as look_up
from archive.errors import EXIT_DONE, EXIT_FAILED
from archive.ladder import born_by, next_due
from archive.layout import Layout
from archive.warc.index import files_of
from normalizers.form import to_json

_SOON = 5


@click.command(
    cls=Command,
    examples=(
        "palimpsest show myblog https://blog.example/2026/03/a-post/",
        "palimpsest show myblog ceasefire line",
        "palimpsest show myblog wp-301 --at 2026-03-14T12:00Z",
    ),
)
@archive_and("PAGE")
@click.option("--at", type=Moment(), help="As it was shown then; the newest state if left out.")
@json_option
def show(target: Target, at: datetime | None, as_json: bool) -> None:
    """Print a story's parts and its thread, readable.

    PAGE is an address, a key, a post id, or a few words of the title.
    """
    with connect_readonly(target.layout.database) as db:
        story = queries.find(db, " ".join(target.rest))
        visit = queries.visit_at(db, story, at)
        page = queries.page(db, story, at)
    captures = visit.reading.captures
    if as_json:
        console.put_json(to_json(page, _source(captures[0])))
        return
    reading.put_page(page)
    reading.heading("Where this is kept")
    for ref in captures:
        reading.line(f"{ref.captured_at}  {ref.warc} at byte {ref.offset}  {ref.url}", style="dim")


def _source(ref: Any) -> Mapping[str, Any]:
    return {
        "warc": ref.warc,
        "offset": ref.offset,
        "length": ref.length,
        "record_id": ref.record_id,
    }


@click.command(
    cls=Command,
    examples=(
        "palimpsest search myblog ceasefire",
        'palimpsest search myblog "pumping stations" --limit 5',
        "palimpsest search myblog convoy* --json",
    ),
)
@archive_and("WORDS...")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
def search(target: Target, limit: int, as_json: bool) -> int:
    """Search all words ever shown: stories, briefs and comments, every wording.

    All words must stand in one story, brief or comment. A star ends a word of any ending,
    an argument of several words is a phrase. The exit code is 1 when nothing is found.
    """
    words = " ".join(f'"{word}"' if " " in word else word for word in target.rest)
    with connect_readonly(target.layout.database) as db:
        hits = look_up(db, words, limit)
    for hit in hits:
        if as_json:
            console.put_json(hit)
        else:
            _put_hit(hit)
    console.say(f"{len(hits) or 'no'} {'hit' if len(hits) == 1 else 'hits'}")
    return EXIT_DONE if hits else EXIT_FAILED


def _put_hit(hit: Hit) -> None:
    what = f"{hit.kind} by {hit.author}" if hit.author else hit.kind
    shown = (
        f"shown to {hit.last_seen}" if hit.is_shown else f"no longer shown as of {hit.last_seen}"
    )
    out = console.data()
    snippet = "".join(piece for piece, _ in hit.snippet).replace("\n", " ")
    if not out.is_terminal:
        console.put_rows((), [(hit.url, hit.title, what, shown, snippet)])
        return
    out.print(Text(console.clean(hit.title), "bold"))
    out.print(Text(f"{what}, {shown}", "dim"))
    out.print(
        Text.assemble(
            *(
                (console.clean(piece), "black on yellow" if hit else "")
                for piece, hit in hit.snippet
            )
        )
    )
    out.print(Text(f"{hit.url}\n", "cyan"))


@click.command(
    cls=Command, examples=("palimpsest status myblog", "palimpsest status myblog --json")
)
@archive_argument
@json_option
def status(layout: Layout, as_json: bool) -> None:
    """Tell how ARCHIVE stands: what it holds, the last crawl, what is due next."""
    config = read_config(layout.config)
    told = _state(layout, config, datetime.now(UTC))
    if as_json:
        console.put_json(told)
        return
    due, alarms = told.pop("next_due"), told.pop("alarms")
    console.put_facts({name.replace("_", " "): str(value) for name, value in told.items()})
    for alarm in alarms:
        console.put(f"alarm: {alarm}", "red")
    if due:
        console.put("next due")
        console.put_rows(("when", "page"), [(when, url) for when, url in due])


def _state(layout: Layout, config: Config, now: datetime) -> dict[str, Any]:
    warcs = [layout.root / name for name in files_of(layout)]
    stories, alarms = _stories(layout)
    due = sorted((_due(story, config), story.url) for story in stories if not story.gone_since)
    return {
        "archive": str(layout.root),
        "blogs": ", ".join(f"{site.name} ({site.url})" for site in config.sites),
        "warc_files": len(warcs),
        "warc_bytes": sum(path.stat().st_size for path in warcs),
        "stories": len(stories),
        "gone": sum(story.gone_since is not None for story in stories),
        "comments": sum(story.comments for story in stories),
        "edits": sum(story.edits for story in stories),
        **_crawls(layout),
        "due_now": sum(when <= now for when, _ in due),
        "alarms": alarms,
        "next_due": [(f"{when:%Y-%m-%d %H:%M} UTC", url) for when, url in due[:_SOON]],
    }


def _stories(layout: Layout) -> tuple[list[Story], tuple[str, ...]]:
    """The stories, and what is odd about the whole blog."""
    if not layout.database.exists():
        return [], ()
    with connect_readonly(layout.database) as db:
        return list(queries.stories(db)), alarms_told(db)


def _due(story: Story, config: Config) -> datetime:
    first, last = map(datetime.fromisoformat, (story.first_seen, story.last_seen))
    return next_due(born_by(story.url, first), last, config.schedule.ladder)


def _crawls(layout: Layout) -> dict[str, Any]:
    reports = sorted(_reports(layout), key=lambda report: str(report["ended_at"]))
    last = reports[-1] if reports else None
    return {
        "crawls": len(reports),
        "last_crawl": f"{last['ended_at'][:19]} UTC, {last['state']}" if last else "none yet",
        "last_fetched": last["fetched"] if last else 0,
        "last_failed": last["failed"] if last else 0,
        "last_blocked": last["blocked"] if last else 0,
        "skipped_runs": _skips(layout),
    }


def _reports(layout: Layout) -> Iterator[dict[str, Any]]:
    for path in layout.crawls.glob("*/report.json"):
        yield json.loads(path.read_text(encoding="utf-8"))


def _skips(layout: Layout) -> int:
    log = layout.crawls / "skipped.jsonl"
    return len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0
