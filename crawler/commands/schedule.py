"""`untagged schedule`: the scheduler in the foreground, until SIGTERM or SIGINT."""

import argparse
import logging

from crawler.config import load_config
from crawler.output import complain
from crawler.run import schedule


def run(args: argparse.Namespace) -> int:
    """Crawl each site when it is due; 1 when a table is broken or the lock was lost, 2 (as UsageError) when another scheduler runs."""
    config = load_config(args.config)
    for broken in config.broken:
        complain(f"untagged: {broken.error}")
    runs = logging.getLogger("crawler")
    level = runs.level
    runs.setLevel(level if args.debug else logging.INFO)  # a line a run is what a scheduler's log is for
    try:
        kept_lock = schedule(config, args.db)
    finally:
        runs.setLevel(level)
    return 0 if kept_lock and not config.broken else 1
