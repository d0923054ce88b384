"""Whole crawl (download → stored) over an ordinary Scrapy spider that stores nothing, and over the typical recipe; same run, in pairs.

`plain`: callbacks, default settings but no delay and equal concurrency; extracts the same fields with parsel, stores nothing.
`own`: our crawl without steps and store. `recipe`: BeautifulSoup (html.parser), langdetect, a hundred `in` tests, ORM commit per item.
Each runs in a process of its own against the same made-up forum on loopback; pages a second of wall time within the crawl.
`longest_stall_ms`: by how much the event loop was late at most, all that the machine did beside it included.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.made_web import BRANDS, Forum, running

PAIRS = 5
SITES = 16  # hosts asked at once, one request each
TICK_S = 0.02


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="small: for tests")
    args.add_argument("--stored", type=int, default=1_000_000, help="mentions stored beforehand for the second measure; 0 leaves it out")
    args.add_argument("--role", choices=sorted(ROLES), help=argparse.SUPPRESS)
    args.add_argument("--port", type=int, help=argparse.SUPPRESS)
    args.add_argument("--db", help=argparse.SUPPRESS)
    args.add_argument("--sites", type=int, default=SITES, help=argparse.SUPPRESS)
    a = args.parse_args()
    if a.role:
        print(json.dumps(ROLES[a.role](a.port, a.db, a.sites)))
        return
    forum = Forum(threads=4, posts=40, rows=50, per_host=1) if a.quick else Forum(threads=80, posts=60, rows=50, per_host=1)
    pairs, sites = (1, 4) if a.quick else (PAIRS, SITES)
    print(f"{sites} hosts of {forum.threads} threads with {forum.posts} posts of about 400 characters, {pairs} pairs, one process each")
    with running(forum) as port, tempfile.TemporaryDirectory() as folder:
        rows = []
        _measure("plain", port, "-", sites)  # the server makes its pages when they are first asked for
        for number in range(pairs):
            row = {role: _measure(role, port, f"sqlite:///{folder}/{role}{number}.db", sites) for role in ("plain", "whole", "own")}
            rows.append(row)
            print("  " + "   ".join(f"{role} {one['pages_per_s']:.0f} pages/s" for role, one in row.items()))
        recipe = _measure("recipe", port, f"sqlite:///{folder}/recipe.db", min(sites, 2))
        figures: dict[str, Any] = {
            "benchmark": "pipeline",
            "over_extraction": _ratio(rows, "whole", "plain"),
            "over_own_extraction": _ratio(rows, "whole", "own"),
            "over_recipe": round(statistics.median(r["whole"]["pages_per_s"] for r in rows) / recipe["pages_per_s"], 2),
            "posts_per_s": round(statistics.median(r["whole"]["posts_per_s"] for r in rows)),
            "longest_stall_ms": max(r["whole"]["longest_stall_ms"] for r in rows),
            "rss_mb": max(r["whole"]["rss_mb"] for r in rows),
            "rss_store_mb": max(r["whole"]["rss_store_mb"] for r in rows),
            "pairs": pairs,
        }
        stored = 2_000 if a.quick else a.stored
        if stored:
            figures |= _at_scale(port, folder, sites, stored, 1 if a.quick else 3)
    print(json.dumps(figures))


def _at_scale(port: int, folder: str, sites: int, stored: int, pairs: int) -> dict[str, Any]:
    """Return how much slower the whole crawl is with so many mentions stored: paired with crawls into an empty table."""
    db = f"sqlite:///{folder}/large.db"
    print(f"  storing {stored:,} mentions beforehand")
    _measure("fill", stored, db, sites)
    falls: list[float] = []
    rss = rss_store = 0
    for number in range(pairs):
        copy = f"{folder}/copy{number}.db"
        Path(copy).write_bytes(Path(f"{folder}/large.db").read_bytes())
        empty = _measure("whole", port, f"sqlite:///{folder}/empty{number}.db", sites)
        large = _measure("whole", port, f"sqlite:///{copy}", sites)
        Path(copy).unlink()
        falls.append(1 - large["pages_per_s"] / empty["pages_per_s"])
        rss, rss_store = max(rss, large["rss_mb"]), max(rss_store, large["rss_store_mb"])
        print(f"  empty {empty['pages_per_s']:.0f} pages/s, with {stored:,} stored {large['pages_per_s']:.0f} pages/s")
    return {"stored": stored, "fall_at_1m": round(statistics.median(falls), 3), "rss_mb_at_1m": rss, "rss_store_mb_at_1m": rss_store}


def _measure(role: str, port: int, db: str, sites: int) -> dict[str, Any]:
    """Run one program in a process of its own and return what it says of itself."""
    command = [sys.executable, "-m", "benchmarks.pipeline", "--role", role, "--port", str(port), "--db", db, "--sites", str(sites)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{role} failed: {run.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return figures


def _ratio(rows: list[dict[str, Any]], one: str, other: str) -> float:
    """Return the median over pairs of one's pages/s as a share of the other's."""
    return round(statistics.median(r[one]["pages_per_s"] / r[other]["pages_per_s"] for r in rows), 3)


def _urls(port: int, sites: int) -> list[str]:
    """Return the forums' addresses: one host each."""
    return [f"http://127.0.1.{number + 1}:{port}/forums/made.1/" for number in range(sites)]


def _figures(pages: int, posts: int, seconds: float) -> dict[str, Any]:
    """Return a run's own account; peaks of memory, that of the process which stores apart."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    stored_by = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    memory = {"rss_mb": int(peak.split()[1]) // 1024, "rss_store_mb": stored_by // 1024}
    return {"pages_per_s": pages / seconds, "posts_per_s": posts / seconds, "posts": posts, **memory}


def _ours(port: int, db: str | None, sites: int) -> dict[str, Any]:
    """Crawl with the fleet: whole into a database, or reading alone."""
    import asyncio  # noqa: PLC0415 - each role imports what it runs, and nothing else

    from crawler.config import Config  # noqa: PLC0415
    from crawler.fleet import Fleet  # noqa: PLC0415
    from crawler.run import dry_context, open_context, run_spider  # noqa: PLC0415
    from mentions.brand import Brand  # noqa: PLC0415
    from mentions.site import Site  # noqa: PLC0415
    from spiders.base.engine import Limits  # noqa: PLC0415

    made = {
        f"made-{n}": Site(name=f"made-{n}", engine="xenforo", url=url, delay_s=0.0, allow_private=True, max_pages=100_000)
        for n, url in enumerate(_urls(port, sites))
    }
    brands = tuple(Brand(id=name, terms=(name,)) for name in BRANDS)
    config = Config(path=Path(), brands=brands, sites=made)

    began = []

    stalls = [0.0]

    def tick(since: float) -> None:
        now = time.perf_counter()
        stalls.append(now - since - TICK_S)
        asyncio.get_running_loop().call_later(TICK_S, tick, now)

    async def feed():  # noqa: ANN202 - an async generator of sites
        began.append(time.perf_counter())  # Scrapy is up: what is measured is crawling, the store's own start included
        tick(began[0] - TICK_S)
        for site in made.values():
            yield site

    context = open_context(config, db) if db else dry_context(config)
    if db:
        fleet = run_spider(Fleet, context, feed=feed, limits=Limits())
        pages = sum(sum(ledger.pages.values()) for ledger in fleet.ledgers)
        figures = _figures(pages, sum(ledger.read for ledger in fleet.ledgers), time.perf_counter() - began[0])
        return figures | {"longest_stall_ms": round(1000 * max(stalls))}
    walked = run_spider(_reading_spider(), context, sites=list(made.values()))
    return _figures(walked.pages, walked.posts, time.perf_counter() - walked.began)


def _reading_spider() -> type[Any]:
    """Return a spider that walks sites and reads their pages, and does nothing with them."""
    import asyncio  # noqa: PLC0415 - this role's own

    import scrapy  # noqa: PLC0415

    from crawler.fetch import fetcher  # noqa: PLC0415
    from crawler.fleet import spider_for  # noqa: PLC0415
    from spiders.base.engine import Limits  # noqa: PLC0415

    class Reading(scrapy.Spider):
        name = "reading"
        pages = posts = 0
        began = 0.0

        async def start(self):  # noqa: ANN202 - an async generator of nothing
            self.began = time.perf_counter()

            async def known(scopes: Any) -> dict[str, Any]:  # noqa: ANN401 - as Known
                del scopes
                return {}

            async def run(site: Any) -> None:  # noqa: ANN401 - a Site
                async for page in spider_for(site).pages(fetcher(self.crawler, site), known, Limits()):
                    self.pages += 1
                    self.posts += len(page.mentions)

            await asyncio.gather(*(run(site) for site in self.sites))
            return
            yield

    return Reading


def _plain(port: int, db: str, sites: int) -> dict[str, Any]:
    """Crawl with an ordinary spider: callbacks, parsel, nothing stored."""
    del db
    return _run_plain(port, sites, _parsel_posts, {})


def _recipe(port: int, db: str, sites: int) -> dict[str, Any]:
    """Crawl as most tutorials do: html.parser, langdetect and an ORM commit for each post."""
    import langdetect  # noqa: PLC0415 - this role's own
    from bs4 import BeautifulSoup  # noqa: PLC0415
    from sqlalchemy import create_engine, select  # noqa: PLC0415
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column  # noqa: PLC0415

    class Base(DeclarativeBase):
        pass

    class Post(Base):
        __tablename__ = "post"
        id: Mapped[int] = mapped_column(primary_key=True)
        url: Mapped[str] = mapped_column(unique=True)
        author: Mapped[str]
        text: Mapped[str]
        language: Mapped[str]
        brand: Mapped[str | None]

    engine = create_engine(db)
    Base.metadata.create_all(engine)
    session = Session(engine)

    def posts(response: Any) -> list[Any]:  # noqa: ANN401 - a Scrapy response
        found = []
        for article in BeautifulSoup(response.text, "html.parser").select("article.message--post"):
            text = article.select_one(".bbWrapper").get_text(" ")
            url = f"{response.url}#{article['data-content']}"
            brand = next((name for name in BRANDS if name in text), None)
            if session.scalar(select(Post).where(Post.url == url)) is None:
                session.add(Post(url=url, author=article["data-author"], text=text, language=langdetect.detect(text), brand=brand))
                session.commit()
            found.append(url)
        return found

    return _run_plain(port, sites, posts, {})


def _parsel_posts(response: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a Scrapy response
    """Return a page's posts as dictionaries of the fields that our engine reads."""
    return [
        {
            "key": post.attrib["data-content"],
            "author": post.attrib["data-author"],
            "author_key": post.css(".username::attr(href)").get(),
            "url": post.css(".message-attribution a::attr(href)").get(),
            "posted_at": post.css("time::attr(datetime)").get(),
            "text": " ".join(post.css(".message-body .bbWrapper ::text").getall()),
            "title": response.css("h1.p-title-value::text").get(),
        }
        for post in response.css("article.message--post")
    ]


def _run_plain(port: int, sites: int, posts: Any, extra: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a function of a response
    """Run an ordinary Scrapy spider over the forums."""
    import scrapy  # noqa: PLC0415 - this role's own
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

    count = {"pages": 0, "posts": 0}

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = _urls(port, sites)

        def parse(self, response: Any) -> Any:  # noqa: ANN401 - Scrapy's
            count["pages"] += 1
            yield from response.follow_all(css=".structItem-title a", callback=self.parse_thread)
            yield from response.follow_all(css="a.pageNav-jump--next", callback=self.parse)

        def parse_thread(self, response: Any) -> Any:  # noqa: ANN401 - Scrapy's
            count["pages"] += 1
            for post in posts(response):
                count["posts"] += 1
                yield post if isinstance(post, dict) else {"url": post}
            yield from response.follow_all(css="a.pageNav-jump--next", callback=self.parse_thread)

    settings = {"LOG_ENABLED": False, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS": sites, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, **extra}
    process = CrawlerProcess(settings)
    process.crawl(Plain)
    started = time.perf_counter()
    process.start()
    return _figures(count["pages"], count["posts"], time.perf_counter() - started)


def _fill(stored: int, db: str, sites: int) -> dict[str, Any]:
    """Store so many mentions through the store itself, in batches."""
    from mentions.mention import BrandMatch, Mention  # noqa: PLC0415 - this role's own
    from mentions.page import Page  # noqa: PLC0415

    del sites
    from crawler.config import Config  # noqa: PLC0415
    from crawler.run import open_context  # noqa: PLC0415

    context = open_context(Config(path=Path(), brands=(), sites={}), db)
    assert context.store is not None, "open_context opens the store"
    forum = Forum(threads=1, posts=1, seed=99)
    match = BrandMatch(brand="Veltro", start=0, end=6, matched="Veltro", rule="term", tagged=False)
    started = time.perf_counter()
    for first in range(0, stored, 2_000):
        mentions = tuple(
            Mention(
                site="filled",
                engine="xenforo",
                key=str(n),
                author=f"filler{n % 50_021}",
                text=forum.text(n),
                brands=(match,),
                language="en",
            )
            for n in range(first, min(stored, first + 2_000))
        )
        page = Page(site="filled", engine="xenforo", url="http://filled.example/", outcome="ok", mentions=mentions, read=len(mentions))
        context.store.batches.store([(1, page)])
    return _figures(stored // 2_000, stored, time.perf_counter() - started)


ROLES = {
    "plain": _plain,
    "whole": _ours,
    "own": lambda port, _, sites: _ours(port, None, sites),
    "recipe": _recipe,
    "fill": _fill,
}

if __name__ == "__main__":
    main()
