"""Commands of Scrapy that this program has in its own form."""
