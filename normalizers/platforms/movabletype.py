"""Movable Type: the default templates of versions 2 to 5."""

from __future__ import annotations

from normalizers.site import Template

MOVABLETYPE: tuple[Template, ...] = (
    Template(
        name="movabletype/default",
        platform="movabletype",
        marks=(
            (
                "meta[name='generator' i][content*='movable type' i], script[src*='mt-site.js'], "
                "form[action*='mt-comments'], a[href*='mt-comments.cgi'], "
                "form[action*='mt-search'], "
                "link[href*='mt-static'], script[src*='mt-static'], .asset-header"
            ),
        ),
        content=(
            ".asset-content",
            ".entry-content",
            ".entry-body",
            ".blogbody",
            ".asset-body",
        ),
        title=(".asset-name", ".entry-header", ".entry-title", "h3.title", "h2.title"),
        byline=(".byline .fn", ".asset-meta .author", ".byline a"),
        date=("abbr.published", ".asset-meta .published", ".date-header", "h2.date", ".posted"),
        categories=(".entry-categories a, .asset-meta a[rel~='tag']",),
        tags=(".entry-tags a, .asset-footer a[rel='tag']",),
        entries=(".asset", ".entry", ".blogbody"),
        clutter=(
            (
                ".asset-meta, .asset-footer, .entry-footer, .content-nav, .posted, .asset-header, "
                ".entry-header, .date-header"
            ),
        ),
    ),
)
