"""Crawled text where it leaves the program."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.safe import cell, dumps, safe

ANY = st.text(st.characters(exclude_categories=())) | st.sampled_from(["\x1b]0;gone\x07", "a\u202eb", "\ud83d", "=1+1", "\t=1", "\x00=1"])


@settings(deadline=None)
@given(ANY)
def test_a_terminal_gets_one_line_that_moves_nothing(text: str) -> None:
    line = safe(text)
    assert line.encode().decode() == line
    assert not any(
        ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for char in line
    )


@settings(deadline=None)
@given(ANY)
def test_json_says_the_same_in_characters_that_do_no_harm(text: str) -> None:
    line = dumps([text])
    assert json.loads(line) == [text]
    assert safe(line) == line


def test_json_stays_readable() -> None:
    assert dumps({"text": "Купил Акме 👍"}) == '{"text": "Купил Акме 👍"}'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "\x00=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert cell(text) == "'" + text.replace("\x00", "")


@pytest.mark.parametrize("text", ["", "Acme = good", "5 stars", "'quoted'", "Акме"])
def test_other_cells_are_left_alone(text: str) -> None:
    assert cell(text) == text


@settings(deadline=None)
@given(st.text())
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell(text), "x"])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
