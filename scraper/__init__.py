"""The crawl: fetches a blog politely and writes what it saw as WARC."""
