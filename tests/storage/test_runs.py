"""Sorted runs hold what was put in and not taken out, however they were merged."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy import text as sql

from storage import migrations, runs, schema
from storage.database import connect, reading, writing
from storage.models import FingerprintChunkRow, FingerprintRunRow

KEY = st.one_of(st.integers(-3, 3), st.integers(-(1 << 31), (1 << 31) - 1))
ENTRIES = st.lists(st.tuples(KEY, st.integers(1, 9), st.booleans()), min_size=1, max_size=30)
STEP = st.one_of(st.tuples(st.just("add"), ENTRIES), st.tuples(st.just("drop"), ENTRIES), st.tuples(st.just("fail"), ENTRIES))


class UndoneError(Exception):
    """Ends a transaction."""


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples: they empty it."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('runs')}/untagged.db")
    schema.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch)


def shrink(patch: pytest.MonkeyPatch) -> None:
    """Let a few entries do what a million do."""
    patch.setattr(runs, "HELD", 20)
    patch.setattr(runs, "SLICE", 15)
    patch.setattr(runs, "CHUNK", 3)
    patch.setattr(runs, "FILTER_BYTES", 32)


def put(engine: Engine, entries: list[tuple[int, int]]) -> None:
    with writing(engine) as conn:
        runs.add(conn, *arrays(sorted(entries)))


def put_in_vain(engine: Engine, entries: list[tuple[int, int]]) -> None:
    with writing(engine) as conn:
        runs.add(conn, *arrays(sorted(entries)))
        runs.look_up(conn, np.array([0], np.int32))
        raise UndoneError


def take(engine: Engine, entries: list[tuple[int, int]]) -> None:
    with writing(engine) as conn:
        runs.drop(conn, *arrays(entries))


def arrays(entries: list[tuple[int, int]]) -> tuple[runs.Keys, np.ndarray]:
    keys, ids = zip(*entries, strict=True)
    return np.array(keys, np.int32), np.array(ids, np.int64)


def found(engine: Engine, keys: Iterable[int]) -> Counter[tuple[int, int]]:
    with reading(engine) as conn:
        held, ids = runs.look_up(conn, np.array(sorted(set(keys)), np.int32))
    return Counter(zip(held.tolist(), ids.tolist(), strict=True))


def count(engine: Engine, model: type) -> int:
    with reading(engine) as conn:
        return conn.execute(select(func.count()).select_from(model)).scalar_one()


@settings(deadline=None, max_examples=50)
@given(st.lists(STEP, max_size=14))
def test_what_is_stored_is_found(sqlite: Engine, steps) -> None:
    expected: Counter[tuple[int, int]] = Counter()
    with writing(sqlite) as conn:
        for model in (FingerprintRunRow, FingerprintChunkRow):
            conn.execute(delete(model))
    with pytest.MonkeyPatch.context() as patch:
        shrink(patch)
        for what, entries in steps:
            signed = [(key, -one if is_sparse else one) for key, one, is_sparse in entries]
            if what == "add":
                put(sqlite, signed)
                expected.update(signed)
            elif what == "drop":
                take(sqlite, [(key, one) for key, one, _ in entries])
                expected = Counter({entry: n for entry, n in expected.items() if (entry[0], abs(entry[1])) not in {e[:2] for e in entries}})
            else:
                with pytest.raises(UndoneError):
                    put_in_vain(sqlite, signed)
            assert found(sqlite, [key for _, those in steps for key, _, _ in those]) == expected


@pytest.mark.usefixtures("small")
def test_many_small_runs_become_few(engine: Engine) -> None:
    entries = [(number * 99_991 % 4_001 - 2_000, number) for number in range(1, 400)]
    for start in range(0, len(entries), 5):
        put(engine, entries[start : start + 5])
    assert count(engine, FingerprintRunRow) < 12
    assert found(engine, (key for key, _ in entries)) == Counter(entries)
    with reading(engine) as conn:
        chunks = sum(run.starts.size for run in runs.runs(conn))
        assert sum(run.filter.bits.size for run in runs.runs(conn) if run.entries is None) <= 64  # none is smaller than eight bytes
        assert sorted(tuple(entry) for part in runs.all_entries(conn) for entry in part.tolist()) == sorted(entries)
    assert count(engine, FingerprintChunkRow) == chunks


def test_what_another_process_deletes_is_not_found(engine: Engine) -> None:
    put(engine, [(1, 5), (2, -6)])
    assert found(engine, [1, 2]) == {(1, 5): 1, (2, -6): 1}
    other = connect(engine.url.render_as_string(hide_password=False))  # it remembers for itself
    take(other, [(2, 6)])
    other.dispose()
    assert found(engine, [1, 2]) == {(1, 5): 1}


def test_a_key_of_many_is_in_one_chunk(engine: Engine) -> None:
    put(engine, [(7, one) for one in range(1, 3 * runs.CHUNK)] + [(8, 1)])
    assert len(found(engine, [7])) == 3 * runs.CHUNK - 1
    assert count(engine, FingerprintChunkRow) == 1


def test_nothing(engine: Engine) -> None:
    with writing(engine) as conn:
        runs.add(conn, np.zeros(0, np.int32), np.zeros(0, np.int64))
        runs.drop(conn, np.zeros(0, np.int32), np.zeros(0, np.int64))
    assert found(engine, []) == found(engine, [1]) == {}


@pytest.mark.usefixtures("small")
def test_a_database_of_before_keeps_its_fingerprints(database_url: str) -> None:
    engine = connect(database_url)
    entries = [(number * 99_991 % 4_001 - 2_000, number) for number in range(1, 90)]
    with writing(engine) as conn:
        migrations.upgrade(conn, "0002")
        rows = [{"key": key, "one": one} for key, one in entries]
        conn.execute(sql("INSERT INTO fingerprint (key, mention_id) VALUES (:key, :one)"), rows)
    assert schema.upgrade(engine)[0] == "0002"
    assert found(engine, (key for key, _ in entries)) == Counter(entries)
    assert count(engine, FingerprintRunRow) == 1
    engine.dispose()
