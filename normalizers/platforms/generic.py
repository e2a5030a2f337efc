"""Pages of no known platform: microformats, schema.org, HTML5, and nothing at all.

Microformats 2 (https://microformats.org/wiki/h-entry), its older form
(https://microformats.org/wiki/hatom) and https://schema.org/Article in microdata.
"""

from __future__ import annotations

from normalizers.site import Template

# Boxes of related posts as themes and plug-ins of many platforms name them.
_RELATED = (
    (
        ".related-posts, .related_posts, .relatedposts, #related-posts, #relatedposts, "
        ".related-articles, "
        ".post-related, .entry-related, section.related, div.related"
    ),
)
_TIMES = (
    "time.dt-published",
    "time[itemprop='datePublished']",
    "[itemprop='datePublished']",
    "time[pubdate]",
)

GENERIC: tuple[Template, ...] = (
    Template(
        name="generic/h-entry",
        platform=None,
        marks=(".h-entry .e-content",),
        content=(".h-entry .e-content",),
        title=(".h-entry .p-name",),
        byline=(".p-author .p-name", ".p-author"),
        date=(".dt-published", *_TIMES),
        categories=(".p-category",),
        entries=(".h-entry",),
        related=_RELATED,
    ),
    Template(
        name="generic/hentry",
        platform=None,
        marks=(".hentry .entry-content",),
        content=(".hentry .entry-content",),
        title=(".hentry .entry-title",),
        byline=(".author .fn", ".vcard .fn", ".author"),
        date=(".published", ".entry-date", *_TIMES),
        categories=("a[rel~='tag']",),
        entries=(".hentry",),
        related=_RELATED,
    ),
    Template(
        name="generic/schema",
        platform=None,
        marks=("[itemprop~='articleBody']",),
        content=("[itemprop~='articleBody']",),
        title=("[itemprop~='headline']",),
        byline=("[itemprop~='author'] [itemprop~='name']", "[itemprop~='author']"),
        date=_TIMES,
        entries=("[itemtype$='BlogPosting'], [itemtype$='Article']",),
        related=_RELATED,
    ),
    Template(
        name="generic/plain",
        platform=None,
        marks=(),
        content=(
            (
                ".entry-content, .post-content, .post-body, .article-body, .article-content, "
                ".entry-body"
            ),
        ),
        title=("h1.entry-title", "h1.post-title", "h1.title", "article h1", "main h1", "h1"),
        byline=("a[rel~='author']", ".byline .author", ".author .name", ".author"),
        date=_TIMES,
        entries=("article", ".post", ".entry"),
        related=_RELATED,
    ),
)
