"""App Store: reviews of an app in one country, by the feed (JSON or XML) or by the API of the store's web pages.

Structure: https://github.com/facundoolano/app-store-scraper (reviews). An address: https://apps.apple.com/gb/app/name/id284815942 . The
feed gives ten pages of fifty, newest first; its `next` link leads to the XML form and stands on the last page too, so addresses are made
here. The API, https://amp-api.apps.apple.com/v1/catalog/gb/apps/{id}/reviews , has the developer's answers and needs a token of the web
pages in APP_STORE_TOKEN. Feeds of 2018 to 2020 have no dates.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

import feedparser

from mentions.clean import Said, clean
from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import join
from spiders.base.api_reviews import review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.values import at, mapping, require, rows, text, whole

FEED = "https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/json"
AMP = "https://amp-api"
LAST_PAGE = 10
STORE = re.compile(r"apple\.com/(?:v1/catalog/)?(?:([a-z]{2})/)?(?:[^?#]*?)(?:/id=?|/apps/)(\d+)", re.IGNORECASE)
AT = re.compile(r"/page=(\d+)")
PERSON = re.compile(r"/id(\d+)")


class AppStoreSpider(ReviewsSpider):
    """The reviews of apps in the countries that their addresses name."""

    engine = "app_store"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews"
    terms = (
        "The feeds are public, for personal use with attribution; the App Store Connect API gives developers the reviews of their own apps."
    )
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each app that the operator names: an address of the store's pages, of a feed or of the API."""
        return [ask if ask.url.startswith(AMP) else replace(ask, url=_feed(ask.url, 1) or ask.url) for ask in super().listings()]

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the token from APP_STORE_TOKEN."""
        if not ask.url.startswith(AMP):
            return ask
        token = {"Authorization": f"Bearer {secret('APP_STORE_TOKEN')}", "Origin": "https://apps.apple.com"}
        return replace(ask, headers={**ask.headers, **token})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a feed or of an answer of the API; the entry for the app itself is none."""
        if answer.is_json and "data" in mapping(answer.json):
            return _read_api(answer)
        if answer.is_json:
            feed = mapping(require(answer.json, "feed")["feed"])
            listed = feed.get("entry")
            entries = [listed] if isinstance(listed, dict) else rows(listed)
            found = [_entry(answer, {name: _label(value) for name, value in row.items()}, _label(at(row, "author", "name")),
                            _label(at(row, "author", "uri"))) for row in entries if "im:rating" in row]  # fmt: skip
            app = next((_label(row.get("im:name")) for row in entries if "im:rating" not in row), None)
            found = [replace(one, subject=app) if one else None for one in found]
        else:
            found = _read_xml(answer)
        here = AT.search(answer.url)
        number = int(here[1]) if here else 1
        more = bool(found) and number < LAST_PAGE
        return cls.page(answer, mentions=newest(found), next=_feed(answer.url, number + 1) if more else None, empty=not found)

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


def _read_api(answer: Answer) -> Page:
    """Return a page of the API."""
    document = mapping(answer.json)
    if not isinstance(document["data"], list):
        return AppStoreSpider.page(answer)
    found = []
    for row in rows(document["data"]):
        facts = mapping(row.get("attributes"))
        reply = mapping(facts.get("developerResponse"))
        found.append(
            review_of(
                AppStoreSpider,
                answer,
                key=row.get("id"),
                words=Said(clean(text(facts.get("review")) or "")),
                posted=facts.get("date"),
                stars=facts.get("rating"),
                title=facts.get("title"),
                author=text(facts.get("userName")),
                reply=reply.get("body"),
                replied=reply.get("modified"),
                **_about(answer),
            )
        )
    following = text(document.get("next"))
    return AppStoreSpider.page(
        answer, mentions=newest(found), next=join(answer.url, following) if following else None, empty=document["data"] == []
    )


def _read_xml(answer: Answer) -> list[Mention | None]:
    """Return the reviews of an XML feed. Raises UnreadablePageError when it is none, or cut."""
    if "<feed" not in answer.text or "customerreviews" not in answer.text:
        msg = "no feed of reviews"
        raise UnreadablePageError(msg)
    if "</feed>" not in answer.text:
        msg = "the feed breaks off before its end"
        raise UnreadablePageError(msg)
    parsed = feedparser.parse(answer.text.encode(), response_headers={"content-type": "application/xml; charset=utf-8"})
    found = []
    for entry in parsed.entries:
        if not entry.get("im_rating"):
            continue
        bodies = [body.get("value", "") for body in entry.get("content", ()) if body.get("type") == "text/plain"]
        person = entry.get("author_detail", {})
        row = {"id": entry.get("id"), "title": entry.get("title"), "content": next(iter(bodies), entry.get("summary"))}
        row |= {f"im:{name}": entry.get(f"im_{name.lower()}") for name in ("rating", "version", "voteSum")}
        row["updated"] = dict.get(entry, "updated")  # feedparser's own `get` gives one date for another
        found.append(_entry(answer, row, person.get("name"), person.get("href")))
    return found


def _entry(answer: Answer, row: Mapping[str, Any], author: str | None, profile: str | None) -> Mention | None:
    """Return one entry of a feed."""
    person = PERSON.search(profile or "")
    return review_of(
        AppStoreSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("content")) or "")),
        posted=row.get("updated"),
        stars=row.get("im:rating"),
        title=row.get("title"),
        author=author,
        author_key=person[1] if person else None,
        variant=row.get("im:version"),
        votes=whole(row.get("im:voteSum")),
        **_about(answer),
    )


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


def _label(value: object) -> str | None:
    """Return what a field of the feed says: `{"label": "…"}`."""
    return text(mapping(value).get("label"))
