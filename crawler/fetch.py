"""Asking politely: one `Ask` in, one `Answer` out, through Scrapy's middlewares, robots, redirects, slots and handlers."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.archive import Archive
from crawler.content_type import parse_content_type
from crawler.politeness import FIRST_BACKOFF_S, LONGEST_WAIT_S, SETTING, hold, left_s, retry_after_s, site_meta, spent_s
from mentions.errors import FetchError, RobotsDisallowedError
from mentions.page import Answer, Ask
from mentions.site import Site
from spiders.base.engine import Engine, Fetch
from spiders.base.registry import engine_class

logger = logging.getLogger(__name__)

SLOWER = frozenset({429, 503})
TRIES = 3  # how often a host that says "slower" is asked for one address
KEPT = ("etag", "last-modified", "link", "retry-after", "x-wp-total", "x-wp-totalpages")
KEPT_PREFIX = ("x-ratelimit-", "ratelimit-")


def fetcher(crawler: Crawler, site: Site, count: Callable[[Answer], None] | None = None) -> Fetch:
    """Return the `fetch` of one site; `count` sees every answer, for the ledger."""
    archive: Archive | None = crawler.settings[SETTING].archive
    engine = engine_class(site.engine) if site.engine else Engine  # `untagged detect` does not know it yet

    async def fetch(ask: Ask) -> Answer:
        for attempt in range(TRIES):
            await _turn(crawler, ask.url)
            answer = to_answer(await _download(crawler, site, ask), site, ask.url)
            if count is not None:
                count(answer)
            if archive is not None and not ask.is_secret:
                await _keep(archive, answer)
            spent = spent_s(answer.headers, answer.fetched_at)
            if answer.status not in SLOWER or attempt == TRIES - 1:
                rest_s = max(spent, engine.pause_s(answer))
                if rest_s > 0:
                    logger.info("%s: its limit is reached, the next request waits %.0f s", site.name, rest_s)
                    hold(crawler, ask.url, min(rest_s, LONGEST_WAIT_S))
                break
            wait_s = retry_after_s(answer.headers.get("retry-after"), answer.fetched_at)
            wait_s = (spent or FIRST_BACKOFF_S * 2**attempt) if wait_s is None else wait_s
            if wait_s > LONGEST_WAIT_S:
                break  # longer than a run may idle: the page is `blocked`, and the site's next due time comes
            logger.info("%s: status %d, waiting %.0f s as the host asks", site.name, answer.status, wait_s)
            hold(crawler, ask.url, wait_s)
        return answer

    return fetch


async def _turn(crawler: Crawler, url: str) -> None:
    """Wait until a host's delay is over: here and not in its slot's queue, where a request that waits takes three times the memory."""
    while (left := left_s(crawler, url)) > 0:  # noqa: ASYNC110 - what is waited for is time
        await asyncio.sleep(left)


async def _keep(archive: Archive, answer: Answer) -> None:
    """Archive an answer off the loop; an archive that cannot be written is told of, and the crawl goes on."""
    try:
        await asyncio.to_thread(archive.keep, answer)
    except OSError as error:
        logger.error("%s: the archive could not be written: %s", answer.site.name, error)  # noqa: TRY400 - a sentence


async def _download(crawler: Crawler, site: Site, ask: Ask) -> Response:
    """Return the response. Raises FetchError, in an operator's words, when there is none."""
    assert crawler.engine is not None, "requests are made by a running crawler"
    try:
        return await crawler.engine.download_async(to_request(site, ask))
    except IgnoreRequest as error:
        if isinstance(error.__cause__, RobotsDisallowedError):
            raise error.__cause__ from None
        raise FetchError(str(error) or "refused before it was sent") from error
    except Exception as error:  # handlers raise what they like; the walk gets one kind
        msg = f"{ask.url}: {' '.join(str(error).split())[:200] or type(error).__name__}"
        raise FetchError(msg) from error


def to_request(site: Site, ask: Ask) -> Request:
    """Return the Scrapy request for an ask, with all that the middlewares need to know of the site."""
    headers = {**site.headers, **ask.headers}
    if site.user_agent:
        headers["User-Agent"] = site.user_agent
    if ask.etag:
        headers["If-None-Match"] = ask.etag
    if ask.last_modified:
        headers["If-Modified-Since"] = ask.last_modified
    if site.languages and "Accept-Language" not in headers:
        headers["Accept-Language"] = ", ".join(site.languages)
    return Request(ask.url, method=ask.method, headers=headers, body=ask.body, meta=site_meta(site), dont_filter=True, callback=NO_CALLBACK)


def to_answer(response: Response, site: Site, asked: str = "") -> Answer:
    """Return what the engines read of a Scrapy response: the one place where one becomes the other.

    Where it came from the very address that was `asked`, the two are one object: a run keeps the addresses of its pages.
    """
    headers = {name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in response.headers.items() if values}
    content_type, charset = parse_content_type(headers.get("content-type"))
    return Answer(
        url=asked if asked == response.url else response.url,
        status=response.status,
        content_type=content_type,
        charset=charset,
        headers={k: v for k, v in headers.items() if k in KEPT or k.startswith(KEPT_PREFIX)},
        body=response.body,
        fetched_at=datetime.now(UTC),
        site=site,
    )
