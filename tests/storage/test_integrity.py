"""`db check` finds what must never be."""

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from storage.database import connect, reading, writing
from storage.integrity import faults
from storage.runs import add
from storage.schema import upgrade
from tests.storage.made import LATER, mention, page, write


def fill(engine: Engine) -> None:
    write(engine, page(mention("1"), mention("2")))
    write(engine, page(mention("1", "Acme broke"), mention("3"), no_brand=2, read=4), now=LATER)


def test_all_is_well(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as conn:
        assert faults(conn) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ('UPDATE crawl SET "read" = "read" + 1 WHERE id = 1', "1 crawls whose bins do not add up to what was read"),
        ('UPDATE crawl SET "read" = "read" + 2, rejected = 2 WHERE id = 1', "1 crawls with rejects that are not kept"),
        ("DELETE FROM mention_brand WHERE mention_id = 2", "1 mentions that name no brand"),
        ("DELETE FROM mention_version", "1 mentions whose earlier versions are not all kept"),
        ("UPDATE mention SET duplicate_of_id = 99 WHERE id = 1", "1 mentions that repeat one that is not there"),
        ("UPDATE mention SET voice_id = 99 WHERE id = 1", "1 mentions whose voice is not a mention of it"),
        ("UPDATE mention SET voice_id = 2 WHERE id = 1", "1 mentions whose voice is not a mention of it"),  # not the smallest
        ("UPDATE mention SET group_id = 1 WHERE id = 2", "1 mentions whose campaign is not a mention of it"),
        (
            "INSERT INTO site (name, engine, family, url, last_crawl_id) VALUES ('s', 'phpbb', 'forums', 'u', 99)",
            "1 sites whose last crawl is not in the ledger",
        ),
    ],
)
def test_damage_is_found(engine: Engine, damage: str, fault: str) -> None:
    fill(engine)
    with writing(engine) as conn:
        conn.execute(sql(damage))
    with reading(engine) as conn:
        assert faults(conn) == [fault]


def test_fingerprints_of_no_mention(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as conn:
        add(conn, np.array([5, 7], np.int32), np.array([1, -99]))
    with reading(engine) as conn:
        assert faults(conn) == ["1 fingerprints of no mention"]


def test_rows_of_no_mention(tmp_path) -> None:
    """Foreign keys forbid them; a file written by another program may hold them all the same."""
    engine = connect(f"sqlite:///{tmp_path}/untagged.db")
    upgrade(engine)
    fill(engine)
    with engine.connect() as conn:
        raw = conn.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO relation (a_id, b_id, kind, score, why, one_author) VALUES (1, 98, 'same', 1, '', 0)")
        raw.execute("DELETE FROM mention WHERE id = 1")
        raw.execute("PRAGMA foreign_keys = ON")
    with reading(engine) as conn:
        assert faults(conn) == ["1 brand matches of no mention", "1 earlier versions of no mention", "1 relations of no mention"]
    engine.dispose()


def test_a_damaged_file(tmp_path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/untagged.db")
    upgrade(engine)
    write(engine, page(*(mention(str(k), f"Acme {k} " * 50) for k in range(200))))
    with engine.connect() as conn:
        conn.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    path = tmp_path / "untagged.db"
    content = bytearray(path.read_bytes())
    place = content.index(b"Acme 150 Acme 150")
    page_start = place // 4096 * 4096
    content[page_start : page_start + 12] = b"\x0d\x00\x00\x00\x01\x00\x10\x00\x00\x00\x00\x00"  # a leaf page that says it holds one row
    path.write_bytes(bytes(content))
    engine = connect(f"sqlite:///{path}")
    with reading(engine) as conn:
        assert any(fault.startswith("damaged file: ") for fault in faults(conn))
    engine.dispose()
