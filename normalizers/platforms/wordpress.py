"""WordPress: block themes, and the classic themes before them.

Only what WordPress core prints is relied on (`body_class()`, `post_class()`,
`wp_head()`, block classes) and what its theme handbook asks of every theme
(`entry-content`, `entry-title`); no theme is known by name.
"""

from __future__ import annotations

from normalizers.site import Template

_CORE = (
    "body.wp-embed-responsive, body.error404, body[class*='postid-'], body[class*='page-id-'], "
    "body.wp-singular, link[rel='https://api.w.org/'], "
    "meta[name='generator'][content^='WordPress'], "
    "link[href*='/wp-content/'], link[href*='/wp-includes/'], script[src*='/wp-includes/'], "
    "script[src*='/wp-content/'], link[rel='pingback'][href*='xmlrpc.php'], "
    "img[src*='/wp-content/'], link[rel='EditURI'][href*='xmlrpc.php']"
)
_CATEGORIES = (
    ".wp-block-post-terms.taxonomy-category a, .taxonomy-category a[rel~='tag']",
    "a[rel~='category']",
)
_TAGS = (
    ".taxonomy-post_tag a[rel~='tag']",
    "a[rel='tag']",
)
_LEAD = (".wp-block-post-featured-image", "img.wp-post-image", ".post-thumbnail", ".entry-image")
_CLUTTER = (
    ".sharedaddy, .jp-relatedposts, .addtoany_share_save_container, "
    ".wp-block-post-navigation-link, "
    ".navigation, .nav-links, .post-navigation, .wp-block-post-author, .wp-block-post-terms, "
    ".wp-block-post-date, .wp-block-post-title, .entry-meta, .entry-footer, .page-links, "
    ".page-link, .post-nav-links, "
    ".postmetadata, .entry-utility, .sociable, .post-meta, .wp-polls, .post-edit-link, "
    ".edit-link, .nav-previous, .nav-next, .sd-block, .wpcnt"
)

WORDPRESS: tuple[Template, ...] = (
    Template(
        name="wordpress/blocks",
        platform="wordpress",
        marks=(".wp-site-blocks, .wp-block-post-content",),
        content=(".wp-block-post-content",),
        title=("h1.wp-block-post-title", ".wp-block-post-title"),
        byline=(".wp-block-post-author__name, .wp-block-post-author-name",),
        date=(".wp-block-post-date time[datetime]",),
        categories=_CATEGORIES,
        tags=_TAGS,
        lead_image=_LEAD,
        entries=(".wp-block-post-template > li", ".wp-block-post"),
        clutter=(_CLUTTER,),
    ),
    Template(
        name="wordpress/classic",
        platform="wordpress",
        marks=(_CORE,),
        content=(
            ".entry-content",
            "[itemprop='articleBody']",
            ".post-content",
            # The default themes of versions 1.5 to 2.9 and those made after them.
            ".hentry .entry, .post .entry, .storycontent, .entrytext",
            ".post-entry, .post-body, .post_content, .entry_content, .entry-body, .postcontent",
            ".page-content, .single-content, .article-content, .article-body, .the-content",
        ),
        title=("h1.entry-title", ".entry-title", ".hentry h1", "h1.post-title", ".hentry h2"),
        byline=(
            ".author.vcard .fn, .author.vcard a, .vcard.author .fn",
            "a[rel~='author']",
            ".vcard .fn",
        ),
        date=(
            "time.entry-date[datetime]",
            "time.published[datetime]",
            "abbr.published",
            ".entry-date",
        ),
        categories=_CATEGORIES,
        tags=_TAGS,
        lead_image=_LEAD,
        entries=("article.hentry", ".hentry", "article.post", "article[id^='post-']"),
        clutter=(_CLUTTER,),
    ),
)
