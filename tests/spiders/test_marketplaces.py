"""Marketplaces, shops and app stores: where their walks begin, what they send, and that they know their own answers from others'."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from crawler.recording import read_recording
from mentions.errors import FetchError
from mentions.page import Answer, Ask
from mentions.site import Site
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.reading import read_answer
from spiders.base.registry import detect, engine_class, engines

RECORDINGS = Path(__file__).parents[1] / "recordings"
ENGINES = sorted(name for name, engine in engines().items() if engine.family == "marketplaces")
FOLDERS = [folder for name in ENGINES for folder in sorted((RECORDINGS / name).glob("*"))]
UNMARKED = {"bandcamp-more", "opencart-category", "ozon-questions", "woocommerce-shop"}
"""Answers without a mark of their engine: they are met on its walk, never given to `detect`."""
READ = [f for f in FOLDERS if json.loads((f / "page.json").read_text())["outcome"] == "ok" and f"{f.parent.name}-{f.name}" not in UNMARKED]
PLAY = "https://play.google.com/_/PlayStoreUi/data/batchexecute?rpcids=UsvDTd&hl=en"
CHROME = "https://chromewebstore.google.com/_/ChromeWebStoreConsumerFeUi/data/batchexecute?rpcids=x1DgCd&hl=en&id="
ITEM = "abcdefghijklmnopabcdefghijklmnop"
SHOPEE = "https://shopee.vn/api/v2/item/get_ratings?itemid=456&shopid=123&offset=0&limit=50&type=0&filter=0&flag=1"
TIKI = "https://tiki.vn/api/v2/reviews?limit=20&include=comments,contribute_info,attribute_vote_summary&sort=id%7Cdesc,stars%7Call&page=1"
OZON = "https://www.ozon.ru/api/entrypoint-api.bx/page/json/v2?url=%2Fproduct%2F77%2Freviews%2F%3Fpage%3D1%26sort%3Dpublished_at_desc"
STEAM = "https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/?appid=400&filter=recent&language=all&review_type=all"
GALLERY = "https://marketplace.visualstudio.com/_apis/public/gallery/publishers/a-b/extensions/c.d/reviews?count=100&filterOptions=1"
SELLER = "https://api-seller.ozon.ru/v1/"
BASIC = ("Authorization", "Basic azpz")  # k:s
ALI = "https://feedback.aliexpress.com/pc/searchEvaluation.do?productId=1005&lang=en_US&country=US&page=1&pageSize=20"


def named(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


def spider(engine: str, url: str, **options: object) -> ForumSpider:
    made = engine_class(engine)(name="site")
    assert isinstance(made, ForumSpider)
    made.site = Site(name="site", engine=engine, url=url, options=options)
    return made


@pytest.mark.parametrize("engine", ENGINES)
def test_has_a_recording(engine: str) -> None:
    assert any(folder.parent.name == engine for folder in FOLDERS)


@pytest.mark.parametrize("folder", READ, ids=named)
def test_is_recognised_by_its_own_engine_and_by_no_other_marketplace(folder: Path) -> None:
    answer = read_recording(folder)
    found = detect(answer)
    assert found is not None
    assert found.engine == folder.parent.name
    assert [name for name in ENGINES if recognised(name, answer)] == [folder.parent.name]


def recognised(engine: str, answer: Answer) -> Detection | None:
    try:
        return engine_class(engine).recognise(answer)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None  # as `detect` has it: a page that breaks a recogniser is not its engine's


@pytest.mark.parametrize("folder", READ, ids=named)
def test_half_of_it_gives_nothing_that_the_whole_does_not(folder: Path) -> None:
    answer = read_recording(folder)
    whole = read_answer(engine_class(folder.parent.name), answer)
    part = read_answer(engine_class(folder.parent.name), replace(answer, body=answer.body[: len(answer.body) // 2]))
    assert part.mentions in ((), whole.mentions[: len(part.mentions)])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>Shop</title></head><body></body></html>",
        b"<html><body><h1>General Error</h1><p>SQL ERROR [ mysqli ] Too many connections [1040]</p></body></html>",
        b"{}",
        b"[]",
        b"null",
        b'{"reviews": 7, "data": "x", "feedbacks": {}, "result": [], "model": null, "response": 1, "feed": [], "ratings": 0}',
        b'{"reviews": [{"id": {}}, 5, null], "data": [{"attributes": 1}], "totalReviewCount": {}, "paging": 3, "widgetStates": [1]}',
        b')]}\'\n\n[[1],["wrb.fr","UsvDTd","[[[]]]"],["wrb.fr","x1DgCd","7"]]',
        b"[" * 5000,
        bytes(range(256)) * 40,
        b"<feed xmlns='http://www.w3.org/2005/Atom'><id>customerreviews</id><entry/></feed>",
    ],
    ids=range(11),
)
def test_what_is_no_answer_of_a_shop_gives_nothing(engine: str, body: bytes) -> None:
    answer = replace(read_recording(FOLDERS[0]), body=body, content_type=None, url="https://shop.example/x")
    page = read_answer(engine_class(engine), answer)
    assert page.outcome in ("unreadable", "empty", "blocked")
    assert (page.mentions, page.threads, page.listings) == ((), (), ())


@pytest.mark.parametrize(
    ("engine", "url", "asked"),
    [
        ("aliexpress", "https://www.aliexpress.com/item/1005.html?x=1", ALI + "&filter=all&sort=complex_default"),
        ("app_store", "https://apps.apple.com/gb/app/a-kettle/id77", "https://itunes.apple.com/gb/rss/customerreviews/page=1/id=77/sortby=mostrecent/json"),
        ("app_store", "https://amp-api.apps.apple.com/v1/catalog/gb/apps/77/reviews", "https://amp-api.apps.apple.com/v1/catalog/gb/apps/77/reviews"),
        ("chrome_web_store", f"https://chromewebstore.google.com/detail/tabs/{ITEM}?hl=de", CHROME + ITEM),
        ("google_play", "https://play.google.com/store/apps/details?id=org.example", PLAY + "&id=org.example"),
        ("lazada", "https://www.lazada.vn/products/am-i123-s7.html", "https://my.lazada.vn/pdp/review/getReviewList?itemId=123&pageSize=50&filter=0&sort=1&pageNo=1"),
        ("ozon", "https://www.ozon.ru/product/chaynik-brewster-77/?at=x", OZON),
        ("shopee", "https://shopee.vn/Am-nuoc-i.123.456?sp=1", SHOPEE),
        ("shopee", "https://shopee.vn/product/123/456", SHOPEE),
        ("steam", "https://store.steampowered.com/app/400/Portal/", STEAM + "&purchase_type=all&num_per_page=100&cursor=*"),
        ("tiki", "https://tiki.vn/am-nuoc-p55.html", TIKI + "&product_id=55"),
        ("vscode_marketplace", "https://marketplace.visualstudio.com/items?itemName=a-b.c.d", GALLERY),
        ("wildberries", "https://www.wildberries.ru/catalog/77/detail.aspx", "https://card.wb.ru/cards/v4/detail?appType=1&curr=rub&dest=-1257786&nm=77"),
        ("wildberries", "https://www.wildberries.ru/catalog/77/feedbacks?imtId=12", "https://feedbacks1.wb.ru/feedbacks/v1/12"),
        ("woocommerce", "https://shop.example", "https://shop.example/wp-json/wc/store/v1/products/reviews?per_page=100&orderby=date&order=desc"),
        ("woocommerce", "https://shop.example/product/kettle/", "https://shop.example/product/kettle/"),
        ("yandex_market", "https://market.yandex.ru/product--kettle/77", "https://market.yandex.ru/product--kettle/77"),
    ],
)  # fmt: skip
def test_a_persons_address_leads_to_what_is_asked(engine: str, url: str, asked: str) -> None:
    assert spider(engine, url).first_ask().url == asked


@pytest.mark.parametrize(
    ("engine", "url", "told"),
    [
        ("google_play", PLAY + "&id=org.example", '[null,null,[2,2,[100,null,null],null,[]],["org.example",7]]'),
        ("google_play", PLAY + "&id=org.example&token=T%3D", '[null,null,[2,2,[100,null,"T="],null,[]],["org.example",7]]'),
        ("chrome_web_store", f"https://chromewebstore.google.com/detail/{ITEM}", f'["{ITEM}",[500],2,null,null,null,0]'),
    ],
)  # fmt: skip
def test_a_call_to_google_says_in_its_body_what_is_wanted(engine: str, url: str, told: str) -> None:
    ask = spider(engine, url).first_ask()
    assert ask.method == "POST"
    assert json.loads(parse_qs(ask.body.decode())["f.req"][0])[0][0][1] == told
    assert "token=" not in ask.url


@pytest.mark.parametrize(
    ("engine", "url", "body"),
    [
        ("ozon", f"{SELLER}review/list?last_id=r2", b'{"last_id": "r2", "limit": 100, "sort_dir": "DESC", "status": "ALL"}'),
        ("ozon", f"{SELLER}question/list", b'{"last_id": ""}'),
        ("yandex_market", "https://api.partner.market.yandex.ru/v2/businesses/7/goods-feedback", b"{}"),
    ],
)  # fmt: skip
def test_an_api_that_reads_by_post(engine: str, url: str, body: bytes) -> None:
    ask = spider(engine, url).first_ask()
    assert (ask.method, ask.body) == ("POST", body)


@pytest.mark.parametrize(
    ("engine", "url", "secrets", "header"),
    [
        ("allegro", "https://api.allegro.pl/sale/user-ratings", {"ALLEGRO_TOKEN": "s"}, ("Authorization", "Bearer s")),
        ("app_store", "https://amp-api.apps.apple.com/v1/catalog/us/", {"APP_STORE_TOKEN": "s"}, ("Authorization", "Bearer s")),
        ("ebay", "https://api.ebay.com/ws/api.dll?UserID=k", {"EBAY_TOKEN": "s"}, ("X-EBAY-API-IAF-TOKEN", "s")),
        ("etsy", "https://openapi.etsy.com/v3/application/shops/1/reviews", {"ETSY_API_KEY": "s"}, ("x-api-key", "s")),
        ("mercado_libre", "https://api.mercadolibre.com/reviews/item/MLA1", {"MERCADO_LIBRE_TOKEN": "s"}, ("Authorization", "Bearer s")),
        ("ozon", "https://api-seller.ozon.ru/v1/review/list", {"OZON_CLIENT_ID": "7", "OZON_API_KEY": "s"}, ("Client-Id", "7")),
        ("wildberries", "https://feedbacks-api.wildberries.ru/api/v1/feedbacks", {"WILDBERRIES_TOKEN": "s"}, ("Authorization", "s")),
        ("woocommerce", "https://shop.example/wp-json/wc/v3/x", {"WOOCOMMERCE_KEY": "k", "WOOCOMMERCE_SECRET": "s"}, BASIC),
        ("yandex_market", "https://api.partner.market.yandex.ru/v2/x", {"YANDEX_MARKET_KEY": "s"}, ("Api-Key", "s")),
    ],
)  # fmt: skip
def test_keys_go_to_the_api_alone(
    engine: str, url: str, secrets: dict[str, str], header: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spider(engine, url)
    for name in secrets:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FetchError, match=next(iter(secrets))):
        made.sign(Ask(url=url))
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    assert made.sign(Ask(url=url)).headers[header[0]] == header[1]
    assert made.sign(Ask(url="https://shop.example/")).headers == {}


def test_a_call_to_ebay_names_the_seller_and_the_page() -> None:
    ask = spider("ebay", "https://api.ebay.com/ws/api.dll?UserID=a%26b&PageNumber=3").first_ask()
    assert b"<UserID>a&amp;b</UserID>" in ask.body
    assert b"<PageNumber>3</PageNumber>" in ask.body


def test_oscar_searches_for_the_brands_unless_a_product_is_named() -> None:
    asked = spider("oscar", "https://shop.example").searches(("Tea & pot",))
    assert [ask.url for ask in asked] == ["https://shop.example/search/?q=Tea+%26+pot"]
    assert spider("oscar", "https://shop.example/catalogue/kettle_7/").searches(("Tea",)) == []
