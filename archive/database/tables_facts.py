"""The tables of what stories name: authors, tags, links, images."""

from __future__ import annotations

from archive.database.tables import Table, table
from archive.database.tables_parts import SIGHT

FACTS: tuple[Table, ...] = (
    table(
        "authors",
        "A name in a byline.",
        """
        uid TEXT! short hash of the name
        name TEXT! the name
        """,
        unique=("uid",),
    ),
    table(
        "article_authors",
        "Who stood in the byline of a story, in any of its wordings.",
        """
        article_id >articles the story
        author_id >authors the name
        """
        + SIGHT,
        unique=("article_id,author_id",),
        indexes=("author_id",),
    ),
    table(
        "tags",
        "A tag or category of the blog.",
        """
        uid TEXT! short hash of kind and name
        kind TEXT! `tag` or `category`
        name TEXT! its name
        """,
        unique=("uid",),
    ),
    table(
        "article_tags",
        "Which tags and categories a story had, in any of its wordings.",
        """
        article_id >articles the story
        tag_id >tags the tag
        """
        + SIGHT,
        unique=("article_id,tag_id",),
        indexes=("tag_id",),
    ),
    table(
        "links",
        "A link in a story, its briefs, its comments or its related posts.",
        """
        article_id >articles the story
        region TEXT! the part that holds it
        url TEXT! where it points
        host TEXT! host it points to
        text TEXT! its words
        """
        + SIGHT,
        unique=("article_id,region,url,text",),
        indexes=("host",),
    ),
    table(
        "images",
        "An image of a story.",
        """
        article_id >articles the story
        url TEXT! address of the image
        caption TEXT its caption, as last shown
        """
        + SIGHT,
        unique=("article_id,url",),
    ),
    table(
        "link_hosts",
        "How many links to a host the stories of a year hold: a summary.",
        """
        year TEXT! year of publication
        host TEXT! the host
        links INTEGER! number of links
        stories INTEGER! number of stories
        """,
        unique=("year,host",),
    ),
)
