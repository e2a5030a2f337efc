"""Alarms over the whole site: raised anew after every settling, from what visits found odd.

The same captures raise the same alarms, whatever the order of loading. An edit that an
alarm explains names it: one of its two visits has the oddity of the alarm, the other has
not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from archive.database.writing import insert_one
from archive.diff.alarms import explains, site_alarms


def raise_alarms(db: Database) -> None:
    """Put the alarms of all crawls in place of what stood there."""
    db.conn.execute("UPDATE edits SET alarm_id = NULL WHERE alarm_id IS NOT NULL")
    db.conn.execute("DELETE FROM alarms")
    raised: dict[tuple[int, int, str], int] = {}
    for (site, crawl), rows in groupby(db.query(_READ_TWICE), itemgetter("site_id", "crawl_id")):
        pairs = [(row["before"].split(), row["now"].split()) for row in rows]
        for alarm in site_alarms(pairs):
            row = {
                "site_id": site,
                "crawl_id": crawl,
                "code": alarm.code,
                "told": alarm.told,
                "before": alarm.before,
                "now": alarm.now,
                "pages": alarm.pages,
            }
            raised[site, crawl, alarm.code] = insert_one(db, "alarms", row)
    if raised:
        db.conn.executemany(_EXPLAIN, list(_explained(db, raised)))


def alarms_told(db: Database) -> tuple[str, ...]:
    """The alarms in words, the newest first, each with the time of its crawl."""
    return tuple(f"{row['at']}: {row['told']}" for row in db.query(_TOLD))


def _explained(db: Database, raised: dict[tuple[int, int, str], int]) -> Iterator[tuple[int, int]]:
    for edit in db.query(_SIDES):
        found = (raised.get(name) for name in _oddly_read(edit))
        if alarm := next(filter(None, found), None):
            yield alarm, edit["id"]


def _oddly_read(edit: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """What is odd on one side of an edit only, with site and crawl of that side."""
    old, new = (set(edit[f"{side}_oddities"].split()) for side in ("old", "new"))
    for side, codes in (("new", new - old), ("old", old - new)):
        for code in sorted(codes):
            if explains(code, edit["part"]):
                yield edit["site_id"], edit[f"{side}_crawl"], code


_READ_TWICE = """
WITH read AS (
  SELECT articles.site_id, articles.uid, captures.crawl_id, visits.number,
         lag(visits.oddities) OVER (PARTITION BY visits.article_id ORDER BY visits.number)
           AS before,
         visits.oddities AS now
  FROM visits
  JOIN articles ON articles.id = visits.article_id
  JOIN captures ON captures.id = visits.capture_id
  WHERE visits.outcome = 'ok')
SELECT read.site_id, read.crawl_id, read.before, read.now
FROM read JOIN sites ON sites.id = read.site_id JOIN crawls ON crawls.id = read.crawl_id
WHERE read.before IS NOT NULL
ORDER BY sites.uid, crawls.uid, read.uid, read.number
"""
_SIDES = """
SELECT edits.id, edits.part, articles.site_id,
       old.crawl_id AS old_crawl, before.oddities AS old_oddities,
       new.crawl_id AS new_crawl, after.oddities AS new_oddities
FROM edits
JOIN articles ON articles.id = edits.article_id
JOIN captures AS old ON old.id = edits.old_capture_id
JOIN captures AS new ON new.id = edits.new_capture_id
JOIN visits AS before ON before.article_id = edits.article_id AND before.number = old.visit
JOIN visits AS after ON after.article_id = edits.article_id AND after.number = new.visit
WHERE edits.part <> 'page' AND before.oddities <> after.oddities
"""
_EXPLAIN = "UPDATE edits SET alarm_id = ? WHERE id = ?"
_TOLD = """
SELECT substr(replace(crawls.last_capture, 'T', ' '), 1, 16) || ' UTC' AS at, alarms.told
FROM alarms JOIN crawls ON crawls.id = alarms.crawl_id
ORDER BY crawls.last_capture DESC, alarms.id
"""
