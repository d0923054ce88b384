"""Goodreads: the XML of its retired API, and a book's page, which carries its reviews for Next.js.

Documentation: https://www.goodreads.com/api/index (no new keys since December 2020) · address: https://www.goodreads.com/book/show/{id} .
Quirks: a rating of 0 is none; words are HTML; the page's store holds reviews and their authors apart.
"""

import re
from collections.abc import Mapping
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_page_of, pages_of, review_of
from spiders.base.engine import Detection
from spiders.base.numbers import decimal
from spiders.base.records import post_of
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.values import mapping, text, whole

RESPONSE = "<GoodreadsResponse"
DOCUMENT = "script#__NEXT_DATA__"
BEST = 5.0
REVIEW_ID = re.compile(r"/review/show/(\d+)")


class GoodreadsSpider(ReviewsSpider):
    """The reviews of one book, or of one reader."""

    engine = "goodreads"
    proof = "page"
    docs = "https://www.goodreads.com/api/index"
    terms = "Its terms forbid collecting its pages by robots; the API is closed to new keys."
    needs_terms = True

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API or of a book's page."""
        if RESPONSE in answer.text[:500]:
            return cls._read_xml(answer)
        store = _store(answer)
        listed = [row for key, row in store.items() if key.startswith("Review:") and isinstance(row, dict)]
        found = [_of_store(cls, answer, row, store) for row in listed]
        totals = (whole(mapping(mapping(row).get("stats")).get("textReviewsCount")) for row in store.values())
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            stated_total=max((count for count in totals if count is not None), default=None),
            empty=bool(store) and not listed,
        )

    @classmethod
    def _read_xml(cls, answer: Answer) -> Page:
        try:
            root = fromstring(answer.text.strip())
        except (ParseError, ValueError, DefusedXmlException) as error:
            msg = f"{answer.url}: not the API's XML ({error.__class__.__name__})"
            raise UnreadablePageError(msg) from error
        lists = root.find(".//reviews")
        listed = root.findall(".//reviews/review") or root.findall("./review")
        found = [_of_xml(cls, answer, {child.tag: child for child in row}) for row in listed]
        start, end, total = (whole(lists.get(name)) if lists is not None else None for name in ("start", "end", "total"))
        size = end - start + 1 if start and end else None
        is_last = end is None or total is None or end >= total
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=None if is_last else next_page_of(answer.url, "page", pages=pages_of(total, size)),
            stated_total=total,
            empty=lists is not None,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a book's page with its store."""
        if RESPONSE in answer.text[:500]:
            return Detection(engine=cls.engine, score=1.0)
        is_one = not answer.is_json and "goodreads" in answer.text and any(key.startswith("Review:") for key in _store(answer))
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _of_xml(engine: type[GoodreadsSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review of the API; a book that somebody has only shelved is listed there as a review without words and rating."""
    book, user = row.get("book"), row.get("user")

    def said(parent: Any, path: str = "") -> str | None:  # noqa: ANN401 - an element of XML
        element = parent if parent is None or not path else parent.find(path)
        return (element.text or "").strip() or None if element is not None else None

    fields: dict[str, Any] = {
        "author": said(user, "display_name") or said(user, "name"),
        "author_key": said(user, "id"),
        "url": said(row.get("link")) or said(row.get("url")),
        "votes": whole(said(row.get("votes"))),
        "subject": said(book, "title"),
        "subject_key": said(book, "id"),
        "subject_url": said(book, "link"),
    }
    rating = decimal(said(row.get("rating"))) or None
    return post_of(
        engine,
        answer,
        key=said(row.get("id")),
        html=said(row.get("body")),
        posted=said(row.get("date_added")),
        kind="review",
        rating=rating,
        rating_max=BEST if rating else None,
        **fields,
    )


def _store(answer: Answer) -> Mapping[str, Any]:
    """Return the objects that a book's page carries, by type and id; empty where it carries none."""
    script = None if answer.is_json else answer.html.css_first(DOCUMENT)
    document = mapping(loads(script.text() or "") if script else None)
    return mapping(mapping(mapping(document.get("props")).get("pageProps")).get("apolloState"))


def _of_store(engine: type[GoodreadsSpider], answer: Answer, row: Mapping[str, Any], store: Mapping[str, Any]) -> Mention | None:
    """Return one review of a book's page."""
    creator = mapping(store.get(str(mapping(row.get("creator")).get("__ref"))))
    shelving = mapping(row.get("shelving"))
    url = text(shelving.get("webUrl")) or f"https://www.goodreads.com/review/show/{text(row.get('id'))}"
    linked = REVIEW_ID.search(url)
    book = next((mapping(one) for key, one in store.items() if key.startswith("Book:") and mapping(one).get("title")), {})
    return review_of(
        engine,
        answer,
        key=linked[1] if linked else row.get("id"),
        words=row.get("text"),
        posted=row.get("createdAt"),
        edited=row.get("lastRevisionAt"),
        stars=row.get("rating"),
        author=text(creator.get("name")),
        author_key=text(creator.get("legacyId")),
        url=url,
        votes=whole(row.get("likeCount")),
        subject=text(book.get("title")),
        subject_key=text(book.get("legacyId")),
        subject_url=text(book.get("webUrl")),
    )
