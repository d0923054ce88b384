"""`untagged parse`: reads saved pages offline, one or many, as a crawl would read them."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.jsonl import answer_lines
from crawler.mention_json import write_value
from crawler.output import say_json
from crawler.saved_page import load_answer
from mentions.errors import ConfigError, UsageError
from mentions.page import Page
from spiders.base.blocks import block_reason
from spiders.base.reading import read_answer
from spiders.base.registry import detect, engine_class


def run(args: argparse.Namespace) -> int:
    """Print what each page holds as a JSON object; 1 when a page is blocked, unreadable or missing."""
    if args.batch is not None:
        if args.engine is not None or args.url is not None or args.charset is not None:
            msg = "--batch names engine, url and charset line by line; leave ENGINE, FILE, --url and --charset out"
            raise UsageError(msg)
        return _batch(args.batch)
    if args.engine is None or args.file is None or args.url is None:
        msg = "parse needs ENGINE FILE --url URL, or --batch FILE"
        raise UsageError(msg)
    row = _read_page({"engine": args.engine, "url": args.url, "file": str(args.file), "charset": args.charset})
    say_json(row)
    return 0 if row["outcome"] in ("ok", "empty") else 1


def _batch(name: str) -> int:
    bad = False

    def answer(row: object) -> Mapping[str, Any]:
        nonlocal bad
        if not isinstance(row, Mapping):
            msg = 'not an object; write {"id": …, "engine": …, "url": …, "file": …}'
            raise UsageError(msg)
        page = _read_page(row)
        bad = bad or page["outcome"] not in ("ok", "empty")
        return {"id": row.get("id"), **page}

    if name == "-":
        return answer_lines(answer, _echo) or int(bad)
    try:
        source = Path(name).open("rb")  # noqa: SIM115 - closed below; opening alone is what may fail here
    except OSError as error:
        msg = f"{name}: cannot be read ({error.strerror}); check the path"
        raise UsageError(msg) from error
    with source:
        return answer_lines(answer, _echo, source) or int(bad)


def _echo(row: object) -> dict[str, Any]:
    """Give the line of a page that could not be had at all."""
    given = row if isinstance(row, Mapping) else {}
    return {"id": given.get("id"), "engine": given.get("engine"), "outcome": "unreadable", "mentions": [], "threads": []} | dict.fromkeys(
        ("next", "stated_total"),
    )


def _read_page(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a page as the object of `parse --batch`, without its id. Raises UsageError for a row that names no page."""
    for name in ("engine", "url", "file", "charset"):
        if not isinstance(row.get(name), str | None):
            msg = f"{name!r} is {row[name]!r:.60}; it must be a string"
            raise UsageError(msg)
    for name in ("url", "file"):
        if not row.get(name):
            msg = f"{name!r} is missing"
            raise UsageError(msg)
    answer = load_answer(Path(row["file"]), url=row["url"], charset=row.get("charset"))
    wanted: str | None = row.get("engine")
    options: Mapping[str, Any] = {}
    if wanted is None:
        detection = detect(answer)
        if detection is None:
            reason = block_reason(answer)
            error = reason or "no engine recognises this page; name the engine"
            return _object(None, Page(site="", engine="", url=answer.url, outcome="blocked" if reason else "unreadable", error=error))
        wanted, options = detection.engine, detection.options or {}
    try:
        engine = engine_class(wanted)
    except ConfigError as error:
        raise UsageError(str(error)) from error
    return _object(wanted, read_answer(engine, replace(answer, site=replace(answer.site, engine=wanted, options=options))))


def _object(engine: str | None, page: Page) -> dict[str, Any]:
    return {
        "engine": engine,
        "outcome": page.outcome,
        "mentions": [write_value(mention) for mention in page.mentions],
        "threads": [write_value(thread) for thread in page.threads],
        "next": page.next,
        "stated_total": page.stated_total,
        "error": page.error,
    }
