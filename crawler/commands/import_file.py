"""`untagged import`: reviews and survey answers from a file, through the same steps and into the same store as a crawl."""

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from crawler.config import SITE_NAME, Config, load_config
from crawler.config_words import nearest
from crawler.imported import RowReader, parse_map
from crawler.output import complain, say, say_json
from crawler.table_file import Row, read_table
from crawler.terminal import progress_bar, say_table
from crawler.text_steps import EarlySteps, late_steps
from mentions.dates import order_of, parse_date
from mentions.errors import StorageError, UsageError
from mentions.page import Page, Reject
from mentions.safe import safe
from mentions.site import Site
from pipelines.duplicates import relate
from storage.batches import Batches
from storage.database import connect, writing
from storage.ledger import Tally, close_crawl, open_crawl
from storage.schema import upgrade

ENGINE = "import"
"""Engine and family of what comes from files."""
PAGE_ROWS = 200
_DATES = ("posted_at", "owner_replied_at")
_SHOWN_REJECTS = 10
Numbered = tuple[int, Row | str]
"""A row by its line, or what is wrong with the line."""


def run(args: argparse.Namespace) -> int:
    """Store a file's rows; 1 when some could not be read or stored."""
    config = load_config(args.config)
    site = _site(config, args)
    columns, lines = read_table(args.file)
    mapping = parse_map(args.map, columns)
    rows = list(lines)
    sites = {site.name: site}
    steps = EarlySteps(config.brands, sites)
    reader = RowReader(site, mapping, _Dates([mapping[field] for field in _DATES if field in mapping], rows))
    engine = connect(args.db)
    try:
        batches = Batches(engine=engine, relate=relate, families={ENGINE: ENGINE}, late=late_steps(config.brands, sites))
        crawl_id = batches.patience.run(engine, lambda: _open(engine, site))
        bins: Counter[str] = Counter()
        rejects: list[Reject] = []
        error: StorageError | None = None
        with progress_bar() as bar:
            for page, unreadable in bar.track(_pages(site, reader, rows), total=-(-len(rows) // PAGE_ROWS), description=args.file.name):
                done = _with_rejects(steps(page), unreadable)
                (result,) = batches.store([(crawl_id, done)])
                if isinstance(result, StorageError):
                    error = result
                    break
                bins += _bins(result)
                rejects += done.rejected
        with writing(engine) as conn:
            verdict = "partial" if error else "fine"
            close_crawl(conn, crawl_id, verdict=verdict, now=dt.datetime.now(dt.UTC), error=str(error) if error else None)
    finally:
        engine.dispose()
    _tell(args, bins, rejects)
    if error is not None:
        complain(f"untagged: {args.file}: not all rows were stored: {error}; import it again, what is stored is not doubled")
    return 1 if error or bins["rejected"] else 0


def _open(engine: Engine, site: Site) -> int:
    """Begin the ledger's row, in a schema that is up to date."""
    upgrade(engine)
    with writing(engine) as conn:
        return open_crawl(conn, site.name, ENGINE, dt.datetime.now(dt.UTC))


def _site(config: Config, args: argparse.Namespace) -> Site:
    """Give the site that the rows are kept under. Raises UsageError for a name or a brand that cannot be."""
    known = {brand.id for brand in config.brands}
    for brand in args.about:
        if brand not in known:
            msg = f"--about {brand!r} is no brand of {config.path / 'brands.toml'}; {nearest(brand, known)}"
            raise UsageError(msg)
    if not SITE_NAME.fullmatch(args.site):
        msg = f"--site {args.site!r}: a site's name is letters, digits, dots, _ and -"
        raise UsageError(msg)
    if args.site in config.sites:  # its verdict and its keys are the crawl's
        msg = f"--site {args.site!r} is a site that is crawled; give what comes from files a name of its own, such as {args.site}-import"
        raise UsageError(msg)
    return Site(name=args.site, engine=ENGINE, url=args.file.resolve().as_uri(), about=tuple(dict.fromkeys(args.about)))


class _Dates:
    """Reads the dates of a file: all its columns' dates together tell the order of day and month."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Numbered]) -> None:
        shown = (str(row[column]) for _, row in rows if not isinstance(row, str) for column in columns if row.get(column))
        self._order = order_of(shown)
        self._now = dt.datetime.now(dt.UTC)

    def __call__(self, text: str) -> tuple[dt.datetime, str] | None:
        found = parse_date(text, now=self._now, order=self._order)
        return None if found is None else (found.at, found.precision)


def _pages(site: Site, reader: RowReader, rows: Sequence[Numbered]) -> Iterator[tuple[Page, list[Reject]]]:
    """Give the rows as pages, each with a reject for every row that cannot be read."""
    for start in range(0, len(rows), PAGE_ROWS):
        mentions, rejects = [], []
        for number, row in rows[start : start + PAGE_ROWS]:
            try:
                mentions.append(reader.read(_readable(row)))
            except UsageError as error:
                rejects.append(Reject(key=None, reason="unreadable row", detail=safe(f"line {number}: {error}")[:200]))
        yield Page(site=site.name, engine=ENGINE, url=site.url, outcome="ok", mentions=tuple(mentions), read=len(mentions)), rejects


def _with_rejects(page: Page, rejects: Sequence[Reject]) -> Page:
    return replace(page, rejected=(*page.rejected, *rejects), read=page.read + len(rejects))


def _readable(row: Row | str) -> Row:
    if isinstance(row, str):
        raise UsageError(row)
    return row


def _bins(tally: Tally) -> Counter[str]:
    rejected = sum(tally.rejected.values())
    return Counter(
        read=tally.read,
        new=tally.new,
        new_version=tally.new_version,
        seen_before=tally.seen_before,
        no_brand=tally.no_brand,
        rejected=rejected,
    )


def _tell(args: argparse.Namespace, bins: Counter[str], rejects: Sequence[Reject]) -> None:
    names = ("read", "new", "new_version", "seen_before", "no_brand", "rejected")
    if args.json:
        details: list[dict[str, Any]] = [{"reason": one.reason, "detail": one.detail} for one in rejects]
        say_json({"site": args.site} | {name: bins[name] for name in names} | {"rejects": details})
        return
    heads = ["site", *(name.replace("_", " ") for name in names)]
    say_table(heads, [[args.site, *(bins[name] for name in names)]], right=heads[1:])
    for reject in rejects[:_SHOWN_REJECTS]:
        say(f"rejected: {reject.detail or reject.reason}")
    if len(rejects) > _SHOWN_REJECTS:
        say(f"… and {len(rejects) - _SHOWN_REJECTS} more; --json lists all")
    if not any(bins[name] for name in ("new", "new_version", "seen_before")) and bins["no_brand"]:
        say("No row names a brand. Where all are about one: --about BRAND.")
