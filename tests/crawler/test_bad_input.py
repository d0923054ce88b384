"""Bad input as an operator meets it: each ends in a clear error or a counted, kept reject, and the rest goes on.

Elsewhere: walks that would not end (tests/spiders/test_walk.py), 50 MB and gzip bombs (test_download.py), wrong tables (test_config.py),
single fields (tests/pipelines/test_clean.py), newer schemas (tests/storage/test_schema.py), mentions no database takes
(tests/storage/test_batches.py).
"""

import copy
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from crawler.cli import main
from crawler.config import Config
from crawler.recording import read_recording
from crawler.run import crawl
from mentions.brand import Brand
from pipelines.clean import TEXT_CHARS, clean_page
from spiders.base.engine import Limits
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class, engine_modules
from storage import schema
from storage.database import connect, reading, writing
from tests.crawler.fetching import site_at
from tests.loopback import Reply, serving

RECORDINGS = Path(__file__).parents[1] / "recordings"
ACME = (Brand(id="Acme", terms=("Acme",)),)
JSON = {"Content-Type": "application/json; charset=utf-8"}
WORDS = "<html><head><title>Талант</title></head><body><p>Чайник Акме течёт, не советую никому.</p></body></html>"
BODIES = {
    "empty": b"",
    "blank": b" \r\n\t",
    "binary": bytes(range(256)) * 64,
    "NUL": b"\x00" * 5000,
    "half a tag": b"<html><body><div class='post' id='p1'><p>Acme is",
    "half a document": b'{"post_stream": {"posts": [{"id": 1, "cooked": "<p>Acme',
    "deep JSON": b"[" * 100_000,
    "lone surrogates": b'{"posts": "\\ud83d", "comments": [{"id": "\\udfff"}]}',
    "utf-16 said to be utf-8": WORDS.encode("utf-16"),
    "cp1251 said to be utf-8": WORDS.encode("cp1251"),
    "a huge number": b'{"posts": [1e999, -1e999, ' + b"9" * 5000 + b"]}",
    "a bomb of entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "Acme"><!ENTITY b "'
    + b"&a;" * 10_000
    + b'">]><rss><x>&b;&b;&b;</x></rss>',
}
WRONG: tuple[Any, ...] = (None, True, 5, -1, 10**30, float("inf"), "", "x", "9" * 400, [], [None], {}, {"a": 1})


@pytest.mark.parametrize("name", BODIES)
def test_every_engine_answers_what_is_no_page_with_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page").write_bytes(BODIES[name])
    asked = [*sorted(engine_modules()), None]
    lines = [
        {"id": engine, "engine": engine, "url": "https://x.example/t/1", "file": str(tmp_path / "page"), "charset": "utf-8"}
        for engine in asked
    ]
    (tmp_path / "batch").write_text("\n".join(map(json.dumps, lines)))
    status = main(["parse", "--batch", str(tmp_path / "batch")])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status in (0, 1)
    assert [row["id"] for row in rows] == asked
    for row in rows:
        assert row["outcome"] in ("empty", "unreadable", "blocked"), row
        assert (row["outcome"] == "empty") == (row["error"] is None)
        assert "broke on this page" not in (row["error"] or ""), row


def test_50_mb_are_refused_before_they_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "page").open("wb") as file:
        os.truncate(file.fileno(), 50 * 1024 * 1024)
    status = main(["parse", "phpbb", str(tmp_path / "page"), "--url", "https://x.example/t/1"])
    assert status == 2
    assert "52,428,800 bytes are more than" in capsys.readouterr().err


@pytest.mark.parametrize("charset", ["utf-8", "klingon", "utf-16", "\x00", "idna", "hex"])
def test_a_charset_that_is_wrong_or_none_at_all_does_not_hide_a_page(
    charset: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page").write_bytes(
        f"<rss><channel><title>t</title><item><guid>1</guid><description>{WORDS}</description></item></channel></rss>".encode("cp1251")
    )
    main(["parse", "feed", str(tmp_path / "page"), "--url", "https://x.example/feed", "--charset", charset])
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert row["outcome"] in ("ok", "unreadable")
    assert (row["outcome"] == "ok") == (row["error"] is None)


def documents() -> list[Path]:
    """Give the recordings of JSON documents."""
    return sorted(file.parent for file in RECORDINGS.glob("*/*/body.json") if file.read_bytes().lstrip()[:1] in (b"{", b"["))


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give where a document's values stand: of arrays the first only, which the others resemble."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*path, key))


@pytest.mark.parametrize("folder", documents(), ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_json_with_wrong_types_gives_clean_values_or_an_error(folder: Path) -> None:
    answer = read_recording(folder)
    for number, path in enumerate(paths(answer.json)):
        document = copy.deepcopy(answer.json)
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = WRONG[number % len(WRONG)]
        page = clean_page(read_answer(engine_class(folder.parent.name), replace(answer, body=json.dumps(document).encode())))
        assert page.outcome in ("ok", "empty") or page.error
        for item in (*page.mentions, *page.threads):
            assert item.key, path
            assert all(isinstance(getattr(item, name), str | None) for name in ("key", "url", "title")), path
        for mention in page.mentions:
            json.dumps([mention.text, mention.author, mention.author_key, mention.rating, mention.votes], allow_nan=False)


# A forum of three topics, the second of which is bad.


def post(key: int, said: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": key,
        "post_number": key % 100,
        "topic_id": key // 100,
        "username": "ann",
        "cooked": said,
        "created_at": "2026-01-05T10:00:00Z",
        **fields,
    }


def topic(*posts: dict[str, Any], stream: tuple[int, ...] = ()) -> Reply:
    return Reply(body=json.dumps({"post_stream": {"posts": posts, "stream": [one["id"] for one in posts] + list(stream)}}), headers=JSON)


def listing(keys: tuple[int, ...] = (1, 2, 3), more: str | None = None) -> Reply:
    rows = [{"id": key, "slug": "t", "posts_count": 1, "last_posted_at": f"2026-01-20T00:{59 - key:02}:00Z"} for key in keys]
    return Reply(body=json.dumps({"topic_list": {"topics": rows, "more_topics_url": more}}), headers=JSON)


GOOD = {"/latest.json": listing(), "/t/1.json": topic(post(101, "Acme leaks")), "/t/3.json": topic(post(301, "Acme is fine"))}


def run(db: str, web: Any, limits: Limits | None = None) -> Any:
    site = site_at(web.url("/"), engine="discourse", options={"by": "topics"})
    [ledger] = crawl(Config(path=Path(), brands=ACME, sites={site.name: site}), db, [site], limits or Limits())
    return ledger


def rows(db: str, query: str) -> list[tuple[Any, ...]]:
    engine = connect(db)
    with reading(engine) as conn:
        found = [tuple(row) for row in conn.execute(sql(query))]
    engine.dispose()
    return found


@pytest.fixture
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.db"


BAD_TOPICS = {
    **{name: Reply(body=body, headers=JSON) for name, body in BODIES.items()},
    "50 MB": Reply(body=b"[" + b" " * (50 * 1024 * 1024), headers=JSON),
    "two lengths": Reply(body=b"{}", headers={**JSON, "Content-Length": "900"}),
    "a redirect to itself": Reply(status=302, headers={"Location": "/t/2.json"}),
    "a charset that is none": Reply(body=b"\xff\xfe\xfa", headers={"Content-Type": "application/json; charset=klingon"}),
    "wrong types": Reply(body=json.dumps({"post_stream": {"posts": {"id": []}, "stream": 7}}), headers=JSON),
}


def test_bad_pages_are_told_and_the_crawl_goes_on(db: str) -> None:
    """Every second topic is good: none of them is lost."""
    topics = {f"/t/{2 * number}.json": reply for number, reply in enumerate(BAD_TOPICS.values(), start=1)}
    good = tuple(range(1, 2 * len(topics) + 2, 2))
    topics |= {f"/t/{key}.json": topic(post(100 * key + 1, "Acme leaks")) for key in good}
    with serving({"/latest.json": listing(tuple(range(1, len(topics) + 1))), **topics}) as web:
        ledger = run(db, web)
    assert ledger.verdict()[0] == "partial"
    [(told,)] = rows(db, "SELECT gap FROM crawl")
    for number, name in enumerate(BAD_TOPICS, start=1):
        assert f"thread {2 * number} unread from " in told, name
    assert "\n" not in told
    assert rows(db, "SELECT key FROM mention ORDER BY CAST(key AS INTEGER)") == [(str(100 * key + 1),) for key in good]
    assert rows(db, "SELECT pages_unreadable, read, new FROM crawl") == [(len(BAD_TOPICS), len(good), len(good))]


def test_a_listing_that_links_to_itself_is_asked_for_once(db: str) -> None:
    with serving({**GOOD, "/latest.json": listing((1, 3), more="/latest"), "/t/2.json": topic(post(201, "Acme"))}) as web:
        assert run(db, web).verdict()[0] == "fine"
        assert web.paths().count("/latest.json") == 1
    assert rows(db, "SELECT count(*) FROM mention") == [(2,)]


def test_a_thread_that_never_ends_stops_at_max_pages_and_is_a_gap(db: str) -> None:
    def answers(path: str, headers: Any) -> Reply:
        del headers
        if not path.startswith("/t/2.json"):
            return GOOD.get(path) or Reply(status=404)
        page = int(path.rpartition("=")[2]) if "=" in path else 1
        return topic(post(200 + page, f"Acme, part {page}"), stream=(999,))

    with serving(answers) as web:
        verdict, evidence = run(db, web, Limits(max_pages=12)).verdict()
        assert len(web.paths()) == 12
    assert (verdict, "max_pages" in evidence) == ("partial", True)
    assert len(rows(db, "SELECT key FROM mention WHERE text LIKE '%part%'")) > 5


SAID = {
    101: {"cooked": "<p>Acme \ud83d broke</p>", "username": "a\udfffn"},
    102: {"cooked": "<p>Acme\x00 broke\x00</p>", "username": "\x00", "topic_title": "a\x00b"},
    103: {"cooked": "<p>Acme " + "a" * 1_000_000 + "</p>"},
    104: {"cooked": "<p>" + "Acme" * 250_000 + " Acme</p>"},
    105: {"cooked": "<p>Acme " + "ж" * 500_000 + "</p>"},
    106: {"cooked": "<p>Acme " + "a\u0301" * 300_000 + "</p>"},
    107: {"cooked": "<p>Acme tomorrow</p>", "created_at": "2999-01-01T00:00:00Z"},
    108: {"cooked": "<p>Acme of old</p>", "created_at": "1970-01-01T00:00:00Z"},
    109: {"cooked": "<p>Acme, never</p>", "created_at": "0000-99-99T99:99:99Z"},
    110: {"cooked": "<p>\x00</p>"},
    111: {"cooked": "<p>Acme \u202egnp.exe</p>", "username": "u" * 5000},
}


def test_text_that_no_database_would_take_is_cleaned_cut_or_rejected(database_url: str) -> None:
    """Through the whole of a crawl: read, steps, store; on both databases."""
    many = topic(
        *(
            post(key, **{"said": ""} | {"said": fields["cooked"]} | {k: v for k, v in fields.items() if k != "cooked"})
            for key, fields in SAID.items()
        )
    )
    with serving({**GOOD, "/latest.json": listing((1, 3)), "/t/1.json": many}) as web:
        ledger = run(database_url, web)
    assert ledger.verdict()[0] == "fine", ledger.verdict()
    stored = {row[0]: row[1:] for row in rows(database_url, "SELECT key, text, author, posted_at FROM v1_mentions")}
    assert {*stored} >= {str(key) for key in SAID if key not in (104, 110)} | {"301"}
    assert stored["101"][:2] == ("Acme broke", "an")
    assert stored["102"][:2] == ("Acme broke", None)
    assert all(len(row[0]) <= TEXT_CHARS for row in stored.values())
    assert [stored[key][2] for key in ("107", "108", "109")] == [None, None, None]
    [(read, new, no_brand, rejected)] = rows(database_url, "SELECT read, new, no_brand, rejected FROM crawl")
    assert (read, read - new - no_brand - rejected) == (len(SAID) + 1, 0)
    assert rows(database_url, "SELECT key, reason FROM reject") == [("110", "empty")]


def test_a_brand_without_words_stops_the_crawl_before_the_first_request(
    tmp_path: Path, db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "brands.toml").write_text('[Acme]\nterms = ["Acme", " "]\n')
    with serving(GOOD) as web:
        (tmp_path / "sites" / "a.toml").write_text(f'[a]\nengine = "discourse"\nurl = "{web.url("/")}"\nallow_private = true\n')
        status = main(["--config", str(tmp_path), "--db", db, "crawl"])
        assert (status, web.asked) == (2, [])
    (line,) = capsys.readouterr().err.splitlines()
    assert all(word in line for word in ("brands.toml", "Acme", "'terms'", "empty"))


@pytest.mark.parametrize("command", [["crawl"], ["report"], ["export"], ["sites"], ["schedule"], ["db", "upgrade"]], ids=" ".join)
def test_a_database_of_a_newer_program_is_left_alone(
    command: list[str], tmp_path: Path, db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = connect(db)
    schema.upgrade(engine)
    with writing(engine) as conn:
        conn.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    (tmp_path / "sites").mkdir()
    (tmp_path / "brands.toml").write_text('[Acme]\nterms = ["Acme"]\n')
    (tmp_path / "sites" / "a.toml").write_text('[a]\nengine = "feed"\nurl = "http://127.0.0.1:9/feed"\nallow_private = true\n')
    assert main(["--config", str(tmp_path), "--db", db, *command]) in (1, 2)
    said = capsys.readouterr()
    assert "newer than this program" in said.err + said.out
    assert "Traceback" not in said.err
    assert rows(db, "SELECT version_num FROM alembic_version") == [("9999",)]
