"""Review and map engines: how they ask, which keys they need, and that nothing but their own answers gives anything."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.recording import read_recording
from mentions.errors import FetchError
from mentions.page import Answer, Ask
from mentions.site import Site
from spiders.base.engine import Limits
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class, engines
from tests.spiders.answers import answer_of

RECORDINGS = Path(__file__).parents[1] / "recordings"
OWN = sorted(name for name, engine in engines().items() if engine.family in ("reviews", "maps"))
ANY = {"schema_org", "microformats", "zoover", "banki_ru"}  # read pages that describe themselves, wherever they stand
FOLDERS = sorted(file.parent for name in OWN for file in RECORDINGS.glob(f"{name}/*/answer.json"))
READ = [folder for folder in FOLDERS if json.loads((folder / "page.json").read_text())["outcome"] == "ok"]
KEYS = {
    "trustpilot": ("TRUSTPILOT_API_KEY", "https://api.trustpilot.com/v1/business-units/1/reviews", "apikey"),
    "yelp": ("YELP_API_KEY", "https://api.yelp.com/v3/businesses/a/reviews", "Authorization"),
    "tripadvisor": ("TRIPADVISOR_API_KEY", "https://api.content.tripadvisor.com/api/v1/location/1/reviews", "key="),
    "foursquare": ("FOURSQUARE_API_KEY", "https://places-api.foursquare.com/places/1/tips", "Authorization"),
    "judgeme": ("JUDGEME_API_TOKEN", "https://judge.me/api/v1/reviews?shop_domain=a", "api_token="),
    "flamp": ("FLAMP_TOKEN", "https://flamp.ru/api/2.0/filials/1/reviews", "Authorization"),
    "google_places": ("GOOGLE_PLACES_API_KEY", "https://places.googleapis.com/v1/places/1", "X-Goog-Api-Key"),
    "twogis": ("TWOGIS_API_KEY", "https://public-api.reviews.2gis.com/2.0/branches/1/reviews", "key="),
}


def named(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


def spider(name: str, url: str = "https://shop.example/", **options: Any) -> Any:
    one = engine_class(name)(name=name)
    one.site = Site(name="s", engine=name, url=url, options=options)
    return one


def test_every_engine_has_a_recording_and_says_what_may_be_kept() -> None:
    for name in OWN:
        assert any(folder.parent.name == name for folder in FOLDERS), name
        assert engine_class(name).terms or name in ("schema_org", "microformats"), name
        assert engine_class(name).docs.startswith("https://"), name


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_key_is_put_in_and_a_missing_one_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable, url, place = KEYS[name]
    monkeypatch.delenv(variable, raising=False)
    with pytest.raises(FetchError, match=variable):
        spider(name).sign(Ask(url=url))
    monkeypatch.setenv(variable, "s3cret")
    signed = spider(name).sign(Ask(url=url))
    assert "s3cret" in (signed.url if place.endswith("=") else signed.headers[place])
    assert engine_class(name).signs or "s3cret" not in signed.url


@pytest.mark.parametrize("name", sorted(KEYS))
def test_no_key_goes_to_another_host(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEYS[name][0], "s3cret")
    ask = Ask(url="https://shop.example/reviews")
    assert ask == spider(name).sign(ask)


def test_a_key_that_the_api_gives_back_is_not_kept() -> None:
    page = read_answer(engine_class("twogis"), read_recording(RECORDINGS / "twogis" / "branch"))
    assert page.next is not None
    assert "SECRET" not in page.next


def test_trustpilot_asks_for_the_newest_of_all_languages() -> None:
    (ask,) = spider("trustpilot", "https://www.trustpilot.com/review/shop.example").listings()
    assert ask.url == "https://www.trustpilot.com/review/shop.example?languages=all&sort=recency"


def test_notes_are_searched_for_words_or_read_for_an_area() -> None:
    searching = spider("osm_notes", "https://api.openstreetmap.org/").streams(Limits(queries=("café nord",)))
    assert [stream.first.url.rpartition("&q=")[2] for stream in searching] == ["caf%C3%A9%20nord"]
    (area,) = spider("osm_notes", "https://api.openstreetmap.org/api/0.6/notes.json?bbox=1,2,3,4").streams(Limits(queries=("nord",)))
    assert not area.by_page


def test_mangrove_is_asked_for_json() -> None:
    (ask,) = spider("mangrove", "https://api.mangrove.reviews/reviews?q=nord").listings()
    assert ask.headers["Accept"] == "application/json"


async def google_tokens(ask: Ask) -> Answer:
    assert b"refresh_token=r3fresh" in ask.body
    return answer_of({"access_token": "t0ken"})


@pytest.mark.parametrize("missing", ["GOOGLE_BUSINESS_CLIENT_ID", None])
def test_google_business_logs_in_with_the_owners_client(missing: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio  # noqa: PLC0415 - this test's alone

    for name, value in (("CLIENT_ID", "id"), ("CLIENT_SECRET", "s"), ("REFRESH_TOKEN", "r3fresh")):
        monkeypatch.setenv(f"GOOGLE_BUSINESS_{name}", value)
    one = spider("google_business")
    if missing:
        monkeypatch.delenv(missing)
        with pytest.raises(FetchError, match=missing):
            asyncio.run(one.log_in(google_tokens))
        return
    asyncio.run(one.log_in(google_tokens))
    assert one.sign(Ask(url="https://mybusiness.googleapis.com/v4/x")).headers["Authorization"] == "Bearer t0ken"


def test_where_a_widget_is_only_set_up_its_api_is_proposed() -> None:
    page = """<script src="//staticw2.yotpo.com/AbCdEfGhIjKlMnOpQrStUvWx/widget.js"></script>
    <div class="yotpo yotpo-main-widget" data-product-id="77"></div>"""
    found = engine_class("yotpo").recognise(answer_of(page))
    assert found is not None
    assert found.url == "https://api-cdn.yotpo.com/v1/widget/AbCdEfGhIjKlMnOpQrStUvWx/products/77/reviews.json?per_page=100&sort=date"


@pytest.mark.parametrize("folder", READ, ids=named)
def test_no_other_engine_of_its_kind_recognises_it(folder: Path) -> None:
    answer = read_recording(folder)
    sure = engine_class(folder.parent.name).recognise(answer)
    assert sure is not None
    for name in set(OWN) - {folder.parent.name}:
        found = engine_class(name).recognise(answer)
        assert found is None or (name in ANY and found.score < sure.score), name


@pytest.mark.parametrize("folder", READ, ids=named)
def test_a_part_of_it_gives_nothing_or_all(folder: Path) -> None:
    engine, answer = engine_class(folder.parent.name), read_recording(folder)
    whole = read_answer(engine, answer)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        part = read_answer(engine, replace(answer, body=answer.body[: int(len(answer.body) * share)]))
        assert (part.mentions, part.threads) in (((), ()), (whole.mentions, whole.threads))


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!DOCTYPE html><html><head><title>Shop</title></head><body></body></html>",
        "<html><body><h1>Error</h1><p>Too many connections</p></body></html>",
        "{}",
        "[]",
        "null",
        '{"reviews": {"id": 1}, "Results": 7, "HasErrors": 1, "data": "x", "meta": [], "summary": null, "paging": 3, "features": {}}',
        '{"reviews": [{"id": {}, "rating": []}, 5, null], "Results": [[]], "HasErrors": 0, "data": [{}], "meta": {}, "paging": {}}',
        '{"response": {"tips": {"items": 3}}, "meta": {"code": 200}, "features": [{"properties": 1}], "results": [{"reviews": [1]}]}',
        "[" * 3000,
        ")]}'\n[null,null,[[[null]]]]",
        '<?xml version="1.0"?><osm><note/></osm>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><GoodreadsResponse>&a;</GoodreadsResponse>',
        "<html><body>" + "<div class='review'>" * 2000 + "x",
    ],
    ids=range(14),
)
def test_what_is_no_answer_of_its_own_gives_nothing(name: str, body: str) -> None:
    page = read_answer(engine_class(name), answer_of(body))
    assert page.outcome in ("unreadable", "empty")
    assert "broke on this page" not in (page.error or "")
    assert (page.mentions, page.threads) == ((), ())
