"""How the archive stands: figures of the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from archive.database.alarms import alarms_told

_LAST_CRAWLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlStatus:
    """A crawl or import: when, and what came."""

    uid: str
    kind: str
    first_capture: str | None
    last_capture: str | None
    captures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Counts over the whole archive.

    `outcomes` counts captures, `edits` the edits by severity, `failures` by stage,
    `bytes` the WARC files. `alarms` tell in words what is odd about a whole site.
    """

    sites: tuple[str, ...]
    stories: int
    gone: int
    wordings: int
    comments: int
    comments_absent: int
    captures: int
    outcomes: Mapping[str, int]
    edits: Mapping[str, int]
    failures: Mapping[str, int]
    files: int
    bytes: int
    first_capture: str | None
    last_capture: str | None
    crawls: tuple[CrawlStatus, ...]
    alarms: tuple[str, ...]


def status(db: Database) -> Status:
    """The figures of the archive as loaded; `crawls` are the last, newest first."""
    figures = next(iter(db.query(_FIGURES)))
    return Status(
        **figures,
        sites=tuple(row["uid"] for row in db.query("SELECT uid FROM sites ORDER BY uid")),
        outcomes=_counts(db, _OUTCOMES),
        edits=_counts(db, _SEVERITIES),
        failures=_counts(db, _STAGES),
        crawls=tuple(CrawlStatus(**row) for row in db.query(_CRAWLS, [_LAST_CRAWLS])),
        alarms=alarms_told(db),
    )


def _counts(db: Database, sql: str) -> dict[str, int]:
    return {row["name"]: row["number"] for row in db.query(sql)}


_FIGURES = """
SELECT (SELECT count(*) FROM articles) AS stories,
       (SELECT count(*) FROM articles WHERE gone_since IS NOT NULL) AS gone,
       (SELECT count(*) FROM article_versions) AS wordings,
       (SELECT count(*) FROM comments) AS comments,
       (SELECT count(*) FROM comments WHERE absent_since IS NOT NULL) AS comments_absent,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM warc_files) AS files,
       (SELECT coalesce(sum(size), 0) FROM warc_files) AS bytes,
       (SELECT min(captured_at) FROM captures) AS first_capture,
       (SELECT max(captured_at) FROM captures) AS last_capture
"""
_OUTCOMES = """
SELECT outcome AS name, count(*) AS number FROM captures GROUP BY outcome ORDER BY number DESC, name
"""
_SEVERITIES = """
SELECT severity AS name, count(*) AS number FROM edits GROUP BY severity
ORDER BY CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END
"""
_STAGES = "SELECT stage AS name, count(*) AS number FROM failures GROUP BY stage ORDER BY stage"
_CRAWLS = """
SELECT uid, kind, first_capture, last_capture, captures FROM crawls
ORDER BY last_capture DESC, uid LIMIT ?
"""
