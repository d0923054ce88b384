"""A shop is known by its host, and leads from a product to all of its reviews."""

from typing import ClassVar

import pytest

from mentions.page import Page
from spiders.base.shop import ShopSpider, is_host, shown_at
from tests.spiders.answers import answer_of, ld

REVIEWS = [
    {"@type": "Review", "author": who, "reviewBody": f"Words of {who}.", "reviewRating": {"ratingValue": 4}} for who in ("Ann", "Bob")
]
BODY = ld({"@type": "Product", "name": "Kettle", "aggregateRating": {"reviewCount": 5, "ratingValue": 4}, "review": REVIEWS})


class Shop(ShopSpider):
    """A shop with lists of reviews."""

    engine = "a_shop"
    docs: ClassVar[str] = "https://shop.example/docs"
    hosts = r"shop\.(?:example|test)"
    product = r"/(?:p|reviews)/(\d+)"
    lists = "https://shop.example/reviews/{}?by=date"


def read(url: str) -> Page:
    return Shop.read(answer_of(BODY, url))


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://shop.example/p/7", True),
        ("https://www.shop.test/p/7", True),
        ("https://m.shop.test:8080/", True),
        ("https://myshop.example/", False),
        ("https://shop.example.evil.test/", False),
        ("nonsense", False),
    ],
)
def test_a_host_is_one_of_a_pattern_or_lies_below_it(url: str, is_ours: bool) -> None:
    assert is_host(url, Shop.hosts) is is_ours


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("https://shop.example/p/7", "https://shop.example/reviews/7?by=date"),
        ("https://shop.example/reviews/7?by=date", "https://shop.example/reviews/7?by=date&page=2"),
        ("https://shop.example/reviews/7?by=date&page=2", "https://shop.example/reviews/7?by=date&page=3"),
        ("https://shop.example/reviews/7?by=date&page=3", None),  # five reviews, two a page
        ("https://shop.example/about", None),
    ],
)
def test_a_product_leads_to_all_of_its_reviews(url: str, following: str | None) -> None:
    assert read(url).next == following


def test_a_page_is_recognised_by_its_address_or_the_one_it_names() -> None:
    there = answer_of(BODY, "https://shop.example/p/7")
    saved = answer_of('<link rel="canonical" href="https://www.shop.example/p/7">' + BODY, "https://archive.example/x")
    other = answer_of(BODY, "https://other.example/p/7")
    bare = answer_of("<p>Hello</p>", "https://shop.example/p/7")
    assert [bool(Shop.recognise(one)) for one in (there, saved, other, bare)] == [True, True, False, False]


def test_a_list_that_a_script_asks_for_stands_on_its_products_page() -> None:
    page = shown_at(read("https://shop.example/ajax"), "https://shop.example/kettle", "7")
    assert {(m.url, m.thread_url, m.subject_url, m.subject_key) for m in page.mentions} == {(*["https://shop.example/kettle"] * 3, "7")}
