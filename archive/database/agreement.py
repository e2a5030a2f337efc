"""Whether the database holds the captures of the index, no more and no fewer.

The database is a view: where it does not agree with the index, making it again mends it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from archive.warc.checks import Finding
from archive.warc.members import IN_WACZ
from archive.warc.records import Entry

_LOAD = "run `palimpsest load`; if that does not help, `palimpsest rebuild`"
_REBUILD = "run `palimpsest rebuild`"


def disagreements(db: Database, index: Iterable[Entry], excluded: str) -> tuple[Finding, ...]:
    """What only one of the two has, by file and offset.

    A fault where the file was loaded under the exclusions that hold now, else a notice:
    the next load brings or takes it.

    Args:
        db: The database.
        index: The entries of the index of the same archive.
        excluded: What stands for the exclusions that hold now (`exclusions.mark_of`).
    """
    rows = db.query("SELECT path FROM warc_files WHERE excluded = ?", [excluded])
    settled = {row["path"] for row in rows}
    held, failed = ({(r["warc"], r["offset"]) for r in db.query(q)} for q in (_HELD, _FAILED))
    listed = {(entry.location.warc, entry.location.offset) for entry in index}
    lacking = [
        _finding(place, "not-loaded", "the database lacks this capture", _LOAD, settled)
        for place in sorted(listed - held - failed)
    ]
    beyond = [
        _finding(place, "not-indexed", _BEYOND, _REBUILD, settled)
        for place in sorted(held - listed)
    ]
    return (*lacking, *beyond)


def _finding(
    place: tuple[str, int], code: str, what: str, advice: str, settled: set[str]
) -> Finding:
    warc, offset = place
    return Finding(
        warc=warc,
        offset=offset,
        code=code,
        what=what,
        advice=advice,
        level="fault" if warc.partition(IN_WACZ)[0] in settled else "notice",
    )


_BEYOND = "the database has a capture that the index lacks"
_HELD = """
SELECT warc_files.path || coalesce('!/' || warc_records.inside, '') AS warc, warc_records.offset
FROM captures
JOIN warc_records ON warc_records.id = captures.warc_record_id
JOIN warc_files ON warc_files.id = warc_records.warc_file_id
UNION
SELECT warc_files.path, failures.offset FROM failures
JOIN warc_files ON warc_files.id = failures.warc_file_id
WHERE failures.stage = 'fetch'
"""
_FAILED = """
SELECT warc_files.path AS warc, failures.offset FROM failures
JOIN warc_files ON warc_files.id = failures.warc_file_id
"""
