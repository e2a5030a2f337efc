"""The views of an archive against its files: the index, and what crawls reported."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from archive.layout import Layout
from archive.warc.entries import from_line
from archive.warc.findings import REINDEX, Checked, Finding
from archive.warc.members import IN_WACZ

MODULUS = 1 << 128


def mark(line: bytes) -> int:
    """A number that stands for a line in a sum: the order of lines does not matter."""
    return int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())


def against_index(layout: Layout, done: Mapping[str, Checked]) -> Iterator[Finding]:
    """Counts and sums of the lines by file, and counts of the answers by crawl."""
    counts: dict[str, tuple[int, int]] = {}
    answers: Counter[str] = Counter()
    for line in _lines(layout.index):
        name, crawl = _origin_of(line)
        count, total = counts.get(name, (0, 0))
        counts[name] = (count + 1, (total + mark(line)) % MODULUS)
        answers[crawl] += 1
    for name, checked in done.items():
        count, total = counts.pop(name, (0, 0))
        if (count, total) != (checked.lines, checked.total):
            what = f"the index holds {count} lines of this file, the file gives {checked.lines}"
            yield _stale(name, what if count != checked.lines else "the index tells other things")
    for name in counts:
        yield _stale(name, "the index holds lines of a file that is not there")
    yield from _against_reports(layout, answers)


def _against_reports(layout: Layout, answers: Mapping[str, int]) -> Iterator[Finding]:
    """What the reports of crawls say was kept, against what is there."""
    for path in sorted(layout.crawls.glob("*/report.json")):
        try:
            report = json.loads(path.read_bytes())
            fetched = int(report["fetched"])
        except (OSError, ValueError, LookupError, TypeError):
            fetched = 0
        kept = answers.get(path.parent.name, 0)
        if fetched > kept:
            yield Finding(
                warc=str(path.relative_to(layout.root)),
                offset=0,
                code="crawl-report",
                what=f"the crawl reported {fetched} answers kept, the files hold {kept}",
                advice="look for a WARC file that was taken away",
            )


def _stale(name: str, what: str) -> Finding:
    return Finding(warc=name, offset=0, code="index", what=what, advice=REINDEX)


def _lines(path: Path) -> Iterable[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except FileNotFoundError:
        return


def _origin_of(line: bytes) -> tuple[str, str]:
    """The file of a line, and the crawl whose answer it is."""
    try:
        entry = from_line(line)
    except ValueError:
        return "index.cdxj", ""
    answered = entry.crawl_id if entry.kind != "failure" else None
    return entry.location.warc.partition(IN_WACZ)[0], answered or ""
