"""Kills `untagged crawl` or `untagged replay` at random moments, then lets it finish: the database must be as after an undisturbed one.

Two sites: a forum and a newest-first paged feed of the same posts, so that there are relations and voices between them; enough pages that
the second process, which stores, is killed too. A round is: a fresh database, commands killed after a random time until one ends by
itself, then the comparison of mentions, versions, brands, relations, voices, where the sites stand, and what the ledger counted.

`--restarts`: in place of the crawl its PostgreSQL is stopped as by a crash and started again, most times within what the crawl waits,
each seventh time beyond it, so that pages wait in the spool.
"""

import argparse
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.made_web import BRANDS, Forum, running
from benchmarks.own_postgres import Server, own_postgres, stop

FORUM = Forum(threads=15, posts=24, per_page=6, rows=6, branded=0.7)  # 123 pages: the second process starts after 100
LONG_EVERY = 7  # restarts: the server is then away for longer than a crawl waits
LONG_S = 75.0
SLOW_S = 0.004  # an answer's delay: a crawl lasts long enough to be killed anywhere in it

COMPARED = {
    "mentions": "SELECT site, key, text, title, author, posted_at, version, language FROM mention ORDER BY site, key",
    "versions": (
        "SELECT m.site, m.key, v.version, v.text FROM mention_version v JOIN mention m ON m.id = v.mention_id "
        "ORDER BY m.site, m.key, v.version"
    ),
    "brands": (
        "SELECT m.site, m.key, b.brand, b.ordinal, b.rule FROM mention_brand b JOIN mention m ON m.id = b.mention_id "
        "ORDER BY m.site, m.key, b.brand, b.ordinal"
    ),
    # where the sites stand; a site's pace, its past and its robots.txt tell when they were asked, which no two crawls share
    "state": (
        "SELECT site, scope, value FROM site_state WHERE scope NOT IN ('revisit', 'health') AND scope NOT LIKE 'robots:%' "
        "ORDER BY site, scope"
    ),
    # each mention was new once, whatever was tried anew: a count made twice shows
    "ledger": 'SELECT sum("new") - (SELECT count(*) FROM mention) FROM crawl',
}
WHEN = re.compile(r"""["']whole_at["']: ["'][^"']*["'](, )?""")
"""Within a state, when a stream was begun to be read whole: likewise."""
RELATIONS = "SELECT a.site, a.key, b.site, b.key, r.kind FROM relation r JOIN mention a ON a.id = r.a_id JOIN mention b ON b.id = r.b_id"
VOICES = "SELECT voice_id, site, key FROM mention"


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="a few kills: for tests")
    args.add_argument("--kills", type=int, default=200)
    args.add_argument("--command", choices=["crawl", "replay"], default="crawl")
    args.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    args.add_argument("--restarts", type=int, default=0, help="of the PostgreSQL, in place of kills")
    args.add_argument("--seed", type=int, default=1)
    a = args.parse_args()
    wanted = 3 if a.quick else a.restarts or a.kills
    what = "its PostgreSQL" if a.restarts else "it"
    print(f"{a.command} of 2 sites, {FORUM.threads * FORUM.posts} posts each, into {a.db}; {what} ended at random moments {wanted} times")
    with running(FORUM, delay_s=SLOW_S) as port, tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        server = stack.enter_context(own_postgres()) if a.db == "postgresql" or a.restarts else None
        work = Work(folder=Path(name), config=_config(Path(name), port), command=a.command, server=server, rng=random.Random(a.seed))
        figures = work.run(wanted, restarts=bool(a.restarts))
    print(json.dumps({"benchmark": "kills", "command": a.command, "db": a.db, **figures}))


@dataclass(kw_only=True)
class Work:
    """Rounds of one command on one kind of database."""

    folder: Path
    config: Path
    command: str
    server: Server | None
    rng: random.Random
    whole_s: float = 0.0
    """What the command takes when nobody ends it."""

    def run(self, wanted: int, *, restarts: bool) -> dict[str, Any]:
        """Return what so many ends did."""
        if self.command == "replay":
            self.start("crawl", f"sqlite:///{self.folder}/archived.db").wait()
        undisturbed = self.fresh("undisturbed")
        started = time.perf_counter()
        self.start(self.command, undisturbed).wait()
        self.whole_s = time.perf_counter() - started
        right = content(undisturbed)
        ends = rounds = lost = doubled = wrong = 0
        while ends < wanted:
            rounds += 1
            db = self.fresh(f"round{rounds}")
            most = min(8, wanted - ends)
            ends += self.restarted(db, most, ends) if restarts else self.killed(db, most)
            got = content(db)
            lost += len(right["mentions"] - got["mentions"])
            doubled += len(got["mentions"] - right["mentions"])
            different = [name for name in right if right[name] != got[name]] + sorted(map(str, self.folder.glob("**/*.spool")))
            wrong += bool(different)
            if different:
                print(f"  round {rounds}: {', '.join(different)} differ")
                for name in different[:2]:
                    print("   ", name, sorted(map(str, right.get(name, set()) ^ got.get(name, set())))[:4])
            print(f"  {ends} times in {rounds} rounds: {lost} lost, {doubled} doubled, {wrong} rounds wrong", flush=True)
        return {"restarts" if restarts else "kills": ends, "rounds": rounds, "lost": lost, "doubled": doubled, "rounds_wrong": wrong}

    def killed(self, db: str, most: int) -> int:
        """Bring one database to its end through kills; returns how many hit a living process."""
        hit = 0
        while hit < most:
            process = self.start(self.command, db)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self.rng.uniform(0.2, 1.0) * self.whole_s)
                break
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            hit += 1
        self.start(self.command, db).wait()
        return hit

    def restarted(self, db: str, most: int, before: int) -> int:
        """Bring one database to its end while its server goes and comes; returns how often it did under a living process."""
        assert self.server is not None, "restarts are PostgreSQL's"
        hit = 0
        process = self.start(self.command, db)
        while hit < most:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self.rng.uniform(0.1, 0.5) * self.whole_s)
                break
            stop(self.server)
            hit += 1
            is_long = (before + hit) % LONG_EVERY == 0
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=LONG_S if is_long else self.rng.uniform(0.1, 3.0))
            kept = len(list((self.folder / "spool").glob("*"))) if is_long else 0
            print(f"  away for {'long' if is_long else 'a while'}{', pages wait in the spool' if kept else ''}")
            self.server.start()
        process.wait()
        self.start(self.command, db).wait()
        return hit

    def start(self, command: str, db: str) -> "subprocess.Popen[bytes]":
        """Start a command in a process group of its own; a crawl fills the archive that a replay reads."""
        env = {**os.environ, "UNTAGGED_SPOOL": str(self.folder / "spool")}
        if self.command == "replay":
            env["UNTAGGED_ARCHIVE"] = str(self.folder / "archive")
        arguments = [sys.executable, "-m", "crawler", "--config", str(self.config), "--db", db, command]
        return subprocess.Popen(arguments, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def fresh(self, name: str) -> str:
        """Return the URL of an empty database."""
        if self.server is None:
            return f"sqlite:///{self.folder}/{name}.db"
        uri = self.server.get_uri()
        with create_engine(uri.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT").connect() as conn:
            conn.execute(text("DROP SCHEMA public CASCADE"))
            conn.execute(text("CREATE SCHEMA public"))
        return uri


def _config(folder: Path, port: int) -> Path:
    """Write the configuration and return its folder."""
    config = folder / "config"
    (config / "sites").mkdir(parents=True)
    brands = "".join(f'["{name}"]\nterms = ["{name}"]\n' for name in BRANDS)
    (config / "brands.toml").write_text(brands, encoding="utf-8")
    site = 'engine = "{}"\nurl = "http://{}:{}/{}"\ndelay = 0.0\nallow_private = true\nobey_robots = false\nrobots_reason = "made up"\n'
    forum = site.format("xenforo", "127.0.1.1", port, "forums/made.1/")
    feed = site.format("feed", "127.0.1.2", port, "feed/posts/page-1")
    (config / "sites" / "made.toml").write_text(f"[made-forum]\n{forum}\n[made-feed]\n{feed}\n", encoding="utf-8")
    return config


def content(db: str) -> dict[str, set[Any]]:
    """Return all that must be equal, without the numbers that only order of arrival decides."""
    engine = create_engine(db.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as conn:
        found: dict[str, set[Any]] = {name: {str(tuple(row)) for row in conn.execute(text(query))} for name, query in COMPARED.items()}
        found["state"] = {WHEN.sub("", one) for one in found["state"]}
        found["relations"] = {str(tuple(row)) for row in _undirected(conn.execute(text(RELATIONS)))}
        groups: dict[int, list[str]] = {}
        for voice, site, key in conn.execute(text(VOICES)):
            groups.setdefault(voice, []).append(f"{site}/{key}")
        found["voices"] = {str(sorted(group)) for group in groups.values()}
    engine.dispose()
    return found


def _undirected(rows: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - a SQLAlchemy result
    """Yield relations with their ends in one order: which came first is the network's doing."""
    for one, one_key, other, other_key, kind in rows:
        yield (*sorted([(one, one_key), (other, other_key)]), kind)


if __name__ == "__main__":
    main()
