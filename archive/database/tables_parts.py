"""The tables of what the pages say: stories, wordings, sentences, briefs, comments, edits."""

from __future__ import annotations

from archive.database.tables import Table, table

SIGHT = """
first_seen TEXT! first capture that showed it, UTC
last_seen TEXT! last capture that showed it, UTC
first_capture_id >captures the capture of that first sight
last_capture_id >captures the capture of that last sight
"""

PARTS: tuple[Table, ...] = (
    table(
        "articles",
        "A story, over all its addresses and captures, as it was last shown.",
        """
        uid TEXT! blog and first key: what the story is called in public
        site_id >sites the blog
        key TEXT! the first key of the story in the blog: by post id, else by address
        post_id TEXT the platform's own id of the post, as it is now
        kind TEXT! article, page or protected
        url TEXT! its address
        title TEXT! its title
        headline TEXT! the title less the series
        series TEXT the series, if the title names one
        authors TEXT! the names of the byline, a comma between them
        published_at TEXT when the blog says it was published
        modified_at TEXT when the blog says it was modified
        language TEXT language of the page
        words INTEGER! number of words in body and briefs
        """
        + SIGHT
        + """
        gone_since TEXT first capture that showed it gone; none while it is shown
        visits INTEGER! number of visits that say something about it
        versions INTEGER! number of wordings of story and briefs
        comments INTEGER! number of comments ever seen
        edits INTEGER! number of edits found
        """,
        unique=("uid",),
        indexes=("post_id", "published_at", "last_seen", "series", "gone_since"),
    ),
    table(
        "visits",
        "A visit to a story: the captures of its pages in one crawl, taken as one.",
        """
        article_id >articles the story
        number INTEGER! counted from 1
        outcome TEXT! ok, gone, protected (a password is asked for), error, blocked or truncated
        first_capture TEXT! time of its first capture, UTC
        last_capture TEXT! time of its last capture, UTC
        whole INTEGER! 1 when the story was fetched with all its content pages
        comments_complete INTEGER 1 when every comment of the story was fetched
        oddities TEXT! codes of what is odd about the reading, a blank between two
        capture_id >captures the capture of the story's own address
        """,
        unique=("article_id,number",),
        indexes=("capture_id",),
    ),
    table(
        "article_versions",
        "A wording of a story with its briefs, as long as it was shown.",
        """
        uid TEXT! story, time of first sight
        article_id >articles the story
        number INTEGER! order of first sight among the captures held now; cite the capture instead
        sha TEXT! SHA-256 of the wording
        url TEXT! its address then
        title TEXT! title
        headline TEXT! title less the series
        series TEXT series
        series_label TEXT date or place in the series label
        authors TEXT! byline
        published_at TEXT when the blog says it was published
        modified_at TEXT when the blog says it was modified
        date_text TEXT the date in the page's own words
        lead_image TEXT address of the lead image
        lead_caption TEXT its caption
        words INTEGER! number of words in body and briefs
        """
        + SIGHT,
        unique=("uid",),
        indexes=("article_id,number",),
    ),
    table(
        "blocks",
        "A paragraph or its like, kept once however often it was shown.",
        """
        sha TEXT! SHA-256 of kind and text
        kind TEXT! kind of block as in a page; or title, brief_headline, comment
        text TEXT! the words
        folded TEXT the words as search sees them, where they differ
        """,
        unique=("sha",),
    ),
    table(
        "version_blocks",
        "Which block stands where in a wording.",
        """
        version_id >article_versions the wording
        position INTEGER! order in the wording, from 0
        part TEXT! title, lead_caption, body, brief_headline or brief
        brief_key TEXT key of the brief that holds it
        block_id >blocks the block
        """,
        unique=("version_id,position",),
        indexes=("block_id",),
    ),
    table(
        "briefs",
        "A wording of an item under its own headline inside a story.",
        """
        uid TEXT! story, key of the brief, first sight
        article_id >articles the story
        key TEXT! key of the brief in its story
        headline TEXT! the set-off words, whole
        title TEXT headline less time and update label
        time_label TEXT the time as shown
        stamped_at TEXT the time, worked out
        anchor TEXT its anchor in the page
        position INTEGER! order in the story
        text TEXT! its words
        """
        + SIGHT,
        unique=("uid",),
        indexes=("article_id,key",),
    ),
    table(
        "sentences",
        "A sentence or headline of a story, from its first sight to its last.",
        """
        article_id >articles the story
        position INTEGER! order in the story, from 0; what is gone stands where it stood
        part TEXT! headline, body, brief_headline or brief
        brief_key TEXT key of the brief that holds it
        text TEXT! the words, as last shown
        not_before TEXT last capture without it before its first sight; none if it was there first
        """
        + SIGHT
        + """
        gone_by TEXT first capture without it after its last sight; none while it is shown
        visits INTEGER! number of visits that showed it
        returns INTEGER! how often it was gone and came back
        """,
        unique=("article_id,position",),
    ),
    table(
        "related",
        "An item of the blog's own list of related posts under a story.",
        """
        article_id >articles the story
        url TEXT! where it points
        title TEXT! its title
        blurb TEXT words with it
        date TEXT date with it
        position INTEGER! order in the list
        """
        + SIGHT,
        unique=("article_id,url,title",),
    ),
    table(
        "comments",
        "A comment, as it was last shown.",
        """
        uid TEXT! story and first key of the comment
        article_id >articles the story
        key TEXT! key of the comment in its story, as it is now
        comment_id TEXT the platform's own id
        parent_key TEXT key of the comment it answers
        parent_evidence TEXT how the page shows that
        root_key TEXT key of the comment that opened its thread
        depth INTEGER! 1 at the top
        path TEXT! place in the tree: 4.2 is the second answer to the fourth comment
        position INTEGER! order in the thread, from 0
        kind TEXT! comment, pingback or trackback
        state TEXT! shown, placeholder or awaiting
        author TEXT name as shown
        author_url TEXT the author's own address
        posted_at TEXT when the page says it was posted
        date_text TEXT the date in the page's own words
        permalink TEXT its own address
        text TEXT! its words, as last shown
        wordings INTEGER! number of wordings seen
        """
        + SIGHT
        + """
        absent_since TEXT first complete thread without it; none while it is shown
        """,
        unique=("uid",),
        indexes=("article_id,position", "author", "absent_since", "posted_at"),
    ),
    table(
        "comment_versions",
        "A wording or state of a comment, as long as it was shown.",
        """
        comment_id >comments the comment
        number INTEGER! order of first sight
        sha TEXT! SHA-256 of author, state, parent and words
        state TEXT! shown, placeholder or awaiting
        author TEXT name as shown
        parent_key TEXT key of the comment it answers
        block_id >blocks its words
        """
        + SIGHT,
        unique=("comment_id,number",),
        indexes=("block_id",),
    ),
    table(
        "edits",
        "A change of a story between two captures.",
        """
        uid TEXT! id of the change
        article_id >articles the story
        position INTEGER! order among the edits of the story
        part TEXT! the part of the page: headline, body, brief, comment and so on
        part_key TEXT key of the brief or comment
        op TEXT! what happened: added, removed, edited, moved and so on
        old TEXT the words before
        new TEXT the words after
        classes TEXT! what the change is about, a comma between two
        severity TEXT! high, medium or low
        minor INTEGER! 1 when only typography, case, punctuation or spelling changed
        confidence REAL! how sure the comparison is, up to 1
        notice TEXT! `announced`, `no notice found` or `unknown`
        confirmed INTEGER! 0 for an absence seen once
        since TEXT! last capture that showed the old state, UTC
        until TEXT! first capture that showed the new state, UTC
        old_capture_id >captures the capture that shows the old state
        new_capture_id >captures the capture that shows the new state
        normalizer TEXT! version of the normalizer that read both
        alarm_id >alarms the alarm over the site that explains it, if there is one
        record TEXT! the whole record of the change, as JSON
        """,
        unique=("article_id,uid,until",),
        indexes=("uid", "until", "part,op", "severity", "old_capture_id", "new_capture_id"),
    ),
)
