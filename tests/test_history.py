from __future__ import annotations

from datetime import UTC, datetime

from archive.diff.changes import CaptureRef, Reading
from archive.diff.history import edits
from normalizers.values import Article, Block, Comment, CommentsInfo, Page


def para(text: str) -> Block:
    return Block(kind="paragraph", text=text)


def comment(number: int, text: str, parent: int | None = None) -> Comment:
    return Comment(
        key=f"wp-{number}",
        id=str(number),
        parent_key=f"wp-{parent}" if parent else None,
        parent_evidence="nesting" if parent else None,
        author="Ana",
        blocks=(para(text),),
    )


def page(
    day: int,
    *texts: str,
    title: str = "A title",
    comments=(),
    complete=True,
    url="http://a.example/p/",
) -> Page:
    return Page(
        url=url,
        canonical_url=url,
        captured_at=datetime(2026, 1, day, tzinfo=UTC),
        status=200,
        kind="article",
        template="t",
        normalizer="1.0",
        article=Article(
            key="wp-7",
            post_id="7",
            title=title,
            headline=title,
            blocks=tuple(para(text) for text in texts),
        ),
        comments=tuple(comments),
        comments_info=CommentsInfo(complete=complete, open=True),
    )


def reading(day: int, shown: Page | None, outcome: str = "ok") -> Reading:
    ref = CaptureRef(
        url="http://a.example/p/",
        captured_at=f"2026-01-{day:02}T06:00:00Z",
        warc="warc/a.warc.gz",
        offset=day,
        length=1,
        record_id=f"<urn:{day}>",
    )
    return Reading(outcome=outcome, page=shown, captures=(ref,))


def told(found):
    return [(e.change.part, e.change.op, e.change.confirmed) for e in found]


def test_comment_is_removed_at_the_first_absence_and_confirmed_by_the_next():
    shown = page(1, "Text.", comments=[comment(1, "Hello.")])
    gone = page(2, "Text.")
    first = edits([reading(1, shown), reading(2, gone)])
    second = edits([reading(1, shown), reading(2, gone), reading(3, page(3, "Text."))])
    assert [("comment", "removed", False)] == told(first)
    assert [("comment", "removed", True)] == told(second)
    assert first[0].change.id == second[0].change.id
    assert ("2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z") == second[0].between


def test_incomplete_thread_removes_nothing():
    shown = page(1, "Text.", comments=[comment(1, "Hello.")])
    assert () == edits([reading(1, shown), reading(2, page(2, "Text.", complete=False))])


def test_headline_that_swings_is_one_oscillation():
    names = ["One story", "Another story", "One story", "Another story", "One story"]
    found = edits([reading(d, page(d, "Text.", title=t)) for d, t in enumerate(names, 1)])
    assert [("headline", "rewritten"), ("headline", "restored")] == [
        (e.change.part, e.change.op) for e in found
    ] or [("headline", "edited"), ("headline", "restored")] == [
        (e.change.part, e.change.op) for e in found
    ]


def test_page_gone_and_back():
    found = edits(
        [
            reading(1, page(1, "Text.")),
            reading(2, None, "gone"),
            reading(3, None, "error"),
            reading(4, None, "gone"),
            reading(5, page(5, "Text.")),
        ]
    )
    assert [("page", "removed", True), ("page", "restored", True)] == told(found)


def test_a_number_is_found():
    found = edits(
        [reading(1, page(1, "At least 12 died.")), reading(2, page(2, "At least 21 died."))]
    )
    assert ("number",) == found[0].change.classes
    assert "no notice found" == found[0].change.notice
