"""The view: SQLite, made again from the WARC files at any time."""
