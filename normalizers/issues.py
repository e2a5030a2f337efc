"""The soft faults of a reading: every code that `Page.issues` may hold, and its sense."""

from __future__ import annotations

from normalizers.values import Issue

CODES = {
    "authors-disagree": "the byline names others than the data of the page",
    "dates-disagree": "the page shows another day than its data",
    "no-body": "the page is a story, and no text of it was found",
    "no-title": "the page is a story without a title",
    "fallback-disagrees": "two readings of the body differ; ours was kept",
    "fallback-used": "no look fits the page; the body is the last resort's",
    "unclaimed-text": "the content column holds text that no region took",
    "comments-not-archived": "the comments are another system's, shown by a script",
    "comments-incomplete": "the page states more comments than it shows",
    "truncated": "the page ends before its markup does",
}


def issue(code: str, detail: str) -> Issue:
    """An issue of a known code.

    Raises:
        KeyError: nobody documented the code.
    """
    if code not in CODES:
        raise KeyError(code)
    return Issue(code=code, detail=detail)
