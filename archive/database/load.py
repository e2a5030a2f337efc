"""What was captured, into the tables: files, records, captures, pages, failures.

- One transaction a WARC file; its row in `warc_files` is the receipt.
- A file whose receipt fits is not read again; one that changed is read anew.
- Nothing is worked out here: stories and edits follow in `archive.database.settle`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.database.packing import PARTS, PackedPage, host_of
from archive.database.sights import Row
from archive.database.writing import ensure, insert_one
from archive.stories import address_of
from archive.visits import Outcome
from archive.warc.members import IN_WACZ
from archive.warc.records import Location

_PAGE_SHOWN = """
SELECT pages.id FROM warc_records
JOIN captures ON captures.warc_record_id = warc_records.id
JOIN pages ON pages.id = captures.page_id
WHERE warc_records.record_id = ? AND pages.normalizer = ?
"""
_FORGETTING = (
    """
    UPDATE captures SET settled = 0 WHERE article_id IN
      (SELECT article_id FROM captures
       JOIN warc_records ON warc_records.id = warc_record_id WHERE warc_file_id = ?)
    """,
    "DELETE FROM failures WHERE warc_file_id = ?",
    "DELETE FROM normalizer_runs WHERE warc_file_id = ?",
    """
    DELETE FROM captures WHERE warc_record_id IN
      (SELECT id FROM warc_records WHERE warc_file_id = ?)
    """,
    "DELETE FROM warc_records WHERE warc_file_id = ?",
    "DELETE FROM warc_files WHERE id = ?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What says that a WARC file was loaded: all of it must fit.

    `path` is inside the archive folder, `sha256` that of the whole file in hex, `excluded`
    a short hash of the exclusions that held when it was read.
    """

    path: str
    crawl: str
    imported: bool
    size: int
    sha256: str
    normalizer: str
    excluded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a record or a capture gave no page."""

    stage: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loadable:
    """A record as read: a capture with what came of it, or a fault alone.

    `captured_at` is none where the record is no capture. `page_id` is that of a page that
    stands in the tables already; `page` is one to be put there.
    """

    location: Location
    captured_at: str | None = None
    status: int = 0
    mime: str | None = None
    outcome: Outcome = "ok"
    redirect_to: str | None = None
    page: PackedPage | None = None
    page_id: int | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCounts:
    """What a file held."""

    records: int = 0
    pages: int = 0
    failures: int = 0


def receipts(db: Database) -> dict[str, Receipt]:
    """The receipts of the files that were loaded, by path."""
    rows = db.query(
        """
        SELECT path, crawls.uid AS crawl, crawls.kind = 'import' AS imported,
               size, sha256, normalizer, excluded
        FROM warc_files JOIN crawls ON crawls.id = warc_files.crawl_id
        """
    )
    return {row["path"]: Receipt(**{**row, "imported": bool(row["imported"])}) for row in rows}


def store(db: Database, receipt: Receipt, found: Iterable[Loadable]) -> FileCounts:
    """Load a file in one transaction; what an earlier state of it gave is replaced."""
    with db.atomic():
        forget(db, receipt.path)
        crawl_id = _crawl(db, receipt)
        file_id = insert_one(db, "warc_files", _file_row(receipt, crawl_id))
        counts = _Counts(db, file_id, crawl_id)
        for loadable in found:
            counts.take(loadable)
        counts.close()
        _crawl_times(db, crawl_id)
    return counts.told()


def page_shown(db: Database, record_id: str, normalizer: str) -> int | None:
    """The page that a version of the normalizer read from a record, if it was loaded."""
    found = db.conn.execute(_PAGE_SHOWN, (record_id, normalizer)).fetchone()
    return int(found[0]) if found else None


def forget(db: Database, path: str) -> None:
    """Take out all that a file gave; the stories it touched are worked out again."""
    found = db.conn.execute("SELECT id FROM warc_files WHERE path = ?", (path,)).fetchone()
    for sql in _FORGETTING if found else ():
        db.conn.execute(sql, (found[0],))


class _Counts:
    """Takes the records of one file, and counts them."""

    def __init__(self, db: Database, file_id: int, crawl_id: int) -> None:
        self._db = db
        self._file_id = file_id
        self._crawl_id = crawl_id
        self._records = 0
        self._failures = 0
        self._templates: dict[tuple[str, str], int] = {}

    def take(self, loadable: Loadable) -> None:
        capture_id = None
        if loadable.captured_at is not None:
            self._records += 1
            capture_id = self._capture(loadable)
        if loadable.fault:
            self._failures += 1
            self._fault(loadable, loadable.fault, capture_id)
        if loadable.page:
            key = (loadable.page.normalizer, loadable.page.template)
            self._templates[key] = self._templates.get(key, 0) + 1

    def close(self) -> None:
        for (normalizer, template), pages in sorted(self._templates.items()):
            row = {
                "warc_file_id": self._file_id,
                "normalizer": normalizer,
                "template": template,
                "pages": pages,
            }
            insert_one(self._db, "normalizer_runs", row)
        self._db.conn.execute(
            "UPDATE warc_files SET records = ?, failures = ? WHERE id = ?",
            (self._records, self._failures, self._file_id),
        )

    def told(self) -> FileCounts:
        pages = sum(self._templates.values())
        return FileCounts(records=self._records, pages=pages, failures=self._failures)

    def _capture(self, loadable: Loadable) -> int:
        at = loadable.location
        record: Row = {
            "warc_file_id": self._file_id,
            "inside": at.warc.partition(IN_WACZ)[2] or None,
            "offset": at.offset,
            "length": at.length,
            "record_id": at.record_id,
            "target_uri": at.target_uri,
            "warc_date": at.captured_at,
            "digest": at.payload_digest,
            "revisit_of": at.revisit_of,
        }
        url = at.target_uri
        url_row = {"url": url, "host": host_of(url), "story_key": address_of(url)}
        capture: Row = {
            "uid": at.record_id.strip("<>").rpartition(":")[2],
            "warc_record_id": insert_one(self._db, "warc_records", record),
            "url_id": ensure(self._db, "urls", url_row, ["url"]),
            "crawl_id": self._crawl_id,
            "captured_at": loadable.captured_at,
            "status": loadable.status,
            "mime": loadable.mime,
            "outcome": loadable.outcome,
            "redirect_to": loadable.redirect_to,
            "page_id": _page(self._db, loadable.page) if loadable.page else loadable.page_id,
            "settled": 0,
        }
        return insert_one(self._db, "captures", capture)

    def _fault(self, loadable: Loadable, fault: Fault, capture_id: int | None) -> None:
        row = {
            "warc_file_id": self._file_id,
            "offset": loadable.location.offset,
            "capture_id": capture_id,
            "url": loadable.location.target_uri or None,
            "stage": fault.stage,
            "code": fault.code,
            "detail": fault.detail,
        }
        insert_one(self._db, "failures", row)


def _page(db: Database, page: PackedPage) -> int:
    known = db.conn.execute("SELECT id FROM pages WHERE uid = ?", (page.uid,)).fetchone()
    if known:
        return int(known[0])
    row: Row = {
        name: getattr(page, name)
        for name in (
            "uid",
            "kind",
            "site",
            "platform",
            "template",
            "normalizer",
            "language",
            "title",
            "post_id",
            "post_key",
            "text_key",
        )
    }
    for name, part in zip(PARTS, page.parts, strict=True):
        row[f"{name}_id"] = ensure(db, "page_parts", {"sha": part.sha, "data": part.data}, ["sha"])
    return insert_one(db, "pages", row)


def _crawl(db: Database, receipt: Receipt) -> int:
    kind = "import" if receipt.imported else "crawl"
    return ensure(db, "crawls", {"uid": receipt.crawl, "kind": kind, "captures": 0}, ["uid"])


def _crawl_times(db: Database, crawl_id: int) -> None:
    db.conn.execute(
        """
        UPDATE crawls SET (first_capture, last_capture, captures) =
          (SELECT min(captured_at), max(captured_at), count(*)
           FROM captures WHERE crawl_id = crawls.id)
        WHERE id = ?
        """,
        (crawl_id,),
    )


def _file_row(receipt: Receipt, crawl_id: int) -> Row:
    return {
        "path": receipt.path,
        "crawl_id": crawl_id,
        "size": receipt.size,
        "sha256": receipt.sha256,
        "normalizer": receipt.normalizer,
        "excluded": receipt.excluded,
        "records": 0,
        "failures": 0,
    }
