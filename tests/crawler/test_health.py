"""`untagged health`: what a person reads of a site that is ill, and of one that is well."""

import json
from datetime import UTC, datetime

import pytest

from crawler.causes import CURES
from crawler.cli import main
from crawler.config import load_config
from crawler.spool import spool_of
from mentions.page import Page
from storage.database import connect, writing
from storage.ledger import close_crawl, open_crawl, sync_sites
from storage.schema import upgrade
from tests.crawler.test_fleet import answers
from tests.loopback import Reply, serving

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')

    def wall(path, headers):
        return (
            Reply(body="<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>")
            if path == "/wall"
            else answers(path, headers)
        )

    def command(*arguments):
        status = main(arguments)
        return status, capsys.readouterr().out

    with serving(wall) as web:
        tables = "".join(
            f'[{name}]\nengine = "feed"\nurl = "{web.url(path)}"\nallow_private = true\ndelay = 0\n'
            for name, path in (("good", "/feed/1"), ("walled", "/wall"), ("fresh", "/feed/2"))
        )
        (tmp_path / "config" / "sites" / "a.toml").write_text(tables)
        yield command


def test_before_the_first_crawl_nothing_is_ill(run):
    assert run("health") == (0, "3 sites: 0 need a person, 3 never crawled.\n")


def test_each_ill_site_has_its_evidence_and_its_cure(run):
    run("crawl", "good", "walled")
    status, out = run("health")
    assert status == 1
    assert "walled: blind since" in out
    assert "why:  blocked: " in out
    assert "cure: It answers with a challenge" in out
    assert out.endswith("3 sites: 1 need a person, 1 never crawled.\n")
    assert "good:" not in out
    (row,) = json.loads(run("health", "--json")[1])["sites"]
    assert (row["site"], row["cause"], row["runs"][0]["requests"]) == ("walled", "blocked", 1)


def test_every_cause_has_its_cure(run, tmp_path):
    """Whatever makes a run ill, what to do about it stands below its evidence."""
    names = {cause: f"s-{cause.replace(' ', '-')}" for cause in CURES}
    tables = (f'[{name}]\nengine = "feed"\nurl = "http://{name}.example/"\n' for name in names.values())
    (tmp_path / "config" / "sites" / "a.toml").write_text("\n".join(tables))
    run("sites")
    engine = connect("sqlite:///untagged.db")
    upgrade(engine)
    with writing(engine) as conn:
        sync_sites(conn, list(load_config(tmp_path / "config").sites.values()), {"feed": "blogs"}, NOW)
        for cause, name in names.items():
            close_crawl(conn, open_crawl(conn, name, "feed", NOW), verdict="partial", evidence=f"{cause}: <b>seen</b>\x1b[2J", now=NOW)
    engine.dispose()
    status, out = run("health")
    assert (status, "\x1b" in out) == (1, False)
    told = {part.partition(":")[0]: part for part in out.split("\n\n")}
    for cause, name in names.items():
        assert f"why:  {cause}: " in told[name]
        assert f"cure: {CURES[cause]}" in told[name]


def test_a_site_named_is_shown_well_or_not(run):
    run("crawl", "good")
    status, out = run("health", "good")
    assert (status, out.startswith("good: fine since"), "12 read, 6 new" in out) == (0, True, True)
    assert run("health", "fresh")[0] == 0
    assert run("health", "nowhere")[0] == 2


def test_what_waits_for_the_database_is_told(run, tmp_path, monkeypatch):
    monkeypatch.setenv("UNTAGGED_SPOOL", str(tmp_path / "spool"))
    spool = spool_of("sqlite:///untagged.db")
    spool.keep([(1, Page(site="good", engine="feed", url="https://talk.example", outcome="ok"))] * 3)
    status, out = run("health")
    assert status == 1
    assert out.startswith(f"3 pages of 1 sites wait in {tmp_path}/spool/untagged.db-")
    assert json.loads(run("health", "--json")[1])["waiting"]["pages"] == {"good": 3}
    run("crawl", "good")
    assert "wait in" not in run("health")[1]
