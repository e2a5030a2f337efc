"""Settings of Scrapy for every crawl of this program.

What differs from archive to archive (delay, User-Agent, bounds) stands in its
`palimpsest.toml` and is set by the spider.
"""

BOT_NAME = "palimpsest"
SPIDER_MODULES = ["scraper.spiders"]
COMMANDS_MODULE = "scraper.commands"

# The wire hook, and what would get between it and the wire.
DOWNLOAD_HANDLERS = {
    "http": "scraper.capture.CaptureHandler",
    "https": "scraper.capture.CaptureHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
HTTPCACHE_ENABLED = False
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # the other knows no IPv6

# gzip alone: readers of archives stumble over br and zstd (webrecorder/warcio#73,
# webrecorder/pywb#947).
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip",
}

# No door into a running crawl, and nobody to keep cookies for.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = False  # old blogs outlive their certificates; it is recorded

# Redirects are followed by the spider, which knows its scope.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False

ROBOTSTXT_OBEY = True
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # no callback yields any; of 100, a task each is made for every answer
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 408, 522, 524]  # 429 and 503 wait: see politeness
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
BACKOFF_START = 30.0  # seconds, doubled each time
BACKOFF_LONGEST = 600.0
BACKOFF_TIMES = 3

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scraper.decoding.LenientCompressionMiddleware": 590,
    "scraper.replay.ReplayMiddleware": 110,  # robots.txt is asked first, as the first time
    "scraper.politeness.RobotsMiddleware": 100,
    "scraper.politeness.BackoffMiddleware": 560,
}
EXTENSIONS = {
    "scraper.recorder.Recorder": 0,
    "scraper.report.Tally": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scraper.politeness.Pace": 0,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
}

LOG_LEVEL = "WARNING"  # on stderr; the log of a crawl tells more
LOG_VERSIONS: list[str] = []
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
STATS_DUMP = False
URLLENGTH_LIMIT = 8_000
