"""Databases are opened for what they are opened for, and refuse in one sentence."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from mentions.errors import StorageError
from storage.database import begin_writing, connect, connect_read_only, explain, reading, writing


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("untagged.db", "not a database URL"),
        ("mysql://localhost/x", "mysql: not a database that untagged can use"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
    ],
)
def test_a_url_that_cannot_be_used(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=says):
        connect(url)


def test_a_bad_url_does_not_show_its_password() -> None:
    with pytest.raises(StorageError) as caught:
        connect("postgresql//ann:hush@db.example/x")
    assert "hush" not in str(caught.value)


def test_postgresql_by_its_ordinary_names() -> None:
    for url in ("postgresql://ann@db.example/x", "postgres://ann@db.example/x", "postgresql+psycopg://ann@db.example/x"):
        assert connect(url).url.drivername == "postgresql+psycopg"


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(StorageError, match="no such database"):
        connect_read_only(f"sqlite:///{path}")
    assert not path.exists()
    away = connect("postgresql://ann:hush@127.0.0.1:1/x")
    with pytest.raises(StorageError, match=r"127\.0\.0\.1") as caught, reading(away):
        pass
    assert "hush" not in str(caught.value)


@pytest.mark.usefixtures("engine")
def test_read_only_cannot_write(database_url: str) -> None:
    reader = connect_read_only(database_url)
    with reading(reader) as conn:
        assert conn.execute(sql("SELECT count(*) FROM mention")).scalar_one() == 0
    with pytest.raises(StorageError, match=r"read.?only"), reading(reader) as conn:
        conn.execute(sql("DELETE FROM mention"))
    reader.dispose()


def test_a_reader_sees_one_moment_while_another_writes(engine: Engine) -> None:
    count = sql("SELECT count(*) FROM site")
    with reading(engine) as reader:
        assert reader.execute(count).scalar_one() == 0
        with writing(engine) as conn:
            conn.execute(sql("INSERT INTO site (name, engine, family, url) VALUES ('a', 'phpbb', 'forums', 'u')"))
        assert reader.execute(count).scalar_one() == 0
    with reading(engine) as reader:
        assert reader.execute(count).scalar_one() == 1


def test_writers_take_turns(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second writer waits for the first, then gives up with the reason; afterwards it may write."""
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_S", 0.05)
    other = connect(database_url)
    with writing(engine), pytest.raises(StorageError, match=r"locked|lock timeout"), writing(other):
        pass
    with writing(other) as conn:
        conn.execute(sql("INSERT INTO site (name, engine, family, url) VALUES ('a', 'phpbb', 'forums', 'u')"))
    other.dispose()


def test_postgresql_tells_who_is_connected(postgresql_server: str) -> None:
    engine = connect(postgresql_server)
    with reading(engine) as conn:
        names = conn.execute(sql("SELECT application_name, current_setting('TimeZone') FROM pg_stat_activity WHERE pid = pg_backend_pid()"))
        assert tuple(names.one()) == ("untagged", "UTC")
    engine.dispose()


def test_an_error_is_one_sentence_without_the_data(engine: Engine) -> None:
    with pytest.raises(Exception) as caught, begin_writing(engine) as conn:  # noqa: PT011 - the databases differ in the class
        conn.execute(sql("INSERT INTO site (name, engine) VALUES (:name, 'phpbb')"), {"name": "a secret text"})
    sentence = explain(engine, caught.value)
    assert "\n" not in sentence
    assert "a secret text" not in sentence
