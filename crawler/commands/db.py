"""`untagged db`: looks after the database."""

import argparse

from sqlalchemy import Engine

from crawler.open_database import open_reading
from crawler.output import say, say_json
from crawler.terminal import progress_bar
from pipelines.duplicates import NORMALISER_VERSION, judge
from storage.database import connect
from storage.integrity import faults
from storage.rekey import rekey, stale
from storage.schema import upgrade


def run(args: argparse.Namespace) -> int:
    """Bring the schema up to date, or check what is stored; 1 when a fault is found."""
    return _check(args) if args.verb == "check" else _upgrade(args)


def _upgrade(args: argparse.Namespace) -> int:
    engine = connect(args.db)
    try:
        before, after = upgrade(engine)
        rekeyed = _rekey(engine)
    finally:
        engine.dispose()
    if args.json:
        say_json({"before": before, "after": after, "rekeyed": rekeyed})
    else:
        say(f"schema {after}: up to date" if before == after else f"schema {before or 'none'} → {after}")
        if rekeyed:
            say(f"{rekeyed} mentions related anew")
    return 0


def _rekey(engine: Engine) -> int:
    """Relate anew what an older program stored; gives how many mentions. Crawls may run meanwhile."""
    done = 0
    with progress_bar() as bar:
        task = bar.add_task("relating stored mentions anew", total=stale(engine, NORMALISER_VERSION))
        for some in rekey(engine, judge()):
            done += some
            bar.advance(task, some)
    return done


def _check(args: argparse.Namespace) -> int:
    with open_reading(args.db) as conn:
        found = faults(conn)
    if args.json:
        say_json({"faults": found})
    else:
        for fault in found or ["no fault found"]:
            say(fault)
    return 1 if found else 0
