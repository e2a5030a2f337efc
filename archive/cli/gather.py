"""Commands that bring captures in: `crawl`, `capture`, `import`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.crawling import Crawled
from archive.cli.crawling import crawl as run_crawl
from archive.cli.loading import load_now
from archive.cli.target import Moment, Target, archive_and, archive_argument, json_option
from archive.config import read_config
from archive.database import queries
from archive.database.queries import EditFilter
from archive.database.schema import connect_readonly
from archive.errors import (
    EXIT_DONE,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_PARTLY,
    ArchiveError,
    LockedError,
)
from archive.layout import Layout
from archive.lock import hold
from archive.warc.imports import Brought, bring

_LATELY = timedelta(days=60)  # twice the last step of the ladder: older edits change nothing


@click.command(
    cls=Command,
    examples=(
        "palimpsest crawl myblog",
        "palimpsest crawl myblog --limit 50",
        "palimpsest crawl myblog --since 2026-01-01",
        "palimpsest crawl myblog --full",
    ),
)
@archive_argument
@click.option("--limit", type=click.IntRange(min=1), help="Fetch so many posts and pages at most.")
@click.option("--since", type=Moment(), help="Only posts that came out or changed since then.")
@click.option("--full", is_flag=True, help="Every known page now, whatever is due.")
@json_option
def crawl(
    layout: Layout, limit: int | None, since: datetime | None, full: bool, as_json: bool
) -> int:
    """Crawl the blog of ARCHIVE, and load what came.

    Finds posts by feeds, sitemaps, list pages and the REST API; obeys robots.txt; fetches
    again what is due. Ctrl-C ends it cleanly, and the next start goes on where it stopped.
    """
    read_config(layout.config)
    given = {
        "limit": str(limit) if limit else "",
        "since": since.isoformat() if since else "",
        "full": "1" if full else "",
    }
    edited = [f"{url} {at}" for url, at in edited_lately(layout).items()]
    with _listed(edited) as name:
        return gather(layout, "blog", {**given, "edited": name}, as_json=as_json)


def edited_lately(layout: Layout) -> dict[str, str]:
    """Stories that were edited lately, each with the time of the last edit: they are due sooner."""
    if not layout.database.exists():
        return {}
    lately = EditFilter(since=datetime.now(UTC) - _LATELY)
    with connect_readonly(layout.database) as db:
        found = queries.edits(db, lately)
    return {edit.url: edit.between[1] for edit in sorted(found, key=lambda e: e.between[1])}


@contextmanager
def _listed(lines: Sequence[str]) -> Iterator[str]:
    """The name of a file that holds these lines for a while."""
    with NamedTemporaryFile("w", prefix="palimpsest-", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        yield file.name


@click.command(
    cls=Command,
    examples=(
        "palimpsest capture myblog https://blog.example/2026/03/a-post/",
        "palimpsest capture myblog --from addresses.txt",
    ),
)
@archive_and("URL...", least=0)
@click.option(
    "--from",
    "source",
    type=click.File(encoding="utf-8"),
    help="A file of addresses, one a line; - for stdin.",
)
@json_option
def capture(target: Target, source: Any, as_json: bool) -> int:
    """Archive exactly these addresses and the redirects they answer with, and load them."""
    read_config(target.layout.config)
    lines = [line.strip() for line in source] if source else []
    urls = [*target.rest, *(line for line in lines if line and not line.startswith("#"))]
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise click.UsageError(f"{url} is no address of the web: want http:// or https://")
    if not urls:
        raise click.UsageError("URL is missing: name one, or a file of them with --from")
    with _listed(urls) as name:
        return gather(target.layout, "capture", {"from": name}, as_json=as_json)


@click.command(
    "import-wayback",
    cls=Command,
    examples=(
        "palimpsest import-wayback myblog https://blog.example/2026/03/a-post/",
        "palimpsest import-wayback myblog https://a.example/ --endpoint http://localhost:8080/all",
    ),
)
@archive_and("URL")
@click.option(
    "--endpoint",
    default="https://web.archive.org/web",
    show_default=True,
    help="Where the other archive answers: Memento TimeMap or CDX server.",
)
@json_option
def import_wayback(target: Target, endpoint: str, as_json: bool) -> int:
    """Fetch the captures that another archive has of an address, with their dates, and load them.

    Each capture names the archive it came from. What is here already is not fetched again.
    """
    read_config(target.layout.config)
    if len(target.rest) > 1:
        raise click.UsageError("one URL at a time")
    given = {"url": target.rest[0], "endpoint": endpoint.rstrip("/")}
    return gather(target.layout, "wayback", given, as_json=as_json)


def gather(layout: Layout, spider: str, given: Mapping[str, str], *, as_json: bool) -> int:
    """Run a spider, load what it brought, tell what came; the exit code."""
    try:
        crawled = run_crawl(layout, spider, {name: v for name, v in given.items() if v})
    except LockedError as error:
        note_skip(layout, error)
        raise
    if as_json:
        console.put_json(crawled.report)
    else:
        tell_report(crawled.report)
    if crawled.code == EXIT_INTERRUPTED:
        again = f"`palimpsest crawl {layout.root}`" if spider == "blog" else "the same command"
        console.say(f"Interrupted; {again} goes on where it stopped.")
        return EXIT_INTERRUPTED
    with hold(layout):
        load_now(layout)
    return _code(crawled)


def _code(crawled: Crawled) -> int:
    report = crawled.report
    if crawled.code == EXIT_FAILED:
        raise ArchiveError(f"the crawl failed: {crawled.words or report['reason']}")
    nothing_new = report.get("other_archive", {}).get("known") and not report["failed"]
    if not report["fetched"] and not report["replayed"] and not nothing_new:
        reason = f"nothing came from {_silence(report)}"
        raise ArchiveError(f"{reason}: {_ADVICE[report.get('spider', 'blog')]}")
    return EXIT_PARTLY if report["failed"] else crawled.code


_ADVICE = {
    "blog": "check the address in palimpsest.toml and the network",
    "capture": "check the addresses and the network",
    "wayback": "check the address, --endpoint and the network",
}


def _silence(report: Mapping[str, Any]) -> str:
    """Who did not answer, and why."""
    failed = [(failure["url"], failure["cause"]) for failure in report["failures"]]
    robots = [(origin, said["how"]) for origin, said in report["robots"].items()]
    url, cause = next(iter([*failed, *robots]), ("the blog", "no answer"))
    return f"{url} ({cause.rstrip('.')})"


def note_skip(layout: Layout, error: LockedError) -> None:
    """Record that a run was skipped, for `status`."""
    layout.crawls.mkdir(exist_ok=True)
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "held_by": error.pid}
    with (layout.crawls / "skipped.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def tell_report(report: Mapping[str, Any]) -> None:
    """What a crawl brought, in a few lines."""
    console.put(_listed_there(report) or _found(report))
    console.put(
        f"{report['received'] / 1e6:.2f} MB received, {report['written'] / 1e6:.2f} MB written"
    )
    if report.get("crawl_id"):
        console.say(f"The whole report: crawls/{report['crawl_id']}/report.txt")
    for failure in report.get("failures", ())[:10]:
        console.say(f"failed: {failure['url']}: {failure['cause']}", "yellow")
    if report.get("blocked"):
        console.say(f"{report['blocked']} answers were those of a firewall or a limit", "yellow")


def _listed_there(report: Mapping[str, Any]) -> str:
    """What became of the captures of another archive; nothing for other crawls."""
    there = report.get("other_archive")
    if not there:
        return ""
    return (
        f"{there['listed']} captures listed, {there['known']} of them here already, "
        f"{report['fetched']} fetched, {report['failed']} failed"
    )


def _found(report: Mapping[str, Any]) -> str:
    return (
        f"{report['found']} pages found, {report['fetched']} answers fetched in "
        f"{report['seconds']:.0f} s: {report['new']} new, {report['changed']} changed, "
        f"{report['unchanged']} unchanged, {report['gone']} gone, {report['failed']} failed"
    )


@click.command(
    "import",
    cls=Command,
    examples=(
        "palimpsest import myblog old-crawl.warc.gz browsertrix.wacz",
        "palimpsest import myblog wget/*.warc.gz",
    ),
)
@archive_and("FILE...")
@json_option
def bring_in(target: Target, as_json: bool) -> int:
    """Take WARC and WACZ files that others made, as they are, and load them.

    The files are copied unchanged. What is there already is not taken twice.
    """
    files = [Path(name) for name in target.rest]
    with hold(target.layout):
        brought = bring(target.layout, files, datetime.now(UTC))
        for one in brought:
            if as_json:
                console.put_json(one)
            else:
                console.put(_told(one), "red" if one.reason else "")
        if any(one.outcome == "new" for one in brought):
            load_now(target.layout)
    if all(one.outcome == "refused" for one in brought):
        return EXIT_FAILED
    return EXIT_PARTLY if any(one.reason for one in brought) else EXIT_DONE


def _told(one: Brought) -> str:
    part = f"; not all of it can be read, {one.reason}" if one.reason else ""
    said = {"new": f"taken as {one.warc}{part}", "known": f"here already as {one.warc}"}
    return f"{one.source}: {said.get(one.outcome, f'refused, {one.reason}')}"
