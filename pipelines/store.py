"""The last step: a page, with what the steps made of it, goes to the store's thread under the id of its crawl."""

from collections.abc import Mapping
from typing import Protocol, Self

from scrapy.crawler import Crawler

from mentions.page import Page
from storage.writer import Writer


class StoreContext(Protocol):
    """What this step needs of the context that `crawler` puts into the settings as `UNTAGGED_CONTEXT`."""

    @property
    def writer(self) -> Writer:
        """The store's thread."""
        ...

    @property
    def crawl_ids(self) -> Mapping[str, int]:
        """Site → its crawl under way; one a site at a time."""
        ...


class StorePipeline:
    """Queues each page and waits for room, never for the commit. Raises StorageError when an earlier page of the run was not stored."""

    def __init__(self, context: StoreContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the step from what the crawler's settings carry."""
        return cls(crawler.settings["UNTAGGED_CONTEXT"])

    async def process_item(self, item: Page) -> Page:
        """Queue the page; gives it back unchanged."""
        await self._context.writer.put(item, self._context.crawl_ids[item.site])
        return item
