"""Scrapy's settings: each that is not the default carries its reason."""

from importlib.metadata import version

BOT_NAME = "untagged"
USER_AGENT = f"untagged/{version('untagged')} (+https://github.com/untagged/untagged; social listening; contact: see the site's table)"

SPIDER_LOADER_CLASS = "crawler.loader.SiteLoader"  # spiders are made from the sites' tables, not found in modules
ADDONS = {"crawler.loader.ContextAddon": 0}  # gives `scrapy crawl SITE` what `untagged crawl` sets up by itself

# Politeness: the site's own delay and agent go into each request; these are the floor for anything that has none.
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0  # the delay is a promise "at least", so it may not vary below
CONCURRENT_REQUESTS = 0  # no limit here: the fleet's own `room` bounds the runs, and each host has its slot
CONCURRENT_REQUESTS_PER_DOMAIN = 1
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False  # one jar for all sites would tell them of each other
TELNETCONSOLE_ENABLED = False  # an open port nobody asked for
METAREFRESH_ENABLED = False  # a page that moves itself is a page to look at, not to follow
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/json;q=0.9,application/xml;q=0.9,*/*;q=0.8"}

DOWNLOAD_TIMEOUT = 60  # seconds for a whole answer: ends those that send a byte a second
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, compressed and decompressed: no page of posts is larger
DOWNLOAD_WARNSIZE = 0  # the refusal says it all
DOWNLOAD_FAIL_ON_DATALOSS = True  # half a page must not be read as a whole one
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 are a host's own word on pace: `crawler.politeness` waits for them
REDIRECT_MAX_TIMES = 5
DOWNLOAD_VERIFY_CERTIFICATES = True  # requests carry API keys, and a stranger's page must not pass for the site's

TWISTED_REACTOR_ENABLED = False  # asyncio alone: 1.3 times the pages a second (facts/SPEED.md), and a loop that tests can own
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedHandler",
    "https": "crawler.download.GuardedHandler",
    "ftp": None,
    "file": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # one agent for all, cached for ever, a failure allows all
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # knows one spider; robots, slot and address are each host's own
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # a proxy would hide the address that is checked
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # gives half of a body that breaks off
    "crawler.unpack.UnpackMiddleware": 590,  # in its place
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.politeness.SlotMiddleware": 50,
}
ITEM_PIPELINES = {
    "pipelines.clean.CleanPipeline": 100,
    "pipelines.brands.BrandsPipeline": 200,  # what names no brand leaves before the dearer steps
    "pipelines.store.StorePipeline": 900,  # which takes `pipelines.late`'s steps, off the loop
}
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,  # a line a minute about one spider says nothing of a fleet
    "scrapy.extensions.closespider.CloseSpider": None,  # would close the whole fleet
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.throttle.AutoThrottle": None,  # drives a slot below a site's own delay (facts/SEAMS.md)
}
LOG_FORMATTER = "crawler.logs.OneLineFormatter"  # Scrapy's own lines print whole items
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
