"""`untagged health`: the evidence behind each site's verdict, and what to do about it."""

import argparse
from collections.abc import Mapping
from typing import Any

from crawler.causes import CURES
from crawler.config import load_config
from crawler.ledger import GOOD
from crawler.mention_json import write_value
from crawler.open_database import is_there, open_reading
from crawler.output import say, say_json
from crawler.spool import spool_of
from mentions.safe import safe
from storage.read import crawls, sites

RUNS = 5  # that are shown of a site
_FIGURES = ("requests", "read", "new", "new_version", "seen_before", "no_brand", "rejected", "stated_total")


def run(args: argparse.Namespace) -> int:
    """Print the sites that need a person, or the one named, and what waits for the database; 1 when there is any."""
    config = load_config(args.config)
    names = [config.site(args.site).name] if args.site else list(config.sites)
    found: dict[str, dict[str, Any]] = {name: _never(name) for name in names}
    waiting = _waiting(args.db)
    if waiting and not args.json:
        say(
            f"{sum(waiting['pages'].values())} pages of {len(waiting['pages'])} sites wait in {waiting['spool']}: the database could not be"
        )
        say("  written. The next crawl stores them; look for what keeps it (disk, lock, server), then `untagged crawl`.")
    if is_there(args.db):
        with open_reading(args.db) as conn:
            for site in sites(conn):
                if site["site"] in found and site["verdict"] is not None:
                    found[site["site"]] = _told(dict(site), [dict(one) for one in crawls(conn, site=site["site"], limit=RUNS)])
    ill = [row for row in found.values() if row["verdict"] not in (*GOOD, None)]
    shown = list(found.values()) if args.site else ill
    if args.json:
        say_json({"sites": shown, "well": sum(row["verdict"] in GOOD for row in found.values()), "checked": len(found), "waiting": waiting})
    else:
        for row in shown:
            _print(row)
        if not args.site:
            never = sum(row["verdict"] is None for row in found.values())
            say(f"{len(found)} sites: {len(ill)} need a person, {never} never crawled.")
    return 1 if ill or waiting else 0


def _waiting(db: str) -> dict[str, Any] | None:
    """Give what waits until the database is back: the file, and how many pages of each site; None when nothing does."""
    spool = spool_of(db)
    return {"spool": str(spool.file.path), "pages": dict(spool.waiting())} if spool.file.is_there() else None


def _never(name: str) -> dict[str, Any]:
    """Give a site that was never crawled as JSON."""
    return {"site": name, "verdict": None, "since": None, "cause": None, "evidence": None, "cure": None, "runs": []}


def _told(site: Mapping[str, Any], runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Give a site as JSON, with its last runs."""
    evidence = site["evidence"] or ""
    cause = evidence.partition(":")[0] if site["verdict"] not in GOOD else None
    return {
        "site": site["site"],
        "verdict": site["verdict"],
        "since": write_value(site["verdict_since"]),
        "cause": cause if cause in CURES else None,
        "evidence": evidence,
        "cure": CURES.get(cause or ""),
        "runs": [{name: write_value(one[name]) for name in ("started_at", "verdict", *_FIGURES, "evidence")} for one in runs],
    }


def _print(row: Mapping[str, Any]) -> None:
    if row["verdict"] is None:
        say(f"{row['site']}: never crawled, or its last crawl was killed. `untagged crawl {row['site']}`")
        return
    since = f" since {row['since'][:10]} {row['since'][11:16]} UTC" if row["since"] else ""
    say(f"{row['site']}: {row['verdict']}{since}")
    say(f"  why:  {safe(row['evidence'])}")
    if row["cure"]:
        say(f"  cure: {row['cure']}")
    for one in row["runs"]:
        said = ", ".join(f"{one[name]} {name.replace('_', ' ')}" for name in _FIGURES if one[name] is not None)
        say(f"  {one['started_at'][:10]} {one['started_at'][11:16]}  {one['verdict'] or 'not ended'}: {said}")
    say("")
