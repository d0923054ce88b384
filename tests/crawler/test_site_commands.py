"""`detect`, `check`, `record`, `crawl`, `sites`, `report` and `export` against a blog on loopback, as an operator meets them."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from crawler.cli import main
from crawler.recording import read_recording, reading
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class
from storage.views import MENTIONS
from tests.loopback import Reply, Web, serving

ENTRY = """<entry><id>urn:{key}</id><link href="{root}/{key}"/><title>{title}</title><author><name>{author}</name></author>
<summary>{text}</summary><published>2024-05-0{key}T12:00:00Z</published><updated>2024-05-0{key}T12:00:00Z</updated></entry>"""
POSTS = [
    ("1", "A kettle", "ann", "I bought the Acme kettle for my mother and she is happy with it."),
    ("2", "=cmd()", "bob", "The new Акме is loud.\x9b31m @acme_help please listen"),
    ("3", "Tea", "cid", "Green tea needs water that is not too hot, and no acme comics at breakfast."),
]
Run = Callable[..., tuple[int, str, str]]


def feed(root: str) -> Reply:
    entries = "".join(ENTRY.format(root=root, key=key, title=title, author=author, text=text) for key, title, author, text in POSTS)
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Kettles</title><id>urn:k</id><updated>2024-05-03T12:00:00Z</updated>'
    return Reply(body=f"{head}{entries}</feed>", headers={"Content-Type": "application/atom+xml; charset=utf-8"})


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving(lambda path, headers: feed(f"http://{headers['host']}") if path == "/feed" else Reply(status=404, body="not here")) as one:
        yield one


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], web: Web) -> Run:
    """Run commands in a folder with one site and one brand; each gives status, output and errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "brands.toml").write_text(
        '["Acme"]\nterms = ["Acme", "Акме"]\nhandles = ["acme_help"]\nexclude = ["acme comics"]\n', encoding="utf-8"
    )
    table = f'[kettles]\nengine = "feed"\nurl = "{web.url("/feed")}"\nallow_private = true\ndelay = 0\n'
    (tmp_path / "config" / "sites" / "a.toml").write_text(table)

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return command


def test_detect_proposes_a_table_that_works(run: Run, web: Web, tmp_path: Path) -> None:
    status, out, _ = run("detect", web.url("/feed"))
    assert status == 0
    assert out.startswith(f"# {web.url('/feed')}: feed, ")
    (tmp_path / "config" / "sites" / "b.toml").write_text(out)
    assert [row["engine"] for row in json.loads(run("sites", "--json")[1])["sites"]] == ["feed", "feed"]


def test_detect_says_what_it_does_not_know(run: Run, web: Web) -> None:
    status, out, _ = run("detect", web.url("/nothing"), "--json")
    assert (status, json.loads(out)["engine"], json.loads(out)["error"]) == (1, None, "status 404")


def test_check_shows_what_a_crawl_would_collect_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("check", "kettles")
    assert (status, "3 posts, of which 2 would be kept" in out, "\x9b" in out) == (0, True, False)
    rows = json.loads(run("check", "kettles", "--json")[1])["mentions"]
    assert [[match["brand"] for match in row["brands"]] for row in rows] == [["Acme"], ["Acme", "Acme"], []]
    assert not (tmp_path / "untagged.db").exists()


def test_record_saves_what_is_read_again_alike(run: Run, tmp_path: Path) -> None:
    assert run("record", "kettles", "--case", "three-posts")[0] == 0
    folder = tmp_path / "tests" / "recordings" / "feed" / "three-posts"
    page = read_answer(engine_class("feed"), read_recording(folder))
    assert reading(page) == json.loads((folder / "page.json").read_text(encoding="utf-8"))
    assert len(page.mentions) == 3
    status, _, err = run("record", "kettles", "--case", "three-posts")
    assert (status, "holds a recording already" in err) == (2, True)


def crawled(run: Run, *arguments: str) -> dict[str, Any]:
    status, out, err = run("crawl", *arguments, "--json")
    assert (status, err) == (0, "")
    (row,) = json.loads(out)["crawls"]
    bins = ("new", "new_version", "seen_before", "no_brand", "rejected")
    assert sum(row[name] for name in bins) == row["read"]
    return dict(row)


def test_a_crawl_is_accounted_for_reported_and_exported(run: Run) -> None:
    row = crawled(run)
    assert (row["site"], row["verdict"], row["read"], row["new"], row["no_brand"]) == ("kettles", "fine", 3, 2, 1)
    again = crawled(run, "kettles")
    assert (again["new"], again["new_version"], again["rejected"]) == (0, 0, 0)
    (site,) = json.loads(run("sites", "--json")[1])["sites"]
    assert (site["verdict"], site["last_finished_at"] is None) == ("fine", False)

    (brand,) = json.loads(run("report", "--json")[1])["brands"]
    assert (brand["brand"], brand["mentions"], brand["untagged"], brand["voices"]) == ("Acme", 2, 1, 2)
    assert brand["families"]["blogs"]["mentions"] == 2
    assert json.loads(run("report", "--json", "--brand", "Other")[1])["brands"] == []
    out = run("report")[1]
    assert "Acme" in out
    assert "to" in out

    rows = [json.loads(line) for line in run("export")[1].splitlines()]
    assert [row["key"] for row in rows] == ["urn:1", "urn:2"]
    assert list(rows[0]) == list(MENTIONS.columns)
    assert (rows[0]["posted_at"], rows[0]["author"], rows[0]["tagged"], rows[1]["tagged"]) == (
        "2024-05-01T12:00:00+00:00",
        "ann",
        False,
        True,
    )
    assert "\x9b" not in rows[1]["text"]
    only = [json.loads(line) for line in run("export", "--since", "2024-05-02")[1].splitlines()]
    assert [row["key"] for row in only] == ["urn:2"]
    sheet = list(csv.DictReader(io.StringIO(run("export", "--format", "csv")[1], newline="")))
    assert [row["title"] for row in sheet] == ["A kettle", "'=cmd()"]
    bare = [json.loads(line) for line in run("export", "--no-text")[1].splitlines()]
    assert set(rows[0]) - set(bare[0]) == {"title", "text", "quotes", "pros", "cons", "owner_reply", "matched"}
    assert run("export", "--format", "parquet", "--output", "m.parquet")[0] == 0
    assert pq.read_table("m.parquet").num_rows == 2
    assert run("db", "check")[:2] == (0, "no fault found\n")
    noise = json.loads(run("brands", "noise", "Acme", "--json")[1])
    assert (noise["held_back"], noise["matched"], noise["share_held_back"]) == (1, 2, 0.3333)
    assert run("brands", "noise", "Other")[0] == 2


def test_a_site_that_does_not_answer_as_its_engine_needs_a_person(run: Run, web: Web, tmp_path: Path) -> None:
    table = f'[gone]\nengine = "feed"\nurl = "{web.url("/nothing")}"\nallow_private = true\ndelay = 0\n'
    (tmp_path / "config" / "sites" / "b.toml").write_text(table)
    status, out, _ = run("crawl", "gone")
    assert (status, "blind" in out) == (1, True)
    assert run("sites")[0] == 1
    assert run("check", "gone")[0] == 1


def test_a_broken_table_does_not_stop_the_others_but_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config" / "sites" / "b.toml").write_text("[bad]\n")
    status, out, err = run("crawl")
    assert (status, "kettles  fine" in out, "[bad]: key 'engine' is missing" in err) == (1, True, True)
