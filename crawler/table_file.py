"""Tables from files: CSV with its dialect and charset found out, or JSON lines; row by row, a broken row told, never skipped."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mentions.errors import UsageError
from mentions.text import decode

Row = Mapping[str, Any]
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_LARGEST_CELL = 10 * 1024 * 1024  # the csv module's own limit of 128 KB refuses long reviews with a pasted log


def read_table(file: Path) -> tuple[Sequence[str], Iterator[tuple[int, Row | str]]]:
    """Give a file's columns, and its rows by number: a mapping of column to value, or what is wrong with the row.

    A `.jsonl`, `.ndjson` or `.json` file holds an object a line; its columns are those of its first lines. Raises UsageError when the file
    cannot be read or has no rows.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror}); check the path"
        raise UsageError(msg) from error
    text = decode(body, markup=False).removeprefix("\ufeff")
    if not text.strip():
        msg = f"{file}: empty; give a file with a row a review"
        raise UsageError(msg)
    if file.suffix.lower() in (".jsonl", ".ndjson", ".json") or text.lstrip()[0] == "{":
        lines = text.split("\n")  # not splitlines: U+2028 may stand inside a JSON string
        columns = dict.fromkeys(key for _, row in islice(_objects(lines), _SAMPLE_ROWS) if isinstance(row, dict) for key in row)
        return list(columns), _objects(lines)
    csv.field_size_limit(_LARGEST_CELL)
    delimiter = sniff(text)
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    columns_of_csv = [name.strip() for name in header]
    twice = next((name for name in columns_of_csv if columns_of_csv.count(name) > 1), None)
    if twice is not None:
        msg = f"{file}: two columns are named {twice!r}; rename one"
        raise UsageError(msg)
    return columns_of_csv, _records(text, delimiter, columns_of_csv)


def sniff(text: str) -> str:
    """Give the delimiter under which the first rows have the same number of columns, the more the better; a comma when nothing tells."""
    best, best_score = ",", (0.0, 1)
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), _SAMPLE_ROWS) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width > 1:
            score = (sum(len(row) == width for row in rows) / len(rows), width)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, columns: Sequence[str]) -> Iterator[tuple[int, Row | str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"not CSV: {error}"
            continue
        if not any(cells):
            continue
        if len(cells) == len(columns):
            yield reader.line_num, dict(zip(columns, cells, strict=True))
        else:
            yield reader.line_num, f"{len(cells)} cells where the header has {len(columns)}"


def _objects(lines: Sequence[str]) -> Iterator[tuple[int, Row | str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON: {str(error)[:100]}"
            continue
        yield number, row if isinstance(row, dict) else f"not an object but {type(row).__name__}"
