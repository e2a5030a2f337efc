"""The archive: WARC files as the truth, SQLite as a view, and the doors to both."""
