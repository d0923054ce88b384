"""What one process's runs share: configuration, store and detectors, handed to Scrapy's components through one setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from crawler.store import Store
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Family
from storage.writer import Writer

SETTING = "UNTAGGED_CONTEXT"


@dataclass(frozen=True, kw_only=True)
class Context:
    """Shared by the steps of all runs in this process. Scrapy copies its settings deeply; this is the one thing never copied."""

    brands: tuple[Brand, ...]
    """All configured brands."""
    sites: Mapping[str, Site]
    """Configured sites by name."""
    families: Mapping[str, Family]
    """Engine name → family of source."""
    store: Store | None = None
    """Where pages are stored; None for a dry run."""
    language_detector: str = "ensemble"
    """Which detector the language step uses."""
    crawl_ids: dict[str, int] = field(default_factory=dict)
    """Site name → ledger row of its run under way."""

    @property
    def writer(self) -> Writer:
        """The store's writer: what the store step puts pages into."""
        assert self.store is not None, "a dry run has no store step"
        return self.store.writer

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: a writer thread cannot be copied, and a copy of it would be a second one."""
        return self
