"""EA WorldView, formerly Enduring America: a news blog, 2008 to the present.

The looks follow the date of the capture, not of the post: Squarespace 5 to June 2013,
WordPress since; one old post was captured in several of them. All hosts carried the same
stories. `/YYYY/MM/slug/` and, on Squarespace, `/home/YYYY/M/D/slug.html` are posts.
"""

from __future__ import annotations

from normalizers.platforms.extra import EXTRA
from normalizers.platforms.squarespace5 import SQUARESPACE5
from normalizers.platforms.tagdiv import TAGDIV
from normalizers.site import COMMON_RULES, Site, Template, UrlRule

# Plug-ins came and went, so their boxes are taken by class, and a list by its heading.
_RELATED = (
    ".wp_rp_wrap",
    ".yarpp-related, .crp_related, .jp-relatedposts, .related-posts, .related_posts, .post-related",
    ":is(h2, h3, h4, h5):lexbor-contains('related posts' i) + :is(ul, ol)",
    ".related",
)
# 2017 to the middle of 2018: the image and its caption stand between headline and story.
_MAGAZINE_2017 = Template(
    name="wordpress/eaworldview-2017",
    platform="wordpress",
    marks=(
        ".entry-content",
        ".entry-title",
        ".post-image, .post-meta .post-author, .post-meta .post-date",
    ),
    content=(".entry-content",),
    title=("h1.entry-title", ".entry-title"),
    byline=(".post-meta .post-author a", ".post-meta a[rel~='author']", ".post-meta .post-author"),
    date=(".post-meta time[datetime]", ".post-meta .post-date"),
    categories=(".post-meta a[rel~='category'], .post-categories a", "a[rel~='category']"),
    tags=(".post-tags a", "a[rel='tag']"),
    lead_image=(".post-image",),
    caption=(
        ".post-image .wp-caption-text, .post-image figcaption",
        ".post-image p, .post-image + .caption",
    ),
    related=_RELATED,
    entries=("article.hentry", "article.post"),
    clutter=(".post-meta, .post-image, .post-share, .post-tags, .page-links, .author-box",),
)
# 2013 to 2016.
_MAGAZINE_2013 = Template(
    name="wordpress/eaworldview-2013",
    platform="wordpress",
    marks=(".entry-content, .post-content", ".entry-title"),
    content=(".entry-content", ".post-content"),
    title=("h1.entry-title", ".entry-title"),
    byline=(
        ".entry-meta a[rel~='author']",
        "a[rel~='author']",
        ".entry-meta .author, .byline .author",
    ),
    date=(
        ".entry-meta time[datetime]",
        "time[datetime]",
        ".entry-meta .date, .entry-date",
        ".entry-meta",
    ),
    categories=("a[rel~='category']", ".entry-meta a[href*='/category/'], .entry-categories a"),
    tags=("a[rel='tag']", ".entry-tags a, .entry-meta a[href*='/tag/']"),
    lead_image=(".entry-image", ".post-thumbnail", ".featured-image"),
    caption=(".entry-image .wp-caption-text, .featured-image .wp-caption-text",),
    related=_RELATED,
    entries=("article.hentry", "article.post"),
    clutter=(".entry-share, .entry-footer, .page-links, .author-box, .entry-content .entry-meta",),
)

EAWORLDVIEW = Site(
    name="eaworldview",
    hosts=("eaworldview.com", "enduringamerica.com", "enduringamerica.squarespace.com"),
    title="EA WorldView",
    timezone="Europe/London",
    language="en",
    date_order="MDY",
    templates=(*EXTRA, *TAGDIV, _MAGAZINE_2017, *SQUARESPACE5, _MAGAZINE_2013),
    rules=(
        UrlRule(
            kind="skip", pattern=r"(?i:^/(?:display|universal|storage|login|process)/|[?&]SSScroll)"
        ),
        UrlRule(
            kind="list", pattern=r"[?&]currentPage=\d+|^/home/?$|^/home/(?:tag|author|category)/"
        ),
        UrlRule(kind="feed", pattern=r"(?i:^/(?:home/)?(?:rss|atom|feed)(?:\.xml)?/?$)"),
        UrlRule(
            kind="post",
            pattern=r"^/(?:home|[a-z]+-\d{4})/\d{4}/\d{1,2}/\d{1,2}/[^/?]+\.html$"
            r"|^/\d{4}/\d{1,2}/(?:\d{1,2}/)?[^/?]*[^/?\d][^/?]*(?:\.html|/\d+)?/?$",
        ),
        *COMMON_RULES,
        UrlRule(kind="page", pattern=r"^/[\w-]+/?$"),
    ),
    feeds=("/feed/", "/home/rss.xml"),
    series=True,
    essays=r"(?:Analysis|Opinion|Feature|Interview|Essay|Document|Transcript|Podcast)s?$",
    boilerplate=(
        r"(?i)^\W*receive our latest updates by (?:e-?mail|rss)",
        r"(?i)^\W*(?:or )?subscribe to our (?:rss )?feed\W*$",
        r"(?i)^\W*buy us a cup of coffee",
        r"(?i)^\W*help (?:ea worldview|enduring america) expand its coverage",
        r"(?i)^\W*iran election guide(?:\W+donate to eawv?.*)?$|^\W*donate to eawv?\b",
        r"(?i)^\W*or,? click to learn more\W*$",
        r"(?i)^article originally appeared on (?:ea worldview|enduring america)",
        r"(?i)^see website for complete article licensing information",
        r"(?i)^click to read more\W*$",
        (
            r"^(?:About the Author:? )?(?:[A-Z][\w.'’-]* ){2,4}is (?:an? |the )?"
            r"(?:(?:Honorary|Emeritus|Associate|Visiting) )?Professor (?:of|at|in|Emeritus)\b"
        ),
    ),
)
