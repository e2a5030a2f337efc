"""Blogger: the classes that its layout engine has printed since 2006.

*Quirk:* the whole page is made of `widget` elements, the story as well; the class says
nothing about clutter here.
"""

from __future__ import annotations

from normalizers.site import Template

BLOGGER: tuple[Template, ...] = (
    Template(
        name="blogger/layouts",
        platform="blogger",
        marks=(
            (
                "meta[name='generator' i][content^='blogger' i], link[href*='blogger.com/feeds/'], "
                "link[rel='service.post'][href*='blogger.com'], script[src*='blogger.com/static'], "
                "link[href*='blogger.com/static'], link[href*='blogblog.com']"
            ),
        ),
        content=(".post-body", "[itemprop='articleBody']", ".entry-content", ".post .entry"),
        title=(".post-title.entry-title", ".post-title", ".entry-title"),
        byline=(".post-author .fn", "[itemprop='author'] [itemprop='name']", ".post-author"),
        date=("abbr.published", "time.published", ".date-header"),
        categories=(".post-labels a[rel='tag']", "a[rel='tag']"),
        entries=(".post-outer", ".post.hentry", ".post"),
        related=(".related-posts, #related-posts, .relatedposts, #relatedposts, .related_posts",),
        clutter=(
            (
                ".post-footer, .post-share-buttons, .blog-pager, #blog-pager, .post-labels, "
                ".jump-link, "
                ".post-feeds, .blog-feeds, .item-control, .post-icons, .reaction-buttons, "
                ".linkwithin_div"
            ),
        ),
    ),
)
