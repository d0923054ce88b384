"""Microdata is read as search engines read it, with the elements that it stands in."""

import pytest

from spiders.base.microdata import microdata, rdfa
from tests.spiders.answers import answer_of


def test_items_nest_and_know_their_elements() -> None:
    page = """<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Kettle</h1>
    <div itemprop="review" itemscope itemtype="https://schema.org/Review" id="r1">
    <p itemprop="reviewBody">Good <b>one</b>.</p></div></div>"""
    (product,) = microdata(answer_of(page))
    (review,) = product.nodes("review")
    assert (frozenset({"product"}), "Kettle") == (product.types, product.text("name"))
    assert review.text("reviewbody") == "Good one."
    assert review.element is not None
    assert review.element.attributes["id"] == "r1"
    assert review.elements["reviewbody"].tag == "p"


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ('<meta itemprop="author" content="Ann">', "Ann"),
        ('<span itemprop="author" content="Ann"></span>', "Ann"),  # not of the standard, but of many pages
        ('<a itemprop="author" href="/users/7">Ann</a>', "Ann"),  # the standard says the address
        ('<span itemprop="author creator">Ann</span>', "Ann"),
        ('<span itemprop="https://schema.org/author">Ann</span>', "Ann"),
        ('<span itemprop="author" content="">Ann</span>', "Ann"),
        ('<span itemprop="author"> </span>', None),
    ],
)
def test_a_value_is_what_people_mean(element: str, value: str | None) -> None:
    (item,) = microdata(answer_of(f'<div itemscope itemtype="http://schema.org/Review">{element}</div>'))
    assert item.text("author") == value


def test_addresses_are_absolute() -> None:
    page = '<div itemscope itemid="#r7"><a itemprop="url" href="/r/7">see</a><time itemprop="date" datetime="2026-01-02">soon</time></div>'
    (item,) = microdata(answer_of(page))
    assert ("https://shop.example/p/7#r7", "https://shop.example/r/7", "2026-01-02") == (
        item.id,
        item.text("url"),
        item.text("date"),
    )


def test_an_item_may_name_properties_that_stand_elsewhere() -> None:
    page = '<p id="words" itemprop="reviewBody">Good.</p><div itemscope itemtype="http://schema.org/Review" itemref="words gone"></div>'
    (item,) = microdata(answer_of(page))
    assert item.text("reviewbody") == "Good."


def test_an_item_that_is_no_property_is_a_root_of_its_own() -> None:
    page = '<div itemscope itemtype="x/Product"><div itemscope itemtype="x/Review"><b itemprop="author">Ann</b></div></div>'
    assert [{"product"}, {"review"}] == [set(item.types) for item in microdata(answer_of(page))]


def test_a_page_deeper_than_any_stack_is_read() -> None:
    page = '<div itemscope itemtype="x/Review">' + "<div>" * 3000 + '<b itemprop="author">Ann</b>'
    (item,) = microdata(answer_of(page))
    assert item.text("author") == "Ann"


def test_rdfa_is_read_alike() -> None:
    page = """<html><head><meta property="og:title" content="x"></head><body vocab="http://schema.org/"><div typeof="Product" resource="#k">
    <span property="name">Kettle</span><div property="review" typeof="schema:Review"><a property="author" href="/u">Ann</a></div></div>"""
    (product,) = rdfa(answer_of(page))
    (review,) = product.nodes("review")
    assert ("https://shop.example/p/7#k", {"review"}, "Ann") == (product.id, set(review.types), review.text("author"))
