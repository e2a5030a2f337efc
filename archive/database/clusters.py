"""Clusters of captures: all that may tell of one story, read from the tables.

A *cluster* is all captures of the same addresses, and all that show the same post, or a
post of the same title and day, and so on until nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive.database.packing import PARTS, unpack
from archive.database.sights import stamp
from archive.diff.changes import CaptureRef
from archive.visits import Outcome, Sighting

_MOST_NAMES = 500  # bound parameters of one statement
# Such a page was read, and shows that its story is not to be read.
_BY_KIND: dict[str | None, Outcome] = {"protected": "protected"}
_ANY_TIME = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The captures that may tell of one story, and the packed pages they show.

    `sightings` have no page yet; `shows` names the packed page of a capture.
    """

    sightings: tuple[Sighting, ...]
    shows: dict[int, int]
    packed: dict[int, dict[str, bytes]]


def unpacked(cluster: Cluster) -> list[Sighting]:
    """The sightings with their pages; captures that show one page share its parts. Pure."""
    read = {number: unpack(parts, _ANY_TIME) for number, parts in cluster.packed.items()}
    return [
        replace(s, page=replace(read[cluster.shows[s.number]], captured_at=s.at))
        if s.number in cluster.shows
        else s
        for s in cluster.sightings
    ]


def unsettled(db: Database) -> Iterator[Cluster]:
    """The clusters of what is not settled, by the first capture of each."""
    done: set[int] = set()
    for (number,) in db.conn.execute(_UNSETTLED).fetchall():
        if number not in done:
            numbers = _around(db, number)
            done |= numbers
            yield cluster_of(db, numbers)


def cluster_of(db: Database, numbers: Iterable[int]) -> Cluster:
    """These captures, with the pages they show."""
    rows = sorted(_in(db, _SIGHTINGS, numbers), key=lambda row: row["number"])
    pages = _in(db, _PACKED, {row["page_id"] for row in rows if row["page_id"]})
    packed = {row["id"]: {name: row[name] for name in PARTS} for row in pages}
    return Cluster(
        sightings=tuple(_sighting(row) for row in rows),
        shows={row["number"]: row["page_id"] for row in rows if row["page_id"] in packed},
        packed=packed,
    )


def _around(db: Database, number: int) -> set[int]:
    """The captures of the cluster of one, by number."""
    found: set[int] = {number}
    fresh = {number}
    asked: set[str] = set()
    while fresh:
        rows = _in(db, _NAMES, fresh)
        addresses = {row["story_key"] for row in rows} - asked
        posts = {row["post_key"] for row in rows if row["post_key"]} - asked
        texts = {row["text_key"] for row in rows if row["text_key"]} - asked
        asked |= addresses | posts | texts
        reached = _in(db, _BY_ADDRESS, addresses)
        reached += _in(db, _BY_POST, posts) + _in(db, _BY_TEXT, texts)
        fresh = {row["id"] for row in reached} - found
        found |= fresh
    return found


def _sighting(row: dict[str, Any]) -> Sighting:
    at = datetime.fromisoformat(row["captured_at"])
    to_front = leads_to_front(row["url"], row["redirect_to"])
    return Sighting(
        number=row["number"],
        at=at,
        source=row["source"],
        imported=bool(row["imported"]),
        url=row["url"],
        address=row["story_key"],
        outcome="gone" if to_front else _BY_KIND.get(row["kind"], row["outcome"]),
        post_key=row["post_key"],
        by_post_id=row["post_id"] is not None,
        page=None,
        text_key=row["text_key"],
        ref=CaptureRef(
            url=row["url"],
            captured_at=stamp(at),
            warc=row["path"],
            offset=row["offset"],
            length=row["length"],
            record_id=row["record_id"],
            digest=row["digest"],
        ),
    )


def leads_to_front(url: str, to: str | None) -> bool:
    """Whether a redirect leads from another page to a front page.

    >>> leads_to_front("http://a.example/2017/slug/", "http://a.example/")
    True
    """
    if not to:
        return False
    there, here = urlsplit(to), urlsplit(url)
    is_front = there.path in ("", "/") and not there.query
    return is_front and (here.path not in ("", "/") or bool(here.query))


def _in(db: Database, sql: str, names: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of a statement that has `IN (…)`, for these names."""
    wanted = sorted(names)
    rows: list[dict[str, Any]] = []
    for begin in range(0, len(wanted), _MOST_NAMES):
        some = wanted[begin : begin + _MOST_NAMES]
        rows += db.query(sql.replace("(…)", f"({', '.join('?' * len(some))})"), some)
    return rows


_UNSETTLED = "SELECT id FROM captures WHERE settled = 0 ORDER BY captured_at, id"
_NAMES = """
SELECT urls.story_key, pages.post_key, pages.text_key FROM captures
JOIN urls ON urls.id = captures.url_id
LEFT JOIN pages ON pages.id = captures.page_id
WHERE captures.id IN (…)
"""
_BY_ADDRESS = """
SELECT captures.id FROM captures JOIN urls ON urls.id = captures.url_id
WHERE urls.story_key IN (…)
"""
_BY_POST = """
SELECT captures.id FROM captures JOIN pages ON pages.id = captures.page_id
WHERE pages.post_key IN (…)
"""
_BY_TEXT = """
SELECT captures.id FROM captures JOIN pages ON pages.id = captures.page_id
WHERE pages.text_key IN (…)
"""
_SIGHTINGS = """
SELECT captures.id AS number, captures.page_id, pages.post_key, pages.text_key, pages.post_id,
       pages.kind, captures.captured_at, crawls.kind = 'import' AS imported,
       CASE crawls.kind WHEN 'import' THEN warc_files.path ELSE crawls.uid END AS source,
       urls.url, urls.story_key, captures.outcome, captures.redirect_to,
       warc_files.path || coalesce('!/' || warc_records.inside, '') AS path,
       warc_records.offset, warc_records.length, warc_records.record_id, warc_records.digest
FROM captures
JOIN urls ON urls.id = captures.url_id
JOIN crawls ON crawls.id = captures.crawl_id
JOIN warc_records ON warc_records.id = captures.warc_record_id
JOIN warc_files ON warc_files.id = warc_records.warc_file_id
LEFT JOIN pages ON pages.id = captures.page_id
WHERE captures.id IN (…)
"""
_PACKED = """
SELECT pages.id, frame.data AS frame, article.data AS article, briefs.data AS briefs,
       related.data AS related, comments.data AS comments, links.data AS links
FROM pages
JOIN page_parts AS frame ON frame.id = pages.frame_id
JOIN page_parts AS article ON article.id = pages.article_id
JOIN page_parts AS briefs ON briefs.id = pages.briefs_id
JOIN page_parts AS related ON related.id = pages.related_id
JOIN page_parts AS comments ON comments.id = pages.comments_id
JOIN page_parts AS links ON links.id = pages.links_id
WHERE pages.post_key IS NOT NULL AND pages.id IN (…)
"""
