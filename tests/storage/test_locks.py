"""One scheduler a database: the second is told who holds it; a holder's death frees it at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from mentions.errors import StorageError, UsageError
from storage.database import connect
from storage.locks import me, scheduler_lock

HOLD = """
import sys, time
from storage.database import connect
from storage.locks import scheduler_lock
with scheduler_lock(connect(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_scheduler_is_told_who_holds_the_database(database_url: str) -> None:
    one, other = connect(database_url), connect(database_url)
    with scheduler_lock(one) as lock:
        assert lock.is_held()
        with pytest.raises(UsageError, match=f"already runs on this database .*pid {os.getpid()}"), scheduler_lock(other):
            pass
    with scheduler_lock(other) as lock:
        assert lock.is_held()
    one.dispose()
    other.dispose()


def test_two_databases_have_two_schedulers(tmp_path: Path) -> None:
    one, other = connect(f"sqlite:///{tmp_path}/one.db"), connect(f"sqlite:///{tmp_path}/other.db")
    with scheduler_lock(one), scheduler_lock(other) as lock:
        assert lock.is_held()


def test_a_killed_holder_frees_the_lock_at_once(database_url: str) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, database_url], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    engine = connect(database_url)
    with pytest.raises(UsageError, match=f"pid {holder.pid}"), scheduler_lock(engine):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    for _ in range(1000):  # PostgreSQL sees that its client is gone when it next listens
        try:
            with scheduler_lock(engine) as lock:
                assert lock.is_held()
                break
        except UsageError:
            continue
    else:
        pytest.fail("the lock outlived its holder")
    engine.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lock_whose_connection_broke_is_lost(engine: Engine) -> None:
    with scheduler_lock(engine) as lock:
        other = connect(engine.url.render_as_string(hide_password=False))
        with other.connect() as conn:
            ours = sql("SELECT pid FROM pg_stat_activity WHERE application_name LIKE :name")
            for pid in conn.execute(ours, {"name": f"untagged schedule {me()}%"[:64]}).scalars().all():
                conn.execute(sql("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        other.dispose()
        assert not lock.is_held()


def test_a_place_that_cannot_be_written_is_named() -> None:
    with (
        pytest.raises(StorageError, match=r"/no/such/place/untagged\.db\.lock: .*--db"),
        scheduler_lock(connect("sqlite:////no/such/place/untagged.db")),
    ):
        pass
