"""WordPress with a theme of tagDiv (Newspaper, Newsmag): the classes its modules print.

*Quirk:* comments show their time as `time[pubdate="<unix seconds>"]`, without `datetime`,
and the id `comment-N` stands twice.
"""

from __future__ import annotations

from normalizers.site import Template

TAGDIV: tuple[Template, ...] = (
    Template(
        name="wordpress/tagdiv",
        platform="wordpress",
        marks=(
            (
                ".td-post-content, .td-post-title, .td-post-header, .td-main-content-wrap, "
                ".td_module_wrap, .td-ss-main-content"
            ),
        ),
        content=(".td-post-content", ".td-page-content", ".tdb-block-inner .tdb_single_content"),
        title=(
            "header.td-post-title h1.entry-title",
            ".td-post-title .entry-title",
            "h1.entry-title",
            ".td-page-header .entry-title",
        ),
        byline=(
            ".td-post-title .td-post-author-name a",
            ".td-post-author-name a",
            "a[rel~='author']",
        ),
        date=(
            ".td-post-title time.entry-date[datetime]",
            ".td-post-date time[datetime]",
            "time.entry-date[datetime]",
            ".td-post-date, time.entry-date",
        ),
        categories=(".td-category a", "ul.td-category a", "a[rel~='category']"),
        tags=(".td-post-source-tags .td-tags a", ".td-tags a", "a[rel='tag']"),
        lead_image=(".td-post-featured-image",),
        caption=(
            ".td-post-featured-image figcaption, .td-post-featured-image .wp-caption-text",
            ".td-featured-image-caption",
        ),
        related=(".td_block_related_posts", ".td-related-row"),
        entries=(
            ".td-ss-main-content .td_module_wrap",
            ".td_module_wrap",
        ),
        clutter=(
            (
                ".td-post-header, .author-box-wrap, .td-post-sharing, .td-post-sharing-bottom, "
                ".td-post-next-prev, .td-post-source-tags, .td-crumb-container, .td-post-views, "
                ".td-post-comments, .td_block_social_counter, .td-ss-main-sidebar, .td-a-rec, "
                ".td-category-siblings, .td-load-more-wrap, .td-pulldown-filter-display-option"
            ),
        ),
    ),
)
