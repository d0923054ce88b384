"""A record of a review becomes a mention; addresses of next pages are counted."""

from typing import Any

import pytest

from spiders.base.api_reviews import next_offset_of, next_page_of, pages_of, review_of
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of


def read(**fields: Any) -> Any:
    known = {"key": 7, "words": "Good.", "posted": "2026-01-02T10:00:00Z", **fields}
    return review_of(SchemaOrgSpider, answer_of({}), **known)


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({}, "kind", "review"),
        ({"stars": "4,5"}, "rating", 4.5),
        ({"stars": 0}, "rating", None),
        ({"stars": True}, "rating", None),
        ({"stars": 7, "best": 10.0}, "rating_max", 10.0),
        ({}, "rating_max", None),
        ({"title": "<b>Fast</b>"}, "title", "Fast"),
        ({"reply": "<p>Thanks!</p>", "replied": "2026-01-03"}, "owner_reply", "Thanks!"),
        ({"reply": "", "replied": "2026-01-03"}, "owner_replied_at", None),  # no answer, no time of it
    ],
)
def test_fields(fields: dict[str, Any], name: str, value: object) -> None:
    assert value == getattr(read(**fields), name)


@pytest.mark.parametrize("fields", [{"key": None}, {"words": None}, {"words": " ", "title": ""}])
def test_nothing_is_no_review(fields: dict[str, Any]) -> None:
    assert read(**fields) is None


def test_stars_without_words_are_one() -> None:
    assert read(words=None, stars=3).text == ""


@pytest.mark.parametrize(
    ("url", "pages", "first", "expected"),
    [
        ("https://x.example/r", 3, 1, "https://x.example/r?page=2"),
        ("https://x.example/r?page=2", 3, 1, "https://x.example/r?page=3"),
        ("https://x.example/r?page=3", 3, 1, None),
        ("https://x.example/r?page=1", 3, 0, "https://x.example/r?page=2"),
        ("https://x.example/r?page=2", 3, 0, None),
        ("https://x.example/r", None, 1, None),
    ],
)
def test_pages(url: str, pages: int | None, first: int, expected: str | None) -> None:
    assert expected == next_page_of(url, "page", pages=pages, first=first)


@pytest.mark.parametrize(
    ("count", "total", "expected"), [(10, 25, "https://x.example/r?o=20"), (10, 20, None), (0, 25, None), (10, None, None)]
)
def test_offsets(count: int, total: int | None, expected: str | None) -> None:
    assert expected == next_offset_of("https://x.example/r?o=10", "o", count=count, total=total)


def test_pages_are_rounded_up() -> None:
    assert (3, 2, None, None) == (pages_of(21, 10), pages_of(20, 10), pages_of(None, 10), pages_of(20, None))
