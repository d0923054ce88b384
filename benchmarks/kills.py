"""Kills `untagged crawl` at random moments, then lets it finish: the database must be as after one undisturbed crawl.

Two sites: a forum and a newest-first paged feed of the same posts, so that there are relations and voices between them. A round is: a
fresh database, crawls killed after a random time until one ends by itself, then the comparison of mentions, versions, brands,
relations, voices and where the sites stand.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.made_web import BRANDS, Forum, running

FORUM = Forum(threads=12, posts=24, per_page=6, rows=4, branded=0.7)
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
    # where the sites stand; a site's pace and its robots.txt tell when they were asked, which no two crawls share
    "state": "SELECT site, scope, value FROM site_state WHERE scope <> 'revisit' AND scope NOT LIKE 'robots:%' ORDER BY site, scope",
}
RELATIONS = "SELECT a.site, a.key, b.site, b.key, r.kind FROM relation r JOIN mention a ON a.id = r.a_id JOIN mention b ON b.id = r.b_id"
VOICES = "SELECT voice_id, site, key FROM mention"


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="a few kills: for tests")
    args.add_argument("--kills", type=int, default=200)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--db", help="a PostgreSQL URL with an empty database to use instead of SQLite; it is emptied each round")
    a = args.parse_args()
    wanted = 3 if a.quick else a.kills
    rng = random.Random(a.seed)
    print(f"killing a crawl of 2 sites, {FORUM.threads * FORUM.posts} posts each, at random moments until it was killed {wanted} times")
    with running(FORUM, delay_s=SLOW_S) as port, tempfile.TemporaryDirectory() as folder:
        config = _config(Path(folder), port)
        undisturbed = _fresh(a.db, folder, "undisturbed")
        started = time.perf_counter()
        _crawl(config, undisturbed).wait()
        whole_s = time.perf_counter() - started
        right = content(undisturbed)
        kills = rounds = lost = doubled = wrong = 0
        while kills < wanted:
            rounds += 1
            db = _fresh(a.db, folder, f"round{rounds}")
            kills += _round(config, db, rng, whole_s, min(8, wanted - kills))
            got = content(db)
            lost += len(right["mentions"] - got["mentions"])
            doubled += len(got["mentions"] - right["mentions"])
            different = [name for name in right if right[name] != got[name]]
            wrong += bool(different)
            if different:
                print(f"  round {rounds}: {', '.join(different)} differ")
                for name in different[:2]:
                    print("   ", name, sorted(map(str, right[name] ^ got[name]))[:4])
    figures = {"benchmark": "kills", "kills": kills, "rounds": rounds, "lost": lost, "doubled": doubled, "rounds_wrong": wrong}
    print(json.dumps(figures))


def _round(config: Path, db: str, rng: random.Random, whole_s: float, most: int) -> int:
    """Crawl one database to the end through kills; returns how many hit a living crawl."""
    hit = 0
    while hit < most:
        process = _crawl(config, db)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=rng.uniform(0.3, 1.0) * whole_s)
            break
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        hit += 1
    _crawl(config, db).wait()
    return hit


def _crawl(config: Path, db: str) -> subprocess.Popen[bytes]:
    """Start a crawl in a process group of its own."""
    command = [sys.executable, "-m", "crawler", "--config", str(config), "--db", db, "crawl"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


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


def _fresh(postgres: str | None, folder: str, name: str) -> str:
    """Return the URL of an empty database."""
    if postgres is None:
        return f"sqlite:///{folder}/{name}.db"
    with create_engine(postgres, isolation_level="AUTOCOMMIT").connect() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    return postgres


def content(db: str) -> dict[str, set[Any]]:
    """Return all that must be equal, without the numbers that only order of arrival decides."""
    engine = create_engine(db.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as conn:
        found: dict[str, set[Any]] = {name: {str(tuple(row)) for row in conn.execute(text(query))} for name, query in COMPARED.items()}
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
