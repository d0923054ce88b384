"""Storing in a second process: the same results, errors and log lines as within the first, and nothing left behind when one ends."""

import logging
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from mentions.errors import StorageError
from mentions.page import Page
from storage import ledger
from storage.apart import BatchesApart, Result
from storage.batches import Batches
from storage.database import reading, writing
from storage.ledger import Tally
from storage.models import MentionRow
from storage.patience import Patience
from tests.storage.made import FAMILIES, NOW, mention, page, unrelated


class Talkative(Batches):
    """Batches that tell in which process they store."""

    def store(self, batch: Sequence[tuple[int, Page]]) -> list[Result]:
        """Store, and note that it was here."""
        self.__dict__.setdefault("here", []).append(len(batch))
        return super().store(batch)


@pytest.fixture
def batches(engine: Engine) -> Talkative:
    return Talkative(engine=engine, relate=unrelated, families=FAMILIES, patience=Patience(total_s=0))


@pytest.fixture
def apart(batches: Talkative) -> Iterator[BatchesApart]:
    made = BatchesApart(batches, after_pages=2)
    yield made
    made.close()


@pytest.fixture
def crawl_id(engine: Engine) -> int:
    with writing(engine) as conn:
        return ledger.open_crawl(conn, "talk-example", "phpbb", NOW)


def keys(engine: Engine) -> list[str]:
    with reading(engine) as conn:
        return list(conn.execute(select(MentionRow.key).order_by(MentionRow.id)).scalars())


def child_of(apart: BatchesApart) -> int:
    assert apart._child is not None
    return apart._child.process.pid


def marked(page: Page) -> Page:
    """Mark what was given, as a late step."""
    return replace(page, mentions=tuple(replace(mention, language="xx") for mention in page.mentions))


def failing(page: Page) -> Page:
    """Break at one mention, as a faulty step."""
    if page.mentions[0].key == "bad":
        raise KeyError(page.url)
    return page


def test_an_edited_configuration_holds_from_the_next_batch_on(
    engine: Engine, batches: Talkative, apart: BatchesApart, crawl_id: int
) -> None:
    for n in range(5):
        if n == 3:
            apart.adopt(replace(batches, late=marked))
        apart.store([(crawl_id, page(mention(f"{n}", f"Acme {n}")))])
    with reading(engine) as conn:
        assert list(conn.execute(select(MentionRow.language).order_by(MentionRow.id)).scalars()) == [None, None, None, "xx", "xx"]


def test_a_step_that_fails_costs_its_own_crawl_s_pages(engine: Engine, batches: Talkative, crawl_id: int) -> None:
    with writing(engine) as conn:
        other = ledger.open_crawl(conn, "board-b", "phpbb", NOW)
    pages = [(crawl_id, "1"), (other, "bad"), (other, "after"), (crawl_id, "2")]
    results = replace(batches, late=failing).store([(number, page(mention(key, "Acme"))) for number, key in pages])
    assert [isinstance(result, Tally) for result in results] == [True, False, False, True]
    assert "a step failed (KeyError" in str(results[1])
    assert keys(engine) == ["1", "2"]


def test_a_large_first_batch_is_stored_apart_at_once(engine: Engine, batches: Talkative, apart: BatchesApart, crawl_id: int) -> None:
    assert len(apart.store([(crawl_id, page(mention(f"{n}", "Acme"))) for n in range(2)])) == 2
    assert "here" not in batches.__dict__
    assert keys(engine) == ["0", "1"]


def test_the_first_pages_are_stored_here_and_the_rest_apart(engine: Engine, batches: Talkative, apart: BatchesApart, crawl_id: int) -> None:
    results = [apart.store([(crawl_id, page(mention(f"{n}", f"Acme {n}")))]) for n in range(4)]
    assert results == [[Tally(read=1, new=1)]] * 4
    assert keys(engine) == ["0", "1", "2", "3"]
    assert batches.__dict__["here"] == [1]


def test_log_lines_and_rejects_come_back(engine: Engine, apart: BatchesApart, crawl_id: int, caplog: pytest.LogCaptureFixture) -> None:
    apart.store([(crawl_id, page())])
    bad = page(mention("good", "Acme"), mention("bad", "Acme", votes=10**30))
    with caplog.at_level(logging.INFO):
        (tally,) = apart.store([(crawl_id, bad)])
    assert isinstance(tally, Tally)
    assert (tally.new, dict(tally.rejected)) == (1, {"cannot be stored": 1})
    assert any(record.name == "storage.batches" and record.getMessage().startswith(f"{bad.url}: mention bad") for record in caplog.records)
    assert keys(engine) == ["good"]


def test_a_killed_process_costs_its_batch_and_no_other(engine: Engine, apart: BatchesApart, crawl_id: int) -> None:
    apart.store([(crawl_id, page())])
    apart.store([(crawl_id, page(mention("1", "Acme")))])
    os.kill(child_of(apart), signal.SIGKILL)
    (lost,) = apart.store([(crawl_id, page(mention("2", "Acme")))])
    assert isinstance(lost, StorageError)
    assert "status -9" in str(lost)
    assert apart.store([(crawl_id, page(mention("3", "Acme")))]) == [Tally(read=1, new=1)]
    assert keys(engine) == ["1", "3"]


def test_what_ends_a_crawl_politely_does_not_end_its_store(engine: Engine, apart: BatchesApart, crawl_id: int) -> None:
    apart.store([(crawl_id, page())])
    apart.store([(crawl_id, page(mention("1", "Acme")))])
    os.kill(child_of(apart), signal.SIGTERM)
    assert apart.store([(crawl_id, page(mention("2", "Acme")))]) == [Tally(read=1, new=1)]
    process = apart._child.process if apart._child else None
    apart.close()
    assert process is not None
    assert process.returncode == 0
    assert keys(engine) == ["1", "2"]


def test_it_can_be_started_before_there_is_anything_to_store(engine: Engine, batches: Talkative, crawl_id: int) -> None:
    apart = BatchesApart(batches, after_pages=20)
    apart.start()
    started = child_of(apart)
    assert [Tally(read=1, new=1)] == apart.store([(crawl_id, page(mention("a")))])
    assert child_of(apart) == started
    apart.close()
    assert not hasattr(batches, "here")
    assert keys(engine) == ["a"]
