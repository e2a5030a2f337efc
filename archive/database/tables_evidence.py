"""The tables of what was captured: crawls, files, records, captures, pages as read."""

from __future__ import annotations

from archive.database.tables import Table, table

EVIDENCE: tuple[Table, ...] = (
    table(
        "sites",
        "A blog, with all the hosts it ever had.",
        """
        uid TEXT! name of the blog: that of its declaration, else its host
        """,
        unique=("uid",),
    ),
    table(
        "crawls",
        "One run that captured, or one file that was imported.",
        """
        uid TEXT! id of the crawl as in the WARC file names, or `import-` and a file's name
        kind TEXT! `crawl` or `import`
        first_capture TEXT time of its first capture, UTC
        last_capture TEXT time of its last capture, UTC
        captures INTEGER! number of captures
        """,
        unique=("uid",),
    ),
    table(
        "warc_files",
        "A WARC file of the archive that was loaded; this row is the receipt.",
        """
        path TEXT! path inside the archive folder
        crawl_id >crawls the crawl that wrote it
        size INTEGER! size in bytes
        sha256 TEXT! SHA-256 of the whole file, in hex
        normalizer TEXT! version of the normalizer that read it
        excluded TEXT! short hash of the exclusions that held; empty when there were none
        records INTEGER! number of records taken from it
        failures INTEGER! number of records or captures that could not be read
        """,
        unique=("path",),
    ),
    table(
        "warc_records",
        "Where a record lies: what every fact is cited by.",
        """
        warc_file_id >warc_files the file that holds it
        inside TEXT path of the WARC file inside a WACZ package
        offset INTEGER! first byte of its gzip member in the file
        length INTEGER! length of the member in bytes
        record_id TEXT! WARC-Record-ID
        target_uri TEXT! WARC-Target-URI, as written
        warc_date TEXT! WARC-Date, as written
        digest TEXT digest of the entity body (`sha1:` and base 32)
        revisit_of TEXT record id of the original, if this is a revisit
        """,
        unique=("warc_file_id,inside,offset",),
        indexes=("record_id",),
    ),
    table(
        "urls",
        "An address that was captured.",
        """
        url TEXT! the address as captured
        host TEXT! its host
        story_key TEXT! one key for all spellings of the address, comment pages folded
        """,
        unique=("url",),
        indexes=("story_key",),
    ),
    table(
        "page_parts",
        "A part of a page as the normalizer gave it, kept once for all captures that show it.",
        """
        sha TEXT! SHA-256 of the part's JSON, in hex
        data BLOB! the JSON, compressed by zlib
        """,
        unique=("sha",),
    ),
    table(
        "pages",
        "A page as the normalizer read it; captures that show the same page share it.",
        """
        uid TEXT! SHA-256 of its parts, the time of capture left out, in hex
        kind TEXT! article, page, list, attachment, protected, gone, error or other
        site TEXT name of the declared blog
        platform TEXT the platform that the markup shows
        template TEXT! the template that read it
        normalizer TEXT! version of the normalizer
        language TEXT language of the page
        title TEXT title of the story on it
        post_id TEXT the platform's own id of the post
        post_key TEXT blog and key of the story, if the page shows one
        text_key TEXT short hash of blog, title and day: the same under another number
        frame_id >page_parts all that is in no other part
        article_id >page_parts the story without its briefs
        briefs_id >page_parts the briefs
        related_id >page_parts the related posts
        comments_id >page_parts the comments
        links_id >page_parts the links
        """,
        unique=("uid",),
        indexes=("post_key", "text_key"),
    ),
    table(
        "captures",
        "One answer of the server, and what came of it. This is what is cited.",
        """
        uid TEXT! record id without its brackets and scheme
        warc_record_id >warc_records the record that holds it
        url_id >urls the address
        crawl_id >crawls the crawl, or the import
        captured_at TEXT! time of capture, UTC
        status INTEGER! HTTP status; 0 when nothing came
        mime TEXT media type as the server said
        outcome TEXT! ok, unchanged (bytes seen before), redirect, gone, error, blocked, truncated
        redirect_to TEXT where a redirect points
        page_id >pages the page that was read from it
        article_id >articles the story it belongs to
        visit INTEGER number of the visit to that story, from 1
        settled INTEGER! 1 when its story was worked out with it, else 0
        """,
        unique=("warc_record_id",),
        indexes=("uid", "url_id,captured_at", "article_id,visit", "page_id", "settled", "crawl_id"),
    ),
    table(
        "normalizer_runs",
        "What one version of the normalizer made of one WARC file.",
        """
        warc_file_id >warc_files the file
        normalizer TEXT! version of the normalizer
        template TEXT! the template
        pages INTEGER! number of captures it read
        """,
        unique=("warc_file_id,template",),
    ),
    table(
        "failures",
        "A fetch without answer, or a record or capture that gave no page, and why.",
        """
        warc_file_id >warc_files the file
        offset INTEGER offset of the record in bytes
        capture_id >captures the capture, if there is one
        url TEXT the address
        stage TEXT! `fetch`, `record`, `normalize` or `compare`
        code TEXT! short name of the fault
        detail TEXT! what is wrong, in words
        """,
        indexes=("warc_file_id", "capture_id"),
    ),
    table(
        "alarms",
        "What is odd about the reading of a whole site, told once instead of as many edits.",
        """
        site_id >sites the blog
        crawl_id >crawls the crawl or import that showed it first
        code TEXT! short name of the oddity
        told TEXT! the alarm in words
        before INTEGER! number of stories that had the oddity at the visit before
        now INTEGER! number of stories that have it now
        pages INTEGER! number of stories compared
        """,
        unique=("site_id,crawl_id,code",),
        indexes=("crawl_id",),
    ),
    table(
        "column_docs",
        "What stands in each column: this data dictionary.",
        """
        table_name TEXT! the table or view
        column_name TEXT the column; none for the table itself
        kind TEXT SQLite type
        doc TEXT! what stands in it
        """,
        unique=("table_name,column_name",),
    ),
)
