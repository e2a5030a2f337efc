"""Captures worked out to stories: a cluster at a time, all of it or nothing.

What a new capture touches is worked out anew from all captures of its cluster, so that
the order of loading leaves no trace. What was not settled when a run died is settled
by the next; a cluster that was lost keeps the rows it had, and is tried again then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

from sqlite_utils import Database

from archive.database.alarms import raise_alarms
from archive.database.clusters import Cluster, unpacked, unsettled
from archive.database.sights import Row
from archive.database.story_rows import StoryRows, work_out
from archive.database.writing import (
    Blocks,
    ensure,
    index_new_blocks,
    insert,
    insert_one,
    upsert,
)

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
    _put(db, [sighting.number for sighting in cluster.sightings], told)
    return len(told)


def _drop_empty(db: Database) -> None:
    """Take out stories that have no capture any more."""
    for (article_id,) in db.conn.execute(_EMPTY).fetchall():
        _clear(db, article_id)
        db.conn.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _put(db: Database, captures: Sequence[int], stories: Sequence[StoryRows]) -> None:
    """Put the stories of a cluster in place of all that its captures told before."""
    before = _articles_of(db, captures)
    db.conn.executemany(
        "UPDATE captures SET article_id = NULL, visit = NULL, settled = 1 WHERE id = ?",
        [(number,) for number in captures],
    )
    written = {_write(db, story) for story in stories}
    for article_id in sorted(before - written):
        _clear(db, article_id)
        db.conn.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _clear(db: Database, article_id: int) -> None:
    """Take out all rows under a story."""
    for sql in _CHILDREN:
        db.conn.execute(sql, (article_id,))


def _articles_of(db: Database, captures: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for number in captures:
        row = db.conn.execute("SELECT article_id FROM captures WHERE id = ?", (number,)).fetchone()
        if row and row[0] is not None:
            found.add(row[0])
    return found


def _write(db: Database, story: StoryRows) -> int:
    site_id = ensure(db, "sites", {"uid": story.site}, ["uid"])
    article_id = upsert(db, "articles", {"site_id": site_id, **story.article}, ["uid"])
    _clear(db, article_id)
    blocks = Blocks(db)
    for row, uses in story.versions:
        _version(db, blocks, _of(article_id, row), uses)
    for row, wordings in story.comments:
        _comment(db, blocks, _of(article_id, row), wordings)
    for table in ("visits", "briefs", "sentences", "related", "links", "images", "edits"):
        insert(db, table, [_of(article_id, row) for row in getattr(story, table)])
    _named(db, article_id, "authors", ("name",), story.authors)
    _named(db, article_id, "tags", ("kind", "name"), story.tags)
    db.conn.executemany(
        "UPDATE captures SET article_id = ?, visit = ? WHERE id = ?",
        [(article_id, visit, number) for number, visit in story.numbers],
    )
    return article_id


def _of(article_id: int, row: Row) -> Row:
    return {"article_id": article_id, **row}


def _version(
    db: Database, blocks: Blocks, row: Row, uses: Sequence[tuple[str, str | None, str, str]]
) -> None:
    version_id = insert_one(db, "article_versions", row)
    ids = blocks.ids((kind, text) for _, _, kind, text in uses)
    insert(
        db,
        "version_blocks",
        [
            {
                "version_id": version_id,
                "position": position,
                "part": part,
                "brief_key": brief_key,
                "block_id": block_id,
            }
            for position, ((part, brief_key, _, _), block_id) in enumerate(
                zip(uses, ids, strict=True)
            )
        ],
    )


def _comment(db: Database, blocks: Blocks, row: Row, wordings: Sequence[Row]) -> None:
    comment_id = insert_one(db, "comments", row)
    ids = blocks.ids(("comment", wording["text"]) for wording in wordings)
    rows = [
        {"comment_id": comment_id, "block_id": block_id, **wording}
        for block_id, wording in zip(ids, wordings, strict=True)
    ]
    for wording in rows:
        del wording["text"]
    insert(db, "comment_versions", rows)


def _named(
    db: Database, article_id: int, table: str, key: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Names that many stories share: a row each, and a row for each story that has one."""
    for row in rows:
        name = {column: row[column] for column in key}
        uid = sha256("\n".join(name.values()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        named = ensure(db, table, {"uid": uid, **name}, ["uid"])
        sight = {column: value for column, value in row.items() if column not in key}
        insert_one(
            db,
            f"article_{table}",
            {"article_id": article_id, f"{table[:-1]}_id": named, **sight},
        )


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
_CHILDREN = (
    """
    DELETE FROM version_blocks WHERE version_id IN
      (SELECT id FROM article_versions WHERE article_id = ?)
    """,
    """
    DELETE FROM comment_versions WHERE comment_id IN
      (SELECT id FROM comments WHERE article_id = ?)
    """,
    *(
        f"DELETE FROM {table} WHERE article_id = ?"  # noqa: S608 - own names
        for table in (
            "visits",
            "article_versions",
            "briefs",
            "sentences",
            "related",
            "comments",
            "article_authors",
            "article_tags",
            "links",
            "images",
            "edits",
        )
    ),
)
