"""Faults and causes of blindness, injected into a fleet of 50 loopback sites: right verdicts, and what is lost and doubled.

The fleet is crawled well, then with a fault a site (`FAULTS`), then well again: the database must then be as after undisturbed crawls.
Then faults of the database's own strike a first crawl of all sites, and a second crawl mends it: a disk that is full, a lock that is not
given up, a file that vanishes, all with the spool's folder gone too, a clock that jumps, SIGKILL. Verdicts are right when they are what the
fault's row says, with its cause; under a fault of the database, when they are fine and all is stored, or say that it was not.
"""

import argparse
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import crawler.robots
import crawler.settings
import storage.database
from benchmarks.database_faults import DATABASE_FAULTS, Strike, when_asked
from benchmarks.faulty_pages import FIRST_DAY
from benchmarks.faulty_web import running, tell
from benchmarks.kills import content
from crawler import run as runs
from crawler.config import Config
from crawler.fleet import Fleet
from crawler.ledger import GOOD
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Limits
from storage.database import connect, reading
from storage.integrity import faults
from storage.schema import upgrade

FEED, FORUM, REVIEWS, DAILY = "feed/posts/page-1", "forums/made.1/", "reviews/all", "feed/daily/page-1"
ENGINES = {"feed": "feed", "forums": "xenforo", "reviews": "microformats"}
TIMEOUT_S = 3.0  # for an answer, in place of a minute: nothing else is made smaller
PATIENCE_S = 1.0  # with a database that is away, likewise
BLIND, ILL, FINE = ("blind",), ("blind", "partial"), ("fine",)
FAULTS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("reset", FEED, BLIND, "unreachable"),
    ("reset", FORUM, BLIND, "unreachable"),
    ("reset-once", FORUM, FINE, ""),
    ("slow", FEED, FINE, ""),
    ("half", FEED, BLIND, "unreachable"),
    ("half", FORUM, BLIND, "unreachable"),
    ("half-packed", FORUM, BLIND, "unreachable"),
    ("too-long", FEED, BLIND, "unreachable"),
    ("too-short", FEED, BLIND, "unreachable"),
    ("drip", FEED, BLIND, "unreachable"),
    ("endless", FORUM, BLIND, "unreachable"),
    ("endless-told", FEED, BLIND, "unreachable"),
    ("no-http", FEED, BLIND, "unreachable"),
    ("silent-server", FEED, BLIND, "unreachable"),
    ("bad-tls", FEED, BLIND, "unreachable"),
    ("no-name", FEED, BLIND, "unreachable"),
    ("bomb-gzip", FORUM, BLIND, "unreachable"),
    ("bomb-deflate", FORUM, BLIND, "unreachable"),
    ("bomb-brotli", FEED, BLIND, "unreachable"),
    ("bad-gzip", FEED, BLIND, "unreachable"),
    ("redirect-loop", FEED, BLIND, "unreachable"),
    ("redirects-10000", FORUM, BLIND, "unreachable"),
    ("redirect-nowhere", FEED, BLIND, "unreachable"),
    ("challenge", FEED, BLIND, "blocked"),
    ("challenge", FORUM, BLIND, "blocked"),
    ("challenge-200", REVIEWS, BLIND, "blocked"),
    ("refused", FORUM, BLIND, "blocked"),
    ("slower", FEED, BLIND, "blocked"),
    ("maintenance", FORUM, BLIND, "blocked"),
    ("login-redirect", FORUM, BLIND, "login"),
    ("login-wall", REVIEWS, BLIND, "login"),
    ("soft-404", FORUM, BLIND, "gone"),
    ("soft-404", FEED, BLIND, "gone"),
    ("gone", FEED, BLIND, "gone"),
    ("error-500", FORUM, BLIND, "unreachable"),
    ("nothing", FEED, BLIND, "layout"),
    ("garbage", FORUM, BLIND, "layout"),
    ("another-engine", REVIEWS, BLIND, "layout"),
    ("layout", FORUM, BLIND, "no rows"),
    ("repeated-pages", FEED, ILL, "paging"),
    ("fewer-than-stated", REVIEWS, ILL, "stated total"),
    ("emptied", FEED, BLIND, "emptied"),
    ("", DAILY, ILL, "silent"),
    ("robots-forbid", FEED, BLIND, "robots"),
    ("robots-500", FORUM, BLIND, "robots"),
    *(("", path, FINE, "") for path in (FEED, FORUM, REVIEWS, FEED, FORUM)),
)
"""Fault, what it strikes, and the verdicts and the cause that are right."""
Told = dict[str, tuple[str, str]]


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="each seventh fault, and none of the database: for tests")
    parser.add_argument("--crawl", help=argparse.SUPPRESS)  # what a child is to do
    args = parser.parse_args()
    if args.crawl:
        _crawl(**json.loads(args.crawl))
        return
    every = 7 if args.quick else 1
    figures: dict[str, Any] = {"benchmark": "faults", "sites": len(FAULTS[::every]), "lost": 0, "doubled": 0}
    right: dict[str, list[bool]] = {"healthy": [], "fault": [], "database": []}
    with running() as port, tempfile.TemporaryDirectory() as folder:
        _strike_sites(port, Path(folder), figures, right, every)
        for name, strike in {} if args.quick else DATABASE_FAULTS.items():
            _strike_database(port, Path(folder) / name.replace(" ", "-"), name, strike, figures, right)
    told = [one for kind in right.values() for one in kind]
    figures |= {f"right_{kind}_share": round(sum(ones) / len(ones), 4) for kind, ones in right.items() if ones}
    figures["right_verdict_share"] = round(sum(told) / len(told), 4)
    print(json.dumps(figures))


def _strike_sites(port: int, folder: Path, figures: dict[str, Any], right: dict[str, list[bool]], every: int) -> None:
    """Crawl well, with a fault a site, and well again; compare with undisturbed crawls."""
    db = f"sqlite:///{folder}/struck.db"
    _judge("before", crawl(port, db, day=45.2, every=every)[0], lambda _: (FINE, ""), right["healthy"])
    tell(port, "step=1")
    for number in range(0, len(FAULTS), every):
        tell(port, f"site={number}&fault={FAULTS[number][0]}")
    told, most_mb, seconds = crawl(port, db, day=56, is_faulty=True, every=every)
    _judge("with faults", told, lambda number: FAULTS[number][2:], right["fault"])
    figures |= {"faulty_run_s": seconds, "memory_mb": most_mb}
    tell(port, "step=2&fault=")
    _judge("after", crawl(port, db, day=57, every=every)[0], lambda _: (FINE, ""), right["healthy"])
    _compare("faults of sites", port, db, folder, figures, every)


def _strike_database(port: int, folder: Path, name: str, strike: Strike, figures: dict[str, Any], right: dict[str, list[bool]]) -> None:
    """Crawl while a fault of the database strikes, then well; compare with an undisturbed crawl."""
    folder.mkdir()
    db = f"sqlite:///{folder}/struck.db"
    tell(port, "step=2")
    engine = connect(db)
    upgrade(engine)
    engine.dispose()
    with strike(port, folder) as given:
        told, _, _ = crawl(port, db, day=46, is_hasty=True, **given)
    waited = (folder / "struck.db.spool").exists()
    before = _stored(db)
    crawl(port, db, day=47)
    _compare(name, port, db, folder, figures)
    after = _stored(db)
    for site, (verdict, evidence) in told.items():
        is_right = before.get(site) == after.get(site) if verdict in GOOD else evidence.partition(":")[0] in ("broken", "unread")
        right["database"].append(is_right)
        if not is_right:
            print(f"  {name}: {site}: {verdict}: {evidence} ({before.get(site)} of {after.get(site)} stored)")
    ill = sum(verdict not in GOOD for verdict, _ in told.values())
    print(f"{name}: {len(told)} verdicts, {ill} of them ill; spool {'used' if waited else 'not used'}")
    assert not (folder / "struck.db.spool").exists(), "the spool is drained"


def _judge(name: str, told: Told, wanted: Callable[[int], Any], right: list[bool]) -> None:
    """Compare verdicts with what they must be, and print those that are wrong."""
    wrong = 0
    for site, (verdict, evidence) in told.items():
        number = int(site.removeprefix("site"))
        verdicts, cause = wanted(number)
        is_right = verdict in verdicts and (not cause or evidence.partition(":")[0] == cause)
        right.append(is_right)
        wrong += not is_right
        if not is_right:
            print(f"  {name}: site {number} ({FAULTS[number][0] or 'well'}, {FAULTS[number][1]}): {verdict}: {evidence[:160]}")
    print(f"{name}: {len(told) - wrong} of {len(told)} verdicts are right")


def _compare(name: str, port: int, db: str, folder: Path, figures: dict[str, Any], every: int = 1) -> None:
    """Count what is missing and what is too much, beside an undisturbed crawl of the same sites."""
    undisturbed = f"sqlite:///{folder}/undisturbed.db"
    crawl(port, undisturbed, day=57, every=every)
    right, got = content(undisturbed)["mentions"], content(db)["mentions"]
    lost, doubled = len(right - got), len(got - right)
    engine = connect(db)
    with reading(engine) as conn:
        wrong = faults(conn)
    engine.dispose()
    for one in sorted(map(str, (right ^ got)))[:4]:
        print(f"  {name}: {'lost' if one in right else 'doubled'}: {one[:160]}")
    print(f"{name}: {len(got)} mentions, {lost} lost, {doubled} doubled{''.join(f'; {one}' for one in wrong)}")
    figures["lost"] += lost
    figures["doubled"] += doubled + len(wrong)


def _stored(db: str) -> dict[str, int]:
    """Return how many mentions each site has."""
    with sqlite3.connect(db.removeprefix("sqlite:///")) as conn:
        try:
            return dict(conn.execute("SELECT site, count(*) FROM mention GROUP BY site").fetchall())
        except sqlite3.OperationalError:  # the file has vanished
            return {}


def crawl(port: int, db: str, **given: Any) -> tuple[Told, float, float]:  # noqa: ANN401 - as `_crawl` takes them
    """Crawl all sites in a process of their own; returns verdicts, its memory at most in MB, and its seconds."""
    began = time.monotonic()
    env, killed_after = {**os.environ, **given.pop("env", {})}, given.pop("killed_after", None)
    command = [sys.executable, "-m", "benchmarks.faults", "--crawl", json.dumps({"port": port, "db": db, **given})]
    done = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    if killed_after is not None:
        when_asked(port, killed_after, lambda: os.killpg(done.pid, signal.SIGKILL))
    out, err = done.communicate()
    if done.returncode == -signal.SIGKILL:
        return {}, 0.0, 0.0
    if done.returncode != 0:
        print(err[-2000:], file=sys.stderr)
    said = json.loads(out.splitlines()[-1])
    return said["told"], said["memory_mb"], round(time.monotonic() - began, 1)


def _crawl(
    port: int,
    db: str,
    day: float,
    *,
    is_faulty: bool = False,
    is_hasty: bool = False,
    every: int = 1,
    most_bytes: int = 0,
    jumps: bool = False,
) -> None:
    """Crawl all sites as they are told of here, and print the verdicts."""
    crawler.settings.DOWNLOAD_TIMEOUT = TIMEOUT_S
    crawler.robots.FRESH = timedelta(seconds=1)
    sites = {f"site{number}": _site(number, port, is_faulty=is_faulty) for number in range(0, len(FAULTS), every)}
    config = Config(path=Path(), brands=(Brand(id="Veltro", terms=("Veltro",)),), sites=sites)
    if is_hasty:
        storage.database.BUSY_TIMEOUT_S = PATIENCE_S / 4
    context = runs.open_context(config, db)
    assert context.store is not None
    if is_hasty:
        for holder in (context.store, context.store.batches):
            object.__setattr__(holder, "patience", type(holder.patience)(total_s=PATIENCE_S))
    now = FIRST_DAY + timedelta(days=day)
    context.now = _jumping(now) if jumps else lambda: now
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    async def feed() -> AsyncIterator[Site]:
        for site in sites.values():
            yield site

    fleet: Fleet = runs.run_spider(Fleet, context, feed=feed, limits=Limits())
    told = {ledger.site: ledger.verdict() for ledger in fleet.ledgers}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"told": told, "memory_mb": round(most, 1)}))


def _site(number: int, port: int, *, is_faulty: bool) -> Site:
    fault, path, _, _ = FAULTS[number]
    fault = fault if is_faulty else ""
    host = "no-such-host.invalid" if fault == "no-name" else f"127.0.1.{number}"
    url = f"{'https' if fault == 'bad-tls' else 'http'}://{host}:{port}/{path}"
    return Site(name=f"site{number}", engine=ENGINES[path.partition("/")[0]], url=url, delay_s=0.0, allow_private=True)


def _jumping(now: datetime) -> Callable[[], datetime]:
    """Return a clock that jumps by half a year, there and back."""
    jumps = iter(range(10**9))
    return lambda: now + timedelta(days=(0, 180, -180)[next(jumps) % 3])


if __name__ == "__main__":
    main()
