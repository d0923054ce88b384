"""The store step queues a page under its site's crawl, and tells of pages that were not stored."""

import asyncio
from dataclasses import dataclass, field

import pytest
from scrapy.settings import Settings

from mentions.errors import StorageError
from mentions.page import Page
from pipelines.store import StorePipeline

PAGE = Page(site="talk-example", engine="phpbb", url="u", outcome="ok")


class Noted:
    """A writer that notes what it is given."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, Page]] = []

    async def put(self, page: Page, crawl_id: int) -> None:
        """Note it, or refuse the crawl 13."""
        if crawl_id == 13:
            msg = "talk-example: not stored"
            raise StorageError(msg)
        self.seen.append((crawl_id, page))


@dataclass
class Context:
    """What the settings carry."""

    writer: Noted = field(default_factory=Noted)
    crawl_ids: dict[str, int] = field(default_factory=dict)

    def __deepcopy__(self, memo: dict[int, object]) -> "Context":
        return self


@dataclass
class Crawler:
    """As much of Scrapy's crawler as a step sees."""

    settings: Settings


def step(context: Context) -> StorePipeline:
    return StorePipeline.from_crawler(Crawler(Settings({"UNTAGGED_CONTEXT": context})))


def test_a_page_goes_to_the_crawl_of_its_site() -> None:
    context = Context(crawl_ids={"talk-example": 7, "other-example": 8})
    assert asyncio.run(step(context).process_item(PAGE)) is PAGE
    assert context.writer.seen == [(7, PAGE)]


def test_a_page_that_is_not_stored_is_an_error_of_the_run() -> None:
    with pytest.raises(StorageError):
        asyncio.run(step(Context(crawl_ids={"talk-example": 13})).process_item(PAGE))
