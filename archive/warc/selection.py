"""The records of an archive that an export holds: all but what was excluded, byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import WarcError
from archive.layout import Layout
from archive.warc.entries import Place, entry_of, mime_of
from archive.warc.exclusions import Exclusions
from archive.warc.index import files_of
from archive.warc.members import IN_WACZ, Member, names_in, opened, walk
from archive.warc.raw import Record, to_member
from archive.warc.reader import read_capture
from archive.warc.records import Entry
from normalizers.decode import decode
from normalizers.errors import NormalizeError

_OK = 200
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TITLE = re.compile(r"<title(?:\s[^>]*)?>([^<]*)", re.IGNORECASE)
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Copied:
    """The bytes of a record, its entry where it has one, the title where it is a page.

    `title` is empty for a page without one, None for what is no page.
    """

    data: bytes
    entry: Entry | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file to go in: its name there, bytes that it has at most, its records."""

    name: str
    most: int
    records: Iterator[Copied]


def warcs_of(layout: Layout) -> Iterator[Source]:
    """The WARC files of an archive under names of one folder, with their records."""
    excluded = Exclusions.of(layout)
    taken: set[str] = set()
    for name in files_of(layout):
        for part in [f"{name}{IN_WACZ}{n}" for n in names_in(layout.root / name)] or [name]:
            base = part.rpartition("/")[2]
            free = base if base not in taken else f"{len(taken)}-{base}"
            taken.add(free)
            most = (layout.root / name).stat().st_size
            yield Source(free, most, _records(layout, part, excluded))


def _records(layout: Layout, name: str, excluded: Exclusions) -> Iterator[Copied]:
    """The bytes of each record with its entry, less what is excluded and what belongs to it."""
    path = layout.root / name
    hidden: set[str] = set()
    with opened(path) as file, opened(path) as raw:
        for member in walk(file, path):
            if not isinstance(member, Member):
                continue
            record = member.record
            entry = entry_of(record, Place(name, member.offset, member.length))
            uri = entry.url if entry else record.target_uri or ""
            if hidden.intersection(record.all("warc-concurrent-to")) or (
                excluded and excluded.hides(uri, record.id)
            ):
                hidden.add(record.id)
                continue
            raw.seek(member.offset)
            data = raw.read(member.length) if member.alone else to_member(record)
            title = title_of(layout, entry, _mime(record, entry)) if entry else None
            yield Copied(data, entry, title)


def _mime(record: Record, entry: Entry) -> str:
    return mime_of(record.http.get("content-type")) if entry.kind == "revisit" else entry.mime


def title_of(layout: Layout, entry: Entry, mime: str) -> str | None:
    """What the window of a browser is called when it shows a page; None for what is none.

    Args:
        layout: the archive.
        entry: of a capture.
        mime: of its answer, which a revisit does not tell.
    """
    if not entry.readable or entry.status != _OK or mime not in _PAGES:
        return None
    try:
        found = _TITLE.search(decode(read_capture(layout, entry.location)))
    except (WarcError, NormalizeError):
        return ""
    return " ".join(html.unescape(found[1]).split())[:_LONGEST_TITLE] if found else ""
