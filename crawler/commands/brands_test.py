"""`untagged brands test`: explains each match of a text, and what was held back."""

import argparse
from collections.abc import Sequence
from typing import Any

from crawler.brand_files import brands_of
from crawler.output import say, say_json
from crawler.terminal import say_table
from crawler.text_steps import language_detector
from mentions.brand import Brand
from pipelines.brand_explain import explain
from pipelines.brands import BrandMatcher


def run(args: argparse.Namespace) -> int:
    """Print a row a place that looks like a brand."""
    brands = brands_of(args)
    rows = _in_language(explain(BrandMatcher(brands), args.text), brands, args.text)
    if args.json:
        say_json({"text": args.text, "matches": rows})
    elif rows:
        heads = ("brand", "counts", "matched", "from", "to", "rule", "tagged", "confidence", "because")
        say_table(heads, [_cells(row) for row in rows], right=("from", "to", "confidence"))
    else:
        say("No place in this text looks like a brand. A name that is missing goes into its `terms`.")
    return 0


def _in_language(rows: list[dict[str, Any]], brands: Sequence[Brand], text: str) -> list[dict[str, Any]]:
    """Give the rows as a crawl decides once it knows the language: brands of other languages do not count."""
    languages = {brand.id: brand.languages for brand in brands if brand.languages}
    if not any(row["brand"] in languages for row in rows):
        return rows
    told = language_detector().detect(text, ignore=[(row["start"], row["end"]) for row in rows if row["counts"]]).language
    foreign = {brand for brand, wanted in languages.items() if told not in (*wanted, "und")}
    return [
        row | {"counts": False, "why": f"{row['why']}; held back: language: {told}"} if row["counts"] and row["brand"] in foreign else row
        for row in rows
    ]


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    counts, tagged = "yes" if row["counts"] else "no", "yes" if row["tagged"] else "no"
    return row["brand"], counts, row["matched"], row["start"], row["end"], row["rule"], tagged, f"{row['confidence']:.2f}", row["why"]
