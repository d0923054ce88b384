"""Replay of a day's archive beside the crawl that filled it: how much faster by the clock, and whether the rows are the same.

Compared are two commands, each timed from the start of its process to its end, with an empty database each:
- `untagged crawl` of three forums on addresses of their own, side by side as the fleet does, each asked with the default delay (2 s from
  the end of an answer, one request at a time), the archive being written. A forum's 192 pages are a day's: eight pages an hour. They are
  fetched in one go here, which is the least time that so polite a crawl can take for them; spread over their day they would take a day.
- `untagged replay` of that archive, its two processes and the loading of their models included.

A crawl takes as long as its largest site, since sites wait for their own hosts only; a replay takes longer with each site.
`sites_at_20_times` is how many such forums, crawled without pause, a replay keeps up with at 20 times their speed. `undelayed_over_replay`
is beside a crawl that waits for nobody, which has the same reading and storing to do and no more than the fetching to lose.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.kills import content
from benchmarks.made_web import BRANDS, Forum, running
from mentions.site import Site

FORUM = Forum(threads=60, posts=60, per_page=20, rows=5, branded=0.5, per_host=1)  # 192 pages
SITES = 3
SAME = ("mentions", "brands", "relations", "voices")
"""What a replay must make as the crawl did; where the sites stand it does not touch."""


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="1 site of a few pages and a delay of 0.05 s: for tests")
    quick = args.parse_args().quick
    forum, sites, delay_s = (replace(FORUM, threads=6), 1, 0.05) if quick else (FORUM, SITES, Site.delay_s)
    with running(forum) as port, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_config(folder / "config", port, sites, delay_s)
        crawl_s, _ = _run(folder, "crawled", "crawl")
        replay_s, replay_cpu_s = _run(folder, "replayed", "replay")
        crawled, replayed = (content(f"sqlite:///{folder}/{db}.db") for db in ("crawled", "replayed"))
        _write_config(folder / "config", port, sites, 0.0)
        undelayed_s, _ = _run(folder, "undelayed", "crawl", archive="another")
    posts = len(crawled["mentions"])
    different = sum(len(crawled[kind] ^ replayed[kind]) for kind in SAME)
    print(f"{sites} forums, {delay_s} s between requests: crawled in {crawl_s:.1f} s, replayed in {replay_s:.1f} s, {posts} mentions")
    figures = {"crawl_s": crawl_s, "undelayed_crawl_s": undelayed_s, "replay_s": replay_s, "replay_cpu_s": replay_cpu_s}
    figures |= {"crawl_over_replay": crawl_s / replay_s, "undelayed_over_replay": undelayed_s / replay_s}
    figures["sites_at_20_times"] = sites * crawl_s / replay_s / 20
    print(
        json.dumps({"benchmark": "replay", "mentions": posts, "different_rows": different, **{k: round(v, 2) for k, v in figures.items()}})
    )


def _run(folder: Path, db: str, command: str, archive: str = "archive") -> tuple[float, float]:
    """Run a command on a database and an archive, and return its seconds, and those of the processor."""
    began, before = time.perf_counter(), os.times()
    arguments = [sys.executable, "-m", "crawler", "--config", str(folder / "config"), "--db", f"sqlite:///{folder}/{db}.db", command]
    subprocess.run(arguments, env={**os.environ, "UNTAGGED_ARCHIVE": str(folder / archive)}, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, cpu_s


def _write_config(config: Path, port: int, sites: int, delay_s: float) -> None:
    (config / "sites").mkdir(parents=True, exist_ok=True)
    (config / "brands.toml").write_text("".join(f'["{name}"]\nterms = ["{name}"]\n' for name in BRANDS), encoding="utf-8")
    tables = (
        f'[made-{n}]\nengine = "xenforo"\nurl = "http://127.0.1.{n + 1}:{port}/forums/made.1/"\ndelay = {delay_s}\nallow_private = true\n'
        for n in range(sites)
    )
    (config / "sites" / "made.toml").write_text("\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
