"""Commands that look into an archive: `show`, `search`, `status`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import click
from rich.text import Text

from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.gather import edited_lately
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
from archive.settings import SiteConfig
from archive.warc.index import files_of
from normalizers.form import to_json
from normalizers.urls import story_key

_SOON = 5
_SPANS = {
    "now": timedelta(0),
    "within a day": timedelta(days=1),
    "within 7 days": timedelta(days=7),
    "within 30 days": timedelta(days=30),
}
_BARRED = ("unavailable", "no answer")


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
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="So many hits at most.",
)
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
    console.say(console.counted(len(hits), "hit"))
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
    """Tell how ARCHIVE stands: what it holds, how each blog answers, what is due next.

    Next due is what the ladder of palimpsest.toml says; a story that was edited begins it
    anew.
    """
    config = read_config(layout.config)
    told = _state(layout, config, datetime.now(UTC))
    if as_json:
        console.put_json(told)
        return
    blogs, due, alarms = (told.pop(name) for name in ("blogs", "next_due", "alarms"))
    told["warc_bytes"] = f"{told['warc_bytes'] / 1e6:.1f} MB"
    told["ladder"] = f"{', '.join(told['ladder'])} after a story or an edit of it, then monthly"
    told["due"] = ", ".join(f"{count} {when}" for when, count in told["due"].items())
    console.put_facts({name.replace("_", " "): str(value) for name, value in told.items()})
    for alarm in alarms:
        console.put(f"alarm: {alarm}", "red")
    console.put("blogs")
    console.put_rows(tuple(blogs[0]), [tuple(map(str, blog.values())) for blog in blogs])
    if due:
        console.put("next due")
        console.put_rows(("when", "page"), [(when, url) for when, url in due])


def _state(layout: Layout, config: Config, now: datetime) -> dict[str, Any]:
    warcs = [layout.root / name for name in files_of(layout)]
    stories, alarms = _stories(layout)
    due = _due(layout, [story for story in stories if not story.gone_since], config)
    reports = sorted(_reports(layout), key=lambda report: str(report["ended_at"]))
    within = {when: sum(at <= now + span for at, _ in due) for when, span in _SPANS.items()}
    return {
        "archive": str(layout.root),
        "warc_files": len(warcs),
        "warc_bytes": sum(path.stat().st_size for path in warcs),
        "stories": len(stories),
        "gone": sum(story.gone_since is not None for story in stories),
        "comments": sum(story.comments for story in stories),
        "edits": sum(story.edits for story in stories),
        **_crawls(reports),
        "skipped_runs": _skips(layout),
        "ladder": [_told(step) for step in config.schedule.ladder],
        "due": within,
        "alarms": alarms,
        "blogs": [_blog(site, stories, reports) for site in config.sites],
        "next_due": [(f"{when:%Y-%m-%d %H:%M} UTC", url) for when, url in due[:_SOON]],
    }


def _told(span: timedelta) -> str:
    """A time span in its largest whole unit.

    >>> _told(timedelta(days=7)), _told(timedelta(hours=6)), _told(timedelta(minutes=90))
    ('7 d', '6 h', '90 min')
    """
    minutes = round(span.total_seconds() / 60)
    units = ((1440, "d"), (60, "h"))
    return next((f"{minutes // n} {u}" for n, u in units if minutes % n == 0), f"{minutes} min")


def _stories(layout: Layout) -> tuple[list[Story], tuple[str, ...]]:
    """The stories, and what is odd about the whole blog."""
    if not layout.database.exists():
        return [], ()
    with connect_readonly(layout.database) as db:
        return list(queries.stories(db)), alarms_told(db)


def _due(layout: Layout, stories: list[Story], config: Config) -> list[tuple[datetime, str]]:
    """When each story is looked at again, the first first, as the crawl decides it."""
    edited = {story_key(url): at for url, at in edited_lately(layout).items()}
    due = []
    for story in stories:
        first, last = map(datetime.fromisoformat, (story.first_seen, story.last_seen))
        edit = datetime.fromisoformat(edited.get(story_key(story.url), story.first_seen))
        born = max(born_by(story.url, first), edit) if edit > first else born_by(story.url, first)
        due.append((next_due(born, last, config.schedule.ladder), story.url))
    return sorted(due)


def _blog(
    site: SiteConfig, stories: list[Story], reports: list[dict[str, Any]]
) -> dict[str, str | int]:
    hosts = {urlsplit(site.url).hostname, *site.hosts}
    own = [story for story in stories if urlsplit(story.url).hostname in hosts]
    crawls = [report for report in reports if report.get("spider") == "blog"]
    return {
        "name": site.name,
        "url": site.url,
        "health": _health(hosts, crawls[-1]) if crawls else "not crawled yet",
        "stories": len(own),
        "gone": sum(story.gone_since is not None for story in own),
        "last_seen": max((story.last_seen[:19] for story in own), default="never"),
    }


def _health(hosts: set[str | None], last: dict[str, Any]) -> str:
    """How a blog answered in the last crawl, in a few words."""
    robots = [
        told["how"] for origin, told in last["robots"].items() if urlsplit(origin).hostname in hosts
    ]
    barred = [how for how in robots if how.startswith(_BARRED)]
    if barred:
        return f"robots.txt: {barred[0]}"
    failed = [one["cause"] for one in last["failures"] if urlsplit(one["url"]).hostname in hosts]
    if failed:
        causes = Counter(cause.partition(":")[0] for cause in failed)
        return ", ".join(f"{count} failed by {cause}" for cause, count in causes.most_common())
    return "well" if last["state"] == "finished" else f"the last crawl: {last['state']}"


def _crawls(reports: list[dict[str, Any]]) -> dict[str, Any]:
    last = reports[-1] if reports else None
    return {
        "crawls": len(reports),
        "last_crawl": f"{last['ended_at'][:19]} UTC, {last['state']}" if last else "none yet",
        "last_fetched": last["fetched"] if last else 0,
        "last_failed": last["failed"] if last else 0,
        "last_blocked": last["blocked"] if last else 0,
    }


def _reports(layout: Layout) -> Iterator[dict[str, Any]]:
    for path in layout.crawls.glob("*/report.json"):
        yield json.loads(path.read_text(encoding="utf-8"))


def _skips(layout: Layout) -> int:
    log = layout.crawls / "skipped.jsonl"
    return len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0
