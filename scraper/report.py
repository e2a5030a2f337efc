"""What a crawl tells of itself: counts while it runs, a report at its end.

- `progress.jsonl` gets a line of counts at most twice a second, for programs that watch.
- `report.json` is written at the end, whatever ends the crawl, and `report.txt` says the
  same in words; `log` tells each answer.
- What is counted as kept was written to a WARC file before it was counted.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from archive.warc.messages import read_head, split_interim
from archive.warc.records import Entry, Exchange, Location
from scraper.frontier import Frontier
from scraper.run import REPORT, Run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)

PROGRESS = "progress.jsonl"
WORDS = "report.txt"
_EVERY = 0.5
_MOST_LISTED = 1_000
# After these the page is asked for again, or is told as failed.
_SERVER_ERROR = 500
_PASSING = frozenset((403, 408, 425, 429))
# What an answer to a page means, by its status and whether the page was known.
_OUTCOMES: dict[tuple[int | None, bool], str] = {
    (200, False): "new",
    (200, True): "changed",
    (404, False): "missing",
    (410, False): "missing",
    (404, True): "gone",
    (410, True): "gone",
}

# A revisit of an error or a redirect is what its status says, not an unchanged page.
_SHOWS = frozenset((200, 304))


@dataclass(slots=True)
class Tally:
    """A Scrapy extension: the counts of a crawl.

    Attributes:
        fetched: answers kept.
        kept: exchanges kept, with failures.
        received: bytes of answers, as on the wire.
        written: bytes of WARC records.
        revisits: answers that were kept as "the same as before".
        statuses: answers by status.
        outcomes: stories by what came: new, changed, unchanged, gone, failed, …
        failed: failures by cause.
        failures: the addresses that failed, each with its cause.
        blocked: answers by what stood in the way.
        robots: what robots.txt of each origin said.
        refused: addresses that robots.txt refused.
        elsewhere: redirects that were not followed, each with the reason.
        noarchive: pages that ask not to be archived.
        asked: stories under way: whether they were known before.
        listed: captures that another archive lists, and how many of them were known.
    """

    fetched: int = 0
    kept: int = 0
    received: int = 0
    written: int = 0
    revisits: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, str]] = field(default_factory=list)
    blocked: Counter[str] = field(default_factory=Counter)
    robots: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: int = 0
    elsewhere: list[dict[str, str]] = field(default_factory=list)
    noarchive: int = 0
    replayed: int = 0
    asked: dict[str, bool] = field(default_factory=dict)
    listed: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its extensions."""
        del crawler
        return cls()

    def keep(self, exchange: Exchange, location: Location) -> None:
        """Count an exchange that was written; called in the recorder's thread."""
        self.kept += 1
        self.received += len(exchange.response)
        self.written += location.length
        if not exchange.response:
            return
        self.fetched += 1
        status = read_head(split_interim(exchange.response)[1]).status
        again = location.revisit_of is not None
        self.revisits += again
        self.statuses[str(status or "none")] += 1
        if exchange.truncated:
            status = None  # what was cut says nothing of the page
        outcome = self._outcome(exchange.url, status, again=again)
        log.info("%s %s %s (%d bytes)", status, outcome, exchange.url, len(exchange.response))

    def replay(self, entry: Entry) -> None:
        """Count an answer that this crawl archived before it was cut off."""
        self.replayed += 1
        self._outcome(entry.url, entry.status, again=entry.kind == "revisit")

    def _outcome(self, url: str, status: int | None, *, again: bool) -> str:
        passing = status is None or status >= _SERVER_ERROR or status in _PASSING
        known = None if passing else self.asked.pop(url, None)
        what = _OUTCOMES.get((status, bool(known)), "answered")
        what = "unchanged" if again and status in _SHOWS else what
        if known is not None:
            self.outcomes[what] += 1
        return what

    def fail(self, url: str, cause: str) -> None:
        """Count an address that could not be had."""
        self.failed[cause.partition(":")[0]] += 1
        if len(self.failures) < _MOST_LISTED:
            self.failures.append({"url": url, "cause": cause})
        log.warning("failed %s: %s", url, cause)

    def stray(self, url: str, target: str, reason: str) -> None:
        """Note a redirect that is recorded and not followed."""
        if len(self.elsewhere) < _MOST_LISTED:
            self.elsewhere.append({"url": url, "to": target, "reason": reason})
        log.info("not followed: %s redirects to %s (%s)", url, target, reason)


def tally_of(crawler: Crawler) -> Tally:
    """The counts of a crawl; counts that nobody reads where the crawl has none."""
    return crawler.get_extension(Tally) or Tally()


class Progress:
    """Lines of counts for a program that watches.

    Args:
        path: where to write them.
        counts: gives the counts of the moment.
    """

    def __init__(self, path: Path, counts: Callable[[], dict[str, Any]]) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._counts = counts
        self._last = 0.0

    def tick(self) -> None:
        """Write a line, unless one was written just now."""
        if monotonic() - self._last >= _EVERY:
            self.tell()

    def tell(self) -> None:
        """Write a line."""
        self._last = monotonic()
        self._file.write(json.dumps(self._counts()) + "\n")

    def close(self) -> None:
        """Write the last line."""
        self.tell()
        self._file.close()


def counts(run: Run, tally: Tally, frontier: Frontier | None) -> dict[str, Any]:
    """The counts of a crawl at one moment."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "crawl_id": run.crawl_id,
        "found": frontier.found if frontier is not None else 0,
        "queued": len(frontier) if frontier is not None else 0,
        "stories": tally.outcomes.total() + tally.failed.total(),
        "fetched": tally.fetched,
        "replayed": tally.replayed,
        "new": tally.outcomes["new"],
        "changed": tally.outcomes["changed"],
        "unchanged": tally.outcomes["unchanged"],
        "gone": tally.outcomes["gone"],
        "failed": tally.failed.total(),
        "blocked": tally.blocked.total(),
        "received": tally.received,
        "written": tally.written,
        "seconds": round((datetime.now(UTC) - run.started_at).total_seconds(), 1),
    }


def write_report(
    run: Run, tally: Tally, frontier: Frontier | None, state: str, reason: str
) -> dict[str, Any]:
    """Write the report of a crawl that has ended.

    Args:
        run: the crawl.
        tally: its counts.
        frontier: what it found, None where it asked for given addresses only.
        state: finished, interrupted, blocked or failed.
        reason: why it ended, in words.
    """
    report = {
        "state": state,
        "reason": reason,
        "spider": run.spider,
        "full": run.options.full,
        "resumed": run.resumed,
        "seeds": [site.url for site in run.config.sites],
        "user_agent": run.user_agent,
        "started_at": run.started_at.isoformat(),
        "ended_at": datetime.now(UTC).isoformat(),
        **counts(run, tally, frontier),
        "found_by": dict(frontier.found_by) if frontier is not None else {},
        "statuses": dict(sorted(tally.statuses.items())),
        "revisits": tally.revisits,
        "outcomes": dict(tally.outcomes),
        "failed_by": dict(tally.failed),
        "failures": tally.failures,
        "blocked_by": dict(tally.blocked),
        "robots": tally.robots,
        "refused_by_robots": tally.refused,
        "traps": dict(frontier.traps.refused) if frontier is not None else {},
        "not_followed": tally.elsewhere,
        "noarchive": tally.noarchive,
        "other_archive": dict(tally.listed),
    }
    said = json.dumps(report, indent=1, ensure_ascii=False)
    for name, text in ((WORDS, in_words(report)), (REPORT, said)):
        part = run.folder / f"{name}.part"
        part.write_text(f"{text}\n", "utf-8")
        part.replace(run.folder / name)
    return report


def in_words(report: Mapping[str, Any]) -> str:
    """A report for people: what was looked for, what came, what did not and why."""
    begun, ended = (str(report[name])[:19].replace("T", " ") for name in ("started_at", "ended_at"))
    kept = f"{report['received'] / 1e6:.2f} MB received, {report['written'] / 1e6:.2f} MB written"
    facts = {
        "time": f"{begun} to {ended} UTC, {report['seconds']:.0f} s",
        "asked as": report["user_agent"],
        "seeds": ", ".join(report["seeds"]),
        "found": f"{report['found']} pages{_counted(report['found_by'], ' by ')}",
        "fetched": f"{report['fetched']} answers{_counted(report['statuses'], ' with status ')}",
        "pages": _counted(report["outcomes"], " ").removeprefix(": ") or "none",
        "revisits": f"{report['revisits']} answers were the same as before",
        "kept": kept,
        "failed": f"{report['failed']}{_counted(report['failed_by'], ' by ')}",
        "blocked": f"{report['blocked']}{_counted(report['blocked_by'], ' by ')}",
        "robots.txt": f"refused {report['refused_by_robots']} addresses",
        "noarchive": f"{report['noarchive']} pages ask not to be archived",
        "traps": _counted(report["traps"], " × ").removeprefix(": ") or "none",
    }
    lines = [f"Crawl {report['crawl_id']}: {report['state']} ({report['reason']})", ""]
    lines += [f"{name:<12}{said}" for name, said in facts.items()]
    lines += _listed("robots.txt", (f"{at}: {_rules(how)}" for at, how in report["robots"].items()))
    lines += _listed("failed", (f"{one['url']}: {one['cause']}" for one in report["failures"]))
    strays = report["not_followed"]
    lines += _listed("not followed", (f"{s['url']} to {s['to']}: {s['reason']}" for s in strays))
    return "\n".join(lines)


def _counted(counts: Mapping[str, int], between: str) -> str:
    told = ", ".join(f"{number}{between}{name}" for name, number in counts.items())
    return f": {told}" if told else ""


def _rules(said: Mapping[str, Any]) -> str:
    delay = said["crawl_delay"]
    return f"{said['how']}, Crawl-delay {delay}" if delay else str(said["how"])


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    told = [f"  {line}" for line in lines]
    return ["", title, *told] if told else []
