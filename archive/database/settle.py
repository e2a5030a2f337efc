"""Captures worked out to stories: a cluster at a time, all of it or nothing.

What a new capture touches is worked out anew from all captures of its cluster, so that
the order of loading leaves no trace. What was not settled when a run died is settled
by the next; a cluster that was lost keeps the rows it had, and is tried again then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from sqlite_utils import Database

from archive.database.alarms import raise_alarms
from archive.database.clusters import Cluster, unpacked, unsettled
from archive.database.story_rows import StoryRows, work_out
from archive.database.story_write import clear, write_stories
from archive.database.writing import index_new_blocks, insert_one

WorkOut = Callable[[Iterable[Cluster]], Iterator[tuple[Cluster, list[StoryRows] | str]]]
"""Works out clusters, here or in other processes; a text says why one was lost."""

_A_COMMIT = 20  # clusters: the disk is waited for once, and little is lost with a run


def stories_of(cluster: Cluster) -> list[StoryRows]:
    """The rows of all stories of a cluster. Pure."""
    return work_out(unpacked(cluster))


def settle(db: Database, out: WorkOut, progress: Callable[[int], None]) -> int:
    """Work out every story that a capture touched which is not settled yet.

    Args:
        db: The database.
        out: Works out clusters.
        progress: Told the number of stories now and then.

    Returns:
        The number of stories worked out.
    """
    stories = 0
    worked_out = out(unsettled(db))
    while some := list(islice(worked_out, _A_COMMIT)):
        with db.atomic():
            stories += sum(_take(db, cluster, told) for cluster, told in some)
        progress(stories)
    with db.atomic():
        _drop_empty(db)
        index_new_blocks(db)
        raise_alarms(db)
        for sql in _HOSTS:
            db.conn.execute(sql)
    return stories


def _take(db: Database, cluster: Cluster, told: list[StoryRows] | str) -> int:
    first = cluster.sightings[0]
    db.conn.execute(_FORGIVEN, (first.number,))
    if isinstance(told, str):
        fault = {"stage": "compare", "code": "lost", "detail": told}
        insert_one(db, "failures", {"capture_id": first.number, "url": first.url, **fault})
        return 0
    write_stories(db, [sighting.number for sighting in cluster.sightings], told)
    return len(told)


def _drop_empty(db: Database) -> None:
    """Take out stories that have no capture any more."""
    for (article_id,) in db.conn.execute(_EMPTY).fetchall():
        clear(db, article_id)
        db.conn.execute("DELETE FROM articles WHERE id = ?", (article_id,))


_FORGIVEN = "DELETE FROM failures WHERE stage = 'compare' AND capture_id = ?"
_EMPTY = """
SELECT id FROM articles
WHERE NOT EXISTS (SELECT 1 FROM captures WHERE captures.article_id = articles.id)
"""
_HOSTS = (
    "DELETE FROM link_hosts",
    """
    INSERT INTO link_hosts (year, host, links, stories)
    SELECT coalesce(substr(articles.published_at, 1, 4), ''), links.host, count(*),
           count(DISTINCT articles.id)
    FROM links JOIN articles ON articles.id = links.article_id
    WHERE links.region IN ('body', 'brief') AND links.host <> ''
    GROUP BY 1, 2 ORDER BY 1, 2
    """,
)
