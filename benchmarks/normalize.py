"""Speed, memory and quality of readers of pages, over the same WARC files in one run.

    python -m benchmarks.normalize [--truth TRUTH.jsonl[.gz]] [--pages N] [--every N] WARC...

Ours against trafilatura (with metadata and comments), resiliparse, readability-lxml and
newspaper4k. Each reader is a process of its own that reads many pages in a row, as a user's
run does: blocks of pages are given to all of them in turn, so that what else the machine
does meets all alike, and no reader finds its caches full of another's work at every page.
The first block is read once before, uncounted. Speed is processor time, memory the peak of the
process. A truth file has one JSON object a line with `record_id` and `body`; the F1 of words
is the mean over its pages.

The peers live in an environment of their own (`--peers`), made at the first run: they are
no dependencies of this project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks.peers import environment

ROOT = Path(__file__).parent.parent
READERS = ("ours", "trafilatura", "resiliparse", "readability", "newspaper")
PEERS = (
    "trafilatura==2.3.1",
    "resiliparse==2.0.1",
    "readability-lxml==0.9",
    "newspaper4k==0.9.6",
)
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Row:
    """What one reader needed so far."""

    name: str
    process: subprocess.Popen[bytes]
    pages: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    failed: int = 0
    scores: list[float] = field(default_factory=list)

    def read(self, block: list[tuple[str, dict[str, Any]]], gold: dict[str, Counter[str]]) -> None:
        """Have pages read one after the other; only then are they judged."""
        texts = [(record, self.take(page)) for record, page in block]
        self.scores += [f1(bag(text), gold[record]) for record, text in texts if record in gold]

    def take(self, page: dict[str, Any]) -> str:
        """The text of a page."""
        assert self.process.stdin
        assert self.process.stdout
        pickle.dump(page, self.process.stdin)
        self.process.stdin.flush()
        text, seconds, self.peak, failed = pickle.load(self.process.stdout)
        self.pages += 1
        self.seconds += seconds
        self.failed += failed
        return str(text)

    def begin_anew(self) -> None:
        """Forget what was counted so far: it was the warm-up."""
        self.pages, self.seconds, self.failed, self.scores = 0, 0.0, 0, []

    @property
    def ms(self) -> float:
        """Milliseconds a page."""
        return 1000 * self.seconds / max(1, self.pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warc", nargs="+")
    parser.add_argument("--truth", help="gold bodies, for the F1 of words")
    parser.add_argument("--pages", type=int, help="of the first N pages only")
    parser.add_argument("--every", type=int, default=1, help="read each Nth page only")
    parser.add_argument("--block", type=int, default=50, help="pages in a row for each reader")
    parser.add_argument("--reader", action="append", choices=READERS, help="only these")
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", help="their place")
    asked = parser.parse_args()
    names = asked.reader or READERS
    peers = environment(asked.peers, PEERS) if set(names) - {"ours"} else sys.executable
    rows = [begin(name, sys.executable if name == "ours" else peers) for name in names]
    gold = truths(asked.truth)
    listed = list(islice(pages(asked.warc), 0, asked.pages, asked.every))
    blocks = [listed[at : at + asked.block] for at in range(0, len(listed), asked.block)]
    for row in rows:
        row.read(blocks[0], gold)
        row.begin_anew()
    for block in blocks:
        for row in rows:
            row.read(block, gold)
    for row in rows:
        row.process.communicate()
    report(rows)


def begin(name: str, python: str) -> Row:
    """Start a reader; before anything large is read, which its peak would inherit."""
    command = [python, "-P", str(ROOT / "benchmarks" / "readers.py"), name]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT) if name == "ours" else ""},
    )
    return Row(name, process)


def pages(paths: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The responses of WARC files with their record ids."""
    for path in paths:
        with Path(path).open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                yield (
                    record.headers["WARC-Record-ID"],
                    {
                        "url": record.headers["WARC-Target-URI"],
                        "captured_at": datetime.fromisoformat(record.headers["WARC-Date"]),
                        "headers": tuple((str(k), str(v)) for k, v in record.http_headers or ()),
                        "body": record.reader.read(),
                    },
                )


def truths(path: str | None) -> dict[str, Counter[str]]:
    if path is None:
        return {}
    data = Path(path).read_bytes()
    text = gzip.decompress(data) if path.endswith(".gz") else data
    rows = [json.loads(line) for line in text.splitlines()]
    return {r["record_id"]: bag(r["body"]) for r in rows if r.get("body")}


def bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def f1(one: Counter[str], other: Counter[str]) -> float:
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values())) if both else 0.0


def report(rows: list[Row]) -> None:
    first = rows[0]
    print(f"{first.pages} pages")
    print(f"{'reader':<14}{'ms a page':>10}{'ratio':>10}{'peak MB':>9}{'failed':>8}{'F1':>7}")
    for row in rows:
        score = f"{sum(row.scores) / len(row.scores):.3f}" if row.scores else "-"
        ratio = f"{row.ms / first.ms:.1f} x" if row is not first else ""
        print(f"{row.name:<14}{row.ms:>10.2f}{ratio:>10}{row.peak:>9.0f}{row.failed:>8}{score:>7}")


if __name__ == "__main__":
    main()
