"""TypePad: the default templates, `entry-body` and `entry-more`."""

from __future__ import annotations

from normalizers.site import Template

TYPEPAD: tuple[Template, ...] = (
    Template(
        name="typepad/default",
        platform="typepad",
        marks=(
            (
                "meta[name='generator' i][content*='typepad' i], link[href*='.typepad.com/'], "
                "script[src*='static.typepad.com'], link[href*='static.typepad.com']"
            ),
        ),
        content=(
            ".entry-content",
            ".entry .entry-body",
            ".entry-body",
            ".entry .content",
            ".blogbody",
        ),
        title=(".entry-header", "h3.entry-header", "h2.entry-header", ".entry-title"),
        byline=(".post-footers .fn", ".byline a", ".entry-footer .author"),
        date=("h2.date-header", ".date-header", ".post-footers"),
        categories=(".entry-categories a, .post-footers a[rel='tag']",),
        tags=(".entry-tags a, .tags a[rel='tag']",),
        entries=(".entry",),
        clutter=(
            (
                ".entry-footer, .content-nav, .entry-footer-links, .entry-footer-share, "
                ".post-footers, "
                ".entry-header, .date-header"
            ),
        ),
    ),
)
