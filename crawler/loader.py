"""Scrapy's own commands on our sites: `scrapy list`, `scrapy crawl SITE`, `scrapy shell`, `scrapy check`."""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.config import Config, load_config
from crawler.context import SETTING
from crawler.fleet import run_site
from crawler.run import DEFAULT_CONFIG, DEFAULT_DB, open_context
from mentions.page import Page
from spiders.base.engine import Engine, Limits
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class


class SiteLoader:
    """A spider loader that makes a spider class of each configured site."""

    def __init__(self, settings: BaseSettings) -> None:
        del settings
        self.config: Config = load_config(Path(os.environ.get("UNTAGGED_CONFIG", DEFAULT_CONFIG)))

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Return the loader, as Scrapy builds it."""
        return cls(settings)

    def list(self) -> list[str]:
        """Return the names of all usable sites."""
        return sorted(self.config.sites)

    def load(self, spider_name: str) -> type[Spider]:
        """Return a site's spider. Raises KeyError, as Scrapy expects, when there is none."""
        site = self.config.sites.get(spider_name)
        if site is None:
            msg = f"there is no site {spider_name!r} in {self.config.path} (there are: {', '.join(self.list())})"
            raise KeyError(msg)
        return type(site.name, (HostedSpider, engine_class(site.engine)), {"name": site.name, "site": site})

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Return the sites that live at a request's host."""
        return [name for name, site in self.config.sites.items() if site.url.split("/")[2] == request.url.split("/")[2]]


class HostedSpider(Engine):
    """A site's spider as Scrapy's own commands run it: the same coroutine, from its own `start`."""

    async def start(self) -> AsyncIterator[Request]:
        """Run the site once; yields nothing, since the run asks by `engine.download_async`."""
        await run_site(self.crawler, self.site, Limits())
        return
        yield

    def parse(self, response: Any, **kwargs: Any) -> Page:  # noqa: ANN401 - Scrapy's signature
        """Return the page that a response holds: for `scrapy parse` and `scrapy shell`."""
        from crawler.fetch import to_answer  # noqa: PLC0415 - the shell alone needs it

        del kwargs
        return read_answer(type(self), to_answer(response, self.site))


class ContextAddon:
    """Sets up configuration and store for `scrapy crawl`, which knows of neither; `untagged` brings its own."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the add-on, as Scrapy builds it."""
        return cls(crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the context, unless there is one; it is closed with the spider."""
        if settings.get(SETTING) is not None:
            return
        config = load_config(Path(os.environ.get("UNTAGGED_CONFIG", DEFAULT_CONFIG)))
        context = open_context(config, os.environ.get("UNTAGGED_DB", DEFAULT_DB))
        settings.set(SETTING, context, priority="addon")
        self._close = context.close  # kept: Scrapy holds its signal handlers weakly
        self.crawler.signals.connect(self._close, signals.engine_stopped)
