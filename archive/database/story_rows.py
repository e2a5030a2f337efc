"""The rows of one story, worked out from all its captures. Pure.

Rows name captures by number, blocks by their text and wordings by their order: the
writer of the database gives them their ids. The same captures give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from archive.database.facts import authors, facts, images, links, related, tags
from archive.database.packing import nameable, scope
from archive.database.sentences import sentence_rows
from archive.database.sights import Row, Wordings, stamp
from archive.database.threads import comment_rows
from archive.diff.alarms import oddities
from archive.diff.changes import CaptureRef, Edit
from archive.diff.form import to_line
from archive.diff.history import edits
from archive.renumbered import by_story
from archive.visits import Sighting, Visit, visits
from normalizers.values import Article, Page

BlockUse = tuple[str, str | None, str, str]
"""Part, key of the brief, kind of the block, its words."""


@dataclass(slots=True, kw_only=True)
class StoryRows:
    """What the tables say of one story."""

    uid: str
    site: str
    article: Row
    visits: list[Row]
    versions: list[tuple[Row, list[BlockUse]]]
    briefs: list[Row]
    sentences: list[Row]
    comments: list[tuple[Row, list[Row]]]
    authors: list[Row]
    tags: list[Row]
    related: list[Row]
    links: list[Row]
    images: list[Row]
    edits: list[Row]
    numbers: list[tuple[int, int | None]]


def work_out(sightings: Sequence[Sighting]) -> list[StoryRows]:
    """The rows of every story that these captures show, in order of first sight."""
    told = (_story(uid, group) for uid, group in by_story(sightings).items())
    return [rows for rows in told if rows]


def _story(uid: str, sightings: Sequence[Sighting]) -> StoryRows | None:
    told = visits(sightings)
    shown = [visit for visit in told if visit.shown]
    # A part of a story is no wording of it: it counts only where nothing else is there.
    whole = [visit for visit in shown if visit.is_whole] or shown
    pages = [visit.reading.page for visit in whole if visit.reading.page]
    last = pages[-1] if pages else None
    if last is None or last.article is None:
        return None
    site, key = scope(last), key_in_blog(uid, sightings)
    found = edits([visit.reading for visit in told], key)
    comments, gone_since = comment_rows(shown, uid), _gone_since(told)
    versions = _versions(uid, whole)
    article = (
        _article(last, last.article)
        | _sight_of(shown)
        | {
            "uid": uid,
            "key": key,
            "gone_since": gone_since,
            "visits": sum(visit.reading.outcome in ("ok", "gone", "protected") for visit in told),
            "versions": len(versions),
            "comments": len(comments),
            "edits": len(found),
        }
    )
    return StoryRows(
        uid=uid,
        site=site,
        article=article,
        visits=[_visit(number, visit) for number, visit in enumerate(told, 1)],
        versions=versions,
        briefs=_briefs(uid, whole),
        sentences=sentence_rows(whole, gone_since),
        comments=comments,
        authors=facts(shown, authors),
        tags=facts(shown, tags),
        related=facts(shown, related),
        links=facts(shown, links),
        images=facts(shown, images),
        edits=_edits(found, sightings),
        numbers=_numbers(told, sightings),
    )


def key_in_blog(uid: str, sightings: Iterable[Sighting]) -> str:
    """The key of a story in its blog: of its first number, as the pages write it."""
    pages = [s.page for s in sightings if s.page]
    keys = (page.article.key for page in pages if page.article)
    site = scope(pages[0])
    written = (key for key in keys if f"{site}-{nameable(key)}" == uid)
    return next(written, uid.removeprefix(f"{site}-"))


def _numbers(told: Sequence[Visit], sightings: Sequence[Sighting]) -> list[tuple[int, int | None]]:
    """The visit that each capture belongs to."""
    of = {s.number: n for n, visit in enumerate(told, 1) for s in visit.sightings}
    return [(s.number, of.get(s.number)) for s in sightings]


def _sight_of(shown: Sequence[Visit]) -> Row:
    first, last = shown[0].shown[0], shown[-1].shown[0]
    return {
        "first_seen": stamp(first.at),
        "last_seen": stamp(last.at),
        "first_capture_id": first.number,
        "last_capture_id": last.number,
    }


def _gone_since(told: Sequence[Visit]) -> str | None:
    since = None
    for visit in told:
        if visit.reading.outcome == "ok":
            since = None
        elif visit.reading.outcome == "gone":
            since = since or visit.reading.captures[0].captured_at
    return since


def _visit(number: int, visit: Visit) -> Row:
    page = visit.reading.page
    own = visit.shown[0] if visit.shown else visit.sightings[0]
    return {
        "number": number,
        "outcome": visit.reading.outcome,
        "first_capture": stamp(visit.sightings[0].at),
        "last_capture": stamp(visit.sightings[-1].at),
        "whole": int(visit.is_whole),
        "oddities": " ".join(oddities(page)) if page else "",
        "comments_complete": int(page.comments_info.complete) if page else None,
        "capture_id": own.number,
    }


def _article(page: Page, story: Article) -> Row:
    return {
        "kind": page.kind,
        "url": page.canonical_url or page.url,
        "language": page.language,
        "words": _words(page),
        "post_id": story.post_id,
        "title": story.title,
        "headline": story.headline,
        "series": story.series,
        "authors": ", ".join(story.authors),
        "published_at": story.published_at,
        "modified_at": story.modified_at,
    }


def _versions(uid: str, shown: Sequence[Visit]) -> list[tuple[Row, list[BlockUse]]]:
    wordings = Wordings()
    uses: list[list[BlockUse]] = []
    for number, visit in enumerate(shown):
        page = visit.reading.page
        if page and page.article:
            row, blocks = _version(page, page.article), list(_blocks(page, page.article))
            sha = _sha(sorted(row.items(), key=str), blocks)
            if wordings.see(None, sha, (number, visit.shown[0]), row | {"sha": sha}):
                uses.append(blocks)
    rows = [
        row | {"number": n, "uid": f"{uid}-{_compact(row['first_seen'])}"}
        for n, row in enumerate(wordings.rows(), 1)
    ]
    return list(zip(rows, uses, strict=True))


def _version(page: Page, story: Article) -> Row:
    lead = story.lead_image
    return {
        "url": page.canonical_url or page.url,
        "title": story.title,
        "headline": story.headline,
        "series": story.series,
        "series_label": story.series_label,
        "authors": ", ".join(story.authors),
        "published_at": story.published_at,
        "modified_at": story.modified_at,
        "date_text": story.date_text,
        "lead_image": lead.url if lead else None,
        "lead_caption": lead.caption if lead else None,
        "words": _words(page),
    }


def _blocks(page: Page, story: Article) -> Iterator[BlockUse]:
    yield ("title", None, "title", story.title)
    if story.lead_image and story.lead_image.caption:
        yield ("lead_caption", None, "caption", story.lead_image.caption)
    for block in story.blocks:
        yield ("body", None, block.kind, block.text)
    for brief in page.briefs:
        yield ("brief_headline", brief.key, "brief_headline", brief.headline)
        for block in brief.blocks:
            yield ("brief", brief.key, block.kind, block.text)


def _briefs(uid: str, shown: Sequence[Visit]) -> list[Row]:
    wordings = Wordings()
    for number, visit in enumerate(shown):
        for position, brief in enumerate(visit.reading.page.briefs if visit.reading.page else ()):
            row: Row = {
                "key": brief.key,
                "headline": brief.headline,
                "title": brief.title,
                "time_label": brief.time_label,
                "stamped_at": brief.stamped_at,
                "anchor": brief.anchor,
                "position": position,
                "text": "\n".join(block.text for block in brief.blocks),
            }
            sha = _sha([row["headline"], row["text"]], [])
            wordings.see(brief.key, sha, (number, visit.shown[0]), row)
    return [
        row | {"uid": f"{uid}-{row['key']}-{_compact(row['first_seen'])}"}
        for row in wordings.rows()
    ]


def _edits(found: Sequence[Edit], sightings: Sequence[Sighting]) -> list[Row]:
    numbers = {(s.ref.warc, s.ref.offset): s.number for s in sightings}

    def number(ref: CaptureRef | None) -> int | None:
        return numbers.get((ref.warc, ref.offset)) if ref else None

    return [
        {
            "uid": edit.change.id,
            "position": position,
            "part": edit.change.part,
            "part_key": edit.change.part_key,
            "op": edit.change.op,
            "old": edit.change.old,
            "new": edit.change.new,
            "classes": ",".join(edit.change.classes),
            "severity": edit.change.severity,
            "minor": int(edit.change.minor),
            "confidence": float(edit.change.confidence),
            "notice": edit.change.notice,
            "confirmed": int(edit.change.confirmed),
            "since": edit.between[0],
            "until": edit.between[1],
            "old_capture_id": number(edit.old_capture),
            "new_capture_id": number(edit.new_capture),
            "normalizer": edit.normalizer,
            "record": to_line(edit),
        }
        for position, edit in enumerate(found)
    ]


def _words(page: Page) -> int:
    blocks = chain(
        page.article.blocks if page.article else (), *(brief.blocks for brief in page.briefs)
    )
    return sum(len(block.text.split()) for block in blocks)


def _compact(at: str) -> str:
    return "".join(c for c in at if c.isalnum())


def _sha(*told: object) -> str:
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
