"""`untagged replay`: archived answers through today's engines and brands, without a request."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.archive import Archive
from crawler.config import load_config
from crawler.output import complain, say_json
from crawler.run import families
from crawler.store import Store
from crawler.terminal import say_table
from crawler.text_steps import EarlySteps, late_steps
from mentions.errors import UsageError
from mentions.page import Page
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class
from storage.database import writing
from storage.ledger import Tally, close_crawl, open_crawl

BATCH = 50  # pages stored at once
REPLAYED = "{} (replay)"
"""How a replay's row of the ledger is named: its verdict says nothing of the site's health."""


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
    steps = EarlySteps(config.brands, config.sites)
    try:
        rows = [_replay(store, steps, archive, site, args.since) for site in sites]
    finally:
        store.close_now()
    if args.json:
        say_json({"replays": rows})
    else:
        say_table(list(rows[0]), [[str(value) for value in row.values()] for row in rows])
    return 1 if any(row["unreadable"] or row["not_stored"] for row in rows) else 0


def _replay(store: Store, steps: EarlySteps, archive: Archive, site: Site, since: datetime | None) -> dict[str, Any]:
    """Replay one site and return what came of it."""
    count = dict.fromkeys(("answers", "unreadable", "read", "new", "new_version", "seen_before", "no_brand", "rejected", "not_stored"), 0)
    with writing(store.engine) as conn:
        crawl_id = open_crawl(conn, REPLAYED.format(site.name), site.engine, datetime.now(UTC))
    batch: list[tuple[int, Page]] = []
    for page in _pages(archive, site, since):
        count["answers"] += 1
        count["unreadable"] += page.outcome == "unreadable"
        batch.append((crawl_id, steps(page)))
        if len(batch) == BATCH:
            _store(store, batch, count)
            batch = []
    _store(store, batch, count)
    with writing(store.engine) as conn:
        close_crawl(conn, crawl_id, verdict="partial" if count["not_stored"] else "fine", now=datetime.now(UTC))
    return {"site": site.name, **count}


def _pages(archive: Archive, site: Site, since: datetime | None) -> Iterator[Page]:
    """Yield a site's archived pages, newest first, each mention once: as its newest answer shows it."""
    engine = engine_class(site.engine)
    seen: set[str] = set()
    for answer in archive.answers(site, since):
        page = read_answer(engine, answer)
        fresh = tuple(mention for mention in page.mentions if mention.key not in seen)
        seen |= {mention.key for mention in fresh}
        yield replace(page, mentions=fresh, read=len(fresh), gap=None)


def _store(store: Store, batch: list[tuple[int, Page]], count: dict[str, int]) -> None:
    """Store pages and add up what became of their mentions."""
    for (_, page), result in zip(batch, store.batches.store(batch), strict=True):
        if not isinstance(result, Tally):
            complain(f"untagged: {page.url} was not stored: {result}")
            count["not_stored"] += 1
            continue
        count["read"] += result.read
        for name in ("new", "new_version", "seen_before", "no_brand"):
            count[name] += getattr(result, name)
        count["rejected"] += sum(result.rejected.values())
