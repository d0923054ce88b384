"""`untagged analyze`: a dry run of the text steps on standard input, JSON lines in and out."""

import argparse
import re
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.brand_files import brands_of
from crawler.jsonl import answer_lines
from crawler.mention_json import read_mention, write_value
from crawler.text_steps import language_detector
from mentions.brand import Brand
from mentions.errors import UsageError
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import BrandMatcher, hold_back_languages, match_mention
from pipelines.language import LanguageStep

_SITE = "analyze"
_LANGUAGE = re.compile(r"[a-z]{2}")


def run(args: argparse.Namespace) -> int:
    """Answer each mention with its language and brands; 1 when a line could not be read."""
    for code in args.language_prior:
        if not _LANGUAGE.fullmatch(code):
            msg = f"--language-prior {code!r}: write a two-letter code of ISO 639-1, such as en"
            raise UsageError(msg)
    return answer_lines(_Steps(brands_of(args), args.language_prior), _echo)


class _Steps:
    """Brands, then language, as a crawl takes them."""

    def __init__(self, brands: Sequence[Brand], prior: Sequence[str]) -> None:
        self._matcher = BrandMatcher(brands)
        site = Site(name=_SITE, engine="json", url="", languages=tuple(prior))
        self._language = LanguageStep(language_detector(), {_SITE: site})

    def __call__(self, row: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON is anything
        matched = match_mention(self._matcher, read_mention(row))
        page = Page(site=_SITE, engine="json", url="", outcome="ok", mentions=(matched,))
        done = hold_back_languages(self._language(page).mentions[0], self._matcher.brands)
        return _echo(row) | {
            "language": done.language,
            "language_confidence": done.language_confidence,
            "brands": [write_value(match) for match in done.brands],
            "held_back": [write_value(held) for held in done.held_back],
        }


def _echo(row: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is anything
    """Give what a line is known by, as it was given."""
    given = row if isinstance(row, Mapping) else {}
    return {"site": given.get("site"), "key": given.get("key")}
