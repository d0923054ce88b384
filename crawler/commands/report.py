"""`untagged report`: the counts, with intervals."""

import argparse

from crawler.mention_json import write_value
from crawler.open_database import open_reading
from crawler.output import say, say_json
from crawler.terminal import say_table
from reports.statistics import Share
from reports.summary import BrandSummary, Group, summarise, summary_row
from storage.read import Filter


def run(args: argparse.Namespace) -> int:
    """Print what was counted per brand, by family of source and by language."""
    which = Filter(brand=args.brand, site=args.site, since=args.since, until=args.until)
    with open_reading(args.db) as conn:
        summaries = summarise(conn, which)
    if args.json:
        asked = {"brand": args.brand, "site": args.site, "since": write_value(args.since), "until": write_value(args.until)}
        say_json({**asked, "brands": [summary_row(summary) for summary in summaries]})
    elif not summaries:
        say("No mentions. `untagged crawl` collects; its table says what was read and how many posts named no brand.")
    else:
        _print(summaries)
    return 0


def _print(summaries: list[BrandSummary]) -> None:
    _say_groups("brand", [(summary.brand, summary.total) for summary in summaries])
    for head, groups in (("family", "families"), ("language", "languages")):
        say()
        rows = [(f"{one.brand}  {name}", group) for one in summaries for name, group in getattr(one, groups).items()]
        _say_groups(f"brand  {head}", rows)
    say()
    say("untagged: nobody addressed the brand. Share: of mentions, with its 95 % interval (Wilson). Voices: copies counted once;")
    say("campaigns as one: voices with each template campaign counted once.")


def _say_groups(head: str, rows: list[tuple[str, Group]]) -> None:
    heads = (head, "mentions", "untagged", "share", "95 %", "voices", "campaigns as one")
    cells = [
        (name, g.mentions, g.untagged, *_percent(g.untagged_share), g.voices, g.voices_without_campaigns)
        for name, g in rows
    ]  # fmt: skip
    say_table(heads, cells, right=heads[1:])


def _percent(share: Share) -> tuple[str, str]:
    value = "–" if share.value is None else f"{share.value:.0%}"
    return value, f"{share.low:.0%} to {share.high:.0%}"
