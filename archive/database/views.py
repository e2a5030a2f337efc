"""The views over the tables: what a reader would otherwise join by hand, described."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view: what a row is, its SQL, and what stands in its columns."""

    name: str
    doc: str
    sql: str
    columns: tuple[tuple[str, str], ...]


VIEWS: tuple[View, ...] = (
    View(
        name="sources",
        doc="A capture with the place of its record: everything that a citation needs.",
        sql="""
        SELECT captures.id, captures.uid, urls.url, captures.captured_at, captures.status,
               captures.outcome,
               warc_files.path || coalesce('!/' || warc_records.inside, '') AS warc,
               warc_records.offset, warc_records.length,
               warc_records.record_id, warc_records.digest, crawls.uid AS crawl,
               captures.article_id, captures.visit
        FROM captures
        JOIN warc_records ON warc_records.id = captures.warc_record_id
        JOIN warc_files ON warc_files.id = warc_records.warc_file_id
        JOIN crawls ON crawls.id = captures.crawl_id
        JOIN urls ON urls.id = captures.url_id
        """,
        columns=(
            ("id", "number of the capture, as in `captures`"),
            ("uid", "public name of the capture"),
            ("url", "the address"),
            ("captured_at", "time of capture, UTC"),
            ("status", "HTTP status"),
            ("outcome", "what came of it"),
            ("warc", "path of the WARC file inside the archive folder"),
            ("offset", "first byte of the record's gzip member"),
            ("length", "length of the member in bytes"),
            ("record_id", "WARC-Record-ID"),
            ("digest", "digest of the entity body"),
            ("crawl", "the crawl or import"),
            ("article_id", "the story"),
            ("visit", "number of the visit to the story"),
        ),
    ),
    View(
        name="wordings",
        doc="The words of each wording of a story, its briefs under their headlines.",
        sql="""
        SELECT article_versions.id, article_versions.article_id, article_versions.number,
               article_versions.first_seen, article_versions.last_seen,
               (SELECT group_concat(text, char(10)) FROM
                 (SELECT blocks.text FROM version_blocks
                  JOIN blocks ON blocks.id = version_blocks.block_id
                  WHERE version_blocks.version_id = article_versions.id
                    AND version_blocks.part IN ('body', 'brief_headline', 'brief')
                  ORDER BY version_blocks.position)) AS text
        FROM article_versions
        """,
        columns=(
            ("id", "number of the wording, as in `article_versions`"),
            ("article_id", "the story"),
            ("number", "order of first sight"),
            ("first_seen", "first capture that showed it, UTC"),
            ("last_seen", "last capture that showed it, UTC"),
            ("text", "body and briefs, a line for each block"),
        ),
    ),
    View(
        name="comment_wordings",
        doc="The words of each wording of a comment.",
        sql="""
        SELECT comment_versions.id, comment_versions.comment_id, comments.article_id,
               comments.key, comment_versions.number, comment_versions.author,
               comment_versions.state, blocks.text, comment_versions.first_seen,
               comment_versions.last_seen, comments.absent_since
        FROM comment_versions
        JOIN comments ON comments.id = comment_versions.comment_id
        JOIN blocks ON blocks.id = comment_versions.block_id
        """,
        columns=(
            ("id", "number of the wording, as in `comment_versions`"),
            ("comment_id", "the comment"),
            ("article_id", "the story"),
            ("key", "key of the comment in its story"),
            ("number", "order of first sight"),
            ("author", "name as shown"),
            ("state", "shown, placeholder or awaiting"),
            ("text", "the words"),
            ("first_seen", "first capture that showed it, UTC"),
            ("last_seen", "last capture that showed it, UTC"),
            ("absent_since", "first complete thread without the comment"),
        ),
    ),
    View(
        name="block_places",
        doc="Where each block stands: in a story, one of its briefs, or a comment.",
        sql="""
        SELECT version_blocks.block_id, 'story' AS kind, article_versions.article_id, NULL AS ref
        FROM version_blocks
        JOIN article_versions ON article_versions.id = version_blocks.version_id
        WHERE version_blocks.brief_key IS NULL
        UNION
        SELECT version_blocks.block_id, 'brief', article_versions.article_id,
               version_blocks.brief_key
        FROM version_blocks
        JOIN article_versions ON article_versions.id = version_blocks.version_id
        WHERE version_blocks.brief_key IS NOT NULL
        UNION
        SELECT comment_versions.block_id, 'comment', comments.article_id, comments.key
        FROM comment_versions JOIN comments ON comments.id = comment_versions.comment_id
        """,
        columns=(
            ("block_id", "the block"),
            ("kind", "`story`, `brief` or `comment`"),
            ("article_id", "the story"),
            ("ref", "key of the brief or comment"),
        ),
    ),
    View(
        name="blocks_search",
        doc="The words of each block as search sees them.",
        sql="SELECT id, coalesce(folded, text) AS text FROM blocks",
        columns=(("id", "number of the block, as in `blocks`"), ("text", "folded words")),
    ),
)
