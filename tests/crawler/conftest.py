"""What holds for every crawl that any test here runs in this process."""

from collections.abc import Mapping
from typing import Any

import pytest

from crawler.store import Store

BINS = ("new", "new_version", "seen_before", "no_brand", "rejected")


@pytest.fixture(autouse=True)
def _bins_add_up(monkeypatch):
    """Each mention that a crawl read is in exactly one bin of its row, whatever became of the run."""
    close = Store.close_crawl

    async def checked(store: Store, crawl_id: int, site: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        row = await close(store, crawl_id, site, fields)
        assert row["read"] == sum(row[name] for name in BINS), dict(row)
        assert row["rejected"] == sum(row["rejected_reasons"].values()), dict(row)
        return row

    monkeypatch.setattr(Store, "close_crawl", checked)
