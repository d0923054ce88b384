"""`untagged export`: the rows of view `v1_mentions`."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import BinaryIO

from crawler.open_database import open_reading
from crawler.output import complain
from mentions.errors import UsageError
from reports.export import TEXT_COLUMNS, Row, write_csv, write_jsonl, write_parquet
from storage.read import Filter, mentions
from storage.views import MENTIONS


def run(args: argparse.Namespace) -> int:
    """Write the rows, streamed, to a file or to standard output."""
    if args.format == "parquet" and args.output is None and sys.stdout.isatty():
        msg = "a Parquet file is nothing for a terminal; add --output FILE"
        raise UsageError(msg)
    types = {name: kind.python_type for name, kind in MENTIONS.columns.items() if not (args.no_text and name in TEXT_COLUMNS)}
    which = Filter(brand=args.brand, site=args.site, since=args.since, until=args.until)
    with ExitStack() as stack:
        conn = stack.enter_context(open_reading(args.db))
        out = sys.stdout.buffer if args.output is None else stack.enter_context(_created(args))
        count = _write(args.format, mentions(conn, which, tuple(types)), types, out)
    if args.output is not None:
        complain(f"{count} rows written to {args.output}")
    return 0


def _created(args: argparse.Namespace) -> BinaryIO:
    try:
        file: BinaryIO = args.output.open("wb")
    except OSError as error:
        msg = f"{args.output}: cannot be written ({error.strerror}); name another --output"
        raise UsageError(msg) from error
    return file


def _write(form: str, rows: Iterable[Row], types: Mapping[str, type], out: BinaryIO) -> int:
    if form == "csv":
        return write_csv(rows, tuple(types), out)
    return write_parquet(rows, types, out) if form == "parquet" else write_jsonl(rows, tuple(types), out)
