"""`untagged schedule`: the scheduler in the foreground, until SIGTERM or SIGINT."""

import argparse
import logging

from crawler.config import load_config
from crawler.output import complain
from crawler.run import schedule


def run(args: argparse.Namespace) -> int:
    """Crawl each site when it is due; 1 when a table is broken or the lock was lost, 2 (as UsageError) when another scheduler runs."""
    if not args.debug:
        logging.getLogger("crawler").setLevel(logging.INFO)  # a line a run is what a scheduler's log is for
    config = load_config(args.config)
    for broken in config.broken:
        complain(f"untagged: {broken.error}")
    kept_lock = schedule(config, args.db)
    return 0 if kept_lock and not config.broken else 1
