"""One run of the crawl: its archive, its settings, its name, and whether it goes on.

- A crawl that did not finish is gone on with under its own name; what says that it did
  not is a `crawl.json` without a `report.json` that says "finished".
- What was archived already is known from the index alone, which is brought up to date
  from the WARC files first: a killed run leaves nothing else that matters.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.config import Config, read_config
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.lock import hold
from archive.warc.records import CrawlInfo
from archive.warc.repair import recover
from normalizers.urls import story_key
from scraper.discovery import read_moment

CRAWL = "crawl.json"
REPORT = "report.json"
FINISHED = "finished"
_SECOND = len("20260314T060000Z")
_A_MOMENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked of a crawl."""

    full: bool = False
    limit: int | None = None
    since: datetime | None = None
    edited: Mapping[str, datetime | None] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Run:
    """A crawl about to happen, the archive held for it until `release`."""

    layout: Layout
    config: Config
    options: Options
    crawl_id: str
    spider: str
    started_at: datetime
    resumed: bool
    held: ExitStack

    @property
    def folder(self) -> Path:
        """Where the crawl tells what it does."""
        return self.layout.crawls / self.crawl_id

    @property
    def user_agent(self) -> str:
        """How the crawl names itself to servers, with a contact where there is one."""
        told = self.config.politeness.user_agent
        contact = self.config.operator.contact
        return told or f"{software()} ({f'+{contact}' if contact else 'news archive'})"

    def info(self) -> CrawlInfo:
        """What the WARC files say of the crawl."""
        operator, politeness = self.config.operator, self.config.politeness
        obeyed = "obeyed" if politeness.obey_robots else "ignored"
        return CrawlInfo(
            crawl_id=self.crawl_id,
            software=software(),
            operator=operator.name,
            contact=operator.contact,
            user_agent=self.user_agent,
            robots=operator.robots_statement or f"robots.txt is {obeyed}",
            settings=tuple(self._settings()),
        )

    def _settings(self) -> list[tuple[str, str]]:
        politeness = self.config.politeness
        return [
            ("spider", self.spider),
            ("full", str(self.options.full).lower()),
            ("delay", f"{politeness.delay:g} s"),
            ("concurrency", str(politeness.concurrency)),
            ("timeout", f"{politeness.timeout:g} s"),
            ("max-bytes", str(self.config.capture.max_bytes)),
            ("accept-encoding", "gzip"),
            *(("seed", site.url) for site in self.config.sites),
        ]

    def release(self) -> None:
        """Let other runs write to the archive."""
        self.held.close()


def software() -> str:
    """The name and version of this program."""
    try:
        return f"Palimpsest/{version('palimpsest-archive')}"
    except PackageNotFoundError:
        return "Palimpsest"


def prepare(arguments: Mapping[str, str], spider: str) -> Run:
    """Open an archive for a crawl.

    Args:
        arguments: what was given to the spider: `archive`, and as wanted `full`, `limit`,
            `since`, `edited`, `id`, and `locked` where the caller holds the archive.
        spider: its name.

    Raises:
        ArchiveError: the archive, its settings or an argument are not as they must be.
    """
    if "archive" not in arguments:
        raise ArchiveError("which archive? give -a archive=FOLDER")
    layout = Layout(Path(arguments["archive"]))
    config = read_config(layout.config)
    held = ExitStack()
    if not _is_said(arguments, "locked"):
        held.enter_context(hold(layout))
    with ExitStack() as undo:
        undo.push(held)
        recover(layout)
        options = _options(arguments)
        now = datetime.now(UTC)
        asked = _asked(spider, arguments)
        unfinished = _unfinished(layout, options, asked, now) if asked else None
        crawl_id = unfinished or arguments.get("id") or new_id(now)
        run = Run(
            layout=layout,
            config=config,
            options=_gone_on(layout, unfinished, options),
            crawl_id=crawl_id,
            spider=spider,
            started_at=now,
            resumed=unfinished is not None,
            held=held,
        )
        _begin(run, asked)
        undo.pop_all()
        return run


def new_id(now: datetime) -> str:
    """A name for a crawl: its time, and four letters that tell two of one second apart."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def _asked(spider: str, arguments: Mapping[str, str]) -> str | None:
    """What a crawl is asked for, in one word; None for one that is never gone on with."""
    if spider != "capture":
        return spider if spider == "blog" else None
    path = Path(arguments.get("from") or "")
    listed = path.read_bytes() if path.is_file() else b""
    return hashlib.sha256(arguments.get("urls", "").encode() + b"\n" + listed).hexdigest()


def _begin(run: Run, asked: str | None) -> None:
    run.folder.mkdir(parents=True, exist_ok=True)
    path = run.folder / CRAWL
    if not run.resumed:
        said = {
            "crawl_id": run.crawl_id,
            "spider": run.spider,
            "full": run.options.full,
            "started_at": run.started_at.isoformat(),
            "asked": asked,
        }
        path.write_text(json.dumps(said) + "\n", "utf-8")


def _unfinished(layout: Layout, options: Options, asked: str, now: datetime) -> str | None:
    """The last crawl of its kind, where it did not finish and asked for no less than this.

    Who gives addresses wants them as they are now: a capture of an hour ago is another.
    """
    kind = "blog" if asked == "blog" else "capture"
    for folder in _latest_first(layout):
        begun = read_json(folder / CRAWL)
        if begun.get("spider") != kind:
            continue
        finished = read_json(folder / REPORT).get("state") == FINISHED
        fits = bool(begun.get("full")) or not options.full
        if kind == "capture":
            started = read_moment(begun.get("started_at"))
            fits = begun.get("asked") == asked and bool(started and now - started < _A_MOMENT)
        return folder.name if fits and not finished else None
    return None


def _latest_first(layout: Layout) -> Iterator[Path]:
    """The folders of crawls; names tell the second, of one second the files tell more."""
    folders = sorted(layout.crawls.iterdir(), reverse=True) if layout.crawls.is_dir() else []
    for _, same in groupby(folders, key=lambda folder: folder.name[:_SECOND]):
        yield from sorted(same, key=_started_at, reverse=True)


def _started_at(folder: Path) -> str:
    return str(read_json(folder / CRAWL).get("started_at", ""))


def _gone_on(layout: Layout, crawl_id: str | None, options: Options) -> Options:
    begun = read_json(layout.crawls / crawl_id / CRAWL) if crawl_id else {}
    return Options(
        full=options.full or bool(begun.get("full")),
        limit=options.limit,
        since=options.since,
        edited=options.edited,
    )


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file, empty where there is none or it was cut off."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _options(arguments: Mapping[str, str]) -> Options:
    return Options(
        full=_is_said(arguments, "full"),
        limit=_limit(arguments.get("limit")),
        since=_since(arguments.get("since")),
        edited=_edited(arguments.get("edited")),
    )


def _is_said(arguments: Mapping[str, str], name: str) -> bool:
    return arguments.get(name, "0").lower() not in {"", "0", "false", "no"}


def _limit(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not int(text):
        raise ArchiveError(f"limit={text}: want a whole number above 0")
    return int(text)


def _since(text: str | None) -> datetime | None:
    moment = read_moment(text) if text else None
    if text and moment is None:
        raise ArchiveError(f"since={text}: want a date such as 2026-11-01")
    return moment


def _edited(path: str | None) -> dict[str, datetime | None]:
    """Addresses whose edits were seen, one a line, each with the time of the last edit."""
    if not path:
        return {}
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"edited={path}: cannot be read: {error}") from error
    pairs = (line.split() for line in lines if line.strip())
    return {story_key(words[0]): read_moment(words[1] if words[1:] else None) for words in pairs}
