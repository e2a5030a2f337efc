"""Thirteen questions of researchers and journalists, as SQL.

`docs/queries.md` shows them with answers, and Datasette offers them by name. What
stands as `:name` is asked for; `fold()` puts words into the form that search knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, who asks it and why, its SQL, and examples of what it asks for."""

    name: str
    title: str
    why: str
    sql: str
    values: Mapping[str, str] = field(default_factory=dict)


QUESTIONS: tuple[Question, ...] = (
    Question(
        name="edits_since",
        title="What was edited since yesterday, the gravest first?",
        why=(
            "The morning look of a journalist. An edit happened between two captures, "
            "never at a known instant."
        ),
        sql="""
SELECT edits.severity, edits.part, edits.op, articles.headline AS story,
       edits.old, edits.new, edits.since AS last_seen_so, edits.until AS first_seen_so
FROM edits JOIN articles ON articles.id = edits.article_id
WHERE edits.until >= :since
  AND edits.part NOT IN ('related', 'links', 'residual', 'modified')
ORDER BY CASE edits.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END,
         edits.until, articles.uid, edits.position
""",
        values={"since": "2026-09-02"},
    ),
    Question(
        name="headlines_changed",
        title="Which headlines were changed, and to what?",
        why="Framing moves first in headlines.",
        sql="""
SELECT articles.published_at, edits.old AS before, edits.new AS after,
       edits.notice, edits.until AS first_seen_so
FROM edits JOIN articles ON articles.id = edits.article_id
WHERE edits.part = 'headline'
ORDER BY edits.until, articles.uid, edits.position
""",
    ),
    Question(
        name="numbers_changed",
        title="Which numbers were changed, and was a notice found?",
        why=(
            "A number that moves without a notice deserves a question to the author. "
            "`no notice found` says what was looked for, not what was meant."
        ),
        sql="""
SELECT articles.headline AS story, edits.part, edits.old, edits.new, edits.notice,
       before.captured_at AS old_capture, after.captured_at AS new_capture
FROM edits
JOIN articles ON articles.id = edits.article_id
JOIN sources AS before ON before.id = edits.old_capture_id
JOIN sources AS after ON after.id = edits.new_capture_id
WHERE edits.part IN ('headline', 'body', 'brief')
  AND (edits.classes LIKE '%number%' OR edits.classes LIKE '%money%'
       OR edits.classes LIKE '%percent%')
ORDER BY edits.until, articles.uid, edits.position
""",
    ),
    Question(
        name="stories_gone",
        title="Which stories are no longer shown, and which record still holds them?",
        why="The record is the evidence: file, first byte, length.",
        sql="""
SELECT articles.title, articles.last_seen, articles.gone_since,
       sources.warc, sources.offset, sources.length
FROM articles JOIN sources ON sources.id = articles.last_capture_id
WHERE articles.gone_since IS NOT NULL
ORDER BY articles.gone_since, articles.uid
""",
    ),
    Question(
        name="comments_absent",
        title="Which comments are no longer shown, and what did they say?",
        why=(
            "Only threads that were fetched whole are counted, so that a comment on an "
            "unread page is never called removed."
        ),
        sql="""
SELECT articles.headline AS story, comments.author, comments.path, comments.text,
       comments.last_seen, comments.absent_since
FROM comments JOIN articles ON articles.id = comments.article_id
WHERE comments.absent_since IS NOT NULL
ORDER BY comments.absent_since, articles.uid, comments.position
""",
    ),
    Question(
        name="phrase_ever_shown",
        title="Where and when was a phrase ever shown, also if it is gone now?",
        why="Every wording of stories, briefs and comments is searched, not only the last.",
        sql="""
WITH found AS (
  SELECT rowid AS block_id FROM blocks_fts WHERE blocks_fts MATCH '"' || fold(:words) || '"'
), shown AS (
  SELECT wording.article_id,
         CASE WHEN place.brief_key IS NULL THEN 'story' ELSE 'brief' END AS kind,
         place.brief_key AS ref, wording.first_seen, wording.last_seen,
         wording.number = articles.versions AS is_last
  FROM found
  JOIN version_blocks AS place USING (block_id)
  JOIN article_versions AS wording ON wording.id = place.version_id
  JOIN articles ON articles.id = wording.article_id
  UNION ALL
  SELECT comments.article_id, 'comment', comments.key, wording.first_seen, wording.last_seen,
         wording.last_seen = comments.last_seen AND comments.absent_since IS NULL
  FROM found
  JOIN comment_versions AS wording USING (block_id)
  JOIN comments ON comments.id = wording.comment_id
)
SELECT articles.headline AS story, shown.kind, shown.ref, min(shown.first_seen) AS first_seen,
       max(shown.last_seen) AS last_seen, max(shown.is_last) AS in_last_wording
FROM shown JOIN articles ON articles.id = shown.article_id
GROUP BY articles.id, shown.kind, shown.ref
ORDER BY first_seen, articles.uid, shown.kind, shown.ref
""",
        values={"words": "council"},
    ),
    Question(
        name="history_of_a_story",
        title="How did one story read over time, and from which captures?",
        why="Cite the capture, not the number: an older capture may be imported later.",
        sql="""
SELECT article_versions.number, article_versions.title, article_versions.words,
       article_versions.first_seen, article_versions.last_seen, sources.warc
FROM article_versions
JOIN articles ON articles.id = article_versions.article_id
JOIN sources ON sources.id = article_versions.first_capture_id
WHERE articles.title LIKE '%' || :title || '%'
ORDER BY articles.uid, article_versions.number
""",
        values={"title": "ceasefire"},
    ),
    Question(
        name="sentences_over_time",
        title="When was each sentence of a story first and last shown?",
        why=(
            "A sentence came between `not_before` and `first_seen`, and went between `last_seen` "
            "and `gone_by`. A headline that came back has returned; it is one headline still."
        ),
        sql="""
SELECT sentences.part, sentences.text, sentences.not_before, sentences.first_seen,
       sentences.last_seen, sentences.gone_by, sentences.returns
FROM sentences JOIN articles ON articles.id = sentences.article_id
WHERE articles.title LIKE '%' || :title || '%'
ORDER BY articles.uid, sentences.position
""",
        values={"title": "ceasefire"},
    ),
    Question(
        name="thread_as_a_tree",
        title="What does the thread under a story look like, absent comments included?",
        why="Depth and path are those of the page, so that a quarrel can be followed.",
        sql="""
SELECT comments.path, comments.author, comments.posted_at, comments.state,
       substr(comments.text, 1, 80) AS begins,
       comments.absent_since IS NOT NULL AS is_absent
FROM comments JOIN articles ON articles.id = comments.article_id
WHERE articles.title LIKE '%' || :title || '%'
ORDER BY articles.uid, comments.position
""",
        values={"title": "ceasefire"},
    ),
    Question(
        name="commenters",
        title="Who comments most, and how many of their comments are no longer shown?",
        why="For studies of moderation. A name is not a person.",
        sql="""
SELECT comments.author, count(*) AS comments, count(DISTINCT comments.article_id) AS stories,
       round(avg(comments.depth), 2) AS mean_depth,
       sum(comments.absent_since IS NOT NULL) AS absent
FROM comments
WHERE comments.kind = 'comment'
GROUP BY comments.author
ORDER BY comments DESC, comments.author
LIMIT 10
""",
    ),
    Question(
        name="hosts_linked",
        title="Which sites does the blog send its readers to, year by year?",
        why="Links in stories and briefs; those of comments and related posts are left out.",
        sql="""
SELECT year, host, links, stories
FROM link_hosts
ORDER BY year DESC, links DESC, host
LIMIT 10
""",
    ),
    Question(
        name="series_by_month",
        title="How much does each series bring, month by month, and how often is it edited?",
        why="Live coverage is edited more than analysis: compare like with like.",
        sql="""
SELECT substr(articles.published_at, 1, 7) AS month,
       coalesce(articles.series, '(none)') AS series,
       count(*) AS stories, sum(articles.words) AS words, sum(articles.edits) AS edits
FROM articles
WHERE articles.kind = 'article'
GROUP BY 1, 2
ORDER BY 1 DESC, stories DESC, series
""",
    ),
    Question(
        name="notices_by_author",
        title="How many edits of substance does each byline have, and how many were announced?",
        why="Minor edits are left out. `unknown` is neither praise nor blame.",
        sql="""
SELECT authors.name, count(DISTINCT articles.id) AS stories, count(edits.id) AS edits,
       sum(coalesce(edits.notice = 'announced', 0)) AS announced,
       sum(coalesce(edits.notice = 'no notice found', 0)) AS no_notice_found,
       sum(coalesce(edits.notice = 'unknown', 0)) AS unknown
FROM authors
JOIN article_authors ON article_authors.author_id = authors.id
JOIN articles ON articles.id = article_authors.article_id
LEFT JOIN edits ON edits.article_id = articles.id AND edits.minor = 0
  AND edits.part IN ('headline', 'body', 'brief')
GROUP BY authors.id
ORDER BY edits DESC, authors.name
""",
    ),
)
