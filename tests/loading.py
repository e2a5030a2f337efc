"""Loading for tests: captures put into a database, and crawls written to be loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from archive.database.load import store
from archive.database.settle import settle, stories_of
from archive.layout import Layout
from archive.warc.writer import WarcWriter
from tests.build import exchange, http, info
from tests.build_pages import BASE, DAY, T0, loadable, receipt

URL = f"{BASE}/2026/09/bridge/"
STORY = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<link rel="canonical" href="{url}"></head>
<body class="single single-post postid-{post} wordpress"><article class="post-{post} post hentry">
<h1 class="entry-title">{title}</h1><div class="entry-content"><p>The bridge over the strait was
opened on Monday, after eleven years of work and two of waiting.</p><p>Ten people came, and the
mayor spoke for an hour about patience.</p></div></article></body></html>"""


def story(title="A bridge opens", url=URL, post=7):
    """A response with a story."""
    return http(STORY.format(title=title, url=url, post=post).encode())


def written(root, *crawls):
    """An archive of crawls, each a list of (URL, response) a minute apart."""
    layout = Layout(root)
    for number, pairs in enumerate(crawls):
        with WarcWriter(layout, info(f"c{number + 1}")) as writer:
            for minute, (url, response) in enumerate(pairs):
                at = T0 + timedelta(days=number, minutes=minute)
                writer.write(exchange(url, response, at=at))
    return layout


def here(clusters):
    """Clusters worked out in this process."""
    return ((cluster, stories_of(cluster)) for cluster in clusters)


def settle_all(db):
    """Work out what is not settled yet."""
    settle(db, here, lambda _: None)


def visit(day, shown, **more):
    """A capture of a page on a day, as the loadables of a crawl."""
    return [loadable(1, shown, at=T0 + day * DAY, **more)]


def put(db, *visits, settled=True):
    """Load visits, each of them the loadables of one crawl."""
    for number, found in enumerate(visits, 1):
        crawl = f"c{number}"
        warc = f"warc/{crawl}-00001.warc.gz"
        moved = [replace(one, location=replace(one.location, warc=warc)) for one in found]
        store(db, receipt(crawl), moved)
    if settled:
        settle_all(db)


def rows(db, sql, *values):
    """The rows that a statement gives, as tuples."""
    return [tuple(row.values()) for row in db.query(sql, values)]
