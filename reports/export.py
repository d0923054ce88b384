"""Writes the rows of a view as JSON lines, CSV or Parquet, a batch at a time."""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from mentions.safe import cell, dumps

Row = Mapping[Any, Any]
TEXT_COLUMNS = frozenset({"title", "text", "quotes", "pros", "cons", "owner_reply", "matched"})
"""What `--no-text` leaves out: words that somebody wrote."""
BATCH_ROWS = 2_000


def write_jsonl(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> int:
    """Write an object a line, times as ISO 8601 with offset; gives how many."""
    count = 0
    for row in rows:
        out.write(dumps({name: _plain(row[name]) for name in columns}).encode() + b"\n")
        count += 1
    return count


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> int:
    """Write a CSV (RFC 4180, UTF-8) whose cells no spreadsheet runs as formulas; gives how many rows."""
    writer = csv.writer(_Utf8(out))
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
        count += 1
    return count


class _Utf8:
    """What `csv` writes to: unlike a TextIOWrapper it never closes the file below it, which is not ours."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write text as UTF-8; a lone surrogate becomes a question mark."""
        return self._out.write(text.encode("utf-8", "replace"))


def write_parquet(rows: Iterable[Row], columns: Mapping[str, type], out: BinaryIO) -> int:
    """Write a Parquet file with a column of each type of `columns`, whatever the rows are; gives how many."""
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            held = {name: [_arrow(row[name], kind) for row in batch] for name, kind in columns.items()}
            writer.write_table(pa.table(held, schema=schema))
            count += len(batch)
    return count


_ARROW: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
    object: pa.string(),  # JSON: lists and objects
}


def _batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value  # a datetime is a date


def _cell(value: object) -> object:
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, list | dict):
        return cell(dumps(value))
    return _plain(value)


def _arrow(value: object, kind: type) -> object:
    if kind in (str, object) and value is not None:
        text = value if isinstance(value, str) else dumps(value)
        return text.encode("utf-8", "replace").decode()  # a lone surrogate has no form in Parquet
    return value
