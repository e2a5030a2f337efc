"""The view handed on: stories as JSON lines, tables as CSV or Parquet.

The JSON form is that of a page (`normalizers.form`): a story's content pages and
comment pages joined, as last shown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.database.queries import stories, visit_at
from archive.errors import MissingExtraError, NoSuchCapture
from normalizers.form import to_json

_BATCH = 5000

EXPORTED: Mapping[str, str] = {
    "stories": """
        SELECT uid, key, post_id, kind, url, title, headline, series, authors, published_at,
               modified_at, language, words, first_seen, last_seen, gone_since, visits, versions,
               comments, edits
        FROM articles ORDER BY uid
        """,
    "wordings": """
        SELECT articles.uid AS story, article_versions.number, article_versions.title,
               article_versions.authors, article_versions.published_at,
               article_versions.modified_at, article_versions.first_seen,
               article_versions.last_seen, wordings.text, sources.warc, sources.offset,
               sources.record_id
        FROM article_versions
        JOIN articles ON articles.id = article_versions.article_id
        JOIN wordings ON wordings.id = article_versions.id
        JOIN sources ON sources.id = article_versions.first_capture_id
        ORDER BY articles.uid, article_versions.number
        """,
    "briefs": """
        SELECT articles.uid AS story, briefs.key, briefs.headline, briefs.title,
               briefs.time_label, briefs.stamped_at, briefs.text, briefs.first_seen,
               briefs.last_seen, sources.warc, sources.offset, sources.record_id
        FROM briefs
        JOIN articles ON articles.id = briefs.article_id
        JOIN sources ON sources.id = briefs.first_capture_id
        ORDER BY articles.uid, briefs.position, briefs.first_seen
        """,
    "comments": """
        SELECT articles.uid AS story, comments.key, comments.comment_id, comments.parent_key,
               comments.depth, comments.path, comments.kind, comments.state, comments.author,
               comments.author_url, comments.posted_at, comments.date_text, comments.text,
               comments.wordings, comments.first_seen, comments.last_seen, comments.absent_since,
               sources.warc, sources.offset, sources.record_id
        FROM comments
        JOIN articles ON articles.id = comments.article_id
        JOIN sources ON sources.id = comments.last_capture_id
        ORDER BY articles.uid, comments.position
        """,
    "related": """
        SELECT articles.uid AS story, related.url, related.title, related.blurb, related.date,
               related.first_seen, related.last_seen
        FROM related JOIN articles ON articles.id = related.article_id
        ORDER BY articles.uid, related.position, related.url
        """,
    "links": """
        SELECT articles.uid AS story, links.region, links.url, links.host, links.text,
               links.first_seen, links.last_seen
        FROM links JOIN articles ON articles.id = links.article_id
        ORDER BY articles.uid, links.id
        """,
    "edits": """
        SELECT articles.uid AS story, edits.uid, edits.part, edits.part_key, edits.op, edits.old,
               edits.new, edits.classes, edits.severity, edits.minor, edits.confidence,
               edits.notice, edits.confirmed, edits.since, edits.until,
               before.warc AS old_warc, before.offset AS old_offset,
               before.record_id AS old_record_id, after.warc AS new_warc,
               after.offset AS new_offset, after.record_id AS new_record_id
        FROM edits
        JOIN articles ON articles.id = edits.article_id
        LEFT JOIN sources AS before ON before.id = edits.old_capture_id
        LEFT JOIN sources AS after ON after.id = edits.new_capture_id
        ORDER BY edits.until, articles.uid, edits.position
        """,
    "captures": """
        SELECT sources.url, sources.captured_at, sources.status, sources.outcome, sources.warc,
               sources.offset, sources.length, sources.record_id, sources.digest, sources.crawl,
               articles.uid AS story, sources.visit
        FROM sources LEFT JOIN articles ON articles.id = sources.article_id
        ORDER BY sources.captured_at, sources.warc, sources.offset
        """,
}
"""The tables that are handed on, by name, with the SQL that makes them."""


def story_lines(db: Database) -> Iterator[dict[str, Any]]:
    """Every story in the JSON form of a page, by its public id, as last shown."""
    for story in stories(db):
        visit = visit_at(db, story)
        page, ref = visit.reading.page, visit.reading.captures[0]
        if page is None:
            raise NoSuchCapture(story.url, None)
        source = {
            "warc": ref.warc,
            "offset": ref.offset,
            "length": ref.length,
            "record_id": ref.record_id,
        }
        yield to_json(page, source)


def write_csv(db: Database, folder: Path) -> tuple[Path, ...]:
    """Write each exported table as a CSV file (UTF-8, RFC 4180); gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write_csv(db, folder / f"{name}.csv", sql) for name, sql in EXPORTED.items())


def _write_csv(db: Database, path: Path, sql: str) -> Path:
    cursor = db.conn.execute(sql)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in cursor.description])
        writer.writerows(cursor)
    return path


def write_parquet(db: Database, folder: Path) -> tuple[Path, ...]:
    """Write each exported table as a Parquet file; gives the files.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        from pyarrow import parquet  # noqa: PLC0415 - an extra, asked for only here
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs pyarrow: install it with `pip install 'palimpsest-archive[parquet]'`"
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _write_parquet(db, folder / f"{name}.parquet", sql, parquet)
        for name, sql in EXPORTED.items()
    )


def _write_parquet(db: Database, path: Path, sql: str, parquet: Any) -> Path:
    import pyarrow  # noqa: PLC0415 - see above

    cursor = db.conn.execute(sql)
    names = [column[0] for column in cursor.description]
    schema = pyarrow.schema([(name, _arrow_type(name, pyarrow)) for name in names])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while rows := cursor.fetchmany(_BATCH):
            columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
            writer.write_table(pyarrow.table(columns, schema=schema))
    return path


def _arrow_type(column: str, pyarrow: Any) -> Any:
    if column in _NUMBERS:
        return pyarrow.int64()
    return pyarrow.float64() if column == "confidence" else pyarrow.string()


_NUMBERS = frozenset(
    (
        *("words", "visits", "versions", "comments", "edits", "number", "offset", "length"),
        *("depth", "wordings", "minor", "confirmed", "status", "visit"),
        *("old_offset", "new_offset"),
    )
)
