"""The counts of a small database."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mentions.mention import BrandMatch, Mention
from mentions.page import Page
from pipelines.duplicates import relate
from reports.summary import summarise, summary_row
from storage.batches import Batches
from storage.database import connect, reading, writing
from storage.ledger import Tally, open_crawl
from storage.read import Filter
from storage.schema import upgrade

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
COPIED = "I bought the Acme kettle for my mother in spring and she still boils water in it every single morning without a leak."


def about(key: str, text: str, *brands: str, author: str = "", language: str = "en", tagged: bool = False) -> Mention:
    """Give a mention of the talk site, by an author of its own unless told, a day later for each key."""
    matches = tuple(BrandMatch(brand=one, start=0, end=1, matched="x", rule="term", tagged=tagged) for one in brands)
    posted_at = NOON + dt.timedelta(days=int(key))
    author = author or f"author {key}"
    return Mention(site="talk", engine="phpbb", key=key, text=text, author=author, posted_at=posted_at, language=language, brands=matches)


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Give a forum and a shop: five mentions, one of them a copy by the same person, one of two brands, one tagged."""
    folder: Path = tmp_path_factory.mktemp("db")
    engine = connect(f"sqlite:///{folder}/a.db")
    upgrade(engine)
    pages = {
        "talk": (
            about("1", COPIED, "Acme"),
            about("2", "Acme is bad.", "Acme", tagged=True),
            about("3", "Apex or Acme?", "Acme", "Apex"),
            about("4", "Акме хорош.", "Acme", language="ru"),
        ),
        "shop": (replace(about("7", COPIED, "Acme", author="author 1"), site="shop", engine="woo"),),
    }
    batches = Batches(engine=engine, relate=relate, families={"phpbb": "forums", "woo": "marketplaces"}, now=lambda: NOON)
    for site, mentions in pages.items():
        with writing(engine) as writer:
            crawl_id = open_crawl(writer, site, mentions[0].engine, NOON)
        page = Page(site=site, engine=mentions[0].engine, url="https://x.example", outcome="ok", mentions=mentions, read=len(mentions))
        (tally,) = batches.store([(crawl_id, page)])
        assert isinstance(tally, Tally)
    with reading(engine) as one:
        yield one
    engine.dispose()


def test_every_figure_of_a_brand(conn: Connection) -> None:
    acme, apex = summarise(conn, Filter())
    assert (acme.brand, acme.total.mentions, acme.total.untagged, acme.total.voices, acme.total.untagged_voices) == ("Acme", 5, 4, 4, 3)
    assert (acme.total.untagged_share.count, acme.total.untagged_share.of, acme.total.untagged_voices_share.of) == (4, 5, 4)
    assert {name: group.mentions for name, group in acme.families.items()} == {"forums": 4, "marketplaces": 1}
    assert {name: group.mentions for name, group in acme.languages.items()} == {"en": 4, "ru": 1}
    assert (apex.brand, apex.total.mentions, list(apex.families)) == ("Apex", 1, ["forums"])


def test_a_filter_narrows_all_of_it(conn: Connection) -> None:
    (acme,) = summarise(conn, Filter(brand="Acme", since=NOON + dt.timedelta(days=3), until=NOON + dt.timedelta(days=7)))
    assert (acme.total.mentions, list(acme.families), set(acme.languages)) == (2, ["forums"], {"en", "ru"})


def test_as_json_it_has_the_interval(conn: Connection) -> None:
    row = summary_row(summarise(conn, Filter(brand="Acme"))[0])
    assert row["untagged_share"] == {"value": 0.8, "low": 0.3755, "high": 0.9638}
    assert row["families"]["forums"]["mentions"] == 4
    assert row["languages"]["ru"]["untagged_share"]["value"] == 1.0
