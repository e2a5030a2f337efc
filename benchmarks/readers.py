"""Readers of pages, ours and others', each in a process of its own.

    python benchmarks/readers.py READER

Answers pickled pages on standard input with pickled readings on standard output, until
the input ends. The processor time is that of one reading; the first page is read twice,
so that no reader is charged for what it imports. This file is run by the environment of
the peers too: at its head it imports nothing but the standard library.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page to read."""

    url: str
    captured_at: datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reading: its seconds of processor time, and the megabytes held at most so far."""

    text: str
    seconds: float
    peak: float
    failed: bool


def ours(page: Asked) -> str:
    from normalizers.errors import NormalizeError  # noqa: PLC0415  # not where peers live
    from normalizers.normalize import normalize  # noqa: PLC0415  # not where peers live
    from normalizers.values import Capture  # noqa: PLC0415  # not where peers live

    try:
        read = normalize(
            Capture(
                url=page.url,
                captured_at=page.captured_at,
                status=200,
                headers=page.headers,
                body=page.body,
            )
        )
    except NormalizeError:
        return ""
    blocks = [*(read.article.blocks if read.article else ())]
    blocks += [block for brief in read.briefs for block in brief.blocks]
    heads = [brief.headline for brief in read.briefs]
    return "\n".join([*heads, *(b.text for b in blocks if b.kind not in ("caption", "embed"))])


def trafilatura(page: Asked) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415  # in its own environment

    found = bare_extraction(page.body, url=page.url, include_comments=True, with_metadata=True)
    return (found.text if found else "") or ""


def resiliparse(page: Asked) -> str:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415  # the same
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415  # the same

    html = bytes_to_str(page.body, detect_encoding(page.body))
    return str(extract_plain_text(html, main_content=True, comments=True))


def readability(page: Asked) -> str:
    from lxml.html import fromstring  # noqa: PLC0415  # in its own environment
    from readability import Document  # noqa: PLC0415  # in its own environment

    summary = Document(page.body.decode("utf-8", "replace")).summary(html_partial=True)
    return str(fromstring(summary).text_content())


def newspaper(page: Asked) -> str:
    from newspaper import Article  # noqa: PLC0415  # in its own environment

    article = Article(page.url, fetch_images=False)  # it would ask the net
    article.download(input_html=page.body.decode("utf-8", "replace"))
    article.parse()
    return str(article.text)


READERS: dict[str, Callable[[Asked], str]] = {
    "ours": ours,
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability": readability,
    "newspaper": newspaper,
}


def answer(read: Callable[[Asked], str], page: Asked) -> Answer:
    """Read a page; what others raise is counted, not judged."""
    text, failed = "", False
    start = time.process_time()
    try:
        text = read(page)
    except Exception:  # noqa: BLE001  # any reader, any page
        failed = True
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Answer(text=text, seconds=seconds, peak=peak, failed=failed)


def serve(name: str) -> None:
    """Answer pages until there are no more."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # readers may print
    is_warm = False
    while True:
        try:
            page = Asked(**pickle.load(sys.stdin.buffer))
        except EOFError:
            return
        if not is_warm:
            answer(READERS[name], page)
            is_warm = True
        given = answer(READERS[name], page)
        told = (given.text, given.seconds, given.peak, given.failed)
        pickle.dump(told, out)
        out.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
