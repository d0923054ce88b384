"""`untagged replay`: archived answers through today's engines and brands, without a request."""

import argparse
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from crawler.archive import Archive
from crawler.config import load_config
from crawler.output import complain, say_json
from crawler.run import families
from crawler.store import Store
from crawler.terminal import say_table
from crawler.text_steps import EarlySteps, late_steps
from mentions.errors import StorageError, UsageError
from mentions.page import Page
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class
from storage.database import writing
from storage.ledger import Tally, close_crawl, open_crawl
from storage.patience import is_away

BATCH = 50  # pages stored at once
AHEAD = 8  # batches that are read before the first of them is stored
LARGE = 200_000  # bytes of archive, from which on a second process is worth its start: thirty pages or more
REPLAYED = "{} (replay)"
"""How a replay's row of the ledger is named: its verdict says nothing of the site's health."""
_COUNTED = ("answers", "unreadable", "read", "new", "new_version", "seen_before", "no_brand", "rejected", "not_stored")


def run(args: argparse.Namespace) -> int:
    """Replay the sites named, or all that are archived; 1 when pages could not be read or stored."""
    archive = Archive(folder=args.archive) if args.archive else Archive.from_environment()
    if archive is None:
        msg = "there is no archive: name its folder with --archive DIR or $UNTAGGED_ARCHIVE"
        raise UsageError(msg)
    config = load_config(args.config)
    sites = [config.site(name) for name in args.site] or [config.sites[name] for name in archive.sites() if name in config.sites]
    if not sites:
        msg = f"{archive.folder} holds nothing of the configured sites; `untagged crawl` fills it when $UNTAGGED_ARCHIVE names it"
        raise UsageError(msg)
    store = Store.open(args.db, config.sites, families(), late_steps(config.brands, config.sites))
    try:
        if archive.size(sites) >= LARGE:
            store.apart.start()  # it loads its models while this one loads its brands
        rows = _replay(store, EarlySteps(config.brands, config.sites), archive, sites, args.since)
    finally:
        store.close_now()
    if args.json:
        say_json({"replays": rows})
    else:
        say_table(list(rows[0]), [[str(value) for value in row.values()] for row in rows])
    return 1 if any(row["unreadable"] or row["not_stored"] for row in rows) else 0


def _replay(store: Store, steps: EarlySteps, archive: Archive, sites: Sequence[Site], since: datetime | None) -> list[dict[str, Any]]:
    """Replay sites and return what came of each: pages are read here while those before are stored in another thread, in order."""
    taking = _Taking(store)
    under_way: deque[Future[None]] = deque()
    storing = ThreadPoolExecutor(1, "store")
    try:
        for site in sites:
            under_way.append(storing.submit(taking.begin, site))
            pages = (steps(page) for page in _pages(archive, site, since))
            while batch := list(islice(pages, BATCH)):
                under_way.append(storing.submit(taking.store, site, batch))
                while len(under_way) > AHEAD:
                    under_way.popleft().result()
            under_way.append(storing.submit(taking.end, site))
        for done in under_way:
            done.result()
    finally:
        storing.shutdown(cancel_futures=True)  # where the database is away, or a person wants no more
    return [{"site": site.name, **taking.counts[site.name]} for site in sites]


class _Taking:
    """Takes pages into the store, a site at a time, and counts what becomes of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._crawl_id = 0
        self._away: StorageError | None = None
        self.counts: dict[str, dict[str, int]] = {}
        """Site name → what came of its replay."""

    def begin(self, site: Site) -> None:
        """Open a site's row of the ledger."""
        self._go_on()
        self.counts[site.name] = dict.fromkeys(_COUNTED, 0)
        with writing(self._store.engine) as conn:
            self._crawl_id = open_crawl(conn, REPLAYED.format(site.name), site.engine, datetime.now(UTC))

    def store(self, site: Site, pages: Sequence[Page]) -> None:
        """Store pages and add up what became of their mentions. Raises StorageError when the database is away: the next replay does all."""
        self._go_on()
        count = self.counts[site.name]
        for page, result in zip(pages, self._store.apart.store([(self._crawl_id, page) for page in pages]), strict=True):
            count["answers"] += 1
            count["unreadable"] += page.outcome == "unreadable"
            if isinstance(result, Tally):
                count["read"] += result.read
                for name in ("new", "new_version", "seen_before", "no_brand"):
                    count[name] += getattr(result, name)
                count["rejected"] += sum(result.rejected.values())
            elif is_away(result):
                self._away = result
                raise result
            else:
                complain(f"untagged: {page.url} was not stored: {result}")
                count["not_stored"] += 1

    def end(self, site: Site) -> None:
        """Close a site's row of the ledger."""
        self._go_on()
        verdict = "partial" if self.counts[site.name]["not_stored"] else "fine"
        with writing(self._store.engine) as conn:
            close_crawl(conn, self._crawl_id, verdict=verdict, now=datetime.now(UTC))

    def _go_on(self) -> None:
        """Raise what made the database away: what was submitted after it must not wait for it anew, and no row ends well."""
        if self._away is not None:
            raise self._away


def _pages(archive: Archive, site: Site, since: datetime | None) -> Iterator[Page]:
    """Yield a site's archived pages, newest first, each mention once: as its newest answer shows it."""
    engine = engine_class(site.engine)
    seen: set[str] = set()
    for answer in archive.answers(site, since):
        page = read_answer(engine, answer)
        fresh = tuple(mention for mention in page.mentions if mention.key not in seen)
        seen |= {mention.key for mention in fresh}
        yield replace(page, mentions=fresh, read=len(fresh), gap=None)
