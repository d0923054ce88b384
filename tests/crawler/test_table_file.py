"""Tables from files."""

from pathlib import Path
from typing import Any

import pytest

from crawler.table_file import read_table, sniff
from mentions.errors import UsageError


def rows_of(folder: Path, name: str, body: bytes) -> tuple[list[str], list[Any]]:
    (folder / name).write_bytes(body)
    columns, rows = read_table(folder / name)
    return list(columns), [row for _, row in rows]


@pytest.mark.parametrize(
    "body",
    [
        'id,text\n1,"Acme, as ever"\n2,Купил Акме\n'.encode(),
        'id;text\n1;"Acme, as ever"\n2;Купил Акме\n'.encode(),
        "id\ttext\n1\tAcme, as ever\n2\tКупил Акме\n".encode(),
        'id|text\r\n1|"Acme, as ever"\r\n\r\n2|Купил Акме\r\n'.encode(),
        'id,text\n1,"Acme, as ever"\n2,Купил Акме\n'.encode("utf-8-sig"),  # as Excel saves
        'id,text\n1,"Acme, as ever"\n2,Купил Акме\n'.encode("utf-16"),
        'id;text\n1;"Acme, as ever"\n2;Купил Акме\n'.encode("cp1251"),  # as a Russian Excel saves
    ],
)
def test_dialects_and_charsets_are_found_out(tmp_path: Path, body: bytes) -> None:
    columns, rows = rows_of(tmp_path, "a.csv", body)
    assert columns == ["id", "text"]
    assert rows == [{"id": "1", "text": "Acme, as ever"}, {"id": "2", "text": "Купил Акме"}]


def test_line_breaks_inside_a_cell_are_kept_and_rows_are_named_by_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"one\ntwo"\n2,x\n', encoding="utf-8")
    assert list(read_table(tmp_path / "a.csv")[1]) == [(3, {"id": "1", "text": "one\ntwo"}), (4, {"id": "2", "text": "x"})]


@pytest.mark.parametrize(
    ("line", "said"),
    [("1,2,3", "3 cells where the header has 2"), ("1", "1 cells"), ('1,"a"b', "not CSV"), ('1,"never closed', "not CSV")],
)
def test_a_broken_row_is_told(tmp_path: Path, line: str, said: str) -> None:
    _, rows = rows_of(tmp_path, "a.csv", f"id,text\n0,fine\n{line}\n".encode())
    assert rows[0] == {"id": "0", "text": "fine"}
    assert said in rows[1]


def test_json_lines_are_read_by_their_first_keys(tmp_path: Path) -> None:
    columns, rows = rows_of(tmp_path, "a.jsonl", '{"id": 1, "text": "a\u2028b"}\n\n[1]\n{bad\n{"id": 2, "stars": 5}\n'.encode())
    assert columns == ["id", "text", "stars"]
    assert (rows[0], rows[1], rows[3]) == ({"id": 1, "text": "a\u2028b"}, "not an object but list", {"id": 2, "stars": 5})
    assert rows[2].startswith("not JSON")


@pytest.mark.parametrize(("body", "said"), [(b"", "empty"), (b" \n", "empty"), (b"a,a\n1,2\n", "two columns are named 'a'")])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, body: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rows_of(tmp_path, "a.csv", body)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "expected"), [("text\nAcme; good\n", ","), ("a;b\n1,5;2\n3,5;4\n", ";"), ("a,b;c\n1,2;3\n", ","), ("", ",")]
)
def test_the_delimiter_is_the_one_that_makes_even_rows(text: str, expected: str) -> None:
    assert sniff(text) == expected
