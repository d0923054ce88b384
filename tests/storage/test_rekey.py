"""What an older normaliser made keys of is related anew, bit by bit, as if it had been read today."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from mentions.errors import StorageError
from mentions.mention import Mention
from pipelines.duplicates import judge
from pipelines.keys import Prepared
from storage import rekey as rekeying
from storage import voices
from storage.database import reading, writing
from storage.models import MentionKeysRow, MentionRow, RelationRow
from storage.rekey import Rekeying, rekey, rekey_some, stale
from storage.write import Written
from tests.storage.made import page, write
from tests.storage.test_voices import OPINION, POSTS, empty, post, state, store

TODAY = judge()


def blind(mentions: Sequence[Mention]) -> list[Prepared]:
    """Make keys as a program that gave no two texts the same ones."""
    numbers = count(1)
    return [
        one._replace(fingerprints=(next(numbers),), stored=(next(numbers),)) for one in TODAY.prepare(mentions) if isinstance(one, Prepared)
    ]


def by_the_old_program(conn: Connection, written: Sequence[Written]) -> None:
    voices.relate(conn, written, replace(TODAY, version=TODAY.version - 1, prepare=blind))


def store_as_once(engine: Engine, posts: Sequence[Mention] = POSTS, **given: Any) -> None:
    write(engine, page(*posts), relate=by_the_old_program, **given)


def versions(engine: Engine) -> set[int]:
    with reading(engine) as conn:
        return set(conn.execute(select(MentionKeysRow.normaliser)).scalars())


@pytest.fixture
def pauses() -> list[float]:
    return []


def test_all_is_as_if_it_had_been_read_today(engine: Engine, pauses: list[float]) -> None:
    store(engine, POSTS)
    expected = state(engine)
    empty(engine)
    store_as_once(engine)
    assert state(engine)["relations"] != expected["relations"]
    assert stale(engine, TODAY.version) == len(POSTS)
    assert sum(rekey(engine, TODAY, pause=pauses.append)) == len(POSTS)
    assert expected == state(engine)
    assert versions(engine) == {TODAY.version}
    assert stale(engine, TODAY.version) == 0
    assert list(rekey(engine, TODAY, pause=pauses.append)) == []
    assert expected == state(engine)


@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_it_can_be_ended_and_begun_again(engine: Engine, monkeypatch: pytest.MonkeyPatch, pauses: list[float], most: int) -> None:
    store(engine, POSTS)
    expected = state(engine)
    empty(engine)
    store_as_once(engine)
    monkeypatch.setattr(rekeying.rekey_some, "__kwdefaults__", {"after": 0, "batch": 7, "most": most})
    done = list(islice(rekey(engine, TODAY, pause=pauses.append), 2))
    assert stale(engine, TODAY.version) == len(POSTS) - sum(done)
    done += list(rekey(engine, TODAY, pause=pauses.append))
    assert sum(done) == len(POSTS)
    assert max(done) == min(most, 7)
    assert expected == state(engine)


def test_a_crawl_between_two_steps_changes_nothing(engine: Engine) -> None:
    store(engine, POSTS)
    expected = state(engine)
    empty(engine)
    store_as_once(engine, POSTS[:9])
    with writing(engine) as conn:
        last, _ = rekey_some(conn, TODAY, most=4)
    store(engine, POSTS[9:])
    with writing(engine) as conn:
        assert rekey_some(conn, TODAY, after=last)[1] == 5
    assert expected == state(engine)


def test_what_words_that_are_not_kept_were_found_to_be_holds_on(engine: Engine, pauses: list[float]) -> None:
    copy = post("copy", OPINION, "ann_archer", "silent-example", day=5)
    write(
        engine,
        page(post("opinion", OPINION)),
        page(copy),
        relate=lambda conn, written: voices.relate(conn, written, TODAY),
        textless=("silent-example",),
    )
    before = state(engine)
    assert before["relations"]
    with writing(engine) as conn:
        assert conn.execute(select(MentionRow.text).where(MentionRow.key == "copy")).scalar() == ""
        conn.execute(update(MentionKeysRow).values(normaliser=TODAY.version - 1))
    assert sum(rekey(engine, TODAY, pause=pauses.append)) == 2
    assert before == state(engine)
    assert versions(engine) == {TODAY.version}


def test_a_store_without_work_does_it_bit_by_bit(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store_as_once(engine)
    monkeypatch.setattr(rekeying.rekey_some, "__kwdefaults__", {"after": 0, "batch": 20, "most": 7})
    some = Rekeying(engine, TODAY)
    assert [some(), some(), some(), some()] == [True, True, True, False]
    assert stale(engine, TODAY.version) == 0
    assert not some()


def test_a_database_that_is_away_is_asked_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store_as_once(engine)
    some = Rekeying(engine, TODAY)
    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "writing", _away)
        assert some()
    assert stale(engine, TODAY.version) == len(POSTS)
    assert [some(), some()] == [True, False]
    assert stale(engine, TODAY.version) == 0


def test_relations_are_found_that_the_old_program_had_not(engine: Engine) -> None:
    store_as_once(engine)
    assert not some_relations(engine)
    with writing(engine) as conn:
        rekey_some(conn, TODAY)
    assert some_relations(engine)


def some_relations(engine: Engine) -> int:
    with reading(engine) as conn:
        return len(conn.execute(select(RelationRow)).all())


def _away(engine: Engine) -> Any:
    msg = f"{engine.url}: away"
    raise StorageError(msg)
