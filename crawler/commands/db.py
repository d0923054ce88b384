"""`untagged db`: looks after the database."""

import argparse

from crawler.output import say, say_json
from storage.database import connect
from storage.schema import upgrade


def run(args: argparse.Namespace) -> int:
    """Bring the schema up to date, or check what is stored."""
    engine = connect(args.db)
    before, after = upgrade(engine)
    if args.json:
        say_json({"before": before, "after": after})
    elif before == after:
        say(f"schema {after}: up to date")
    else:
        say(f"schema {before or 'none'} → {after}")
    return 0
