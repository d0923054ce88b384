"""`untagged schedule`: the scheduler in the foreground, until SIGTERM or SIGINT."""

import argparse

from crawler.config import load_config
from crawler.output import complain
from crawler.run import schedule


def run(args: argparse.Namespace) -> int:
    """Crawl each site when it is due; 1 when a table is broken or the lock was lost, 2 (as UsageError) when another scheduler runs."""
    config = load_config(args.config)
    for broken in config.broken:
        complain(f"untagged: {broken.error}")
    kept_lock = schedule(config, args.db)
    return 0 if kept_lock and not config.broken else 1
