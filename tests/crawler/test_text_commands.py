"""`analyze`, `compare` and `brands test`: the text steps without a site."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main

BRANDS = """
["Acme"]
terms = ["Acme", "Акме"]
handles = ["acme_help"]
["Snowfall"]
terms = ["Snowfall"]
ambiguous = true
context = ["coffee"]
["Nordic"]
terms = ["Nordic"]
languages = ["de"]
"""
Answered = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Answered:
    """Give a command JSON lines on standard input; gives status, the lines of the answer, errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "brands.toml").write_text(BRANDS, encoding="utf-8")

    def command(*arguments: str, lines: list[Any]) -> tuple[int, list[dict[str, Any]], str]:
        raw = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, [json.loads(line) for line in out.splitlines()], err

    return command


def test_analyze_answers_in_order_with_spans_in_the_given_text(answered: Answered) -> None:
    rows = [
        {"site": "talk", "key": 7, "text": "I bought a new kettle by  Акме yesterday, @acme_help was kind about it", "mood": "glad"},
        {"text": "The snowfall was heavy this morning and the roads were closed"},
        {"text": "12345"},
    ]
    status, out, _ = answered("analyze", lines=rows)
    assert (status, len(out)) == (0, 3)
    assert list(out[0]) == ["site", "key", "language", "language_confidence", "brands", "held_back"]
    assert (out[0]["site"], out[0]["key"], out[0]["language"]) == ("talk", 7, "en")
    named, handle = out[0]["brands"]
    assert {"brand", "start", "end", "matched", "rule", "tagged", "confidence"} <= set(named)
    assert (named["brand"], named["matched"], rows[0]["text"][named["start"] : named["end"]], named["tagged"]) == (
        "Acme",
        "Акме",
        "Акме",
        False,
    )
    assert handle["tagged"] is True
    (held,) = out[1]["held_back"]
    assert (out[1]["brands"], held["brand"], held["matched"], bool(held["reason"])) == ([], "Snowfall", "snowfall", True)
    assert (out[2]["language"], out[2]["site"], out[2]["key"]) == ("und", None, None)


def test_a_broken_line_is_one_line_with_its_error(answered: Answered) -> None:
    status, out, _ = answered(
        "analyze", lines=[{"text": "Acme is fine"}, "{", {"key": "k", "title": "no text"}, "", {"text": "a\ud83d Acme"}]
    )
    assert (status, len(out)) == (1, 4)
    assert out[1]["error"].startswith("line 2: not JSON")
    assert (out[2]["key"], out[2]["error"]) == ("k", "line 3: 'text' is missing; it must be a string")
    assert (out[3]["brands"][0]["start"], out[3]["brands"][0]["end"]) == (3, 7)


def test_a_brand_of_other_languages_is_held_back_once_the_language_is_told(answered: Answered) -> None:
    texts = [
        "Ich habe gestern einen Wasserkocher von Nordic gekauft und bin zufrieden",
        "Yesterday I bought a kettle made by Nordic and I am happy with it",
    ]
    _, (german, english), _ = answered("analyze", lines=[{"text": text} for text in texts])
    assert [match["brand"] for match in german["brands"]] == ["Nordic"]
    assert (english["brands"], english["held_back"][0]["reason"]) == ([], "language: en")


def test_another_file_of_brands_may_be_named(answered: Answered, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[Zest]\nterms = ["Zest"]\n')
    _, (row,), _ = answered("analyze", "--brands", "other.toml", lines=[{"text": "Acme or Zest?"}])
    assert [match["brand"] for match in row["brands"]] == ["Zest"]


def test_without_brands_languages_are_told_all_the_same(answered: Answered) -> None:
    status, (row,), err = answered("analyze", "--config", "nowhere", lines=[{"text": "This is plain English, is it not?"}])
    assert (status, row["language"], row["brands"]) == (0, "en", [])
    assert err == "untagged: nowhere/brands.toml: not there, so no brands are looked for; name a file with --brands\n"


def test_a_prior_is_a_vote(answered: Answered) -> None:
    chances = {}
    for prior in ("es", "pt"):
        _, (row,), _ = answered("analyze", "--language-prior", prior, lines=[{"text": "Compré una casa grande"}])
        chances[prior] = row["language_confidence"] if row["language"] == "es" else 0.0
    assert chances["es"] > chances["pt"]
    assert answered("analyze", "--language-prior", "russian", lines=[])[0] == 2


def test_compare_tells_the_relation_of_b_to_a(answered: Answered) -> None:
    text = "I bought the Acme kettle for my mother in spring and she still boils water in it every single morning without a leak."
    pairs = [
        {"a": {"text": text, "author": "ann"}, "b": {"text": text + "!", "author": "ann"}},
        {"a": {"text": "Great product!", "author": "ann"}, "b": {"text": "Great product!", "author": "bob"}},
        {"a": {"text": text}},
        {"a": {"text": text}, "b": {"text": 5}},
        "[]",
    ]
    status, out, _ = answered("compare", lines=pairs)
    assert (status, [row["relation"] for row in out]) == (1, ["same", "different", None, None, None])
    assert (0 <= out[0]["score"] <= 1, bool(out[0]["why"])) == (True, True)
    assert out[3]["error"] == "line 4: 'text' is 5; it must be a string"


def test_brands_test_explains_each_place(answered: Answered) -> None:
    text = "A kettle by Акме, @acme_help, in this heavy snowfall"
    status, (told,), _ = answered("brands", "test", text, "--json", lines=[])
    assert status == 0
    assert [(row["brand"], row["matched"], row["counts"], row["tagged"]) for row in told["matches"]] == [
        ("Acme", "Акме", True, False),
        ("Acme", "acme_help", True, True),
        ("Snowfall", "snowfall", False, False),
    ]
    assert all(row["why"] for row in told["matches"])


def test_brands_test_knows_the_language_as_a_crawl_does(answered: Answered) -> None:
    text = "Yesterday I bought a kettle made by Nordic and I am happy with it"
    _, (told,), _ = answered("brands", "test", text, "--json", lines=[])
    assert [(row["counts"], row["why"].split("; ")[-1]) for row in told["matches"]] == [(False, "held back: language: en")]
