"""Which threads are read anew, and what is left of posts that are gone: the row and its counts, no text."""

import datetime as dt

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from mentions.mention import Mention
from mentions.page import Page
from storage import read
from storage.batches import Batches
from storage.database import reading, writing
from storage.integrity import faults
from storage.ledger import open_crawl
from storage.read import Filter
from storage.sweeps import DONE, SCOPE, plan_sweep
from tests.storage.made import FAMILIES, LATER, NOW, mention, page, unrelated

SITE = "talk-example"
MONTH = dt.timedelta(days=30)


def store(engine: Engine, *pages: Page, now: dt.datetime = NOW) -> None:
    with writing(engine) as conn:
        crawl = open_crawl(conn, SITE, "phpbb", now)
    batches = Batches(engine=engine, relate=unrelated, families=FAMILIES, now=lambda: now)
    assert not [one for one in batches.store([(crawl, page) for page in pages]) if isinstance(one, Exception)]


def posts(*keys: str, thread: str = "1") -> Page:
    return page(*(mention(key, f"Acme {key}", thread_url=f"https://talk.example/t/{thread}", title="Kettles") for key in keys))


def plan(engine: Engine, now: dt.datetime, threads: int = 10) -> int:
    with writing(engine) as conn:
        return plan_sweep(conn, SITE, before=now - MONTH, threads=threads, now=now)


def gone(*keys: str, planned: dt.datetime, **fields: str) -> Page:
    """Give the last page of a thread that was read anew."""
    return page(gone=keys, state={SCOPE: {"at": planned.isoformat(), "threads": {}}}, **fields)


def planned(engine: Engine) -> dict[str, dict[str, str | None]]:
    with reading(engine) as conn:
        found: dict[str, dict[str, str | None]] = read.known(conn, SITE, [SCOPE]).get(SCOPE, {"threads": {}})["threads"]
    return found


def shown(engine: Engine) -> dict[str, tuple[str, str | None, dt.datetime | None]]:
    with reading(engine) as conn:
        return {row["key"]: (row["text"], row["title"], row["deleted_at"]) for row in read.mentions(conn, Filter())}


def test_threads_unread_for_long_are_chosen_the_longest_ago_first(engine: Engine) -> None:
    store(engine, posts("1", "2"))
    dated = mention("3", thread_url="https://talk.example/t/2", posted_at=NOW, posted_at_precision="second")
    store(engine, page(dated), posts("4", thread="3"), now=LATER)
    store(engine, posts("2"), now=LATER + MONTH)
    assert plan(engine, NOW + MONTH) == 0
    assert plan(engine, LATER + MONTH + MONTH / 2, threads=2) == 2
    assert planned(engine) == {"https://talk.example/t/1": {"1": None, "2": None}, "https://talk.example/t/2": {"3": NOW.isoformat()}}


def test_none_are_chosen_while_earlier_ones_are_left(engine: Engine) -> None:
    store(engine, posts("1"))
    assert [plan(engine, NOW + 2 * MONTH), plan(engine, NOW + 2 * MONTH)] == [1, 0]


def test_a_post_that_is_gone_keeps_its_row_and_loses_its_texts_in_all_versions(engine: Engine) -> None:
    store(engine, posts("1", "2"))
    store(engine, page(mention("1", "Acme, edited", thread_url="https://talk.example/t/1")), now=LATER)
    store(engine, gone("1", "no such post", planned=LATER + MONTH), now=LATER + MONTH)
    assert shown(engine) == {"1": ("", None, LATER + MONTH), "2": ("Acme 2", "Kettles", None)}
    with reading(engine) as conn:
        texts = conn.execute(sql("SELECT text, title FROM mention_version")).all()
        assert [tuple(row) for row in texts] == [("", None)]
        assert conn.execute(sql("SELECT sum(mentions) FROM v1_daily_counts")).scalar_one() == 2
        assert faults(conn) == []


def test_what_is_gone_is_not_looked_for_again(engine: Engine) -> None:
    store(engine, posts("1", "2"))
    store(engine, gone("1", "2", planned=LATER), now=LATER)
    assert plan(engine, LATER + 2 * MONTH) == 0


def test_a_post_that_comes_back_has_its_text_again(engine: Engine) -> None:
    store(engine, posts("1"))
    store(engine, gone("1", planned=LATER), now=LATER)
    store(engine, posts("1"), now=LATER + MONTH)
    assert shown(engine) == {"1": ("Acme 1", "Kettles", None)}
    store(engine, gone("1", planned=LATER + 2 * MONTH), now=LATER + 2 * MONTH)
    assert shown(engine)["1"] == ("", None, LATER + 2 * MONTH)


def test_a_post_that_was_read_since_the_sweep_was_planned_stands_elsewhere_now(engine: Engine) -> None:
    store(engine, posts("1", thread="1"))
    store(engine, posts("1", thread="2"), now=LATER + MONTH)
    store(engine, gone("1", planned=LATER), now=LATER + MONTH)
    assert shown(engine)["1"] == ("Acme 1", "Kettles", None)


@pytest.mark.parametrize("keys", [("1",), ()])
def test_another_sites_posts_are_left_alone(engine: Engine, keys: tuple[str, ...]) -> None:
    store(engine, posts("1"))
    store(engine, gone(*keys, planned=LATER, site="other"), now=LATER)
    assert shown(engine)["1"][0] == "Acme 1"


def reread(*mentions: Mention, swept: tuple[str, ...], **fields: object) -> Page:
    """Give a page of a thread that was read anew."""
    return page(*mentions, swept=swept, read=len(mentions), **fields)


def test_a_post_edited_to_name_no_brand_is_erased_as_a_deleted_one_and_one_that_reads_as_before_is_left(engine: Engine) -> None:
    thread = "https://talk.example/t/1"
    store(engine, posts("1", "2", "3"))
    unnamed = [mention(key, words, thread_url=thread, title="Kettles", brands=()) for key, words in (("1", "Never mind"), ("2", "Acme 2"))]
    still = mention("3", "Acme 3, edited", thread_url=thread, title="Kettles")
    store(engine, reread(*unnamed, still, swept=("1", "2", "3")), now=LATER)
    assert shown(engine) == {"1": ("", None, LATER), "2": ("Acme 2", "Kettles", None), "3": ("Acme 3, edited", "Kettles", None)}
    with reading(engine) as conn:
        assert faults(conn) == []
        assert conn.execute(sql("SELECT no_brand, new_version FROM crawl ORDER BY id DESC LIMIT 1")).one() == (2, 1)
    assert plan(engine, NOW + MONTH + dt.timedelta(seconds=1)) == 0  # none is unread for long: the thread is not read for ever


def test_a_stored_post_that_a_step_rejected_was_seen_all_the_same(engine: Engine) -> None:
    store(engine, posts("1"))
    store(engine, reread(swept=("1",)), now=LATER)
    assert plan(engine, NOW + MONTH + dt.timedelta(seconds=1)) == 0
    assert shown(engine)["1"] == ("Acme 1", "Kettles", None)


def test_a_thread_that_settles_nothing_is_not_chosen_again_at_once(engine: Engine) -> None:
    store(engine, posts("1"))
    late = NOW + 2 * MONTH
    assert plan(engine, late) == 1
    state = {SCOPE: {"at": late.isoformat(), "threads": {}}, f"{DONE}https://talk.example/t/1": {"left": 1}}
    store(engine, page(state=state), now=late)
    assert plan(engine, late + MONTH / 2) == 0
    assert plan(engine, late + MONTH * 1.1) == 1
