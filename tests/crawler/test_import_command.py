"""`import`: a file of reviews, into the same store."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main

Imported = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Imported:
    """Import a text as a file; gives status and the object printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "a.toml").write_text('[talk]\nengine = "feed"\nurl = "https://talk.example/feed"\n')
    (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme", "Акме"]\n', encoding="utf-8")

    def command(text: str, *arguments: str, name: str = "reviews.csv") -> tuple[int, dict[str, Any]]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        status = main(["import", name, "--site", "survey", "--json", *arguments])
        return status, json.loads(capsys.readouterr().out)

    return command


def exported(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["export"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


CSV = """date;stars;review;who
03/05/2024;4,5;"Acme kettle; fine";Bob
25/05/2024;5;The tea was green;Al
someday;5;Acme, but when;Al
25/05/2024;5;Acme;Al;more
"""


def test_every_row_is_in_one_bin_and_a_second_import_finds_nothing_new(imported: Imported, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = imported(CSV, "--map", "author=who")
    assert status == 1
    assert {name: told[name] for name in ("read", "new", "no_brand", "rejected")} == {"read": 4, "new": 1, "no_brand": 1, "rejected": 2}
    assert [one["detail"] for one in told["rejects"]] == [
        "line 4: column 'date' is 'someday'; it must be a date",
        "line 5: 5 cells where the header has 4",
    ]
    (row,) = exported(capsys)
    # 25/05 further down tells that 03/05 is the third of May
    assert (row["posted_at"], row["posted_at_precision"], row["rating"], row["author"]) == ("2024-05-03T00:00:00+00:00", "day", 4.5, "Bob")
    assert (row["site"], row["engine"], row["family"], row["kind"], row["text"]) == (
        "survey",
        "import",
        "import",
        "review",
        "Acme kettle; fine",
    )
    _, again = imported(CSV, "--map", "author=who")
    assert (again["new"], again["seen_before"], again["new_version"]) == (0, 1, 0)
    assert main(["db", "check"]) == 0


def test_rows_of_json_lines(imported: Imported, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [{"id": n, "text": f"Акме номер {n}", "created_at": "2024-05-01T12:00:00+03:00"} for n in range(450)]
    status, told = imported("\n".join(json.dumps(line) for line in lines), name="a.jsonl")
    assert (status, told["read"], told["new"]) == (0, 450, 450)
    rows = exported(capsys)
    assert {row["key"] for row in rows} == {str(n) for n in range(450)}
    assert {row["posted_at"] for row in rows} == {"2024-05-01T09:00:00+00:00"}


def test_rows_may_all_be_about_a_brand(imported: Imported) -> None:
    assert imported("text\nVery tasty\n", "--about", "Acme")[1]["new"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--about", "Acmee"], "--about 'Acmee' is no brand of config/brands.toml; did you mean 'Acme'?"),
        (["--map", "text=Review"], "there is no column 'Review' (there are: text)"),
        (["--site", "a b"], "--site 'a b': a site's name is"),
        (["--site", "talk"], "--site 'talk' is a site that is crawled"),
    ],
)
def test_wrong_use_stores_nothing(imported: Imported, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    imported("text\nThe tea was green\n")
    assert main(["import", "reviews.csv", "--site", "survey", *arguments]) == 2
    assert said in capsys.readouterr().err
