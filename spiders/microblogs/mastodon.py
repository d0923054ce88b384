"""Mastodon, and what speaks its API (Pleroma, Akkoma, GoToSocial): hashtags, full-text search, the public timeline, one thread.

Documentation: https://docs.joinmastodon.org/methods/timelines/ · address: https://mastodon.social/api/v1/timelines/tag/tea?limit=40
Quirks: `uri` is the same on every instance, `id` only on one; a boost has no words of its own, they stand in `reblog`; the next page's
address stands in the Link header; ids were numbers before version 2. Limits: 300 requests in 5 minutes, told by `X-RateLimit-*`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.credentials import optional_secret, secret
from spiders.base.engine import Detection, Options
from spiders.base.records import post_of
from spiders.base.search import SearchOptions, SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, text, whole

NEXT_LINK = re.compile(r"<([^>]+)>;\s*rel=\"?next\"?")
VERSION = re.compile(r'"version":"(\d+\.\d+(?:\.\d+)?)')
PLACE = re.compile(r"/tags/(?P<tag>[^/?#]+)|/@[^/]+/(?P<status>\d+)")
NO_TAG = re.compile(r"[^\w]+")
OPEN = frozenset({"public", "unlisted", None})  # visibilities that everybody may read
FIELDS = frozenset({"uri", "account", "reblog", "content"})  # of every status, whatever the version
PAGE = 40  # the most that one request gives
Record = Mapping[str, Any]


class MastodonOptions(SearchOptions):
    """What an operator may say of an instance."""

    by: Literal["tags", "search"] = "tags"
    """How queries are looked for: as hashtags, or by full-text search, which needs `MASTODON_TOKEN`."""
    public: bool = False
    """True: every public post that the instance sees is read."""


class MastodonSpider(SearchSpider):
    """An instance: a stream a query or hashtag. With `MASTODON_TOKEN` in the environment it asks as that account."""

    engine = "mastodon"
    family = "microblogs"
    proof = "page"
    docs = "https://docs.joinmastodon.org/methods/timelines/"
    address = "https://INSTANCE, which is searched; a hashtag, https://INSTANCE/tags/NAME; a post, https://INSTANCE/@NAME/ID"
    keys_from = "An application of your account, at its instance's own page /settings/applications (right: read)."
    Options: ClassVar[type[Options]] = MastodonOptions

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the account's token: search needs one, timelines may."""
        token = secret("MASTODON_TOKEN") if "/api/v2/search" in ask.url else optional_secret("MASTODON_TOKEN")
        return replace(ask, headers={**ask.headers, "Authorization": f"Bearer {token}"}) if token else ask

    def ask_query(self, query: str) -> Ask:
        """Return how to ask for a query's posts: those that bear its words as a hashtag, or all that hold them."""
        if self.options_of(self.site).by == "search":
            return self._ask(f"/api/v2/search?{urlencode({'q': query, 'type': 'statuses', 'limit': PAGE})}")
        return self._ask(f"/api/v1/timelines/tag/{quote(NO_TAG.sub('', query), safe='')}?limit={PAGE}")

    def places(self) -> list[Stream]:
        """Return the hashtag or thread at the site's address, or the public timeline."""
        place = PLACE.search(urlsplit(self.site.url).path)
        if place and place["status"]:
            return [Stream("thread", self._ask(f"/api/v1/statuses/{place['status']}/context"), by_page=False)]
        found = [Stream(f"tag:{place['tag']}", self._ask(f"/api/v1/timelines/tag/{place['tag']}?limit={PAGE}"))] if place else []
        return [
            *found,
            *([Stream("public", self._ask(f"/api/v1/timelines/public?limit={PAGE}"))] if self.options_of(self.site).public else []),
        ]

    def _ask(self, path: str) -> Ask:
        """Return a request of the instance's API."""
        return Ask(url=join(self.site.url, path) or self.site.url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts of a timeline, a search, a thread, or the one that the answer is."""
        statuses = _statuses(answer.json)
        keys = {text(status.get("id")): text(status.get("uri")) for status in statuses or ()}
        found = [mention for status in statuses or () if (mention := _mention(cls, answer, status, keys))]
        link = NEXT_LINK.search(answer.headers.get("link", ""))
        nxt = link[1] if link else None
        if link is None and urlsplit(answer.url).path.endswith("/search") and len(statuses or ()) >= PAGE:
            offset = whole(parse_qs(urlsplit(answer.url).query).get("offset", ["0"])[0]) or 0
            nxt = add_or_replace_parameter(answer.url, "offset", str(offset + PAGE))
        return cls.page(answer, mentions=found, next=nxt, empty=statuses is not None)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a status's fields."""
        if not answer.is_json:
            state = answer.html.css_first("script#initial-state")
            version = VERSION.search(state.text() or "") if state and answer.html.css_matches("#mastodon") else None
            return Detection(engine=cls.engine, score=1.0, version=version[1], url=join(answer.url, "/")) if version else None
        statuses = _statuses(answer.json)
        return Detection(engine=cls.engine, score=1.0, url=join(answer.url, "/")) if statuses else None


def _statuses(document: object) -> list[Record] | None:
    """Return the statuses of an answer; None when it is no answer of Mastodon's. An empty timeline is an empty array."""
    if isinstance(document, dict) and "uri" not in document:
        parts = [document[name] for name in ("statuses", "ancestors", "descendants") if isinstance(document.get(name), list)]
        if not parts:
            return None
    else:
        parts = [document if isinstance(document, list) else [document]]
    found = [status for part in parts for status in part]
    return found if all(isinstance(status, dict) and status.keys() >= FIELDS for status in found) else None


def _mention(engine: type[MastodonSpider], answer: Answer, status: Record, keys: Mapping[str | None, str | None]) -> Mention | None:
    """Return a status, of a boost the one boosted; `keys` are those of the answer's statuses by their local ids."""
    status = mapping(status.get("reblog")) or status
    account = mapping(status.get("account"))
    if text(status.get("visibility")) not in OPEN:
        return None
    return post_of(
        engine,
        answer,
        key=status.get("uri"),
        html=status.get("content"),
        drop=".quote-inline",
        posted=status.get("created_at"),
        edited=status.get("edited_at"),
        url=canonical(text(status.get("url")) or text(status.get("uri")) or ""),
        title=text(status.get("spoiler_text")),
        language_declared=text(status.get("language")),
        author=text(account.get("acct")),
        author_key=text(account.get("url")),
        votes=whole(status.get("favourites_count")),
        reply_to=keys.get(text(status.get("in_reply_to_id"))),
    )
