"""A small crawl that kills itself: `python -m tests.storage.killed URL PAGES_BEFORE_THE_KILL`."""

import asyncio
import datetime as dt
import os
import signal
import sys

from mentions.page import Page
from storage import ledger, read
from storage.batches import Batches
from storage.database import connect, reading, writing
from storage.writer import Writer
from tests.storage.made import FAMILIES, mention, page, unrelated

PAGES = 12
NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def thread(start: int) -> list[Page]:
    """Give the pages of a thread from one on: its posts, an edited one, and how far it is read."""
    return [
        page(
            mention(f"{n}-a", f"Acme {n}"),
            mention(f"{n}-b", f"Acme again {n}"),
            mention("first", f"Acme, edited {n // 4} times"),
            state={"thread": {"page": n}},
        )
        for n in range(start, PAGES)
    ]


async def crawl(url: str, kill_after: int) -> None:
    """Crawl on from where the site stands, and die after so many pages; 0 lets it end."""
    engine = connect(url)
    with reading(engine) as conn:
        start = read.known(conn, "talk-example", ["thread"]).get("thread", {"page": -1})["page"] + 1
    with writing(engine) as conn:
        crawl_id = ledger.open_crawl(conn, "talk-example", "phpbb", NOW)
    writer = Writer(Batches(engine=engine, relate=unrelated, families=FAMILIES), batch_pages=2, max_wait_s=0)
    for count, one in enumerate(thread(start), start=1):
        await writer.put(one, crawl_id)
        if count % 3 == 0:
            await asyncio.sleep(0.002)  # lets some commits through, at no particular moment
        if count == kill_after:
            os.kill(os.getpid(), signal.SIGKILL)
    await writer.flush(crawl_id)
    await writer.close()
    engine.dispose()


if __name__ == "__main__":
    asyncio.run(crawl(sys.argv[1], int(sys.argv[2])))
