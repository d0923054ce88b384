"""`untagged check SITE`: one polite page, and what a crawl would collect of it; nothing is stored."""

import argparse
from typing import Any

from crawler.config import Config, load_config
from crawler.mention_json import write_value
from crawler.output import say, say_json
from crawler.run import check_page
from crawler.terminal import say_table
from mentions.errors import UsageError
from mentions.mention import Mention
from mentions.page import Ask, Page, Thread
from mentions.site import Site
from mentions.urls import same_host
from pipelines.brands import BrandMatcher, match_mention
from pipelines.clean import clean_page

_SHOWN = 20
"""Rows of a table; --json prints all."""
_WORDS = 70
"""Characters of a text in a table."""


def run(args: argparse.Namespace) -> int:
    """Print the posts of the page with their brands, or the threads of a listing; 1 when the page is blocked or unreadable."""
    config = load_config(args.config)
    site = config.site(args.site)
    page = clean_page(check_page(config, site, _ask(site, args.url)))
    mentions = _matched(config, page)
    if args.json:
        say_json(
            {
                "site": site.name,
                "engine": site.engine,
                "url": page.url,
                "outcome": page.outcome,
                "mentions": [write_value(mention) for mention in mentions],
                "threads": [write_value(thread) for thread in page.threads],
                "listings": list(page.listings),
                "next": page.next,
                "stated_total": page.stated_total,
                "error": page.error,
            },
        )
    else:
        _print(page, mentions)
    return 0 if page.outcome in ("ok", "empty") else 1


def _ask(site: Site, url: str | None) -> Ask | None:
    """Give the page that was asked for; None for the site's own. Raises UsageError for a page of another site."""
    if url is not None and not same_host(url, site.url):
        msg = f"{url[:200]!r} is no page of {site.name}, which is at {site.url}"
        raise UsageError(msg)
    return Ask(url=url) if url else None


def _matched(config: Config, page: Page) -> list[Mention]:
    """Give the page's mentions with the brands that each names, those that name none too."""
    matcher = BrandMatcher(config.brands)
    about = config.sites[page.site].about
    return [match_mention(matcher, mention, about=about) for mention in page.mentions]


def _print(page: Page, mentions: list[Mention]) -> None:
    say(f"{page.url}: {page.outcome}{f', {page.error}' if page.error else ''}")
    if mentions:
        heads = ("author", "posted", "rating", "brands", "text")
        say_table(heads, [_cells(mention) for mention in mentions[:_SHOWN]])
        named = sum(bool(mention.brands) for mention in mentions)
        say(f"{len(mentions)} posts, of which {named} would be kept: the others name no brand.")
    if page.threads:
        rows = [(row.title, row.replies, _minute(row), row.url) for row in page.threads[:_SHOWN]]
        say_table(("thread", "replies", "last post", "address"), rows, right=("replies",))
        say(f"{len(page.threads)} threads, which a crawl would open.")
    if page.listings:
        say(f"{len(page.listings)} further listings, such as {page.listings[0]}")
    if page.stated_total is not None:
        say(f"The site states {page.stated_total} in all.")
    if page.next:
        say(f"Next page: {page.next}")


def _cells(mention: Mention) -> tuple[Any, ...]:
    posted = None if mention.posted_at is None else f"{mention.posted_at:%Y-%m-%d %H:%M} UTC ({mention.posted_at_precision})"
    rating = (
        None if mention.rating is None else f"{mention.rating:g}/{'?' if mention.rating_max is None else format(mention.rating_max, 'g')}"
    )
    brands = ", ".join(dict.fromkeys(match.brand for match in mention.brands)) or None
    words = f"{mention.title}: {mention.text}" if mention.title else mention.text
    return mention.author, posted, rating, brands, words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


def _minute(row: Thread) -> str | None:
    return None if row.last_post_at is None else f"{row.last_post_at:%Y-%m-%d %H:%M} UTC"
