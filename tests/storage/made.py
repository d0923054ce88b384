"""Made-up mentions and pages, and the commonest ways to store them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from mentions.mention import BrandMatch, Mention
from mentions.page import Page
from storage import ledger
from storage.database import writing
from storage.write import Written, write_pages

NOW = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
FAMILIES = {"phpbb": "forums"}
ACME = BrandMatch(brand="Acme", start=0, end=4, matched="Acme", rule="term", tagged=False)


def mention(key: str = "1", text: str = "Acme works", **fields: Any) -> Mention:
    """Give a post of talk-example that names Acme."""
    return Mention(**{"site": "talk-example", "engine": "phpbb", "key": key, "text": text, "brands": (ACME,)} | fields)


def page(*mentions: Mention, **fields: Any) -> Page:
    """Give a page that holds these mentions and nothing else."""
    given = {"site": "talk-example", "engine": "phpbb", "url": "https://talk.example/t/1", "outcome": "ok"}
    return Page(**given | {"mentions": mentions, "read": len(mentions)} | fields)


def unrelated(conn: Connection, written: Sequence[Written]) -> None:
    """Find nothing."""


def write(engine: Engine, *pages: Page, now: dt.datetime = NOW, crawl_id: int | None = None, **given: Any) -> list[ledger.Tally]:
    """Store pages in one transaction, in a crawl of their own unless one is given."""
    with writing(engine) as conn:
        crawl = crawl_id or ledger.open_crawl(conn, "talk-example", "phpbb", now)
        return write_pages(conn, [(crawl, page) for page in pages], **{"relate": unrelated, "families": FAMILIES, "now": now} | given)


@contextmanager
def lost_in_commit(engine: Engine, *, done: bool, times: int = 1) -> Iterator[None]:
    """Lose the connection in the commits to come: after the database has `done` it, or before."""
    dialect, left = engine.dialect, times

    def commit(connection: Any) -> None:
        nonlocal left
        if not left:
            return type(dialect).do_commit(dialect, connection)
        left -= 1
        (connection.commit if done else connection.rollback)()
        connection.dbapi_connection.close()
        msg = "server closed the connection unexpectedly"
        raise dialect.loaded_dbapi.OperationalError(msg)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "do_commit", commit)
        yield
    assert not left, "the commits were reached"
