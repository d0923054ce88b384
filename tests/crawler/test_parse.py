"""`parse`: saved pages as JSON, one or many."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from mentions.mention import Mention

FEED = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kettles</title><id>urn:kettles</id>
<updated>2024-05-01T12:00:00+02:00</updated><entry><id>urn:1</id><link href="https://blog.example/one"/><title>First</title>
<summary>Acme boils.</summary><published>2024-05-01T12:00:00+02:00</published><updated>2024-05-01T12:00:00+02:00</updated></entry></feed>"""


def parsed(capsys: pytest.CaptureFixture[str], folder: Path, *rows: Any) -> tuple[int, list[dict[str, Any]]]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "batch.jsonl").write_text("\n".join(lines), encoding="utf-8")
    status = main(["parse", "--batch", str(folder / "batch.jsonl")])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def feed(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    return {"id": "a", "engine": "feed", "url": "https://blog.example/feed", "file": str(tmp_path / "feed.xml"), "charset": None}


def test_a_page_is_an_object_with_every_field_of_its_mentions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, feed: dict[str, Any]
) -> None:
    status, (row,) = parsed(capsys, tmp_path, feed)
    assert status == 0
    assert list(row) == ["id", "engine", "outcome", "mentions", "threads", "next", "stated_total", "error"]
    assert (row["id"], row["engine"], row["outcome"], row["error"], row["next"]) == ("a", "feed", "ok", None, None)
    (mention,) = row["mentions"]
    assert set(mention) == {field.name for field in fields(Mention)} - {"links"}
    assert (mention["title"], mention["text"], mention["posted_at"]) == ("First", "Acme boils.", "2024-05-01T10:00:00+00:00")


def test_detection_reads_what_a_named_engine_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path, feed: dict[str, Any]) -> None:
    _, (named, told) = parsed(capsys, tmp_path, feed, feed | {"engine": None})
    assert told == named


def test_one_page_alone_is_the_same_object_without_an_id(capsys: pytest.CaptureFixture[str], tmp_path: Path, feed: dict[str, Any]) -> None:
    _, (row,) = parsed(capsys, tmp_path, feed)
    status = main(["parse", "feed", feed["file"], "--url", feed["url"]])
    assert (status, {"id": "a"} | json.loads(capsys.readouterr().out)) == (0, row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": "none.html"}, "cannot be read"),
        ({"file": None}, "'file' is missing"),
        ({"file": "a\x00b"}, "cannot be read"),
        ({"file": 5}, "'file' is 5; it must be a string"),
        ({"url": None}, "'url' is missing"),
        ({"url": "http://[::1"}, "is no address"),
        ({"url": "ftp://x.example/"}, "no http or https address"),
        ({"engine": "fed"}, "there is no engine 'fed'"),
        ({"charset": 1251}, "'charset' is 1251"),
    ],
)
def test_a_page_that_cannot_be_had_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, feed: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    status, rows = parsed(capsys, tmp_path, feed | change, "{nonsense", "[]", feed)
    assert (status, [row["outcome"] for row in rows]) == (1, ["unreadable", "unreadable", "unreadable", "ok"])
    assert said in rows[0]["error"]
    assert (rows[0]["id"], rows[0]["mentions"], rows[0]["threads"], rows[1]["id"]) == ("a", [], [], None)


@pytest.mark.parametrize("body", [b"", b"\x00\x01\xff" * 500, b"<html><body><p>Hello</p></body></html>", b"{", b"[1, 2"])
@pytest.mark.parametrize("engine", ["feed", "wordpress", None])
def test_what_is_no_page_of_the_engine_is_unreadable(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, engine: str | None, body: bytes
) -> None:
    (tmp_path / "x").write_bytes(body)
    status, (row,) = parsed(capsys, tmp_path, {"id": 1, "engine": engine, "url": "https://x.example/", "file": str(tmp_path / "x")})
    assert (status, row["outcome"], row["mentions"]) == (1, "unreadable", [])
    assert row["error"]


def test_a_block_page_is_told_without_an_engine(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "x").write_text(
        "<html><head><title>Just a moment...</title></head><body><div id='cf-challenge-running'></div></body></html>"
    )
    _, (row,) = parsed(capsys, tmp_path, {"id": 1, "engine": None, "url": "https://x.example/", "file": str(tmp_path / "x")})
    assert (row["engine"], row["outcome"]) == (None, "blocked")


def test_the_charset_is_what_a_header_would_have_said(capsys: pytest.CaptureFixture[str], tmp_path: Path, feed: dict[str, Any]) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED.replace(' encoding="utf-8"', "").replace("Acme boils.", "Акме кипит.").encode("koi8-r"))
    _, (row,) = parsed(capsys, tmp_path, feed | {"charset": "koi8-r"})
    assert row["mentions"][0]["text"] == "Акме кипит."
