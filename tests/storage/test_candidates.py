"""Keys in a table: which mentions share enough of them."""

import pytest
from sqlalchemy import Engine

from storage.candidates import MANY, MOST_CANDIDATES, MOST_OF_A_KEY, Index, Keys, chunks, drop
from storage.database import reading, writing
from storage.runs import all_entries


def keys(*values: int, sparse: bool = False) -> Keys:
    return Keys(values, values, sparse)


def keep(engine: Engine, batch: dict[int, Keys]) -> dict[int, bytes]:
    with writing(engine) as conn:
        return Index(conn, batch).keep()


def candidates(engine: Engine, batch: dict[int, Keys]) -> list[tuple[int, int]]:
    with reading(engine) as conn:
        return list(Index(conn, batch).candidates())


def rows(engine: Engine) -> int:
    with reading(engine) as conn:
        return sum(map(len, all_entries(conn)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (keys(1, 2, 3), keys(2, 3, 4), True),
        (keys(1, 2, 3), keys(3, 4, 5), False),  # a phrase in common
        (keys(1, sparse=True), keys(1, 2, 3), True),  # it has no more
        (keys(1, 2, 3), keys(1, sparse=True), True),
        (keys(-1, -2), keys(-1, -2), True),
        (keys(1, 2), keys(3, 4), False),
        (keys(), keys(1, 2), False),
        (keys(1, 2), Keys(range(MANY), (), False), False),  # a long text shares two phrases with many
        (keys(1, 2, 3), Keys(range(MANY), (), False), True),
        (Keys((1, 2), (), False), keys(1, 2), False),  # looked up, but not to be found by
    ],
)
def test_who_shares_enough(engine: Engine, old: Keys, new: Keys, expected: bool) -> None:
    keep(engine, {1: old})
    assert candidates(engine, {2: new}) == [(2, 1)] * expected


def test_within_a_batch_both_find_each_other(engine: Engine) -> None:
    assert candidates(engine, {1: keys(1, 2), 2: keys(1, 2), 3: keys(8, 9)}) == [(1, 2), (2, 1)]


def test_rare_keys_come_first(engine: Engine) -> None:
    many = MOST_CANDIDATES + 5
    keep(engine, {number: keys(1, 2, 3, 1000 + number) for number in range(1, many)})
    keep(engine, {many: keys(1, 7, 8)})
    found = candidates(engine, {many + 1: keys(1, 2, 3, 7, 8)})
    assert len(found) == MOST_CANDIDATES
    assert [other for _, other in found] == [many, *range(1, MOST_CANDIDATES)]


def test_a_key_of_many_is_kept_of_the_first(engine: Engine) -> None:
    keep(engine, {1: keys(1, 11)})
    packed = keep(engine, {number: keys(1, 10 + number) for number in range(2, MOST_OF_A_KEY + 11)})
    assert len(packed[MOST_OF_A_KEY]) == 8
    assert len(packed[MOST_OF_A_KEY + 1]) == 4
    assert rows(engine) == MOST_OF_A_KEY + MOST_OF_A_KEY + 10
    assert len(keep(engine, {9_999: keys(1, 2)})[9_999]) == 4


def test_what_was_kept_can_be_dropped(engine: Engine) -> None:
    packed = keep(engine, {1: keys(1, -2, 3), 2: keys(1, sparse=True), 3: keys()})
    with writing(engine) as conn:
        drop(conn, {1: packed[1], 3: packed[3]})
    assert rows(engine) == 1
    with writing(engine) as conn:
        drop(conn, {2: packed[2]})
    assert rows(engine) == 0


def test_an_empty_batch(engine: Engine) -> None:
    assert candidates(engine, {}) == []
    assert keep(engine, {}) == {}


def test_chunks() -> None:
    assert list(chunks([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
