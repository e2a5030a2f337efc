"""Replay in other programs: what an index must say so that each moment shows its page.

- Replay answers 304 to who asks for a moment at which the server said "not modified":
  pywb and wabac.js take the head of a revisit for that of the page, an empty one. The
  records stay as they came; the views for replay name something else in their place.
- A package gets a revisit without a block, which both programs show with the head and
  body of its original. It is made from the record that it stands for, and names it; when
  the package is read again it is no capture of its own.
- A CDXJ, which cannot bring records, names the original itself.
- *Quirk:* wabac.js looks for the original of a revisit at the moment referred to *or
  later*. A line that is cut to seconds lies before that moment, and a later edition is
  shown; lines of a package are told to the millisecond, as its pages are.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.layout import Layout
from archive.warc.entries import REVISIT_MIME, to_line
from archive.warc.exchanges import NOT_MODIFIED, info_record
from archive.warc.files import told
from archive.warc.index import Index
from archive.warc.members import IN_WACZ
from archive.warc.raw import make_record, to_member
from archive.warc.records import CrawlInfo, Entry
from archive.warc.selection import Copied, Source, title_of
from archive.warc.sorting import Sorter

_NOT_MODIFIED = 304
_MILLISECONDS = 17
_NAMES = uuid.UUID("6a1f6d0e-5f6b-4c55-9d0a-0d6f0f1f3f04")


def is_unchanged(entry: Entry) -> bool:
    """Whether an entry is that of a server's "not modified"."""
    return entry.status == _NOT_MODIFIED


def original_of(index: Index, entry: Entry) -> Entry | None:
    """What a "not modified" says is unchanged; none where it was excluded or is not here."""
    wanted = entry.refers_to
    found = (e for e in index.captures(entry.url) if e.location.record_id == wanted)
    return next(found, None) if wanted else None


def stand_ins(layout: Layout, about: CrawlInfo, at: datetime, name: str) -> Source | None:
    """A file of what replay shows for each "not modified"; none where there is none.

    Args:
        layout: the archive.
        about: what its `warcinfo` says.
        at: now.
        name: of the file.
    """
    index = Index(layout)
    pairs = ((e, original_of(index, e)) for e in index if e.readable and is_unchanged(e))
    made = (_stand_in(layout, entry, original) for entry, original in pairs if original)
    first = next(made, None)
    if not first:
        return None
    head = Copied(to_member(info_record(about, at, name)))
    return Source(name, 0, chain((head, first), made))


def _stand_in(layout: Layout, entry: Entry, original: Entry) -> Copied:
    """A revisit in the place of a "not modified"; the same each time it is made."""
    name = f"<{uuid.uuid5(_NAMES, entry.location.record_id).urn}>"
    fields = (
        ("WARC-Type", "revisit"),
        ("WARC-Record-ID", name),
        ("WARC-Date", entry.captured_at),
        ("WARC-Target-URI", entry.url),
        ("WARC-Profile", NOT_MODIFIED),
        ("WARC-Refers-To", original.location.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.captured_at),
        ("WARC-Payload-Digest", original.digest),
        ("WARC-Concurrent-To", entry.location.record_id),
    )
    at = replace(entry.location, record_id=name, payload_digest=original.digest)
    shown = replace(entry, location=at, mime=REVISIT_MIME, status=original.status)
    title = title_of(layout, original, original.mime)
    return Copied(to_member(make_record(fields, b"")), shown, title)


def precise_line(entry: Entry) -> bytes:
    """The line of an entry in a package: its moment to the millisecond."""
    key, _, said = to_line(entry).split(b" ", 2)
    moment = re.sub(r"\D", "", entry.captured_at)[:_MILLISECONDS].ljust(_MILLISECONDS, "0")
    return b" ".join((key, moment.encode(), said))


def write_cdxj(layout: Layout, target: Path) -> int:
    """Write the index of an archive for pywb, which reads the WARC files where they lie.

    What lies in packages is left out: pywb cannot read there.

    Returns:
        The number of captures in it.

    Raises:
        ArchiveError: it cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".cdxj-") as folder:
            lines = Sorter(Path(folder) / "lines")
            for entry in _replayed(Index(layout)):
                lines.add(to_line(entry))
            with part.open("wb") as file:
                count = sum(1 for line in lines if file.write(line))
        part.replace(target)
    except OSError as error:
        raise told(error, target) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _replayed(index: Index) -> Iterator[Entry]:
    for entry in index:
        original = original_of(index, entry) if is_unchanged(entry) else entry
        if entry.readable and original and IN_WACZ not in original.location.warc:
            at = replace(original.location, captured_at=entry.captured_at)
            yield replace(original, location=at)
