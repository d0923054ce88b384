"""Reviews in microformats on any page: hReview of the 2000s and h-review of today.

Documentation: https://microformats.org/wiki/hreview , https://microformats.org/wiki/h-review . h-review is read by mf2py
(https://github.com/microformats/mf2py); its reading of hReview loses `value-title` times and names within a `vcard`. Quirks: a rating
stands on five stars unless it says otherwise; an aggregate (`hreview-aggregate`) is the subject's total and no review.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import mf2py

from mentions.dates import When
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.engine import Detection, Engine
from spiders.base.locate import find
from spiders.base.markup import page_dates, permalink, require_whole
from spiders.base.numbers import decimal, number
from spiders.base.paging import next_page
from spiders.base.review_markup import Blocks, read_blocks
from spiders.base.reviews import ReviewsSpider
from spiders.base.said_keys import with_own_keys
from spiders.base.values import mapping, rows

CLASSIC = Blocks(
    block=".hreview",
    body=".description",
    key="@id || a[rel~=bookmark]@href || a.permalink@href",
    anchor="@id",
    url="a[rel~=bookmark]@href || a.permalink@href",
    author=".reviewer .fn || .reviewer",
    date=(
        ".dtreviewed .value-title@title || .dtreviewed@title || .dtreviewed@datetime || .reviewed@datetime || "
        ".dtreviewed time@datetime || .dtreviewed || .reviewed"
    ),
    title=".summary",
    subject=".item .fn || .item",
    subject_url=".item a.url@href",
    rating=".rating .value-title@title || .rating .value@title || .rating .value || .rating@title || .rating",
    best_shown=".rating .best@title || .rating .best",
)
AGGREGATE = ".hreview-aggregate .count || .hreview-aggregate .votes || .h-review-aggregate .p-count || .h-review-aggregate .p-votes"
MARKS = ".hreview, .h-review"
BEST = 5.0  # https://microformats.org/wiki/hreview: "rating … 1.0 to 5.0 unless best and worst say otherwise"


class MicroformatsSpider(ReviewsSpider):
    """Any page with reviews in microformats."""

    engine = "microformats"
    proof = "page"
    docs = "https://microformats.org/wiki/hreview"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the page's reviews, and the count of its aggregate."""
        root = None if answer.is_json else answer.html.root
        if root is None:
            return cls.page(answer)
        require_whole(answer)
        found = read_blocks(cls, answer, CLASSIC)
        signed = [one for one in found if one.author or one.posted_at] or _modern(cls, answer)
        total = number(find(root, AGGREGATE))
        is_empty = find(root, AGGREGATE) is not None and not answer.html.css_matches(MARKS)
        return cls.page(answer, mentions=signed, next=next_page(answer) if signed else None, stated_total=total, empty=is_empty)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page of reviews in microformats; an engine of its own goes before."""
        if answer.is_json or not answer.html.css_matches(MARKS):
            return None
        return Detection(engine=cls.engine, score=0.6 if cls.read(answer).mentions else 0.5)


def _modern(engine: type[Engine], answer: Answer) -> list[Mention]:
    """Return the reviews in h-review."""
    if not answer.html.css_matches(".h-review"):
        return []
    items = _items(rows(mf2py.parse(doc=answer.text, url=answer.url)["items"]))
    reviews = [item for item in items if "h-review" in item["type"]]
    dates = page_dates(answer, [_text(item, "published", "reviewed") for item in reviews])
    read = [_mention(engine, answer, item, when) for item, when in zip(reviews, dates, strict=True)]
    return with_own_keys(one for one in read if one)


def _items(found: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the items of a page and those that stand in them."""
    for item in found:
        yield item
        inner = [value for values in mapping(item.get("properties")).values() for value in values if isinstance(value, dict)]
        yield from _items([one for one in [*rows(item.get("children")), *inner] if "type" in one])


def _mention(engine: type[Engine], answer: Answer, item: Mapping[str, Any], posted: When | None) -> Mention | None:
    """Return one review; None for one that nobody signed and dated, or that says nothing."""
    subject = next(iter(mapping(item.get("properties")).get("item", ())), None)
    author = _text(item, "author", "reviewer")
    said = html_to_text(_html(item, "content", "description"), base_url=answer.url)
    title = _text(item, "name", "summary")
    rating, best = _rating(item)
    if not (author or posted) or not (said.text or title or rating is not None):
        return None
    url = permalink(_text(item, "url"), answer.url)
    key = item.get("id")
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=url or (key if isinstance(key, str) else ""),
        kind="review",
        url=url or (f"{answer.url}#{key}" if isinstance(key, str) else answer.url),
        thread_url=answer.url,
        title=None if title in (said.text, author) else title,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        author=author,
        posted_at=posted.at if posted else None,
        posted_at_precision=posted.precision if posted else None,
        rating=rating,
        rating_max=best,
        subject=_text({"properties": {"item": [subject]}}, "item"),
        subject_url=permalink(_text(subject, "url"), answer.url) if isinstance(subject, dict) else None,
    )


def _rating(item: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return a review's rating and the best value of its scale."""
    value, best = decimal(_text(item, "rating")), decimal(_text(item, "best"))
    for stated in mapping(item.get("properties")).get("rating", ()):
        if isinstance(stated, dict):
            value, best = decimal(_text(stated, "value", "rating") or stated.get("value")), decimal(_text(stated, "best")) or best
    return (value, best or BEST) if value is not None else (None, None)


def _text(item: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of these properties in words; of an item its name."""
    for name in names:
        for value in mapping(item.get("properties")).get(name, ()):
            shown = value.get("value") or _text(value, "name") if isinstance(value, dict) else value
            if isinstance(shown, str) and shown.strip():
                return " ".join(shown.split())
    return None


def _html(item: Mapping[str, Any], *names: str) -> str:
    """Return the first of these properties as HTML."""
    for name in names:
        for value in mapping(item.get("properties")).get(name, ()):
            if isinstance(value, dict):
                return str(value.get("html") or value.get("value") or "")
            if isinstance(value, str) and value.strip():
                return value
    return ""
