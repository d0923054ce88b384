"""What one process's runs share: configuration, store and detectors, handed to Scrapy's components through one setting."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from crawler.ledger import Ledger
from crawler.revisit import Pace, budget_per_h, multiplier_for, wait_s
from crawler.store import Store
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Family
from storage.writer import Writer

SETTING = "UNTAGGED_CONTEXT"
JITTER = 0.1  # share of a wait by which the next due time varies, so that sites do not march in step


@dataclass(kw_only=True)
class Context:
    """Shared by the steps of all runs in this process. Scrapy copies its settings deeply; this is the one thing never copied."""

    brands: tuple[Brand, ...]
    """All configured brands."""
    sites: dict[str, Site]
    """Configured sites by name; steps hold on to this very dictionary."""
    families: Mapping[str, Family]
    """Engine name → family of source."""
    store: Store | None = None
    """Where pages are stored; None for a dry run."""
    language_detector: str = "ensemble"
    """Which detector the language step uses."""
    paces: dict[str, Pace] = field(default_factory=dict)
    """Site name → its pace, of the sites that ran in this process."""
    crawl_ids: dict[str, int] = field(default_factory=dict)
    """Site name → ledger row of its run under way."""

    def next_due(self, site: Site, pace: Pace, ledger: Ledger, now: datetime) -> datetime:
        """Return when a site that has this pace is due again: its share of the budget that the sites' bounds allow.

        A site that blocks is left alone as long as it may be; one with a gap goes on soon.
        """
        self.paces[site.name] = pace
        known = {name: one for name, one in self.paces.items() if name in self.sites} or {site.name: pace}
        listened = [self.sites.get(name, site) for name in known]
        wait = wait_s(pace, now, multiplier_for(known.values(), now, budget_per_h(listened, known)))
        wait = site.every_s if ledger.pages["blocked"] else site.every_min_s if ledger.gaps else wait
        wait *= 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - spreads load, keeps no secret
        return now + timedelta(seconds=min(site.every_s, max(site.every_min_s, wait)))

    def adopt(self, brands: tuple[Brand, ...], sites: Mapping[str, Site]) -> None:
        """Put an edited configuration in force: for runs that start, and for pages that come, from now on."""
        self.brands = brands
        self.sites.clear()
        self.sites.update(sites)

    @property
    def writer(self) -> Writer:
        """The store's writer: what the store step puts pages into."""
        assert self.store is not None, "a dry run has no store step"
        return self.store.writer

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: a writer thread cannot be copied, and a copy of it would be a second one."""
        return self
