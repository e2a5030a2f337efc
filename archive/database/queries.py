"""Questions to the view: which story is meant, how it was shown, what was edited.

Everything here only reads. Times come in aware; what comes back are the values of the
other rooms: Page, Reading, Edit.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from archive.database.clusters import cluster_of, unpacked
from archive.database.fold import fold
from archive.database.sights import stamp
from archive.diff.changes import Edit, Part, Reading, Severity
from archive.diff.form import from_json
from archive.errors import NoSuchCapture, NoSuchPage
from archive.stories import address_of
from archive.visits import Visit, visits
from normalizers.values import Page

_SUGGESTED = 5
_WORD = re.compile(r"\w+")
_AT_LEAST: dict[Severity, tuple[Severity, ...]] = {
    "high": ("high",),
    "medium": ("high", "medium"),
    "low": ("high", "medium", "low"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story of the archive, as it was last shown. Times are ISO 8601, UTC."""

    id: int
    uid: str
    key: str
    post_id: str | None
    url: str
    title: str
    first_seen: str
    last_seen: str
    gone_since: str | None
    visits: int
    versions: int
    comments: int
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence or headline, from its first sight to its last; times as in `sentences`."""

    part: str
    brief_key: str | None
    text: str
    not_before: str | None
    first_seen: str
    last_seen: str
    gone_by: str | None
    visits: int
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A visit to a story: its captures in time, what came of it, and the record of it."""

    at: str
    first_capture: str
    last_capture: str
    outcome: str
    whole: int
    url: str
    warc: str
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFilter:
    """Which edits are wanted; what is left out does not matter.

    `since` and `until` bound the time when the new state was first seen. `severity` is
    the least that is wanted.
    """

    story: Story | None = None
    since: datetime | None = None
    until: datetime | None = None
    parts: tuple[Part, ...] = ()
    severity: Severity = "low"
    with_minor: bool = True


def stories(db: Database) -> Iterator[Story]:
    """Every story, by its public id."""
    for row in db.query(f"{_STORY} ORDER BY uid"):
        yield Story(**row)


def find(db: Database, words: str) -> Story:
    """The story that is meant by an address, a key, a post id, or words of its title.

    Raises:
        NoSuchPage: None is meant, or several are; the text names some.
    """
    name = words.strip()
    found = _by_name(db, name) or _by_address(db, name) or _by_title(db, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchPage(f"{len(found)} pages are meant by {name!r}: {_listed(found)}; say a key")
    raise NoSuchPage(f"no page is meant by {name!r}{_suggestion(db, name)}")


def _by_name(db: Database, name: str) -> list[Story]:
    where = "uid = :name OR key = :name OR post_id = :name"
    return [Story(**row) for row in db.query(f"{_STORY} WHERE {where}", {"name": name})]


def _by_address(db: Database, name: str) -> list[Story]:
    address = address_of(name if "://" in name else f"http://{name}")
    return [Story(**row) for row in db.query(f"{_STORY} {_OF_ADDRESS}", [address])]


def _by_title(db: Database, name: str) -> list[Story]:
    wanted = fold(name).casefold()
    titled = [(fold(story.title).casefold(), story) for story in stories(db)]
    exact = [story for title, story in titled if title == wanted]
    whole = [story for title, story in titled if wanted in title]
    words = set(_WORD.findall(wanted))
    loose = [story for title, story in titled if words and words <= set(_WORD.findall(title))]
    return exact or whole or loose


def _suggestion(db: Database, name: str) -> str:
    titles = {story.title: story for story in stories(db)}
    close = difflib.get_close_matches(name, titles, _SUGGESTED, 0.4)
    return f"; did you mean {_listed([titles[title] for title in close])}" if close else ""


def _listed(found: Sequence[Story]) -> str:
    more = ", …" if len(found) > _SUGGESTED else ""
    return ", ".join(f"{story.key} ({story.title})" for story in found[:_SUGGESTED]) + more


def page(db: Database, story: Story, at: datetime | None = None) -> Page:
    """The story as it was shown, its content pages and comment pages joined.

    Args:
        db: The database.
        story: The story.
        at: The last visit at or before this time is taken; the newest when none is said.

    Raises:
        NoSuchCapture: It was not captured by then.
    """
    visit = visit_at(db, story, at)
    shown = visit.reading.page
    if shown is None:
        raise NoSuchCapture(story.url, stamp(at) if at else None)
    return shown


def visit_at(db: Database, story: Story, at: datetime | None = None) -> Visit:
    """The last visit at or before a time that showed the story, with its captures.

    One that lacks content pages is taken only where no other is there.

    Raises:
        NoSuchCapture: There is none.
    """
    latest = at or datetime.max.replace(tzinfo=UTC)
    rows = db.query(
        """
        SELECT number, first_capture FROM visits WHERE article_id = ? AND outcome = 'ok'
        ORDER BY whole DESC, number DESC
        """,
        [story.id],
    )
    for row in rows:
        if datetime.fromisoformat(row["first_capture"]) <= latest:
            return _visits(db, story, row["number"])[0]
    raise NoSuchCapture(story.url, stamp(at) if at else None)


def readings(db: Database, story: Story) -> tuple[Reading, ...]:
    """All visits to a story that say something, in the order of time."""
    return tuple(visit.reading for visit in _visits(db, story))


def _visits(db: Database, story: Story, number: int | None = None) -> tuple[Visit, ...]:
    rows = db.query(
        "SELECT id FROM captures WHERE article_id = :story AND visit = coalesce(:visit, visit)",
        {"story": story.id, "visit": number},
    )
    return visits(unpacked(cluster_of(db, [row["id"] for row in rows])))


def sentences(db: Database, story: Story) -> tuple[Sentence, ...]:
    """Every sentence and headline that a story ever showed, in its order."""
    return tuple(Sentence(**row) for row in db.query(_SENTENCES, [story.id]))


def seen(db: Database, story: Story) -> tuple[Seen, ...]:
    """The visits to a story, in the order of time."""
    return tuple(Seen(**row) for row in db.query(_SEEN, [story.id]))


def edits(db: Database, wanted: EditFilter) -> tuple[Edit, ...]:
    """The edits that are wanted, oldest first, those of a story together."""
    values = {
        "story": wanted.story.id if wanted.story else None,
        "since": stamp(wanted.since) if wanted.since else None,
        "until": stamp(wanted.until) if wanted.until else None,
        "parts": json.dumps(wanted.parts) if wanted.parts else None,
        "severities": json.dumps(_AT_LEAST[wanted.severity]),
        "minor": int(wanted.with_minor),
    }
    return tuple(
        replace(from_json(json.loads(row["record"])), alarm=row["told"])
        for row in db.query(_EDITS, values)
    )


def edit(db: Database, uid: str) -> tuple[Story, Edit]:
    """The edit of an id, or of its first characters, with the story that it is of.

    Raises:
        NoSuchPage: No edit, or more than one, has such an id.
    """
    rows = list(db.query(_EDIT, {"uid": uid}))
    if len(rows) != 1:
        few = "no edit has" if not rows else "several edits have"
        raise NoSuchPage(f"{few} the id {uid}: `palimpsest edits --json` lists them")
    (row,) = rows
    (story,) = db.query(f"{_STORY} WHERE id = ?", [row["article_id"]])
    return Story(**story), from_json(json.loads(row["record"]))


_STORY = """
SELECT id, uid, key, post_id, url, title, first_seen, last_seen, gone_since, visits, versions,
       comments, edits
FROM articles
"""
_OF_ADDRESS = """
WHERE id IN
  (SELECT captures.article_id FROM captures JOIN urls ON urls.id = captures.url_id
   WHERE urls.story_key = ?)
ORDER BY last_seen DESC LIMIT 1
"""
_SENTENCES = """
SELECT part, brief_key, text, not_before, first_seen, last_seen, gone_by, visits, returns
FROM sentences WHERE article_id = ? ORDER BY position
"""
_SEEN = """
SELECT sources.captured_at AS at, visits.first_capture, visits.last_capture, visits.outcome,
       visits.whole, sources.url, sources.warc, sources.offset
FROM visits JOIN sources ON sources.id = visits.capture_id
WHERE visits.article_id = ? ORDER BY visits.number
"""
_EDIT = """
SELECT article_id, record FROM edits WHERE substr(uid, 1, length(:uid)) = :uid LIMIT 2
"""
_EDITS = """
SELECT record, alarms.told FROM edits LEFT JOIN alarms ON alarms.id = edits.alarm_id
WHERE (:story IS NULL OR article_id = :story)
  AND (:since IS NULL OR until >= :since)
  AND (:until IS NULL OR until < :until)
  AND (:parts IS NULL OR part IN (SELECT value FROM json_each(:parts)))
  AND severity IN (SELECT value FROM json_each(:severities))
  AND minor <= :minor
ORDER BY until, article_id, position
"""
