"""A database that is away is waited for, so long and no longer."""

import pickle

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from mentions.errors import StorageError
from storage.database import connect
from storage.patience import Patience, is_away

ENGINE = connect("sqlite:///nowhere.db")
LOCKED = OperationalError("INSERT …", {}, Exception("database is locked"))
REFUSED = IntegrityError("INSERT …", {}, Exception("UNIQUE failed"))


class Clock:
    """Time that passes only while something sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.sleeps.append(seconds)
        self.now += seconds


def patience(clock: Clock, **given: float) -> Patience:
    return Patience(sleep=clock.sleep, clock=lambda: clock.now, **given)


def test_it_comes_back_in_time() -> None:
    clock, answers = Clock(), iter([LOCKED, LOCKED, LOCKED, None])

    def work() -> str:
        error = next(answers)
        if error is not None:
            raise error
        return "done"

    assert patience(clock, total_s=60, first_s=1, most_s=3).run(ENGINE, work) == "done"
    assert [0.5 <= clock.sleeps[0] <= 1.5, 1 <= clock.sleeps[1] <= 3, 1.5 <= clock.sleeps[2] <= 4.5] == [True, True, True]


def test_it_does_not_come_back() -> None:
    clock = Clock()

    def work() -> None:
        raise LOCKED

    with pytest.raises(StorageError, match=r"nowhere\.db: database is locked \(waited 20 s\)"):
        patience(clock, total_s=20).run(ENGINE, work)
    assert clock.now == pytest.approx(20)


def test_a_row_that_is_refused_is_not_waited_for() -> None:
    clock = Clock()

    def work() -> None:
        raise REFUSED

    with pytest.raises(IntegrityError):
        patience(clock).run(ENGINE, work)
    assert clock.sleeps == []


@pytest.mark.parametrize(("error", "away"), [(LOCKED, True), (REFUSED, False), (StorageError("a bad URL"), False)])
def test_what_is_away(error: Exception, away: bool) -> None:
    assert is_away(error) is away
    told = StorageError("one sentence")
    told.__cause__ = error
    assert is_away(told) is away


def test_another_process_is_told_that_it_was_away() -> None:
    def work() -> str:
        raise LOCKED

    with pytest.raises(StorageError) as ended:
        patience(Clock(), total_s=1).run(ENGINE, work)
    assert is_away(pickle.loads(pickle.dumps(ended.value)))  # noqa: S301 - our own
