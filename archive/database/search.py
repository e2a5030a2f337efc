"""Search in all words ever shown: stories, briefs and comments, every wording.

Words are put together by AND inside one story, brief or comment; words in double
quotes are a phrase; a star at the end of a word stands for any ending. Text and query
are folded alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.database.fold import fold

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")
_AROUND = 12  # words shown on each side of the first match


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A story, brief or comment in which all words were found.

    `snippet` is text around the first match: pieces, each with whether it matched.
    `is_shown` tells whether the words stand in what was last seen.
    """

    kind: Literal["story", "brief", "comment"]
    story: str
    url: str
    title: str
    ref: str | None
    author: str | None
    first_seen: str
    last_seen: str
    is_shown: bool
    snippet: tuple[tuple[str, bool], ...]


def search(db: Database, words: str, limit: int = 20) -> tuple[Hit, ...]:
    """The best hits for these words, best first; none when there is no word in them."""
    terms = [term for term in _terms(words) if _WORD.search(term)]
    if not terms:
        return ()
    tables = ", ".join(
        f"t{n} AS ({_ONE_TERM.replace(':term', f':term{n}')})" for n in range(len(terms))
    )
    joins = " ".join(f"JOIN t{n} USING (kind, article_id, ref)" for n in range(1, len(terms)))
    ranks = " + ".join(f"t{n}.rank" for n in range(len(terms)))
    # Only numbers of terms go into the statement; the words are bound.
    found = f"SELECT kind, article_id, ref, t0.block_id, {ranks} AS rank FROM t0 {joins}"  # noqa: S608
    sql = f"WITH {tables}, found AS ({found}) {_HITS}"
    values: dict[str, object] = {f"term{n}": term for n, term in enumerate(terms)}
    wanted = _wanted(terms)
    return tuple(
        Hit(
            kind=row["kind"],
            story=row["story"],
            url=row["url"],
            title=row["title"],
            ref=row["ref"] or None,
            author=row["author"],
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
            is_shown=bool(row["is_shown"]),
            snippet=tuple(snippet(row["text"], wanted)),
        )
        for row in db.query(sql, values | {"limit": limit})
    )


def snippet(text: str, wanted: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The text around the first word that is wanted, cut where that changes."""
    tokens = list(_WORD.finditer(text))
    hits = [token for token in tokens if wanted.fullmatch(_plain(token[0]))]
    first = tokens.index(hits[0]) if hits else 0
    begin = tokens[max(0, first - _AROUND)].start() if first > _AROUND else 0
    last = first + _AROUND
    end = tokens[last].end() if last < len(tokens) else len(text)
    at = begin
    for hit in hits:
        if hit.end() <= end:
            yield from (
                (piece, is_hit)
                for piece, is_hit in ((text[at : hit.start()], False), (hit[0], True))
                if piece
            )
            at = hit.end()
    yield (text[at:end] + ("…" if end < len(text) else ""), False)


def _terms(words: str) -> list[str]:
    """The words as FTS5 strings, which have no syntax of their own."""
    found = []
    for phrase, word in _TERM.findall(fold(words)):
        plain = (phrase or word).rstrip("*").replace('"', " ")
        found.append(f'"{plain}"' + ("*" if word.endswith("*") else ""))
    return found


def _wanted(terms: list[str]) -> re.Pattern[str]:
    """What the words of the terms look like in a text, when plain."""
    choices = []
    for term in terms:
        ending = r"\w*" if term.endswith("*") else ""
        choices += [re.escape(_plain(word)) + ending for word in _WORD.findall(term)]
    return re.compile("|".join(choices))


def _plain(word: str) -> str:
    """A word as unicode61 compares it: folded, without case and diacritics."""
    decomposed = unicodedata.normalize("NFD", fold(word).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_ONE_TERM = """
SELECT places.kind, places.article_id, coalesce(places.ref, '') AS ref,
       min(matched.rank) AS rank, places.block_id
FROM (SELECT rowid, rank FROM blocks_fts WHERE blocks_fts MATCH :term) AS matched
JOIN block_places AS places ON places.block_id = matched.rowid
GROUP BY 1, 2, 3
"""
_HITS = """
SELECT found.kind, articles.uid AS story, articles.url, articles.title, found.ref,
       comments.author, blocks.text,
       coalesce(comments.first_seen, articles.first_seen) AS first_seen,
       coalesce(comments.last_seen, articles.last_seen) AS last_seen,
       articles.gone_since IS NULL AND CASE found.kind
         WHEN 'comment' THEN comments.absent_since IS NULL
         ELSE EXISTS (
           SELECT 1 FROM version_blocks
           JOIN article_versions ON article_versions.id = version_blocks.version_id
           WHERE version_blocks.block_id = found.block_id
             AND article_versions.article_id = found.article_id
             AND article_versions.number = articles.versions)
       END AS is_shown
FROM found
JOIN articles ON articles.id = found.article_id
JOIN blocks ON blocks.id = found.block_id
LEFT JOIN comments ON found.kind = 'comment' AND comments.article_id = found.article_id
  AND comments.key = found.ref
ORDER BY found.rank, articles.uid, found.ref LIMIT :limit
"""
