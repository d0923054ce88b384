"""App Store: reviews of an app in one country, by the feed (JSON or XML) or by the API of the store's web pages.

Structure: https://github.com/facundoolano/app-store-scraper (reviews). An address: https://apps.apple.com/gb/app/name/id284815942 . The
feed gives ten pages of fifty, newest first; its `next` link leads to the XML form and stands on the last page too, so addresses are made
here. The API, https://amp-api.apps.apple.com/v1/catalog/gb/apps/{id}/reviews , has the developer's answers and needs a token of the web
pages in APP_STORE_TOKEN. Feeds of 2018 to 2020 have no dates.
"""

import re
from typing import Any, ClassVar

import feedparser

from mentions.errors import UnreadablePageError
from mentions.page import Answer, Ask, Page
from mentions.urls import join
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.values import at, mapping, require, rows, text

FEED = "https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/json"
LAST_PAGE = 10
STORE = re.compile(r"apple\.com/(?:v1/catalog/)?(?:([a-z]{2})(?=/))?(?:[^?#]*?)(?:/id=?|/apps/)(\d+)", re.IGNORECASE)
AT = re.compile(r"/page=(\d+)")
PERSON = re.compile(r"/id(\d+)")
ENTRY = Rows(
    "key=id words=content title=title posted=updated stars=im:rating author=author author_key=person variant=im:version votes=im:voteSum"
)
ROW = Rows(
    """key=id words=attributes.review title=attributes.title posted=attributes.date stars=attributes.rating author=attributes.userName
    reply=attributes.developerResponse.body replied=attributes.developerResponse.modified"""
)


class AppStoreSpider(ApiSpider):
    """The reviews of apps in the countries that their addresses name."""

    engine = "app_store"
    proof = "page"
    docs = "https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews"
    keys_from = "The token that apps.apple.com's own pages send to its API as Authorization: a browser's network panel shows it."
    terms = (
        "The feeds are public, for personal use with attribution; the App Store Connect API gives developers the reviews of their own apps."
    )
    api = "https://amp-api"
    keys: ClassVar[dict[str, str]] = {"Authorization": "Bearer {APP_STORE_TOKEN}", "Origin": "https://apps.apple.com"}

    def ask(self, url: str) -> Ask:
        """Return how to ask for an address of the store's pages, of a feed or of the API."""
        page = AT.search(url)
        return Ask(url=url if url.startswith(self.api) else _feed(url, int(page[1]) if page else 1) or url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a feed, of an answer of the API, or those that a page describes."""
        if answer.is_json and "data" in mapping(answer.json):
            listed, following = answer.json["data"], text(answer.json.get("next"))
            found = read_rows(cls, answer, rows(listed), ROW, lambda _: _about(answer))
            return cls.page(answer, mentions=found, next=join(answer.url, following) if following else None, empty=listed == [])
        if not answer.is_json and "<html" in answer.text[:2000].lower():
            return read_described(cls, answer)
        entries = _json_entries(answer) if answer.is_json else _xml_entries(answer)
        app = next((entry.get("im:name") for entry in entries if not entry.get("im:rating")), None)  # the app itself, in older feeds
        shown = [entry for entry in entries if entry.get("im:rating")]
        found = read_rows(cls, answer, shown, ENTRY, lambda _: {"subject": app, **_about(answer)})
        here = AT.search(answer.url)
        number = int(here[1]) if here else 1
        return cls.page(
            answer, mentions=found, next=_feed(answer.url, number + 1) if found and number < LAST_PAGE else None, empty=not found
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a feed by its vocabulary, an answer of the API by the type of its rows."""
        if answer.is_json:
            document = mapping(answer.json)
            found = '"im:rating"' in answer.text or at(document, "data", 0, "type") == "user-reviews"
            found = found or "iTunes Store" in str(at(document, "feed", "author", "name", "label"))
        else:
            head = answer.text[:1000]
            found = "<feed" in head and "itunes.apple.com/rss" in head and "customerreviews" in head
        return Detection(engine=cls.engine, score=1.0) if found else None


def _json_entries(answer: Answer) -> list[dict[str, Any]]:
    """Return the entries of a JSON feed, their labels as values; a single one is no list."""
    listed = mapping(require(answer.json, "feed")["feed"]).get("entry")
    found = []
    for row in [listed] if isinstance(listed, dict) else rows(listed):
        person = PERSON.search(text(at(row, "author", "uri", "label")) or "")
        labels = {name: text(mapping(value).get("label")) for name, value in row.items()}
        found.append({**labels, "author": at(row, "author", "name", "label"), "person": person[1] if person else None})
    return found


def _xml_entries(answer: Answer) -> list[dict[str, Any]]:
    """Return the entries of an XML feed. Raises UnreadablePageError when it is none, or cut."""
    if "<feed" not in answer.text or "customerreviews" not in answer.text or "</feed>" not in answer.text:
        msg = "no feed of reviews, or one that breaks off before its end"
        raise UnreadablePageError(msg)
    found = []
    for entry in feedparser.parse(answer.text.encode(), response_headers={"content-type": "application/xml; charset=utf-8"}).entries:
        bodies = [body.get("value") for body in entry.get("content", ()) if body.get("type") == "text/plain"]
        author = entry.get("author_detail", {})
        person = PERSON.search(author.get("href") or "")
        row = {"id": entry.get("id"), "title": entry.get("title"), "content": next(iter(bodies), entry.get("summary"))}
        row |= {f"im:{name}": entry.get(f"im_{name.lower()}") for name in ("rating", "version", "voteSum", "name")}
        row |= {"updated": dict.get(entry, "updated")}  # feedparser's own `get` gives one date for another
        found.append({**row, "author": author.get("name"), "person": person[1] if person else None})
    return found


def _about(answer: Answer) -> dict[str, Any]:
    """Return what the answer's address says of its app."""
    store = STORE.search(answer.url)
    if store is None:
        return {}
    page = f"https://apps.apple.com/{(store[1] or 'us').lower()}/app/id{store[2]}"
    return {"subject_key": store[2], "subject_url": page, "thread_url": page, "url": f"{page}?see-all=reviews"}


def _feed(url: str, page: int) -> str | None:
    """Return the address of a page of the feed for the app that an address names; None for one that names none."""
    store = STORE.search(url)
    return FEED.format(country=(store[1] or "us").lower(), page=page, app=store[2]) if store else None
