"""robots.txt by RFC 9309: asked for in the site's own name, believed for a day, forbidding while the host fails."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.context import SETTING
from crawler.politeness import ask_for, slot_name
from mentions.errors import RobotsDisallowedError
from mentions.page import Page, State

logger = logging.getLogger(__name__)

FRESH = timedelta(hours=24)  # RFC 9309, 2.4: not to be used for longer
RETRY = timedelta(minutes=10)  # how soon a robots.txt that could not be had is asked for again
LONGEST_DELAY_S = 24 * 3600.0
FIRST_BYTES = 500 * 1024  # RFC 9309, 2.5: a parser reads at least so much
CARRIED = ("site", "allow_private", "delay_s", "concurrency", "download_timeout")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says, and until when."""

    parser: Protego | None
    """None: nothing may be asked for, because the file could not be had."""
    why: str
    """For the refusal: which file, or what went wrong."""
    until: datetime
    """When it is asked for again; aware UTC."""


class RobotsMiddleware:
    """Refuses what a host's robots.txt forbids to this site's agent."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._rules: dict[tuple[str, str], Rules] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, as Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest, with the reason, when the address is forbidden."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        agent = (request.headers.get("User-Agent") or b"").decode("latin-1") or self.crawler.settings["USER_AGENT"]
        rules = await self._rules_of(origin, agent, request)
        if rules.parser is None or not rules.parser.can_fetch(request.url, agent):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest(rules.why) from RobotsDisallowedError(rules.why)
        delay = rules.parser.crawl_delay(agent)
        if delay is not None:
            # a day where it says more: the host is then asked once a run
            ask_for(self.crawler, slot_name(request.url), delay_s=min(float(delay), LONGEST_DELAY_S))

    async def _rules_of(self, origin: str, agent: str, request: Request) -> Rules:
        """Return a host's rules, asking for them when there are none or they are old; one question at a time."""
        key = (origin, agent)
        async with self._locks.setdefault(key, asyncio.Lock()):
            rules = self._rules.get(key)
            if rules is None or rules.until < datetime.now(UTC):
                rules = self._rules[key] = await self._remembered(origin, agent, request) or await self._ask(origin, agent, request)
        return rules

    async def _remembered(self, origin: str, agent: str, request: Request) -> Rules | None:
        """Return the rules that an earlier process was given, while they are fresh."""
        context = self.crawler.settings[SETTING]
        if context.store is None:
            return None
        scope = f"robots:{origin}"
        state = (await context.store.known(str(request.meta.get("site")), [scope])).get(scope)
        if state is None or state["agent"] != agent or datetime.fromisoformat(state["until"]) < datetime.now(UTC):
            return None
        return Rules(Protego.parse(state["body"]), f"{origin}/robots.txt forbids it", datetime.fromisoformat(state["until"]))

    async def _ask(self, origin: str, agent: str, request: Request) -> Rules:
        """Return what the host's robots.txt says now."""
        url = f"{origin}/robots.txt"
        meta = {key: request.meta[key] for key in CARRIED if key in request.meta} | {"dont_obey_robotstxt": True}
        ask = Request(url, headers={"User-Agent": agent}, meta=meta, callback=NO_CALLBACK)
        assert self.crawler.engine is not None, "requests are made by a running crawler"
        later = datetime.now(UTC) + RETRY
        try:
            response = await self.crawler.engine.download_async(ask)
        except Exception as error:  # noqa: BLE001 - whatever failed, RFC 9309 2.3.1.4 says: unreachable is forbidden
            logger.warning("%s: %s could not be had (%s)", request.meta.get("site"), url, type(error).__name__)
            return Rules(None, f"{url} could not be had ({type(error).__name__}), so nothing may be asked for", later)
        if response.status >= 500 or response.status == 429:  # noqa: PLR2004 - HTTP; 2.3.1.4
            return Rules(None, f"{url} answered {response.status}, so nothing may be asked for", later)
        body = response.body[:FIRST_BYTES].decode("utf-8", "ignore") if response.status < 400 else ""  # noqa: PLR2004 - 2.3.1.3: none
        until = datetime.now(UTC) + FRESH
        await self._remember(str(request.meta.get("site")), origin, {"agent": agent, "body": body, "until": until.isoformat()})
        return Rules(Protego.parse(body), f"{url} forbids it", until)

    async def _remember(self, site: str, origin: str, state: State) -> None:
        """Keep the rules for the next process, with the state of the site that asked."""
        context = self.crawler.settings[SETTING]
        crawl_id = context.crawl_ids.get(site)
        if context.store is not None and crawl_id is not None:
            note = Page(site=site, engine="robots", url=f"{origin}/robots.txt", outcome="ok", status=0, state={f"robots:{origin}": state})
            await context.store.put(note, crawl_id)
