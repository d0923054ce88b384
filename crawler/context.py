"""What one process's runs share: configuration, store and detectors, handed to Scrapy's components through one setting."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from crawler.alerts import Alerts
from crawler.archive import Archive
from crawler.ledger import Ledger
from crawler.pace import Pace
from crawler.revisit import Budget, wait_s
from crawler.store import Store
from crawler.text_steps import late_steps
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Family
from storage.batches import utc_now
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
    archive: Archive | None = None
    """Where answers are kept; None: nowhere."""
    now: Callable[[], datetime] = utc_now
    """The clock of runs and due times; aware UTC."""
    budget: Budget = field(default_factory=Budget)
    """The requests that all sites share."""
    failures: dict[str, int] = field(default_factory=dict)
    """Site name → its runs in a row that read nothing."""
    alerts: Alerts = field(default_factory=Alerts)
    """Who hears of a site whose state changes."""
    crawl_ids: dict[str, int] = field(default_factory=dict)
    """Site name → ledger row of its run under way."""

    def next_due(self, site: Site, pace: Pace, ledger: Ledger, now: datetime) -> datetime:
        """Return when a site that has this pace is due again, after a run.

        What the run left for its limit of pages is read on soon; a site that blocks is left alone as long as it may be; one that cannot
        be reached is tried again soon, then less and less often.
        """
        self.budget.put(site.name, pace, site.every_min_s, site.every_s)
        verdict, _ = ledger.verdict()
        self.failures[site.name] = self.failures.get(site.name, 0) + 1 if verdict == "blind" else 0
        if ledger.pages["blocked"]:
            wait = site.every_s
        elif verdict == "blind":
            wait = site.every_min_s * 2.0 ** min(20, self.failures[site.name] - 1)
        elif ledger.gaps and ledger.requests >= site.max_pages:
            wait = site.every_min_s
        else:
            wait = wait_s(pace, now, self.budget.factor, site.every_min_s, site.every_s)
        wait *= 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - spreads load, keeps no secret
        return now + timedelta(seconds=min(site.every_s, max(site.every_min_s, wait)))

    def adopt(self, brands: tuple[Brand, ...], sites: Mapping[str, Site]) -> None:
        """Put an edited configuration in force: for runs that start, and for pages that come, from now on."""
        self.brands = brands
        if self.store is not None:
            self.store.adopt(sites, late_steps(brands, sites))
        self.sites.clear()
        self.sites.update(sites)
        self.budget.keep_only(set(sites))

    def queries(self) -> tuple[str, ...]:
        """Return what search-shaped engines look for: the terms of our own brands and of competitors, each once."""
        return tuple(dict.fromkeys(term for brand in self.brands for term in brand.terms))

    @property
    def writer(self) -> Writer:
        """The store's writer: what the store step puts pages into."""
        assert self.store is not None, "a dry run has no store step"
        return self.store.writer

    async def close(self) -> None:
        """Send the alerts that wait, write what is queued and let the database go."""
        await self.alerts.close()
        if self.store is not None:
            await self.store.close()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: a writer thread cannot be copied, and a copy of it would be a second one."""
        return self
