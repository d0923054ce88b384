"""The store's thread: room is waited for, commits are not; errors reach the crawls they belong to."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from mentions.errors import StorageError
from mentions.page import Page
from storage import ledger
from storage.batches import Batches
from storage.database import connect, reading, writing
from storage.ledger import Tally
from storage.models import MentionRow
from storage.spool import Spool
from storage.writer import Writer
from tests.storage.made import FAMILIES, NOW, mention, page, unrelated


class Recorded(Batches):
    """Batches that are noted instead of stored, when the test lets them."""

    def __init__(self, refuse: Callable[[Page], bool] = lambda _: False, *, blocked: bool = False) -> None:
        super().__init__(engine=connect("sqlite:///nowhere.db"), relate=unrelated, families=FAMILIES)
        object.__setattr__(self, "seen", [])
        object.__setattr__(self, "refuse", refuse)
        object.__setattr__(self, "open", threading.Event())
        object.__setattr__(self, "refusal", StorageError("refused"))
        if not blocked:
            self.open.set()

    def store(self, batch: Sequence[tuple[int, Page]]) -> list[Tally | StorageError]:
        """Note the pages, once the test lets it."""
        self.open.wait()
        self.seen.append([one.url for _, one in batch])
        return [self.refusal if self.refuse(one) else Tally(read=one.read) for _, one in batch]


@contextmanager
def closing(writer: Writer) -> Iterator[Writer]:
    yield writer
    asyncio.run(writer.close())


def test_pages_are_stored_in_order_and_flush_waits_for_the_commit(engine: Engine) -> None:
    with writing(engine) as conn:
        crawls = [ledger.open_crawl(conn, site, "phpbb", NOW) for site in ("talk-example", "other-example")]

    async def crawl(writer: Writer, crawl_id: int, site: str) -> None:
        for n in range(30):
            await writer.put(page(mention(f"{n}", f"Acme {n}", site=site), site=site, state={"at": {"page": n}}), crawl_id)
        await writer.flush(crawl_id)
        with reading(engine) as conn:
            assert conn.execute(select(MentionRow.key).where(MentionRow.site == site).order_by(MentionRow.id)).scalars().all() == [
                str(n) for n in range(30)
            ]

    async def main() -> None:
        batches = Batches(engine=engine, relate=unrelated, families=FAMILIES)
        writer = Writer(batches, room=7, batch_pages=4)
        await asyncio.gather(*(crawl(writer, i, s) for i, s in zip(crawls, ("talk-example", "other-example"), strict=True)))
        await writer.close()

    asyncio.run(main())


def test_put_waits_for_room_and_not_for_the_commit() -> None:
    batches = Recorded(blocked=True)

    async def main(writer: Writer) -> None:
        for n in range(3):
            await writer.put(page(url=f"u{n}"), 1)  # does not wait: there is room
        fourth = asyncio.create_task(writer.put(page(url="u3"), 1))
        done, _ = await asyncio.wait({fourth}, timeout=0.05)
        assert not done
        batches.open.set()
        await fourth
        await writer.flush(1)

    with closing(Writer(batches, room=3, batch_pages=2, max_wait_s=0)) as writer:
        asyncio.run(main(writer))
    assert [url for urls in batches.seen for url in urls] == ["u0", "u1", "u2", "u3"]


def test_a_failed_page_ends_its_crawl_alone() -> None:
    batches = Recorded(refuse=lambda one: one.url == "u1")

    async def main(writer: Writer) -> None:
        for n in range(2):
            await writer.put(page(mention(), url=f"u{n}"), 1)
        with pytest.raises(
            StorageError, match=r"talk-example: 1 pages with 1 mentions were not stored: refused; the next crawl reads them"
        ):
            await writer.flush(1)
        with pytest.raises(StorageError, match="refused"):
            await writer.put(page(url="u2"), 1)
        await writer.put(page(url="other", site="other-example"), 2)
        await writer.flush(2)

    with closing(Writer(batches, batch_pages=1)) as writer:
        asyncio.run(main(writer))
    assert batches.seen == [["u0"], ["u1"], ["other"]]


def test_queued_pages_of_a_failed_crawl_are_dropped_and_counted() -> None:
    batches = Recorded(refuse=lambda one: one.url == "u0", blocked=True)

    async def main(writer: Writer) -> None:
        for n in range(4):
            await writer.put(page(mention(), mention(), url=f"u{n}"), 1)
        await writer.put(page(url="other"), 2)
        batches.open.set()
        with pytest.raises(StorageError, match="4 pages with 8 mentions were not stored"):
            await writer.flush(1)
        await writer.flush(2)

    with closing(Writer(batches, batch_pages=1)) as writer:
        asyncio.run(main(writer))
    assert batches.seen == [["u0"], ["other"]]


def test_a_database_that_is_away_ends_every_crawl_in_hand() -> None:
    """Pages of other crawls would each wait for it anew. Crawls that begin later try again."""
    batches = Recorded(refuse=lambda one: one.url == "u0", blocked=True)
    batches.refusal.__cause__ = OperationalError("INSERT …", {}, Exception("gone"))

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0"), 1)
        await writer.put(page(mention(), url="other", site="other-example"), 2)
        batches.open.set()
        with pytest.raises(StorageError, match="other-example: 1 pages with 1 mentions were not stored"):
            await writer.flush(2)
        await writer.put(page(url="later"), 3)
        await writer.flush(3)

    with closing(Writer(batches, batch_pages=1)) as writer:
        asyncio.run(main(writer))
    assert batches.seen == [["u0"], ["later"]]


def test_cancelled_waiters_leave_the_writer_well() -> None:
    batches = Recorded(blocked=True)

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0"), 1)
        tasks = [asyncio.create_task(writer.put(page(url="never"), 1)), asyncio.create_task(writer.flush(1))]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        batches.open.set()
        await writer.put(page(url="u1"), 1)
        await writer.flush(1)

    with closing(Writer(batches, room=1)) as writer:
        asyncio.run(main(writer))
    assert batches.seen == [["u0"], ["u1"]]


def test_closing_stores_what_is_queued_and_takes_no_more() -> None:
    batches = Recorded(blocked=True)

    async def main() -> None:
        writer = Writer(batches, max_wait_s=3600)
        for n in range(5):
            await writer.put(page(url=f"u{n}"), 1)
        batches.open.set()
        await writer.close()
        with pytest.raises(StorageError, match="the store is closed"):
            await writer.put(page(url="u5"), 1)

    asyncio.run(main())
    assert [url for urls in batches.seen for url in urls] == ["u0", "u1", "u2", "u3", "u4"]


def test_a_fault_of_the_program_reaches_the_crawls() -> None:
    def refuse(one: Page) -> bool:
        raise KeyError(one.url)

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0"), 1)
        with pytest.raises(StorageError, match="KeyError"):
            await writer.flush(1)

    with closing(Writer(Recorded(refuse=refuse))) as writer:
        asyncio.run(main(writer))


def test_flush_of_a_crawl_without_pages() -> None:
    with closing(Writer(Recorded())) as writer:
        asyncio.run(writer.flush(7))


AWAY = OperationalError("INSERT …", {}, Exception("gone"))


def test_pages_in_hand_of_a_database_that_is_away_wait_in_the_spool(tmp_path) -> None:
    """Those of the batch, and those queued behind it; none of a crawl that was refused for another reason."""
    batches = Recorded(refuse=lambda one: one.url == "u0", blocked=True)
    batches.refusal.__cause__ = AWAY
    spool = Spool(tmp_path / "spool")

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0"), 1)
        for n in range(3):
            await writer.put(page(mention(), url=f"other{n}", site="other-example"), 2)
        batches.open.set()
        with pytest.raises(StorageError, match="other-example: 3 pages wait until the database is back: refused"):
            await writer.flush(2)
        with pytest.raises(StorageError, match="talk-example: 1 pages wait"):
            await writer.put(page(url="u1"), 1)
        await writer.put(page(url="later"), 3)
        await writer.flush(3)

    with closing(Writer(batches, spool=spool, batch_pages=1)) as writer:
        asyncio.run(main(writer))
    assert batches.seen == [["u0"], ["later"]]
    assert spool.waiting() == {"talk-example": 1, "other-example": 3}


def test_a_refused_page_does_not_wait_in_the_spool(tmp_path) -> None:
    spool = Spool(tmp_path / "spool")

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0"), 1)
        with pytest.raises(StorageError, match="1 pages with 0 mentions were not stored: refused"):
            await writer.flush(1)

    with closing(Writer(Recorded(refuse=lambda one: True), spool=spool)) as writer:  # noqa: ARG005 - all
        asyncio.run(main(writer))
    assert not spool.file.is_there()


def test_with_database_and_disk_away_the_crawls_end_and_say_what_was_lost(tmp_path, caplog) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    batches = Recorded(refuse=lambda one: True)  # noqa: ARG005 - all
    batches.refusal.__cause__ = AWAY

    async def main(writer: Writer) -> None:
        await writer.put(page(mention(), url="u0"), 1)
        with pytest.raises(StorageError, match="1 pages with 1 mentions were not stored: refused; the next crawl reads them again"):
            await writer.flush(1)

    with closing(Writer(batches, spool=Spool(tmp_path / "file" / "spool"))) as writer:
        asyncio.run(main(writer))
    assert "could not be kept either" in caplog.text


def test_a_page_that_cannot_be_written_down_leaves_the_thread_alive(tmp_path) -> None:
    batches = Recorded(refuse=lambda one: one.url == "u0")
    batches.refusal.__cause__ = AWAY

    async def main(writer: Writer) -> None:
        await writer.put(page(url="u0", state={"at": {"what": object()}}), 1)
        with pytest.raises(StorageError, match="were not stored"):
            await writer.flush(1)
        await writer.put(page(url="later"), 2)
        await writer.flush(2)

    with closing(Writer(batches, spool=Spool(tmp_path / "spool"))) as writer:
        asyncio.run(main(writer))


def test_pages_of_a_batch_whose_commit_nobody_heard_of_wait_with_their_numbers(tmp_path, monkeypatch) -> None:
    batches = Recorded(refuse=lambda one: one.url in {"u3", "u4"})
    batches.refusal.__cause__ = AWAY
    spool = Spool(tmp_path / "spool")
    kept: list[tuple[object, object]] = []
    monkeypatch.setattr(spool, "keep", lambda pages, stored: kept.append(([one.url for _, one in pages], dict(stored))))

    async def main(writer: Writer) -> None:
        for n in range(5):
            await writer.put(page(url=f"u{n}", status=0 if n == 1 else 200), 1)
        with pytest.raises(StorageError, match="2 pages wait"):
            await writer.flush(1)

    with closing(Writer(batches, spool=spool, batch_pages=3, max_wait_s=5)) as writer:
        asyncio.run(main(writer))
    assert kept == [(["u3", "u4"], {1: 2})]


def test_a_store_without_pages_has_time_until_there_is_nothing_more_to_do() -> None:
    asked: list[bool] = []
    done = threading.Event()

    def idle() -> bool:
        asked.append(len(asked) < 2)
        if not asked[-1]:
            done.set()
        return asked[-1]

    batches = Recorded()
    with closing(Writer(batches, idle=idle, idle_s=0)) as writer:
        assert done.wait(5)
        asyncio.run(writer.put(page(url="u0"), 1))
    assert asked == [True, True, False]
    assert batches.seen == [["u0"]]


def test_what_fails_in_idle_time_costs_no_page(caplog: pytest.LogCaptureFixture) -> None:
    failed = threading.Event()

    def idle() -> bool:
        failed.set()
        raise ValueError

    batches = Recorded()
    with closing(Writer(batches, idle=idle, idle_s=0)) as writer:
        assert failed.wait(5)
        asyncio.run(writer.put(page(url="u0"), 1))
    assert batches.seen == [["u0"]]
    assert "idle time failed" in caplog.text
