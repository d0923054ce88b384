"""`untagged brands noise`: the share held back, words that go with noise, what each would change as `exclude`."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Connection

from crawler.open_database import open_reading
from crawler.output import say, say_json
from crawler.terminal import say_table
from mentions.errors import UsageError
from pipelines.brand_noise import Noise, Sample, noise
from storage.read import Filter, held_back, mentions

_FIELDS = ("text", "title", "pros", "cons")


def run(args: argparse.Namespace) -> int:
    """Print what was held back of a brand and which words tell it from what was kept."""
    with open_reading(args.db) as conn:
        found = noise(_samples(conn, args.brand))
    if not found.held_back + found.matched:
        msg = f"nothing stored looks like {args.brand!r}; check the brand's id (`untagged report` lists them), or crawl first"
        raise UsageError(msg)
    if args.json:
        say_json({"brand": args.brand, "share_held_back": round(found.share, 4)} | asdict(found))
    else:
        _print(args.brand, found)
    return 0


def _samples(conn: Connection, brand: str) -> Iterator[Sample]:
    """Give every place that looks like the brand; those without a kept text have no words to tell of."""
    for row in held_back(conn, brand):
        yield Sample(text=row["snippet"], matched=row["matched"], held_back=True)
    for row in mentions(conn, Filter(brand=brand), (*_FIELDS, "matched", "match_where", "match_start")):
        if row["match_where"] in _FIELDS:
            text = row[row["match_where"]]
            yield Sample(text=text or "", matched=row["matched"], start=row["match_start"] if text else None, held_back=False)


def _print(brand: str, found: Noise) -> None:
    say(f"{brand}: {found.held_back} of {found.held_back + found.matched} places that look like it were held back ({found.share:.0%}).")
    if not found.words:
        say("No word goes with noise more often than with the brand.")
        return
    heads = ("word", "near noise", "near brand", "as exclude", "covers", "takes out")
    rows = [(word.word, word.held_back, word.matched, word.exclude, word.covers, word.takes_out) for word in found.words]
    say_table(heads, rows, right=("near noise", "near brand", "covers", "takes out"))
