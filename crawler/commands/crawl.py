"""`untagged crawl`: crawls sites now and prints what came of it."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from crawler.config import Config, load_config
from crawler.ledger import GOOD, Ledger
from crawler.mention_json import write_value
from crawler.output import complain, say, say_json
from crawler.run import crawl, families
from crawler.terminal import progress_bar, say_table
from mentions.errors import StorageError, UsageError
from mentions.site import Site
from spiders.base.engine import Limits
from storage.database import connect, reading, writing
from storage.ledger import sync_sites
from storage.patience import Patience
from storage.read import crawls, due_sites
from storage.schema import upgrade


def run(args: argparse.Namespace) -> int:
    """Crawl the sites named, or all that are due; 1 when one is not fine, rows were rejected, or a table is broken."""
    config = load_config(args.config)
    named = [config.site(name) for name in dict.fromkeys(args.sites)]
    if not config.sites and not named:
        msg = f"{config.path / 'sites'} has no usable site; {_first_step(config)}"
        raise UsageError(msg)
    for broken in () if named else config.broken:
        complain(f"untagged: {broken.error}")
    status = 1 if config.broken and not named else 0
    sites = named or _due(config, args.db)
    if not sites:
        if args.json:
            say_json({"crawls": []})
        else:
            say("No site is due. `untagged sites` shows when each is; `untagged crawl SITE` crawls one anyway.")
        return status
    began = dt.datetime.now(dt.UTC)
    with _progress(len(sites)) as on_page:
        ledgers = crawl(config, args.db, sites, Limits(since=args.since, max_pages=args.max_pages), on_page)
    rows = [_row(ledger, stored) for ledger, stored in zip(ledgers, _stored(args.db, ledgers, began), strict=True)]
    if args.json:
        say_json({"crawls": rows})
    else:
        _print(rows)
    missing = len(sites) - len(ledgers)  # interrupted before their turn
    return 1 if status or missing or any(row["verdict"] not in GOOD or row["rejected"] for row in rows) else 0


def _first_step(config: Config) -> str:
    if config.broken:
        return config.broken[0].error
    return "add one: `untagged detect URL` proposes its table"


def _due(config: Config, db: str) -> list[Site]:
    """Give the sites that are due, the longest due first; new ones are due at once."""
    engine = connect(db)

    def due() -> list[str]:
        now = dt.datetime.now(dt.UTC)
        upgrade(engine)
        with writing(engine) as conn:
            sync_sites(conn, list(config.sites.values()), families(), now)
            return due_sites(conn, now, len(config.sites))

    try:
        return [config.sites[name] for name in Patience().run(engine, due)]
    finally:
        engine.dispose()


@contextmanager
def _progress(sites: int) -> Iterator[Callable[[Ledger], None]]:
    """Show pages and mentions as they come, on a terminal."""
    with progress_bar() as bar:
        task = bar.add_task(f"{sites} sites", total=None)
        seen: dict[str, tuple[int, int]] = {}

        def on_page(ledger: Ledger) -> None:
            seen[ledger.site] = (sum(ledger.pages.values()), ledger.read)
            pages, read = (sum(column) for column in zip(*seen.values(), strict=True))
            bar.update(task, completed=pages, description=f"{read} posts read, now {ledger.site}; pages")

        yield on_page


def _stored(db: str, ledgers: list[Ledger], began: dt.datetime) -> list[Mapping[str, Any] | None]:
    """Give each run's row of the ledger; None where it could not be written, or the database is away."""
    engine = connect(db)
    try:
        with reading(engine) as conn:
            found = [next(iter(crawls(conn, site=ledger.site, limit=1)), None) for ledger in ledgers]
            return [dict(row) if row is not None and row["started_at"] >= began else None for row in found]
    except StorageError as error:
        complain(f"untagged: {error}")
        return [None] * len(ledgers)
    finally:
        engine.dispose()


def _row(ledger: Ledger, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give a run as JSON; its bins are those of the store, which counts what it kept."""
    verdict, evidence = ledger.verdict()
    row: dict[str, Any] = {
        "site": ledger.site,
        "verdict": verdict,
        "evidence": evidence,
        "requests": ledger.requests,
        "pages": dict(ledger.pages),
        "read": ledger.read,
    }
    bins = ("new", "new_version", "seen_before", "no_brand", "rejected", "rejected_reasons", "seconds", "gap")
    return row | {name: write_value(stored[name]) if stored is not None else None for name in bins}


def _print(rows: list[dict[str, Any]]) -> None:
    heads = ("site", "verdict", "requests", "read", "new", "new version", "seen before", "no brand", "rejected", "because")
    columns = ("site", "verdict", "requests", "read", "new", "new_version", "seen_before", "no_brand", "rejected", "evidence")
    cells = [[row[name] for name in columns] for row in sorted(rows, key=lambda row: str(row["site"]))]
    say_table(heads, cells, right=heads[2:-1])
