"""Whether one process that crawls 1,000 sites on 127.x.y.z at a delay of 5 s is polite, what a site takes, and whether any starves.

Three crawls, each by the product's own fleet, whole (steps and store) and in a process of its own, against a made-up forum in another:
100 hosts without a delay (the capacity); 1,000 at 5 s; and 1,000 at the delay at which they ask for twice the capacity. All times are
the server's. A gap counts against "p95" from asked to asked, against "under" from answered to asked: each the stricter way. A wait is
the time in which a host was not asked, from the moment when all sites were under way, and the fair share is what each host would wait
if the capacity were dealt out evenly.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.made_web import BRANDS
from benchmarks.polite_server import polite_server
from crawler.context import Context
from crawler.fleet import Fleet
from crawler.run import families, run_spider
from crawler.store import Store
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Limits

WARM_PAGES = 1000  # until what the steps remember of words and addresses is about full
Times = dict[str, list[tuple[float, float]]]


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="30 sites at 0.5 s: for tests")
    args.add_argument("--role", choices=["crawl"], help=argparse.SUPPRESS)
    for name, kind in (("sites", int), ("delay", float), ("seconds", float), ("port", int), ("db", str)):
        args.add_argument(f"--{name}", type=kind, help=argparse.SUPPRESS)
    a = args.parse_args()
    if a.role:
        print(json.dumps(crawl(a.sites, a.delay, a.seconds, a.port, a.db)))
        return
    sites, hosts, delay, seconds = (30, 10, 0.5, 5.0) if a.quick else (1000, 100, 5.0, a.seconds or 60.0)
    with polite_server() as port, tempfile.TemporaryDirectory() as folder:
        print(f"capacity: {hosts} hosts without a delay")
        told, times = _measured(hosts, 0.0, min(seconds, 20.0), port, f"{folder}/capacity.db")
        capacity = _rate(_since(times, told["began"], told["ended"]), told)
        print(f"  {capacity:.0f} requests/s; now {sites} sites at {delay:g} s")
        told, times = _measured(sites, delay, seconds, port, f"{folder}/polite.db")
        times = {host: one for host, one in _since(times, 0.0, told["ended"]).items() if host in _hosts(sites)}
        asked = [later[0] - earlier[0] for one in times.values() for earlier, later in pairwise(one)]
        answered = [later[0] - earlier[1] for one in times.values() for earlier, later in pairwise(one)]
        figures: dict[str, Any] = {
            "benchmark": "fleet",
            "sites": sites,
            "capacity_per_s": round(capacity, 1),
            "gaps": len(asked),
            "p95_gap_over_delay": round(statistics.quantiles(asked, n=20)[-1] / delay, 3),
            "gaps_under_delay": round(sum(gap < 0.95 * delay for gap in answered) / len(answered), 5),
            "kb_per_running_site": round((told["rss_kb"] - told["bare_kb"]) / sites, 1),
            "cpu_ms_per_request": round(1000 * told["cpu_s"] / told["requests"], 2),
        }
        print(f"  {json.dumps(figures)}")
        delay = sites / (2 * capacity)
        print(f"twice the capacity: {sites} sites at {delay:.2f} s")
        told, times = _measured(sites, delay, seconds, port, f"{folder}/over.db")
        window = _since(times, told["began"], told["ended"])
        waits = [
            max(b - a for a, b in zip([told["began"], *moments], [*moments, told["ended"]], strict=True))
            for moments in ([asked for asked, _ in window.get(host, [])] for host in _hosts(sites))
        ]
        figures |= {
            "over_requests_per_s": round(_rate(window, told), 1),
            "hosts_never_asked": sum(host not in window for host in _hosts(sites)),
            "worst_wait_over_fair_share": round(max(waits) / (sites / capacity), 3),
        }
    print(json.dumps(figures))


def crawl(sites: int, delay: float, seconds: float, port: int, db: str) -> dict[str, Any]:
    """Crawl so many sites in this process for so long after the last was admitted; gives when, and what it took.

    What a site takes is counted from a process that has crawled one and let it go: its modules, models and caches are there.
    """
    logging.basicConfig(level=logging.CRITICAL)
    *hosts, warm = _hosts(sites + 1)
    configured = {host: _site(host, port, delay) for host in hosts}
    configured[warm] = replace(_site(warm, port, 0.0), max_pages=WARM_PAGES)
    context = Context(
        brands=tuple(Brand(id=name, terms=(name,)) for name in BRANDS),
        sites=configured,
        families=families(),
        store=Store.open(f"sqlite:///{db}", configured, families()),
    )
    told: dict[str, Any] = {}
    is_warm = asyncio.Event()

    async def feed() -> AsyncIterator[Site]:
        yield configured.pop(warm)
        await is_warm.wait()
        gc.collect()
        told["bare_kb"] = _rss_kb()
        for site in configured.values():
            yield site
        cpu, told["began"] = time.process_time(), time.monotonic()
        await asyncio.sleep(seconds)
        told["rss_kb"], told["ended"], told["cpu_s"] = _rss_kb(), time.monotonic(), time.process_time() - cpu
        os.kill(os.getpid(), signal.SIGTERM)

    run_spider(Fleet, context, feed=feed, limits=Limits(), on_end=lambda _: is_warm.set())
    return told


def _measured(sites: int, delay: float, seconds: float, port: int, db: str) -> tuple[dict[str, Any], Times]:
    """Crawl in a process of its own; gives what it told and what the server saw."""
    command = [sys.executable, "-m", "benchmarks.fleet", "--role=crawl", f"--sites={sites}", f"--delay={delay}"]
    command += [f"--seconds={seconds}", f"--port={port}", f"--db={db}"]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(run.stdout.splitlines()[-1])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/times") as answer:
        times: Times = json.load(answer)
    told["requests"] = sum(len(one) for one in _since(times, told["began"], told["ended"]).values())
    return told, times


def _since(times: Times, began: float, ended: float) -> Times:
    """Return the times within a window; both processes read one clock."""
    return {host: found for host, one in times.items() if (found := [pair for pair in one if began <= pair[0] <= ended])}


def _rate(times: Times, told: dict[str, Any]) -> float:
    return sum(map(len, times.values())) / float(told["ended"] - told["began"])


def _hosts(count: int) -> list[str]:
    return [f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}" for number in range(count)]


def _site(host: str, port: int, delay: float) -> Site:
    return Site(
        name=host,
        engine="xenforo",
        url=f"http://{host}:{port}/forums/made.1/",
        delay_s=delay,
        max_pages=1_000_000,
        obey_robots=False,
        robots_reason="made up",
        allow_private=True,
    )


def _rss_kb() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    main()
