"""Ends `untagged schedule` over 20 living forums at random moments, by SIGKILL and by SIGTERM, and starts it again each time.

The forums grow all the while, on addresses of 127.0.2.0/24 of a process of their own. In the end they stand still, and what is stored is
compared with what they show. `lost`: posts that are not stored. `doubled`: stored ones that no forum shows, and such as were counted as
new more than once. `at_once`: requests of one site that overlapped at the server (its concurrency is 1), and its crawls that overlapped
in the ledger, a killed one ending with its process. `most_cpu_s_after_term`: what an end by SIGTERM took of the processor at most, other
processes on the machine left aside. Beside every tenth run or so a second scheduler is started, which has to say who holds the database
and to end with status 2; before every fourth SIGTERM the forums are taken off the air.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from sqlalchemy import text

from benchmarks.living_forum import LivingForum, all_posts
from benchmarks.serving import free_port
from storage.database import connect
from storage.integrity import faults

SITES = 20
FASTER = 120.0  # seconds of a forum's life in one of ours
ANSWER_S = 0.01
SLOW_S = 10.0  # what SIGTERM may take
CUT_SHORT = 1  # the status of an end that was cut short to be in time
GIVE_UP_S = 60.0
STARTING = 0.25  # share of the runs that are ended before they ask for anything
LIVING_S = 1.5


class Growing(LivingForum):
    """A forum whose posts stay: what is missing in the end was lost by the crawler."""

    def _nothing(self, at: datetime, topic: object) -> None:
        """Let a deletion or a move not happen."""

    _delete_post = _delete_topic = _move = _pin = _nothing


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="1 + 1 runs over 3 sites: for tests")
    args.add_argument("--kills", type=int, default=200)
    args.add_argument("--terms", type=int, default=200)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--db", help="a PostgreSQL URL with an empty database to use instead of SQLite")
    args.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    args.add_argument("--sites", type=int, default=SITES, help=argparse.SUPPRESS)
    a = args.parse_args()
    if a.serve:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(a.serve, a.sites, a.seed))
        return
    kills, terms, sites = (1, 1, 3) if a.quick else (a.kills, a.terms, a.sites)
    rng = random.Random(a.seed)
    print(f"{sites} forums; {kills} times SIGKILL and {terms} times SIGTERM at random moments", flush=True)
    with tempfile.TemporaryDirectory() as folder, Forums(sites, a.seed) as forums:
        db = a.db or f"sqlite:///{folder}/schedule.db"
        trial = Trial(config=_config(Path(folder), sites, forums.port), db=db, forums=forums, rng=rng)
        ends = [signal.SIGKILL] * kills + [signal.SIGTERM] * terms
        rng.shuffle(ends)
        for number, how in enumerate(ends, start=1):
            trial.run(number, how)
            if number % 20 == 0:
                print(f"  {number} of {len(ends)}; slowest SIGTERM {trial.slowest_s:.2f} s", flush=True)
        trial.catch_up(sites)
        figures = {
            "benchmark": "schedule_kills",
            "kills": kills,
            "terms": terms,
            "sites": sites,
            **trial.compare(),
            "slowest_term_s": round(trial.slowest_s, 2),
            "most_cpu_s_after_term": round(trial.most_cpu_s, 2),
            "terms_over_10_s": trial.slow,
            "terms_cut_short": trial.cut_short,
            "wrong_status": trial.wrong_status,
            "rivals": trial.rivals,
            "rivals_not_refused": trial.not_refused,
        }
    print(json.dumps(figures))


@dataclass
class Trial:
    """One database and all the schedulers that were ended on it."""

    config: Path
    db: str
    forums: "Forums"
    rng: random.Random
    start_s: float = 2.0
    """What the last scheduler took until its first request: other processes share the machine."""
    slowest_s: float = 0.0
    most_cpu_s: float = 0.0
    slow: int = 0
    cut_short: int = 0
    """Ends by SIGTERM that gave up pages in hand to be in time."""
    wrong_status: int = 0
    rivals: int = 0
    not_refused: int = 0
    ended: list[datetime] = field(default_factory=list)
    """When each process had ended."""

    def run(self, number: int, how: signal.Signals) -> None:
        """Start a scheduler and end it at a random moment: one in four while it starts, the others once it has begun to ask."""
        process = self._start()
        if self.rng.random() < STARTING:
            time.sleep(self.rng.uniform(0.3, 1.0) * self.start_s)
        else:
            self._wait_for_requests()
            time.sleep(self.rng.uniform(0.0, LIVING_S))
            if number % 10 == 0:
                self._rival(process)
        is_off = how is signal.SIGTERM and number % 4 == 0
        if is_off:
            self.forums.stop()
            time.sleep(self.rng.uniform(0.0, 0.5))
        self._end(process, how)
        if is_off:
            self.forums.start()

    def catch_up(self, sites: int) -> None:
        """Let the forums stand still and a scheduler run until each was crawled twice to a good end."""
        self.forums.tell("freeze")
        since = datetime.now(UTC)
        process = self._start()
        began = time.monotonic()
        query = "SELECT site, count(*) AS runs FROM crawl WHERE verdict IN ('fine', 'empty') AND started_at > :since GROUP BY site"
        engine = connect(self.db)
        while time.monotonic() < began + 5 * GIVE_UP_S:
            time.sleep(0.5)
            with engine.connect() as conn:
                since_then = since.strftime("%Y-%m-%d %H:%M:%S.%f") if engine.dialect.name == "sqlite" else since
                counts = {row.site: row.runs for row in conn.execute(text(query), {"since": since_then})}
            if len(counts) == sites and min(counts.values()) >= 2:
                break
        else:
            print(f"  not all forums were crawled twice to a good end: {counts}")
        engine.dispose()
        self._end(process, signal.SIGTERM)

    def compare(self) -> dict[str, int]:
        """Return what was lost and doubled, and what ran at once."""
        engine = connect(self.db)
        with engine.connect() as conn:
            stored = {(site, int(key)) for site, key in conn.execute(text("SELECT site, key FROM mention"))}
            counted = conn.execute(text("SELECT sum(new) FROM crawl")).scalar_one()
            runs = conn.execute(text("SELECT site, started_at, finished_at FROM crawl ORDER BY site, started_at")).all()
            found = faults(conn)
        engine.dispose()
        shown = {(site, key) for site, keys in self.forums.tell("shown").items() for key in keys}
        spans: dict[str, list[tuple[datetime, datetime]]] = {}
        for site, started, finished in runs:
            began = _time(started)
            killed = next((at for at in self.ended if at > began), datetime.now(UTC))
            spans.setdefault(site, []).append((began, _time(finished) if finished else killed))
        overlaps = sum(later[0] < earlier[1] for one in spans.values() for earlier, later in pairwise(one))
        for fault in found:
            print(f"  {fault}")
        return {
            "posts": len(shown),
            "crawls": len(runs),
            "killed_crawls": sum(finished is None for _, _, finished in runs),
            "lost": len(shown - stored),
            "doubled": len(stored - shown) + abs(int(counted) - len(stored)),
            "at_once": overlaps + self.forums.tell("asked")["at_once"],
            "faults": len(found),
        }

    def _wait_for_requests(self) -> None:
        """Wait until the scheduler just started asks for something."""
        began = time.monotonic()
        before = self.forums.tell("asked")["requests"]
        while self.forums.tell("asked")["requests"] == before and time.monotonic() < began + GIVE_UP_S:
            time.sleep(0.02)
        self.start_s = time.monotonic() - began

    def _rival(self, holder: subprocess.Popen[bytes]) -> None:
        """Start a second scheduler, which must be refused while the first has begun and lives."""
        rival = subprocess.run(_command(self.config, self.db), capture_output=True, text=True, timeout=GIVE_UP_S, check=False)
        self.rivals += 1
        if rival.returncode != 2 or f"pid {holder.pid}" not in rival.stderr:
            self.not_refused += 1
            print(f"  a second scheduler ended with {rival.returncode}: {rival.stderr[-500:]}")

    def _start(self) -> subprocess.Popen[bytes]:
        log = (self.config.parent / "schedule.log").open("ab")
        return subprocess.Popen(_command(self.config, self.db), stdout=log, stderr=log)

    def _end(self, process: subprocess.Popen[bytes], how: signal.Signals) -> None:
        """End a scheduler and note how long that took."""
        began, spent = time.monotonic(), _cpu_s(process.pid)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process.send_signal(how)
        try:
            status = process.wait(GIVE_UP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        self.ended.append(datetime.now(UTC))
        if how is signal.SIGTERM:
            took = time.monotonic() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            all_of_it = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            self.slowest_s = max(self.slowest_s, took)
            self.most_cpu_s = max(self.most_cpu_s, all_of_it - spent)
            self.slow += took > SLOW_S
            self.cut_short += status == CUT_SHORT
            is_wrong = status not in (0, CUT_SHORT, -signal.SIGTERM)  # a signal before Python's start-up is done ends it at once
            self.wrong_status += is_wrong
            if is_wrong or took > SLOW_S:
                print(f"  SIGTERM: status {status} after {took:.2f} s\n{(self.config.parent / 'schedule.log').read_text()[-1500:]}")


class Forums:
    """The forums' server, on the air or not; they live on without it."""

    def __init__(self, sites: int, seed: int) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "benchmarks.schedule_kills", f"--serve={self.port}", f"--sites={sites}", f"--seed={seed}"]
        self._server = subprocess.Popen(command)

    def __enter__(self) -> Self:
        for _ in range(600):
            with contextlib.suppress(OSError):
                self.tell("asked")
                return self
            time.sleep(0.05)
        msg = "the forums' server did not start"
        raise TimeoutError(msg)

    def __exit__(self, *error: object) -> None:
        self._server.terminate()
        self._server.wait()

    def start(self) -> None:
        """Put the forums on the air."""
        self.tell("on")

    def stop(self) -> None:
        """Take the forums off the air: their port is closed, and so are their connections."""
        self.tell("off")

    def tell(self, what: str) -> Any:  # noqa: ANN401 - JSON
        """Ask or command the server on its own address."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{what}", timeout=30) as answer:
            return json.load(answer)


class Air:
    """The forums in the server's process, on the air or not, and the commands beside them."""

    def __init__(self, port: int, sites: int, seed: int) -> None:
        epoch = datetime.now(UTC) - timedelta(days=60)
        grown = {"posts_a_day": 600, "active_a_day": 25}
        self.port = port
        self.forums = {f"127.0.2.{n}": Growing(30, epoch, seed=seed * 1000 + n, **grown) for n in range(1, sites + 1)}
        self.asked: Counter[str] = Counter()
        self.under_way: Counter[str] = Counter()
        self._epoch = epoch
        self._began = time.monotonic()
        self._frozen: datetime | None = None
        self._runner: web.AppRunner | None = None

    def now(self) -> datetime:
        """Return the forums' time."""
        return self._frozen or self._epoch + timedelta(seconds=FASTER * (time.monotonic() - self._began))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer for a forum, after a while: requests of one site that overlap are counted."""
        host = request.url.host or ""
        self.asked["requests"] += 1
        self.asked["at_once"] += self.under_way[host]
        self.under_way[host] += 1
        try:
            await asyncio.sleep(ANSWER_S)
            self.forums[host].live(self.now())
            return await self.forums[host].answer(request)
        finally:
            self.under_way[host] -= 1

    async def command(self, request: web.Request) -> web.Response:
        """Do what the benchmark says, and tell what was asked."""
        what = request.path.strip("/")
        if what == "off" and self._runner is not None:
            await self._runner.cleanup()
        elif what == "on":
            await self.go_on_air()
        elif what == "freeze":
            self._frozen = self.now()
            for forum in self.forums.values():
                forum.live(self._frozen)
        elif what == "shown":
            return web.json_response({_name(host): [post.id for _, post in all_posts(forum)] for host, forum in self.forums.items()})
        return web.json_response({"requests": self.asked["requests"], "at_once": self.asked["at_once"]})

    async def go_on_air(self) -> None:
        """Open the forums' ports."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self.answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.0)
        await self._runner.setup()
        for host in self.forums:
            await web.TCPSite(self._runner, host, self.port, reuse_address=True).start()


async def serve(port: int, sites: int, seed: int) -> None:
    """Serve the forums until cancelled, and commands on an address of their own."""
    air = Air(port, sites, seed)
    control = web.Application()
    control.router.add_get("/{what}", air.command)
    runner = web.AppRunner(control, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await air.go_on_air()
    await asyncio.Event().wait()


def _config(folder: Path, sites: int, port: int) -> Path:
    """Write the configuration and return its folder."""
    config = folder / "config"
    (config / "sites").mkdir(parents=True)
    (config / "brands.toml").write_text('["Velt"]\nterms = ["Velt"]\n', encoding="utf-8")
    tables = (
        f'[{_name(f"127.0.2.{n}")}]\nengine = "xenforo"\nurl = "http://127.0.2.{n}:{port}/"\nevery = "5s"\nevery_min = "1s"\ndelay = 0.0\n'
        f'max_pages = 100000\nobey_robots = false\nrobots_reason = "made up"\nallow_private = true\nabout = ["Velt"]\n'
        for n in range(1, sites + 1)
    )
    (config / "sites" / "forums.toml").write_text("\n".join(tables), encoding="utf-8")
    return config


def _cpu_s(pid: int) -> float:
    """Return the processor's seconds that a living process and its children have taken; 0 where the system does not tell."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")  # the process that stores is a child of another thread than the first
    ticks = 0
    for one in [str(pid), *(child for thread in threads for child in thread.read_text(encoding="ascii").split())]:
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _name(host: str) -> str:
    """Return the name under which a forum is configured."""
    return f"forum-{host.rpartition('.')[2]}"


def _command(config: Path, db: str) -> list[str]:
    return [sys.executable, "-m", "crawler", "--config", str(config), "--db", db, "schedule"]


def _time(value: str | datetime) -> datetime:
    """Return a time as SQLite or PostgreSQL give it, aware."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
