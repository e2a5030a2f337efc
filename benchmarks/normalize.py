"""Speed, memory and quality of readers of pages, over the same WARC files in one run.

    python benchmarks/normalize.py [--truth TRUTH.jsonl[.gz]] [--pages N] WARC...

Ours against trafilatura (with metadata and comments), resiliparse, readability-lxml and
newspaper4k, as far as they are installed beside us:

    uv pip install resiliparse readability-lxml newspaper4k

Each reader runs in a process of its own, which reads the files first and is timed over
the pages only (processor time); its peak memory is that of the process less what it
held before the first page. A truth file has one JSON object a line with `record_id` and
`body`; the F1 of words is the mean over its pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from normalizers.errors import NormalizeError
from normalizers.normalize import normalize
from normalizers.values import Capture

Reader = Callable[[Capture], str]
_WORD = re.compile(r"\w+")


def captures(paths: list[str], most: int) -> Iterator[tuple[str, Capture]]:
    """The responses of WARC files with their record ids."""
    left = most
    for path in paths:
        with Path(path).open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                if left == 0:
                    return
                left -= 1
                headers = tuple((str(k), str(v)) for k, v in record.http_headers or ())
                yield (
                    record.headers["WARC-Record-ID"],
                    Capture(
                        url=record.headers["WARC-Target-URI"],
                        captured_at=datetime.fromisoformat(record.headers["WARC-Date"]),
                        status=200,
                        headers=headers,
                        body=record.reader.read(),
                    ),
                )


def ours(capture: Capture) -> str:
    try:
        page = normalize(capture)
    except NormalizeError:
        return ""
    blocks = [*(page.article.blocks if page.article else ())]
    blocks += [block for brief in page.briefs for block in brief.blocks]
    heads = [brief.headline for brief in page.briefs]
    return "\n".join([*heads, *(b.text for b in blocks if b.kind not in ("caption", "embed"))])


def trafilatura(capture: Capture) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415  # each in its own process

    found = bare_extraction(
        capture.body, url=capture.url, include_comments=True, with_metadata=True
    )
    return (found.text if found else "") or ""


def resiliparse(capture: Capture) -> str:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415  # each in its own process
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415  # each in its own process

    html = bytes_to_str(capture.body, detect_encoding(capture.body))
    text: str = extract_plain_text(html, main_content=True, comments=True)
    return text


def readability(capture: Capture) -> str:
    from lxml.html import fromstring  # noqa: PLC0415  # each in its own process
    from readability import Document  # noqa: PLC0415  # each in its own process

    summary = Document(capture.body.decode("utf-8", "replace")).summary(html_partial=True)
    return str(fromstring(summary).text_content())


def newspaper(capture: Capture) -> str:
    from newspaper import Article  # noqa: PLC0415  # each in its own process

    article = Article(capture.url)
    article.set_html(capture.body.decode("utf-8", "replace"))
    article.parse()
    return str(article.text)


READERS: dict[str, Reader] = {
    "ours": ours,
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability": readability,
    "newspaper": newspaper,
}


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


def memory() -> float:
    """The peak of this process, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, arguments: argparse.Namespace) -> dict[str, object]:
    """What one reader needs for all pages; run in a process of its own."""
    read = READERS[name]
    gold = truths(arguments.truth)
    pages = list(captures(arguments.warc, arguments.pages))
    failed, scores = 0, []
    try:
        read(pages[0][1])
    except ImportError as error:
        return {"reader": name, "missing": str(error)}
    before, start, spent = memory(), 0.0, 0.0
    for record, capture in pages:
        start = time.process_time()
        try:
            text = read(capture)
        except Exception:  # noqa: BLE001  # what others raise is counted, not judged
            text, failed = "", failed + 1
        spent += time.process_time() - start
        if record in gold:
            scores.append(f1(bag(text), gold[record]))
    return {
        "reader": name,
        "pages": len(pages),
        "ms": 1000 * spent / len(pages),
        "peak": memory(),
        "grown": memory() - before,
        "failed": failed,
        "f1": sum(scores) / len(scores) if scores else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warc", nargs="+")
    parser.add_argument("--truth")
    parser.add_argument("--pages", type=int, default=-1)
    parser.add_argument("--reader", choices=list(READERS), help="measure this one, print JSON")
    arguments = parser.parse_args()
    if arguments.reader:
        print(json.dumps(measure(arguments.reader, arguments)))
        return
    rows = []
    for name in READERS:
        command = [sys.executable, __file__, *sys.argv[1:], "--reader", name]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(json.loads(answer.stdout.splitlines()[-1]))
    report(rows)


def report(rows: list[dict[str, object]]) -> None:
    mine = float(str(rows[0]["ms"]))
    print(f"{'reader':<14}{'ms a page':>10}{'ours is':>10}{'peak MB':>9}{'failed':>8}{'F1':>7}")
    for row in rows:
        if "missing" in row:
            print(f"{row['reader']:<14}  not installed")
            continue
        ms, score = float(str(row["ms"])), row["f1"]
        ratio = f"{ms / mine:.1f} x" if row is not rows[0] else ""
        shown = f"{score:.3f}" if isinstance(score, float) else "-"
        peak = float(str(row["peak"]))
        print(f"{row['reader']:<14}{ms:>10.2f}{ratio:>10}{peak:>9.0f}{row['failed']:>8}{shown:>7}")


if __name__ == "__main__":
    main()
