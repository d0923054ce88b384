"""The archive keeps what sites answered; a replay of it gives what the crawl gave, or what a new brand finds in the past."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.archive import Archive
from crawler.cli import main
from crawler.warc_file import without_secrets
from mentions.page import Answer, Ask
from spiders.base.credentials import client_token
from spiders.base.keyed import NAMED, Keyed
from spiders.base.registry import engines
from spiders.blogs.feed import FeedSpider
from storage.apart import BatchesApart
from storage.patience import DatabaseAwayError
from tests.crawler.fetching import site_at
from tests.crawler.test_fleet import answers, rows
from tests.loopback import Reply, serving

AT = datetime(2026, 1, 20, 12, 0, 0, 123456, tzinfo=UTC)
SITE = site_at("http://talk.example/")


def answer(url="http://talk.example/1", body=b"<p>hello</p>", seconds=0, **fields):
    given = {"content_type": "text/html", "charset": "utf-8", "headers": {"etag": '"1"'}, **fields}
    return Answer(url=url, body=body, fetched_at=AT + timedelta(seconds=seconds), site=SITE, **given)


def test_answers_come_back_as_they_were_newest_first(tmp_path):
    kept = [answer(), answer("http://talk.example/2", b"\x00\xff", 1, content_type=None, charset=None), answer(seconds=2, status=404)]
    for one in kept:
        Archive(folder=tmp_path).keep(one)
    assert list(Archive(folder=tmp_path).answers(SITE)) == kept[::-1]


def test_a_body_is_kept_once_a_day(tmp_path):
    body = bytes(range(256)) * 400
    archive = Archive(folder=tmp_path)
    archive.keep(answer(body=body))
    size = sum(path.stat().st_size for path in tmp_path.glob("*/*"))
    for seconds in (1, 2):  # by the process that kept it, and by a later one
        archive.keep(answer("http://talk.example/copy", body, seconds))
        archive = Archive(folder=tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) < size + 2000
    assert [len(one.body) for one in archive.answers(SITE)] == [len(body)] * 3


def test_not_modified_adds_nothing_and_secrets_are_left_out(tmp_path):
    archive = Archive(folder=tmp_path)
    archive.keep(answer(status=304, body=b""))
    archive.keep(answer("http://talk.example/api?q=acme&access_token=s3cret"))
    assert [one.url for one in archive.answers(SITE)] == ["http://talk.example/api?q=acme"]
    assert b"s3cret" not in b"".join(path.read_bytes() for path in tmp_path.glob("*/*"))


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    archive = Archive(folder=tmp_path)
    archive.keep(answer())
    archive.keep(answer("http://talk.example/2", b"<p>" + bytes(range(256)) * 50, 1))
    [path] = tmp_path.glob("*/*")
    path.write_bytes(path.read_bytes()[:-40])
    assert [one.url for one in Archive(folder=tmp_path).answers(SITE)][-1] == "http://talk.example/1"


def test_since_and_expiry_go_by_day(tmp_path):
    archive = Archive(folder=tmp_path, days=30)
    for days in (0, 20, 40):
        archive.keep(answer(seconds=-days * 86400))
    assert len(list(archive.answers(SITE, AT - timedelta(days=21)))) == 2
    assert archive.expire(date(2026, 1, 20)) == 1
    assert len(list(archive.answers(SITE))) == 2


def test_a_crawl_that_begins_a_days_file_deletes_those_that_are_too_old(tmp_path):
    for days in (40, 20):
        Archive(folder=tmp_path, days=30).keep(answer(seconds=-days * 86400))
    Archive(folder=tmp_path, days=30).keep(answer())
    assert sorted(path.name[:10] for path in tmp_path.glob("*/*")) == ["2025-12-31", "2026-01-20"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Give a configuration of one feed, and an archive."""
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n', encoding="utf-8")
    monkeypatch.setenv("UNTAGGED_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path


def untagged(place, db, *args):
    return main(["--config", str(place / "config"), "--db", f"sqlite:///{place}/{db}.db", *args])


KEPT = (
    "SELECT site, key, title, text, author, posted_at, language, brand, start, matched "
    "FROM mention m JOIN mention_brand b ON m.id = b.mention_id"
)


def test_a_replay_gives_what_the_crawl_gave_without_a_request(place, capsys):
    with serving(answers) as web:
        table = f'[made-feed]\nengine = "feed"\nurl = "{web.url("/feed/1")}"\ndelay = 0\nallow_private = true\n'
        (place / "config" / "sites" / "made.toml").write_text(table, encoding="utf-8")
        untagged(place, "live", "crawl")
        asked = len(web.asked)
        capsys.readouterr()
        assert untagged(place, "replayed", "replay", "--json") == 0
        assert len(web.asked) == asked
    [row] = json.loads(capsys.readouterr().out)["replays"]
    assert (row["answers"], row["read"], row["new"], row["no_brand"]) == (3, 12, 6, 3)
    live, replayed = (rows(f"sqlite:///{place}/{db}.db", f"{KEPT} ORDER BY key, start") for db in ("live", "replayed"))
    assert live == replayed


def test_a_replay_ends_when_the_database_is_away_and_the_next_does_all(place, capsys, monkeypatch):
    with serving(answers) as web:
        table = f'[made-feed]\nengine = "feed"\nurl = "{web.url("/feed/1")}"\ndelay = 0\nallow_private = true\n'
        (place / "config" / "sites" / "made.toml").write_text(table, encoding="utf-8")
        untagged(place, "live", "crawl")
    monkeypatch.setattr("crawler.commands.replay.BATCH", 1)
    tried = []
    with monkeypatch.context() as patch:
        patch.setattr(BatchesApart, "store", lambda self, batch: tried.append(batch) or [DatabaseAwayError("the server is gone")])  # noqa: ARG005 - one shape
        assert untagged(place, "replayed", "replay") == 1
    assert "the server is gone" in capsys.readouterr().err
    assert len(tried) == 1
    assert rows(f"sqlite:///{place}/replayed.db", "SELECT verdict FROM crawl") == [(None,)]
    assert untagged(place, "replayed", "replay") == 0
    live, replayed = (rows(f"sqlite:///{place}/{db}.db", f"{KEPT} ORDER BY key, start") for db in ("live", "replayed"))
    assert live == replayed


def test_an_archive_that_cannot_be_written_is_told_of_and_the_crawl_goes_on(place, capsys):
    (place / "archive").write_text("a file where the folder should be")
    with serving(answers) as web:
        table = f'[made-feed]\nengine = "feed"\nurl = "{web.url("/feed/1")}"\ndelay = 0\nallow_private = true\n'
        (place / "config" / "sites" / "made.toml").write_text(table, encoding="utf-8")
        untagged(place, "live", "crawl")
    assert "made-feed: the archive could not be written" in capsys.readouterr().err
    assert rows(f"sqlite:///{place}/live.db", "SELECT verdict, pages_ok, new FROM crawl") == [("fine", 3, 6)]


def test_a_new_brand_finds_its_mentions_in_the_past(place, capsys):
    with serving(answers) as web:
        table = f'[made-feed]\nengine = "feed"\nurl = "{web.url("/feed/1")}"\ndelay = 0\nallow_private = true\n'
        (place / "config" / "sites" / "made.toml").write_text(table, encoding="utf-8")
        untagged(place, "test", "crawl")
    (place / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n["Kettle"]\nterms = ["kettle"]\n', encoding="utf-8")
    capsys.readouterr()
    assert untagged(place, "test", "replay") == 0
    assert rows(f"sqlite:///{place}/test.db", "SELECT brand, count(*) FROM mention_brand GROUP BY brand") == [("Acme", 6), ("Kettle", 6)]
    assert rows(f"sqlite:///{place}/test.db", "SELECT count(*) FROM mention_version") == [(0,)]


def test_what_a_login_answers_is_kept_nowhere(place, monkeypatch):
    async def log_in(self, fetch):
        self.token = await client_token(fetch, web.url("/token"), "client", "password")

    def all_answers(path, headers):
        given = Reply(body='{"access_token": "s3cret"}', headers={"Content-Type": "application/json"})
        return given if path == "/token" else answers(path, headers)

    monkeypatch.setattr(FeedSpider, "log_in", log_in)
    with serving(all_answers) as web:
        table = f'[made-feed]\nengine = "feed"\nurl = "{web.url("/feed/1")}"\ndelay = 0\nallow_private = true\n'
        (place / "config" / "sites" / "made.toml").write_text(table, encoding="utf-8")
        untagged(place, "live", "crawl")
        assert "/token" in web.paths()
        kept = list(Archive(folder=place / "archive").answers(site_at(web.url(), name="made-feed")))
        assert sorted(one.url for one in kept) == [web.url(f"/feed/{page}") for page in (1, 2, 3)]


@pytest.mark.parametrize("engine", [engine for engine in engines().values() if issubclass(engine, Keyed) and engine.parameters])
def test_no_engines_key_is_kept_in_an_address(engine, monkeypatch):
    wanted = [(name, variable) for name, value in engine.parameters.items() for variable, _ in NAMED.findall(value)]
    for _, variable in wanted:
        monkeypatch.setenv(variable, "s3cret")
    url = f"{engine.api}/reviews?page=2"
    signed = engine(name="made", site=site_at(url)).sign(Ask(url=url)).url
    assert ("s3cret" in signed) == bool(wanted)
    assert "s3cret" not in without_secrets(signed)
    assert "page=2" in without_secrets(signed)


def test_without_an_archive_it_is_said(place, monkeypatch, capsys):
    monkeypatch.delenv("UNTAGGED_ARCHIVE")
    assert untagged(place, "test", "replay") == 2
    assert "UNTAGGED_ARCHIVE" in capsys.readouterr().err
