"""A forum that lives for weeks, crawled and swept: in the end its posts are stored as they are, and what it deleted is erased."""

import asyncio
import datetime as dt
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from sqlalchemy import text

from benchmarks.living_forum import LivingForum, all_posts, text_of
from crawler.fleet import spider_for
from mentions.page import Answer
from mentions.site import Site
from spiders.base.engine import Limits
from spiders.base.sweep import THREADS
from storage import read
from storage.batches import Batches
from storage.database import reading, writing
from storage.integrity import faults
from storage.ledger import open_crawl
from storage.sweeps import plan_sweep
from tests.storage.made import ACME, unrelated

BEGIN = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SITE = Site(name="living", engine="xenforo", url="https://forum.example/")


async def crawl(forum, engine):
    """Crawl the forum as it is now, every post taken to name a brand; gives how many requests that took."""
    spider = spider_for(SITE)
    asked = []

    async def fetch(ask):
        url = ask.url
        asked.append(url)
        status, body = forum.respond(urlsplit(url).path)
        while status in (301, 303):
            url = urljoin(url, body)
            asked.append(url)
            status, body = forum.respond(urlsplit(url).path)
        return Answer(url=url, status=status, content_type="text/html", body=body.encode(), fetched_at=forum.now, site=SITE)

    async def known(scopes):
        with reading(engine) as conn:
            return read.known(conn, SITE.name, scopes)

    batches = Batches(engine=engine, relate=unrelated, families={"xenforo": "forums"}, now=lambda: forum.now)
    with writing(engine) as conn:
        crawl_id = open_crawl(conn, SITE.name, SITE.engine, forum.now)
    async with aclosing(spider.pages(fetch, known, Limits(now=forum.now, max_pages=100_000))) as pages:
        async for page in pages:
            named = tuple(replace(mention, brands=(ACME,)) for mention in page.mentions)
            [stored] = batches.store([(crawl_id, replace(page, mentions=named, read=len(named)))])
            assert not isinstance(stored, Exception), stored
    return len(asked)


def test_after_a_sweep_edits_are_read_and_deletions_are_erased(engine):
    forum = LivingForum(20, BEGIN, seed=3, posts_a_day=60, active_a_day=12)
    asyncio.run(crawl(forum, engine))
    for _ in range(6):
        forum.live(forum.now + DAY)
        asyncio.run(crawl(forum, engine))
    forum.live(forum.now + DAY)
    for _ in range(200):
        with writing(engine) as conn:
            planned = plan_sweep(conn, SITE.name, before=forum.now, threads=10 * THREADS, now=forum.now)
            left = read.known(conn, SITE.name, ["sweep"]).get("sweep", {"threads": {}})["threads"]
        if not planned and not left:
            break
        asyncio.run(crawl(forum, engine))
    visible = {str(post.id): text_of(post) for _, post in all_posts(forum)}
    with reading(engine) as conn:
        rows = {row["key"]: row for row in read.mentions(conn, read.Filter())}
        versions = conn.execute(
            text("SELECT count(*) FROM mention_version v JOIN mention_gone g ON g.mention_id = v.mention_id WHERE v.text <> ''")
        ).scalar_one()
        assert faults(conn) == []
    assert {key: row["text"] for key, row in rows.items() if row["deleted_at"] is None} == visible
    gone = {key for key, row in rows.items() if row["deleted_at"] is not None}
    happened = [what for _, what, _, _ in forum.log]
    assert len(gone) > happened.count("delete_post") / 2  # the others came and went between two crawls
    assert gone.isdisjoint(visible)
    assert {rows[key]["text"] for key in gone} == {""}
    assert versions == 0
    assert {"edit", "delete_post", "delete_topic", "move"} <= set(happened)
