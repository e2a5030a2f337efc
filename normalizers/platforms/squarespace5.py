"""Squarespace 5: journals, their lists (`?currentPage=N`) and the print view.

Class names as they stand in the markup of Squarespace 5 itself; every journal has them,
whatever its style. The print view keeps little but a closing line on where the article
appeared first.
"""

from __future__ import annotations

from normalizers.site import Template

_LABELS = (
    ".journal-entry-tag .posted-in a, .journal-entry-tag .tag-element a",
    ".journal-entry-tag a[href*='/category/'], .journal-entry-tag a[href*='/tag/']",
    "a[rel~='tag']",
)
_AUTHORS = (
    ".journal-entry-tag .posted-by a",
    ".journal-entry-tag a[href*='/author/'], .journal-entry-tag a[href*='authorid']",
    ".journal-entry-tag .posted-by, .journal-entry-tag .author",
    ".journal-entry-tag-post-body:has(> a[href*='/tag/'])",
)
# The print view's line "NAME in LABEL, LABEL".
_LABELLED = "p:has(> a[href*='/tag/']), div:has(> a[href*='/tag/'])"

SQUARESPACE5: tuple[Template, ...] = (
    Template(
        name="squarespace5/journal",
        platform="squarespace5",
        marks=(".journal-entry-text, .journal-entry-wrapper, .journal-entry",),
        content=(
            ".journal-entry-text .body",
            ".journal-entry .body",
            ".journal-entry-text",
            ".journal-entry",
        ),
        title=(
            "h2.title a.journal-entry-navigation-current",
            ".journal-entry-text .title",
            ".journal-entry .title",
            ".journal-entry h1, .journal-entry h2",
        ),
        byline=_AUTHORS,
        date=(
            ".journal-entry-tag .posted-on",
            ".posted-on",
            ".journal-entry-tag .posted-by, .journal-entry-tag",
            ".journal-entry-float-date",
        ),
        categories=_LABELS,
        lead_image=(".body [class*='full-image']",),
        caption=(".body [class*='full-image'] .thumbnail-caption",),
        entries=(".journal-entry-wrapper", ".journal-entry"),
        clutter=(
            (
                ".journal-entry-navigation, .journal-entry-tag-post-body, "
                ".journal-entry-text:not(:has(.body)) .journal-entry-tag, "
                ".journal-entry-float-date, .journal-entry-float-day, "
                ".paginationControlWrapper, .paginationControl, "
                ".journal-read-more-tag, .email-article-link, .print-article-link, "
                ".journal-entry-references, .thumbnail-caption, .sharing, "
                "#sidebar1Wrapper, #sidebar2Wrapper"
            ),
        ),
    ),
    Template(
        name="squarespace5/print",
        platform="squarespace5",
        marks=(
            (
                "body :lexbor-contains('article originally appeared on' i), .printer-friendly, "
                "body.printerFriendly, #printerFriendly, link[href*='printer-friendly']"
            ),
        ),
        content=(".body", ".article-body, .content .text", "#content", ".content"),
        title=("h2.title, h1.title, .title", "h1", "h2"),
        byline=(
            "a[rel~='author'], a[href*='/author/']",
            ".posted-by a, .author a",
            ".posted-by, .author",
            _LABELLED,
        ),
        date=(".posted-on", ".date", ".journal-entry-tag, .meta"),
        categories=(
            ".posted-in a, .tags a, a[rel~='tag'], a[href*='/tag/'], a[href*='/category/']",
        ),
        clutter=(".licensing, .article-licensing, .journal-entry-tag, .print-footer", _LABELLED),
    ),
)
