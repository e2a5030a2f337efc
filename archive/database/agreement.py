"""Whether the database holds the captures of the index, no more and no fewer.

The database is a view: where it does not agree with the index, making it again mends it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from archive.warc.findings import Finding
from archive.warc.records import Entry

_LOAD = "run `palimpsest load`; if that does not help, `palimpsest rebuild`"
_REBUILD = "run `palimpsest rebuild`"


def disagreements(db: Database, index: Iterable[Entry]) -> tuple[Finding, ...]:
    """A notice for each capture that only one of the two has, by file and offset.

    Args:
        db: The database.
        index: The entries of the index of the same archive.
    """
    held = {(row["warc"], row["offset"]) for row in db.query(_HELD)}
    listed = {(entry.location.warc, entry.location.offset) for entry in index}
    lacking = [
        _finding(place, "not-loaded", "the database lacks this capture", _LOAD)
        for place in sorted(listed - held)
    ]
    beyond = [
        _finding(place, "not-indexed", "the database has a capture that the index lacks", _REBUILD)
        for place in sorted(held - listed)
    ]
    return (*lacking, *beyond)


def _finding(place: tuple[str, int], code: str, what: str, advice: str) -> Finding:
    warc, offset = place
    return Finding(warc=warc, offset=offset, code=code, what=what, advice=advice, level="notice")


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
