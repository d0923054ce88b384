"""The store of a running crawl: a row of the ledger is opened once, and tells what was before, whatever becomes of its commit."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from crawler.store import Store
from storage.database import reading
from storage.models import CrawlRow, SiteRow
from storage.patience import Patience
from tests.crawler.fetching import site_at
from tests.storage.made import lost_in_commit

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("done", [True, False])
def test_a_connection_lost_in_its_commit_opens_and_closes_one_row_and_hides_no_change(database_url, done):
    site = site_at("http://talk.example/")
    store = Store.open(database_url, {site.name: site}, {site.engine: "forums"}, patience=Patience(sleep=lambda _: None), now=lambda: NOW)

    async def crawl(verdict):
        with lost_in_commit(store.engine, done=done):
            crawl_id = await store.open_crawl(site)
        with lost_in_commit(store.engine, done=done):
            return await store.close_crawl(crawl_id, site.name, {"verdict": verdict, "evidence": f"it is {verdict}"})

    async def main():
        first, second = await crawl("fine"), await crawl("blind")
        await store.close()
        return first["before"], second["before"]

    assert asyncio.run(main()) == ((None, None), ("fine", "it is fine"))
    with reading(store.engine) as conn:
        assert conn.execute(select(CrawlRow.verdict).order_by(CrawlRow.id)).scalars().all() == ["fine", "blind"]
        assert conn.execute(select(SiteRow.verdict)).scalar() == "blind"
    store.engine.dispose()
