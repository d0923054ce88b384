"""The command line as a whole: statuses, messages, what is printed where."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run commands in an empty folder; each gives status, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNTAGGED_CONFIG", raising=False)
    monkeypatch.delenv("UNTAGGED_DB", raising=False)

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return command


def test_a_starter_can_be_used_at_once_and_is_never_overwritten(run: Run) -> None:
    assert run("init")[0] == 0
    assert run("sites")[:2] == (0, "No usable site in config/sites: `untagged detect URL` proposes a table.\n")
    status, out, err = run("init")
    assert (status, out) == (2, "")
    assert err == "untagged: config/brands.toml exists; name another folder, as in `untagged init other-config`\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "invalid choice: 'nonsense'"),
        ("sites", "config: no such folder; write a starter with `untagged init config`"),
        ("report", "untagged.db: no such database (`untagged crawl` makes it"),
        ("export", "untagged.db: no such database"),
        ("db check", "untagged.db: no such database"),
        ("--db mysql://x/y report", "mysql"),
        ("parse phpbb", "parse needs ENGINE FILE --url URL, or --batch FILE"),
        ("parse phpbb none.html --url https://talk.example", "'none.html': cannot be read (No such file or directory)"),
        ("parse phpbb . --url https://talk.example", "not a file"),
        ("parse phpbb none.html --url talk.example", "'talk.example' is no http or https address"),
        ("parse phpbb --batch none.jsonl", "--batch names engine, url and charset line by line"),
        ("parse --batch none.jsonl", "none.jsonl: cannot be read"),
        ("detect talk.example", "'talk.example' is no address"),
        ("detect http://", "names no host"),
        ("record --case ../x talk", "'../x' is no folder's name"),
    ],
)
def test_wrong_use_is_one_sentence_on_standard_error_and_status_2(run: Run, line: str, said: str) -> None:
    status, out, err = run(*line.split())
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("untagged: ")
    assert said in err
    assert "Traceback" not in err


def test_a_traceback_is_there_for_who_asks(run: Run) -> None:
    assert "Traceback" in run("sites", "--debug")[2]


def test_a_site_that_is_not_there_is_told_with_the_nearest(run: Run) -> None:
    run("init")
    Path("config/sites/a.toml").write_text('[talk-example]\nengine = "feed"\nurl = "https://talk.example/feed"\n')
    Path("config/sites/b.toml").write_text('[other]\nengine = "fed"\nurl = "https://talk.example/feed"\n')
    assert run("check", "talk-exmple")[2] == "untagged: there is no site 'talk-exmple' in config/sites; did you mean 'talk-example'?\n"
    assert "key 'engine': 'fed' is no engine; did you mean 'feed'?" in run("crawl", "other")[2]


def test_broken_tables_are_shown_beside_the_sites_that_work(run: Run) -> None:
    run("init")
    Path("config/sites/a.toml").write_text('[talk]\nengine = "feed"\nurl = "https://talk.example/feed"\n[bad]\nengine = "feed"\n')
    status, out, _ = run("sites")
    assert (status, "talk  feed" in out, "[bad]: key 'url' is missing" in out) == (1, True, True)
    status, out, _ = run("sites", "--json")
    data = json.loads(out)
    assert [(row["site"], row["engine"], row["due_at"]) for row in data["sites"]] == [("talk", "feed", None)]
    assert [row["site"] for row in data["broken"]] == ["bad"]


def test_a_new_database_has_nothing_wrong_with_it(run: Run) -> None:
    assert run("db", "upgrade")[0] == 0
    assert "up to date" in run("db", "upgrade")[1]
    assert run("db", "check")[:2] == (0, "no fault found\n")
    assert json.loads(run("report", "--json")[1])["brands"] == []
    assert run("export", "--format", "jsonl")[:2] == (0, "")


@pytest.mark.parametrize("line", ["report", "export", "sites", "crawl", "db upgrade", "db check"])
def test_a_database_of_a_newer_program_is_left_alone(run: Run, tmp_path: Path, line: str) -> None:
    run("init")
    (tmp_path / "config" / "sites" / "a.toml").write_text('[talk]\nengine = "feed"\nurl = "https://talk.example/feed"\n')
    run("db", "upgrade")
    with closing(sqlite3.connect(tmp_path / "untagged.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    status, out, err = run(*line.split())
    assert (status, out) == (2, "")
    assert "newer than this program knows" in err


def test_a_database_that_is_none_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "untagged.db").write_bytes(b"not a database at all, but long enough to have been one" * 20)
    status, out, err = run("report")
    assert (status, out) == (2, "")
    assert "untagged.db: file is not a database" in err


def test_a_file_above_the_size_of_a_page_is_refused_unread(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "batch.jsonl").write_text(json.dumps({"id": 1, "engine": "feed", "url": "https://x.example/", "file": "big.html"}))
    status, out, _ = run("parse", "--batch", "batch.jsonl")
    row = json.loads(out)
    assert (status, row["id"], row["outcome"], row["mentions"]) == (1, 1, "unreadable", [])
    assert "50,000,000 bytes are more than the 10,485,760" in row["error"]


LIGHT = """
import sys
from crawler.cli import main
status = main(sys.argv[1:])
heavy = {"scrapy", "twisted", "sqlalchemy", "rich", "pydantic"} & set(sys.modules)
print(status, sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("line", "loaded"),
    [("--help", "[]"), ("crawl --help", "[]"), ("analyze", "['pydantic']"), ("compare", "['sqlalchemy']")],
)
def test_commands_load_what_they_need_and_no_more(run: Run, tmp_path: Path, line: str, loaded: str) -> None:
    run("init")
    done = subprocess.run([sys.executable, "-c", LIGHT, *line.split()], input="", capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stderr.splitlines()[-1] == f"0 {loaded}"


def test_a_reader_that_has_enough_is_no_fault(run: Run, tmp_path: Path) -> None:
    run("init")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m crawler crawl --help | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
