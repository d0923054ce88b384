"""`untagged sites`: every configured site, when it is due and how its last crawl ended."""

import argparse
from collections.abc import Mapping
from typing import Any

from crawler.config import Config, load_config
from crawler.mention_json import write_value
from crawler.open_database import is_there, open_reading
from crawler.output import say, say_json
from crawler.terminal import say_table
from storage.read import sites


def run(args: argparse.Namespace) -> int:
    """Print a row a site, broken tables with their error; 1 when a table is broken or a site is partial or blind."""
    config = load_config(args.config)
    stored: dict[str, Mapping[str, Any]] = {}
    if is_there(args.db):
        with open_reading(args.db) as conn:
            stored = {row["site"]: dict(row) for row in sites(conn)}
    rows = [_row(config, name, stored.get(name, {})) for name in config.sites]
    if args.json:
        broken = [{"site": one.name or None, "file": str(one.file), "error": one.error} for one in config.broken]
        say_json({"sites": rows, "broken": broken})
    else:
        _print(config, rows)
    return 1 if config.broken or any(row["verdict"] in ("partial", "blind") for row in rows) else 0


def _row(config: Config, name: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    site = config.sites[name]
    known = ("verdict", "verdict_since", "due_at", "last_finished_at", "evidence")
    return {"site": name, "engine": site.engine, "url": site.url} | {key: write_value(stored.get(key)) for key in known}


def _print(config: Config, rows: list[dict[str, Any]]) -> None:
    if rows:
        heads = ("site", "engine", "due (UTC)", "verdict", "since (UTC)", "because", "address")
        say_table(heads, [_cells(row) for row in rows])
    else:
        say(f"No usable site in {config.path / 'sites'}: `untagged detect URL` proposes a table.")
    for one in config.broken:
        say(f"broken: {one.error}")


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    due, since = _minute(row["due_at"]) or "now", _minute(row["verdict_since"])
    return row["site"], row["engine"], due, row["verdict"] or "never crawled", since, row["evidence"], row["url"]


def _minute(time: str | None) -> str | None:
    """Give an ISO time in UTC as a person reads it, to the minute."""
    return f"{time[:10]} {time[11:16]}" if time else None
