"""The rows of stories into the tables, in place of what stood there of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlite_utils import Database

from archive.database.sights import Row
from archive.database.story_rows import StoryRows
from archive.database.writing import Blocks, ensure, insert, insert_one, upsert

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


def write_stories(db: Database, captures: Sequence[int], stories: Sequence[StoryRows]) -> None:
    """Put these stories in place of all that their captures told before.

    Args:
        db: The database, inside a transaction.
        captures: Every capture of the cluster, by number.
        stories: The stories of the cluster.
    """
    before = _articles_of(db, captures)
    db.conn.executemany(
        "UPDATE captures SET article_id = NULL, visit = NULL, settled = 1 WHERE id = ?",
        [(number,) for number in captures],
    )
    written = {_write(db, story) for story in stories}
    for article_id in sorted(before - written):
        clear(db, article_id)
        db.conn.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def clear(db: Database, article_id: int) -> None:
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
    clear(db, article_id)
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
