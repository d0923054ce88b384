"""A configuration edited while a scheduler runs: taken up; refused where it is nonsense, with one line and the old kept."""

import asyncio
import datetime as dt
import os

import pytest
from sqlalchemy import text

import crawler.reload
from crawler.config import load_config
from crawler.context import Context
from crawler.reload import Reloader
from crawler.run import families
from crawler.store import Store
from mentions.errors import StorageError
from storage.database import reading

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TABLE = '[{0}]\nengine = "phpbb"\nurl = "https://{0}.example/"\nevery = "{1}"\n'
BRANDS = '["Acme"]\nterms = ["Acme"]\n'


class Place:
    """A configuration's folder, and what is in force of it."""

    def __init__(self, folder, engine):
        self.folder = folder
        self.edits = 0
        (folder / "sites").mkdir(parents=True)
        self.write("brands.toml", BRANDS)
        self.write("sites/one.toml", TABLE.format("a", "1h") + TABLE.format("b", "1h"))
        self.write("sites/two.toml", TABLE.format("c", "1h"))
        config = load_config(folder)
        url = engine.url.render_as_string(hide_password=False)
        self.store = Store.open(url, config.sites, families(), now=lambda: NOW)
        self.context = Context(brands=config.brands, sites=dict(config.sites), families=families(), store=self.store, now=lambda: NOW)
        self.reloader = Reloader(self.context, folder, self.store.engine)

    def write(self, name, words):
        """Edit a file; its time differs from that of every earlier edit."""
        self.edits += 1
        (self.folder / name).write_text(words, encoding="utf-8")
        os.utime(self.folder / name, (self.edits, self.edits))

    def look(self):
        """Look at the files."""
        asyncio.run(self.reloader.look())

    def due(self):
        """Give the sites that are due some time, with the hours until then."""
        with reading(self.store.engine) as conn:
            rows = conn.execute(text("SELECT name, due_at FROM site WHERE due_at IS NOT NULL ORDER BY name")).all()
        times = [(name, dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC) if isinstance(at, str) else at) for name, at in rows]
        return {name: round((at - NOW) / dt.timedelta(hours=1)) for name, at in times}


@pytest.fixture
def place(engine, tmp_path):
    place = Place(tmp_path / "config", engine)
    yield place
    place.store.close_now()


def errors(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


def test_sites_that_are_added_are_due_and_those_taken_away_are_not(place):
    place.write("sites/two.toml", TABLE.format("d", "1h"))
    place.look()
    assert set(place.context.sites) == set(place.due()) == {"a", "b", "d"}


def test_what_did_not_change_is_not_read_again(place, monkeypatch):
    monkeypatch.setattr(crawler.reload, "load_config", lambda _: pytest.fail("read"))
    place.look()


def test_brands_are_taken_up(place):
    place.write("brands.toml", BRANDS + '["Lumo"]\nterms = ["Lumo"]\n')
    place.look()
    assert [brand.id for brand in place.context.brands] == ["Acme", "Lumo"]
    assert place.context.queries() == ("Acme", "Lumo")


@pytest.mark.parametrize(
    ("file", "nonsense", "said"),
    [
        ("brands.toml", "no toml at all [", "the edited configuration is refused, the old one stays in force"),
        ("brands.toml", '["Acme"]\nterms = 5\n', "the edited configuration is refused, the old one stays in force"),
        ("sites/one.toml", "no toml at all [", "its sites stay as they are"),
        ("sites/one.toml", TABLE.format("a", "soon") + TABLE.format("b", "1h"), "the old one stays in force"),
        ("sites/two.toml", TABLE.format("c", "1h").replace("phpbb", "phpbbb"), "the old one stays in force"),
        ("sites/two.toml", "\x00\xff", "its sites stay as they are"),
        ("sites/two.toml", TABLE.format("a", "2h") + TABLE.format("c", "1h"), "the old one stays in force"),  # a name twice
    ],
)
def test_nonsense_is_refused_with_one_line_and_taken_up_when_mended(place, caplog, file, nonsense, said):
    before = dict(place.context.sites), place.context.brands
    place.write(file, nonsense)
    for _ in range(3):
        place.look()
    assert len(errors(caplog)) == 1
    assert said in errors(caplog)[0]
    assert str(place.folder / file) in errors(caplog)[0]
    assert (place.context.sites, place.context.brands) == before
    assert set(place.due()) == {"a", "b", "c"}
    place.write("brands.toml", BRANDS)
    place.write("sites/one.toml", TABLE.format("a", "2h"))
    place.write("sites/two.toml", TABLE.format("d", "1h"))
    place.look()
    assert len(errors(caplog)) == 1
    assert {name: site.every_s for name, site in place.context.sites.items()} == {"a": 7200.0, "d": 3600.0}


def test_the_good_tables_of_a_broken_edit_are_taken_up(place):
    place.write("sites/one.toml", TABLE.format("a", "3h") + TABLE.format("b", "soon"))
    place.look()
    assert {name: site.every_s for name, site in place.context.sites.items()} == {"a": 10800.0, "b": 3600.0, "c": 3600.0}


def test_a_folder_that_is_gone_for_a_moment_changes_nothing(place, caplog):
    place.folder.rename(place.folder.with_name("away"))
    place.look()
    assert len(errors(caplog)) == 1
    assert len(place.context.sites) == 3
    place.folder.with_name("away").rename(place.folder)
    place.look()
    assert len(place.context.sites) == 3


def test_a_wait_that_is_made_shorter_brings_the_due_time_nearer(place):
    with place.store.engine.begin() as conn:
        late = (NOW + dt.timedelta(days=7)).replace(tzinfo=None)
        conn.execute(text("UPDATE site SET due_at = :at"), {"at": f"{late}.000000" if conn.dialect.name == "sqlite" else late})
    place.write("sites/two.toml", TABLE.format("c", "6h"))
    place.look()
    assert place.due()["c"] == 6


def test_a_database_that_is_away_gets_the_sites_later(place, monkeypatch, caplog):
    place.write("sites/two.toml", TABLE.format("d", "1h"))
    with monkeypatch.context() as away:
        away.setattr(crawler.reload, "sync_sites", lambda *_: (_ for _ in ()).throw(StorageError("away")))
        place.look()
    assert "could not be brought in line: away" in caplog.text
    assert "c" in place.due()
    place.look()
    assert set(place.due()) == {"a", "b", "d"}
