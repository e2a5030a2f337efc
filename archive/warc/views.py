"""The views of an archive against its files: the index, and what crawls told they kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.layout import Layout
from archive.warc.checks import KNOW, REINDEX, Checked, Finding
from archive.warc.entries import from_line
from archive.warc.members import IN_WACZ
from archive.warc.raw import safe_uri
from archive.warc.records import Entry, crawl_of

MODULUS = 1 << 128
# What a line of a crawl's log says of an answer that was kept (scraper.report).
_KEPT = re.compile(r"\S+ \S+ INFO (?:\d{3}|None) [a-z]+ (\S+) \(\d+ bytes\)\n")
_USUAL = re.compile(
    rb' {"url": "([^"\\]*)", [^{}\\]*"filename": "([^"\\]*)", [^{}\\]*"kind": "([a-z]+)"[^{}\\]*}\n'
)
_SOUGHT = "look for a WARC file that was taken away"
_TAKES_OVER = "wayback"  # what it keeps becomes an import, and no crawl's


def mark(line: bytes) -> int:
    """A number that stands for a line in a sum: the order of lines does not matter."""
    return int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())


@dataclass(slots=True)
class _Sum:
    """How many lines, and a number for all of them together."""

    count: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.count += 1
        self.total = (self.total + mark(line)) % MODULUS


@dataclass(slots=True)
class _Crawl:
    """What the index holds of a crawl: its answers by address, and all it fetched."""

    answers: _Sum = field(default_factory=_Sum)
    fetched: int = 0


def against_index(layout: Layout, done: Mapping[str, Checked]) -> Iterator[Finding]:
    """Counts and sums of the lines by file, and what crawls say they kept, by address."""
    files: dict[str, _Sum] = {}
    crawls: dict[str, _Crawl] = {}
    for line in _lines(layout.index):
        url, warc, kind = _told(line)
        files.setdefault(warc.partition(IN_WACZ)[0], _Sum()).add(line)
        crawl = crawls.setdefault(crawl_of(warc) or "", _Crawl())
        crawl.fetched += 1
        if kind != "failure":
            crawl.answers.add(url.encode())
    yield from _against_files(files, done)
    for folder in sorted(layout.crawls.glob("*/")):
        if _json(folder / "crawl.json").get("spider") != _TAKES_OVER:
            yield from _against_crawl(layout, folder, crawls.get(folder.name, _Crawl()))


def _against_files(files: dict[str, _Sum], done: Mapping[str, Checked]) -> Iterator[Finding]:
    for name, checked in done.items():
        held = files.pop(name, _Sum())
        if held.count != checked.lines:
            what = f"the index holds {held.count} lines of this file, "
            yield _stale(name, f"{what}the file gives {checked.lines}")
        elif held.total != checked.total:
            yield _stale(name, "the index tells other things")
    for name in files:
        yield _stale(name, "the index holds lines of a file that is not there")


def _against_crawl(layout: Layout, folder: Path, crawl: _Crawl) -> Iterator[Finding]:
    """What the report and the log of a crawl say was kept, against what is there."""
    report = _json(folder / "report.json")
    said = report.get("fetched")
    if isinstance(said, int) and said > crawl.fetched:
        what = f"the crawl reported {said} answers kept, the files hold {crawl.fetched}"
        yield _lacks(layout, folder / "report.json", 0, "crawl-report", what)
    log = folder / "log"
    told = _Sum()
    for _, url in _kept(log):
        told.add(url.encode())
    if log.exists() and told != crawl.answers:
        # Only where sums differ are the addresses of the crawl held in memory.
        unbroken = report.get("state") == "finished" and not report.get("resumed")
        yield from _by_address(layout, log, folder.name, Counter(), unbroken=unbroken)


def _by_address(
    layout: Layout, log: Path, crawl_id: str, held: Counter[str], *, unbroken: bool
) -> Iterator[Finding]:
    entries = [e for e in map(_entry, _lines(layout.index)) if e and e.crawl_id == crawl_id]
    held.update(entry.url for entry in entries)
    for offset, url in _kept(log):
        held[url] -= 1
        if held[url] < 0:
            what = f"the log tells of an answer of {url} that no record holds"
            yield _lacks(layout, log, offset, "log-without-record", what)
    for entry in entries:
        if entry.kind != "failure" and held[entry.url] > 0:
            held[entry.url] -= 1
            yield Finding(
                warc=entry.location.warc,
                offset=entry.location.offset,
                code="record-without-log",
                what=f"the log of crawl {crawl_id} does not tell of this answer of {entry.url}",
                # A crawl that was killed kept its last answer, and could not tell so.
                advice="find out who wrote it" if unbroken else KNOW,
                level="fault" if unbroken else "notice",
                record_id=entry.location.record_id,
            )


def _kept(log: Path) -> Iterator[tuple[int, str]]:
    """The addresses that a log tells as kept, each with the offset of its line."""
    offset = 0
    for line in _lines(log):
        told = _KEPT.fullmatch(line.decode("utf-8", "replace"))
        if told:
            yield offset, safe_uri(told[1])
        offset += len(line)


def _lacks(layout: Layout, path: Path, offset: int, code: str, what: str) -> Finding:
    name = str(path.relative_to(layout.root))
    return Finding(warc=name, offset=offset, code=code, what=what, advice=_SOUGHT)


def _stale(name: str, what: str) -> Finding:
    return Finding(warc=name, offset=0, code="index", what=what, advice=REINDEX)


def _json(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _lines(path: Path) -> Iterable[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except FileNotFoundError:
        return


def _told(line: bytes) -> tuple[str, str, str]:
    """Address, file and kind of a line; all of a line without escapes need not be read."""
    usual = _USUAL.search(line)
    if usual:
        return usual[1].decode(), usual[2].decode(), usual[3].decode()
    entry = _entry(line)
    return (entry.url, entry.location.warc, entry.kind) if entry else ("", "index.cdxj", "")


def _entry(line: bytes) -> Entry | None:
    try:
        return from_line(line)
    except ValueError:
        return None
