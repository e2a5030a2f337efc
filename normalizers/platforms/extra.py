"""WordPress with Extra or Divi of Elegant Themes: the classes their templates print.

The line under the headline reads "Posted by NAME | DATE | CATEGORY, CATEGORY | N |".
"""

from __future__ import annotations

from normalizers.site import Template

EXTRA: tuple[Template, ...] = (
    Template(
        name="wordpress/extra",
        platform="wordpress",
        marks=(
            (
                ".post-wrap .post-content, body.et_extra, .et_pb_extra_column_main, "
                ".post-header .post-meta.vcard, .et_pb_post .post-content.entry-content"
            ),
        ),
        content=(
            ".post-wrap .post-content.entry-content",
            ".post-wrap .post-content",
            ".post-content.entry-content",
            ".post-content",
        ),
        title=(".post-header h1.entry-title", ".post-header .entry-title", "h1.entry-title"),
        byline=(
            ".post-header .post-meta a[rel~='author'], .post-header .post-meta a.fn",
            ".post-header .post-meta .author a, .post-header .post-meta a[href*='/author/']",
        ),
        date=(
            ".post-header .post-meta time[datetime]",
            ".post-header .post-meta .updated, .post-header .post-meta .published",
            ".post-header .post-meta",
            ".post-meta .updated",
        ),
        categories=(
            ".post-header a[rel~='category'], .post-header a[href*='/category/']",
            ".post-header .post-meta a[rel~='tag']",
        ),
        tags=(
            ".post-footer a[rel~='tag'], .post-tags a, .posttag a, .tag-cloud a[rel~='tag']",
            ".post-header .post-meta a[href*='/tag/']",
        ),
        lead_image=(".post-thumbnail.header", ".post-thumbnail"),
        caption=(".post-thumbnail figcaption, .post-thumbnail .wp-caption-text",),
        related=(".related-posts",),
        entries=(
            (
                ".et_pb_extra_column_main article, .posts-blog-feed-module article, "
                ".paginated_content article, .archive article"
            ),
            "article.post, article.hentry",
        ),
        clutter=(
            (
                ".author-box, .post-nav, .post-footer, .rating-stars, .et_social_inline, "
                ".social-icons, .et_pb_extra_column_sidebar, .post-header, .comments-link"
            ),
        ),
    ),
)
