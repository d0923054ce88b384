"""Rows as JSON lines, CSV and Parquet."""

import csv
import datetime as dt
import io
import json

import pyarrow.parquet as pq

from reports import export
from reports.export import write_csv, write_jsonl, write_parquet

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
TYPES = {"key": str, "text": str, "posted_at": dt.datetime, "rating": float, "votes": int, "tagged": bool, "quotes": object}
ROWS = [
    {
        "key": "1",
        "text": 'Акме, \n"fine"',
        "posted_at": NOON,
        "rating": 4.5,
        "votes": -3,
        "tagged": True,
        "quotes": [{"text": "=1"}],
        "more": 1,
    },
    {"key": "2", "text": '=HYPERLINK("x")', "posted_at": None, "rating": None, "votes": None, "tagged": False, "quotes": None, "more": 2},
    {"key": "3", "text": "a\ud83db", "posted_at": NOON, "rating": 1.0, "votes": 2**40, "tagged": False, "quotes": None, "more": 3},
]


def test_json_lines_keep_types_and_offsets() -> None:
    out = io.BytesIO()
    assert write_jsonl(ROWS, tuple(TYPES), out) == 3
    rows = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert rows[0] == {key: value for key, value in ROWS[0].items() if key != "more"} | {"posted_at": "2024-05-01T12:00:00+00:00"}
    assert (rows[1]["posted_at"], rows[1]["text"], rows[2]["text"]) == (None, '=HYPERLINK("x")', "a\ud83db")


def test_csv_is_read_back_and_no_cell_is_a_formula() -> None:
    out = io.BytesIO()
    assert write_csv(ROWS, tuple(TYPES), out) == 3
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
    assert list(rows[0]) == list(TYPES)
    assert (rows[0]["text"], rows[0]["posted_at"], rows[0]["votes"]) == ('Акме, \n"fine"', "2024-05-01T12:00:00+00:00", "-3")
    assert (rows[1]["text"], rows[1]["posted_at"], rows[1]["tagged"]) == ('\'=HYPERLINK("x")', "", "False")
    assert json.loads(rows[0]["quotes"]) == [{"text": "=1"}]
    assert not out.closed


def test_parquet_has_the_types_of_the_view_in_every_batch() -> None:
    out = io.BytesIO()
    assert write_parquet(ROWS, TYPES, out) == 3
    table = pq.read_table(io.BytesIO(out.getvalue()))
    assert [str(kind) for kind in table.schema.types] == ["string", "string", "timestamp[us, tz=UTC]", "double", "int64", "bool", "string"]
    assert table.column("posted_at").to_pylist() == [NOON, None, NOON]
    assert table.column("text").to_pylist()[2] == "a?b"


def test_an_empty_table_has_its_columns_all_the_same() -> None:
    parquet, sheet = io.BytesIO(), io.BytesIO()
    assert (write_parquet([], TYPES, parquet), write_csv([], tuple(TYPES), sheet)) == (0, 0)
    assert pq.read_table(io.BytesIO(parquet.getvalue())).column_names == list(TYPES)
    assert sheet.getvalue() == b"key,text,posted_at,rating,votes,tagged,quotes\r\n"


def test_more_rows_than_a_batch_are_all_written() -> None:
    out = io.BytesIO()
    count = export.BATCH_ROWS * 2 + 1
    assert write_parquet(({"key": str(n)} for n in range(count)), {"key": str}, out) == count
    assert pq.read_table(io.BytesIO(out.getvalue())).num_rows == count
