"""An engine names paths; the same reader takes any API's records and pages by them."""

from typing import Any

import pytest

from mentions.errors import UnreadablePageError
from mentions.page import Page
from spiders.base.api_records import Api, Record, at, is_of, read_api
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of

RECORD = Record(
    key="id",
    words="text.raw || text",
    posted="at",
    stars="stars",
    best_at="of",
    author="user.name",
    url="https://shop.example/r/{id}",
    verified="bought",
    syndicated="shared",
    syndicated_from="source",
    reply="replies.*.text",
    subject="about.name",
)
MARKS = frozenset({"id", "stars"})
API = Api(rows="data.list", record=RECORD, marks=MARKS, about="data.product", total="data.total", page="p", size="size")
NUMBERED = Api(rows="data.list", record=RECORD, page="p", pages="data.pages", first=0)
COUNTED = Api(rows="data.list", record=RECORD, offset="o", total="data.total")
LINKED = Api(rows="data.list", record=RECORD, following="data.next")
ROW = {"id": 7, "text": "Good.", "at": "2026-01-02", "stars": 4, "user": {"name": "Ann"}}


def read(api: Api = API, url: str = "https://shop.example/api?size=1", **document: Any) -> Page:
    return read_api(SchemaOrgSpider, answer_of({"data": {"list": [ROW], "total": 3, **document}}, url), api)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a", 1),
        ("b.c", "x"),
        ("list.1.t", "two"),
        ("list.*.t", "one"),  # the first that is an object
        ("none || empty || b.c", "x"),
        ("zero", 0),
        ("x/{a}/{b.c}", "x/1/x"),
        ("x/{gone}", None),
        ("x/{gone} || a", 1),
        ("list.9", None),
        ("a.b.c", None),
        ("empty_list", []),
        (None, None),
    ],
)
def test_paths(path: str | None, value: object) -> None:
    document = {"a": 1, "b": {"c": "x"}, "none": None, "empty": "", "zero": 0, "empty_list": [], "list": [{"t": "one"}, {"t": "two"}]}
    assert value == at(document, path)


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({}, "key", "7"),
        ({"text": {"raw": "<b>Good</b> one."}}, "text", "Good one."),
        ({}, "rating_max", 5.0),
        ({"of": 10}, "rating_max", 10.0),
        ({"stars": 0}, "rating", None),
        ({}, "url", "https://shop.example/r/7"),
        ({"bought": True}, "verified", True),
        ({"bought": "yes"}, "verified", True),
        ({"bought": False}, "verified", None),  # nothing said
        ({"shared": True, "source": "brand.example"}, "syndicated_from", "brand.example"),
        ({"shared": False, "source": "brand.example"}, "syndicated_from", None),
        ({"replies": [{"text": "Thanks!"}]}, "owner_reply", "Thanks!"),
        ({}, "subject", "Kettle"),
    ],
)
def test_fields(fields: dict[str, Any], name: str, value: object) -> None:
    (mention,) = read(list=[{**ROW, **fields}], product={"name": "Kettle"}).mentions
    assert value == getattr(mention, name)


def test_only_records_that_are_kept_are_read_and_more_may_be_told_of_them() -> None:
    api = Api(
        rows="data.list",
        record=Record(key="id", words="more", posted="at"),
        keep=lambda row: row["id"] != 8,
        add=lambda row: {"more": f"<{row['id']}"},
    )
    page = read(api, list=[ROW, {**ROW, "id": 8}])
    assert ["<7"] == [mention.text for mention in page.mentions]


@pytest.mark.parametrize(
    ("api", "url", "document", "expected"),
    [
        (API, "https://shop.example/api?size=1", {}, "https://shop.example/api?size=1&p=2"),
        (API, "https://shop.example/api?size=1&p=3", {}, None),  # of three
        (API, "https://shop.example/api", {}, None),  # nobody says how many a page holds
        (NUMBERED, "https://shop.example/api?p=0", {"pages": 2}, "https://shop.example/api?p=1"),
        (COUNTED, "https://shop.example/api?o=1", {}, "https://shop.example/api?o=2"),
        (COUNTED, "https://shop.example/api?o=2", {}, None),
        (LINKED, "https://shop.example/api", {"next": "https://x.example/2"}, "https://x.example/2"),
        (API, "https://shop.example/api?size=1", {"list": []}, None),
    ],
)
def test_the_next_page(api: Api, url: str, document: dict[str, Any], expected: str | None) -> None:
    assert expected == read(api, url, **document).next


def test_no_reviews_is_empty_and_no_list_is_unreadable() -> None:
    assert read(list=[]).outcome == "empty"
    assert read(list=None).outcome == "unreadable"
    with pytest.raises(UnreadablePageError):
        read_api(SchemaOrgSpider, answer_of({"error": "x"}), API)


def test_an_api_is_told_by_the_names_of_its_records() -> None:
    assert is_of(answer_of({"data": {"list": [ROW]}}), API)
    assert not is_of(answer_of({"data": {"list": [{"id": 1}]}}), API)
    assert not is_of(answer_of({"data": {"list": []}}), API)
