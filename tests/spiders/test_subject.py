"""What a page is about is what it says of itself, without the site's name."""

import pytest

from mentions.mention import Mention
from spiders.base.subject import Subject, about, subject_of_page
from tests.spiders.answers import answer_of, ld


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (ld({"@type": "Product", "name": "Kettle", "offers": {"price": 1}}) + "<h1>Buy now</h1>", "Kettle"),
        (ld({"@type": "BreadcrumbList", "name": "Path"}) + "<h1>Kettle</h1>", "Kettle"),
        ('<meta property="og:title" content="Kettle | Shop">', "Kettle"),
        ("<title>Kettle – Shop</title>", "Kettle"),
        ("<p>x</p>", None),
    ],
)
def test_name(page: str, name: str | None) -> None:
    assert name == subject_of_page(answer_of(page)).name


def test_what_the_engine_knows_goes_before() -> None:
    assert subject_of_page(answer_of("<h1>Kettle</h1>"), "Pot", "7") == Subject("Pot", "https://shop.example/p/7", "7")


def test_the_address_is_the_pages_own() -> None:
    page = '<link rel="canonical" href="/kettle"><h1>Kettle</h1>'
    assert subject_of_page(answer_of(page)).url == "https://shop.example/kettle"


def test_a_review_that_names_its_subject_keeps_it() -> None:
    own = Mention(site="s", engine="e", key="1", subject="Lid")
    assert about(own, Subject("Kettle", None)).subject == "Lid"
    assert about(Mention(site="s", engine="e", key="1"), Subject("Kettle", "u", "7")).subject_key == "7"
