"""An API's spider turns people's addresses into calls, and sends its keys to the API alone."""

import pytest

from mentions.errors import FetchError
from mentions.page import Ask, Page
from mentions.site import Site
from spiders.base.api_spider import ApiSpider

CALL = "https://api.shop.example/reviews?item=7&page=1"


class Shop(ApiSpider):
    """A shop with an API."""

    engine = "an_api"
    product = r"/item/(\d+)"
    call = "https://api.shop.example/reviews?item={0}&page=1"
    api = "https://api.shop.example/"
    keys = {"Authorization": "Bearer {SHOP_KEY}", "Accept": "application/json"}  # noqa: RUF012 - a table, as engines have it


def shop(url: str, *subjects: str) -> Shop:
    made = Shop(name="shop")
    made.site = Site(name="shop", engine="an_api", url=url, options={"subjects": subjects})
    return made


def test_products_are_asked_for_by_their_calls_and_calls_as_they_are() -> None:
    asked = shop("https://shop.example/item/7-kettle", "https://shop.example/item/8", CALL).listings()
    assert [ask.url for ask in asked] == [CALL, CALL.replace("7", "8"), CALL]


def test_the_next_page_is_a_call_too() -> None:
    page = Page(site="shop", engine="an_api", url=CALL, outcome="ok", next="https://shop.example/item/9")
    following = shop(CALL).ask_next(page)
    assert following is not None
    assert following.url == CALL.replace("7", "9")


def test_keys_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", "secret")
    assert shop(CALL).sign(Ask(url=CALL, headers={"X": "1"})).headers == {
        "X": "1",
        "Authorization": "Bearer secret",
        "Accept": "application/json",
    }
    assert shop(CALL).sign(Ask(url="https://shop.example/item/7")).headers == {}


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_KEY", raising=False)
    with pytest.raises(FetchError, match="SHOP_KEY"):
        shop(CALL).sign(Ask(url=CALL))
