"""Politeness: every host has one slot, its delay is never below what any of its sites asks for, and a host that says "slower" is heard."""

import email.utils
import logging
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler

from mentions.site import Site
from mentions.urls import host

logger = logging.getLogger(__name__)

SLOT = "download_slot"
SETTING = "UNTAGGED_CONTEXT"  # `crawler.context.Context`, which stands above this file
FIRST_BACKOFF_S = 30.0  # when a host says 429 or 503 without Retry-After
LEAST_DELAY_S = 0.001  # a slot without a delay does not look at its clock
NUMBER = re.compile(r"\d{1,12}(?:\.\d+)?", re.ASCII)
SECONDS = re.compile(r"\d{1,300}", re.ASCII)
A_TIME = 1e8  # what is more is a Unix time, not a number of seconds
SLOW_S = 2.0  # an answer that takes longer comes from a host that has enough to do
SLOW_TIMES = 2.0  # as long as that it is left alone: as Heritrix does, https://heritrix.readthedocs.io, "delay-factor"
LONGEST_REST_S = 60.0
LONGEST_WAIT_S = 600.0  # a host that wants longer is left until its next due time


class SlotMiddleware:
    """Puts each request into the slot of the host it really goes to, redirects included."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, as Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Name the slot; a redirect would otherwise keep the old host's (facts/SEAMS.md)."""
        request.meta[SLOT] = slot_name(request.url)
        if "site" not in request.meta:  # asked by `scrapy shell` or `scrapy fetch`, which know no sites
            sites: Iterable[Site] = self.crawler.settings[SETTING].sites.values()
            request.meta.update(next((site_meta(site) for site in sites if slot_name(site.url) == request.meta[SLOT]), {}))
        site_delay = request.meta.get("delay_s")
        if site_delay is not None:
            ask_for(self.crawler, request.meta[SLOT], delay_s=site_delay, concurrency=request.meta["concurrency"])


def site_meta(site: Site) -> dict[str, Any]:
    """Return what a site's requests carry for the middlewares and the handler."""
    return {
        "site": site.name,
        "delay_s": site.delay_s,
        "concurrency": site.concurrency,
        "allow_private": site.allow_private,
        "render": site.render,
        "timezone": site.timezone,
        "dont_obey_robotstxt": not site.obey_robots,
    }


def slot_name(url: str) -> str:
    """Return the slot of an address: its host. Two sites on one host share it."""
    return host(url) or url


def slot_of(crawler: Crawler, request: Request) -> Slot | None:
    """Return the slot that a request went through, if it still lives."""
    assert crawler.engine is not None, "requests are made by a running crawler"
    return crawler.engine.downloader.slots.get(str(request.meta.get(SLOT)))


def ask_for(crawler: Crawler, name: str, *, delay_s: float, concurrency: int | None = None) -> None:
    """Make a host's slot at least this slow: the largest delay and the smallest concurrency that any of its sites asks for wins.

    Written where Scrapy looks when it makes the slot anew (an idle one is dropped after a minute), and into the living one.
    """
    assert crawler.engine is not None, "requests are made by a running crawler"
    downloader = crawler.engine.downloader
    wanted = downloader.per_slot_settings.setdefault(name, {})
    wanted["delay"] = max(delay_s, wanted.get("delay", 0.0))
    if concurrency is not None:
        wanted["concurrency"] = min(concurrency, wanted.get("concurrency", concurrency))
    slot = downloader.slots.get(name)
    if slot is not None:
        slot.delay = wanted["delay"]
        slot.concurrency = wanted.get("concurrency", slot.concurrency)


def hold(crawler: Crawler, url: str, wait_s: float) -> None:
    """Let nothing go to a host for so many seconds; its delay, where that is longer, stays."""
    assert crawler.engine is not None, "requests are made by a running crawler"
    ask_for(crawler, slot_name(url), delay_s=LEAST_DELAY_S)
    slot = crawler.engine.downloader.slots.get(slot_name(url))
    if slot is not None:
        slot.lastseen = max(slot.lastseen, monotonic() + wait_s - slot.delay)


def rest_s(took_s: float) -> float:
    """Return the seconds for which a host is left alone after an answer that took it so many.

    >>> rest_s(0.4), rest_s(5.0), rest_s(120.0)
    (0.0, 10.0, 60.0)
    """
    return min(LONGEST_REST_S, SLOW_TIMES * took_s) if took_s > SLOW_S else 0.0


def left_s(crawler: Crawler, url: str) -> float:
    """Return the seconds until a host's delay since the end of its last answer is over; 0 or less when it is."""
    assert crawler.engine is not None, "requests are made by a running crawler"
    slot = crawler.engine.downloader.slots.get(slot_name(url))
    return 0.0 if slot is None else slot.lastseen + slot.delay - monotonic()


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks to wait (RFC 9110, 10.2.3: seconds or a date), or None.

    >>> retry_after_s("120", datetime(2026, 1, 1, tzinfo=UTC)), retry_after_s("soon", datetime(2026, 1, 1, tzinfo=UTC))
    (120.0, None)
    """
    if value is None:
        return None
    if SECONDS.fullmatch(value.strip()):
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):  # what the standard library makes of what is no date
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def spent_s(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds until a host's limit is full again, where its headers say that this answer was the last of it; else 0.

    `x-ratelimit-reset` is a number of seconds (Reddit), a Unix time (Bluesky) or a date (Mastodon); so is its name without the x.

    >>> spent_s({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "42"}, datetime(2026, 1, 1, tzinfo=UTC))
    42.0
    >>> spent_s({"ratelimit-remaining": "0", "ratelimit-reset": "2026-01-01T00:05:00.000Z"}, datetime(2026, 1, 1, tzinfo=UTC))
    300.0
    >>> spent_s({"x-ratelimit-remaining": "17", "x-ratelimit-reset": "42"}, datetime(2026, 1, 1, tzinfo=UTC))
    0.0
    """
    for name in ("x-ratelimit-", "ratelimit-"):
        left, reset = headers.get(f"{name}remaining", ""), headers.get(f"{name}reset", "")
        if not NUMBER.fullmatch(left) or float(left) >= 1:
            continue
        if NUMBER.fullmatch(reset):
            return float(reset) if float(reset) < A_TIME else max(0.0, float(reset) - now.timestamp())
        try:
            when = datetime.fromisoformat(reset)
        except ValueError:
            continue
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds())
    return 0.0
