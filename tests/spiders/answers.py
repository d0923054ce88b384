"""Answers made of a few words, for tests of what reads them."""

import datetime as dt
import json
from typing import Any

from mentions.page import Answer
from mentions.site import Site

NOW = dt.datetime(2026, 3, 6, 12, tzinfo=dt.UTC)


def answer_of(body: str | dict[str, Any] | list[Any], url: str = "https://shop.example/p/7", **site: Any) -> Answer:
    """Give the answer that a body is: HTML as it stands, anything else as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(
        url=url,
        content_type="text/html" if isinstance(body, str) else "application/json",
        charset="utf-8",
        body=text.encode("utf-8", "surrogatepass"),
        fetched_at=NOW,
        site=Site(name="shop", engine="schema_org", url="https://shop.example/", **site),
    )


def ld(*nodes: Any) -> str:
    """Give a page with a JSON-LD script for each node; a text stands in its script as it is."""
    scripts = (node if isinstance(node, str) else json.dumps(node) for node in nodes)
    return "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
