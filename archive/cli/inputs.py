"""What `normalize` and `inspect` read: WARC files, WACZ packages, HTML files, texts.

The kind of a file is told by its first bytes, a text by its name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from archive.cli.lines import Item, Source
from archive.layout import Layout
from archive.warc.reader import captures
from archive.warc.records import Location
from normalizers.values import Capture

STDIN = Path("-")
_CONTAINERS = (b"WARC/", b"\x1f\x8b", b"PK\x03\x04")
_TEXT_SUFFIXES = (".txt", ".text")
_SHOWN = ("warc", "offset", "length", "record_id")


def read_input(path: Path, url: str | None) -> Iterator[Item]:
    """The captures of one input, each with the record it comes from.

    Args:
        path: a file, or `-` for a page on stdin.
        url: where a single page came from; its own address on this machine when left out.

    Raises:
        OSError: the file cannot be read.
    """
    if path == STDIN:
        yield None, _page(sys.stdin.buffer.read(), url or "file:///dev/stdin", None)
        return
    with path.open("rb") as file:
        is_container = file.read(5).startswith(_CONTAINERS)
    if not is_container:
        yield None, _page(path.read_bytes(), url or path.resolve().as_uri(), path)
        return
    root = _archive_of(path)
    for location, found in captures(path.resolve() if root else path, root):
        yield source_of(location), found


def _archive_of(path: Path) -> Path | None:
    """The archive that a file lies in: a revisit may have its original in another file."""
    folder = path.resolve().parent.parent
    return folder if Layout(folder).config.is_file() else None


def source_of(location: Location) -> Source:
    """The record as the JSON form of a page cites it."""
    values = asdict(location)
    return {name: values[name] for name in _SHOWN}


def _page(body: bytes, url: str, path: Path | None) -> Capture:
    is_text = path is not None and path.suffix.lower() in _TEXT_SUFFIXES
    at = path.stat().st_mtime if path else datetime.now(UTC).timestamp()
    return Capture(
        url=url,
        captured_at=datetime.fromtimestamp(int(at), UTC),
        status=200,
        headers=(("Content-Type", "text/plain" if is_text else "text/html"),),
        body=body,
    )
