"""Bluesky: search, one author's posts, one thread, by the AT Protocol's HTTP API.

Documentation: https://docs.bsky.app/docs/api/app-bsky-feed-search-posts · address:
https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=kettle&sort=latest&limit=100
Quirks: `createdAt` is what the author's program says, `indexedAt` when the network saw it: the earlier of the two is believed; a post's
`uri` is its key everywhere; a quoted post is an `embed`. Limits are told by `RateLimit-*` headers.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.dates import parse_date
from mentions.mention import Mention, Quote
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.credentials import optional_secret, secret, token
from spiders.base.engine import Detection, Fetch
from spiders.base.hosts import is_page_at
from spiders.base.records import post_of
from spiders.base.search import SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, rows, text, whole

API = "https://api.bsky.app/xrpc/"
HOME = "https://bsky.app"
ACCOUNT = "https://bsky.social/xrpc/"
PLACE = re.compile(r"/profile/(?P<author>[^/?#]+)(?:/post/(?P<post>\w+))?")
POST = re.compile(r"^at://(?P<did>[^/]+)/app\.bsky\.feed\.post/(?P<id>[^/]+)$")
Record = Mapping[str, Any]


class BlueskySpider(SearchSpider):
    """Bluesky: a stream a query, or one author or thread. With `BLUESKY_HANDLE` and `BLUESKY_APP_PASSWORD` it asks as that account."""

    engine = "bluesky"
    family = "microblogs"
    proof = "page"
    docs = "https://docs.bsky.app/docs/api/app-bsky-feed-search-posts"
    address = (
        "https://bsky.app, which is searched; an author, https://bsky.app/profile/NAME; a thread, https://bsky.app/profile/NAME/post/ID"
    )
    keys_from = "An app password of your account: https://bsky.app/settings/app-passwords"
    signs = True
    token: str | None = None
    """Of this run; None without an account of one's own."""

    async def log_in(self, fetch: Fetch) -> None:
        """Open a session where the operator has an account."""
        handle = optional_secret("BLUESKY_HANDLE")
        if handle is None:
            return
        body = json.dumps({"identifier": handle, "password": secret("BLUESKY_APP_PASSWORD")}).encode()
        ask = Ask(url=f"{ACCOUNT}com.atproto.server.createSession", method="POST", headers={"Content-Type": "application/json"}, body=body)
        self.token = await token(fetch, ask, "accessJwt")

    def sign(self, ask: Ask) -> Ask:
        """Return the request to the account's own host, with its token."""
        if self.token is None:
            return ask
        return replace(ask, url=ask.url.replace(API, ACCOUNT, 1), headers={**ask.headers, "Authorization": f"Bearer {self.token}"})

    def ask_query(self, query: str) -> Ask:
        """Return how to search, newest first."""
        return Ask(url=f"{API}app.bsky.feed.searchPosts?{urlencode({'q': query, 'sort': 'latest', 'limit': 100})}")

    def places(self) -> list[Stream]:
        """Return the author or thread at the site's address."""
        place = PLACE.search(urlsplit(self.site.url).path)
        if place is None:
            return []
        if place["post"]:
            uri = f"at://{place['author']}/app.bsky.feed.post/{place['post']}"
            return [Stream("thread", Ask(url=f"{API}app.bsky.feed.getPostThread?{urlencode({'uri': uri, 'depth': 1000})}"), by_page=False)]
        return [Stream("author", Ask(url=f"{API}app.bsky.feed.getAuthorFeed?{urlencode({'actor': place['author'], 'limit': 100})}"))]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts of a search, a feed or a thread."""
        document = mapping(answer.json)
        posts = _posts(document)
        found = [mention for post in posts if (mention := _mention(cls, answer, post))]
        cursor = text(document.get("cursor"))
        nxt = add_or_replace_parameter(answer.url, "cursor", cursor) if cursor and posts else None
        known = any(isinstance(document.get(name), list) and not document[name] for name in ("posts", "feed"))
        return cls.page(answer, mentions=found, next=nxt, stated_total=whole(document.get("hitsTotal")), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a post's address in the protocol."""
        if is_page_at(answer, "bsky.app"):
            return Detection(engine=cls.engine, score=1.0)
        found = answer.is_json and any(POST.match(text(post.get("uri")) or "") for post in _posts(mapping(answer.json)))
        return Detection(engine=cls.engine, score=1.0, url=HOME) if found else None


def _posts(document: Record) -> list[Record]:
    """Return the posts of an answer in its order, a thread's depth first; whom an author boosts is read too."""
    found = [*rows(document.get("posts")), *(mapping(item.get("post")) for item in rows(document.get("feed")))]
    waiting = rows([document.get("thread")])
    while waiting:
        node = waiting.pop()
        found += rows([node.get("post")])
        waiting += rows(node.get("replies"))[::-1]
    return found


def _mention(engine: type[BlueskySpider], answer: Answer, post: Record) -> Mention | None:
    """Return a post."""
    uri, author, record = text(post.get("uri")) or "", mapping(post.get("author")), mapping(post.get("record"))
    place = POST.match(uri)
    if place is None or "text" not in record:
        return None
    languages, handle = record.get("langs"), text(author.get("handle"))
    handle = None if handle == "handle.invalid" else handle  # the network could not prove it
    reply = mapping(mapping(record.get("reply")).get("parent"))
    return post_of(
        engine,
        answer,
        key=uri,
        html=Said(clean(text(record.get("text")) or ""), _quotes(mapping(post.get("embed"))), _links(record)),
        posted=_earlier(answer, text(record.get("createdAt")), text(post.get("indexedAt"))),
        url=f"{HOME}/profile/{handle or place['did']}/post/{place['id']}",
        language_declared=text(languages[0]) if isinstance(languages, list) and len(languages) == 1 else None,
        author=handle,
        author_key=text(author.get("did")),
        votes=whole(post.get("likeCount")),
        reply_to=text(reply.get("uri")),
    )


def _earlier(answer: Answer, created: str | None, indexed: str | None) -> str | None:
    """Return the earlier of two times, as the network itself sorts: a clock that is fast, or a time made up, cannot be later than seen."""
    times = [(when.at, shown) for shown in (created, indexed) if (when := parse_date(shown, now=answer.fetched_at))]
    return min(times)[1] if times else None


def _links(record: Record) -> tuple[str, ...]:
    """Return where a post links to: words that are shown short or otherwise, and the card below them."""
    features = (one for facet in rows(record.get("facets")) for one in rows(facet.get("features")))
    embed = mapping(record.get("embed"))
    cards = (mapping(one.get("external")) for one in (embed, mapping(embed.get("media"))))
    found = (canonical(text(one.get("uri")) or "") for one in (*features, *cards))
    return tuple(dict.fromkeys(url for url in found if url))


def _quotes(embed: Record) -> tuple[Quote, ...]:
    """Return the post that a post quotes."""
    record = mapping(embed.get("record"))
    record = mapping(record.get("record")) if "record" in record else record  # with pictures beside it
    words = text(mapping(record.get("value")).get("text"))
    return (Quote(text=clean(words), author=text(mapping(record.get("author")).get("handle"))),) if words else ()
