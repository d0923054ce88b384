"""Reddit: search, whole subreddits (new comments and new posts), single threads; by JSON, from old Reddit's pages, or by feed.

Documentation: https://www.reddit.com/dev/api/ · address: https://www.reddit.com/r/Coffee/comments.json?limit=100&raw_json=1
Quirks: without `raw_json=1` texts are escaped once more; search finds posts only, a subreddit's `comments` is where comments are seen;
`more` stands for comments left out, of which `/api/morechildren` gives a hundred at a time; a deleted account is "[deleted]", deleted
words are "[deleted]" or "[removed]". Limits: 100 requests a minute with a client of one's own, 10 without; `X-Ratelimit-*` is obeyed.
Reddit's robots.txt forbids everything but its API's clients: with one, set `obey_robots = false` and `robots_reason`.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.errors import UnreadablePageError
from mentions.html import html_to_text
from mentions.markdown import markdown_to_text
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.credentials import client_token, optional_secret, secret
from spiders.base.engine import Detection, Fetch, Options
from spiders.base.hosts import is_page_at
from spiders.base.locate import find
from spiders.base.markup import base_url, require_whole
from spiders.base.numbers import number
from spiders.base.on_page import on_page
from spiders.base.records import post_of
from spiders.base.search import SearchOptions, SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, rows, text, whole
from spiders.blogs.feed import read_feed

HOME = "https://www.reddit.com"
PLACES = re.compile(r"^/(?:r/(?P<subreddit>[^/]+)(?:/comments/(?P<thread>\w+))?|comments/(?P<short>\w+))")
GONE = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[ Removed by Reddit ]"})
KINDS: Mapping[str, Literal["post", "comment"]] = {"t3": "post", "t1": "comment"}
MOST_MORE = 100  # ids that /api/morechildren takes
Record = Mapping[str, Any]
FEED = re.compile(r"<(?:rss|feed)\b[\s\S]*https?://(?:www|old)\.reddit\.com/")
HEAD = 1000  # characters in which an answer shows whether it is a page or a feed
FOOT = re.compile(r"\s*submitted by\s+(?:/u/)?\S+(?:\s+to\s+\S+)?\s+\[link\]\s*\[[^\[\]]*comments?\]\s*$")
LOGIN = "https://www.reddit.com/api/v1/access_token"
API = "https://oauth.reddit.com"


class RedditOptions(SearchOptions):
    """What an operator may say of Reddit."""

    subreddits: tuple[str, ...] = ()
    """Names of subreddits whose every new comment and post is read."""


class RedditSpider(SearchSpider):
    """Reddit: a stream a query, two a subreddit, one a thread.

    With a client of one's own (`REDDIT_CLIENT_ID`, `REDDIT_CLIENT_SECRET` in the environment) it asks as that client.
    """

    engine = "reddit"
    family = "forums"
    proof = "page"
    docs = "https://www.reddit.com/dev/api/"
    address = (
        "https://www.reddit.com, which is searched; a subreddit, https://www.reddit.com/r/NAME; a thread, "
        "https://www.reddit.com/comments/ID"
    )
    keys_from = "An app of your own, of type script: https://www.reddit.com/prefs/apps"
    terms = (
        "The Data API Terms let non-commercial programs collect; commercial use needs Reddit's agreement, and what its author deletes goes."
    )
    needs_terms = True
    Options: ClassVar[type[Options]] = RedditOptions
    signs = True
    token: str | None = None
    """Of this run; None without a client of one's own."""

    async def log_in(self, fetch: Fetch) -> None:
        """Ask for a token where the operator has a client."""
        client = optional_secret("REDDIT_CLIENT_ID")
        self.token = await client_token(fetch, LOGIN, client, secret("REDDIT_CLIENT_SECRET")) if client else None

    def sign(self, ask: Ask) -> Ask:
        """Return the request to the host for clients, with the token."""
        if self.token is None:
            return ask
        url = ask.url.replace(HOME, API, 1).replace(".json?", "?", 1)
        return replace(ask, url=url, headers={**ask.headers, "Authorization": f"Bearer {self.token}"})

    def ask_query(self, query: str) -> Ask:
        """Return how to search all of Reddit, newest first."""
        return Ask(url=f"{HOME}/search.json?{urlencode({'q': query, 'sort': 'new', 'limit': 100, 'raw_json': 1})}")

    def places(self) -> list[Stream]:
        """Return the thread or subreddit at the site's address, and the subreddits of its options."""
        place = PLACES.match(urlsplit(self.site.url).path)
        thread = place and (place["thread"] or place["short"])
        if thread:
            return [Stream(f"thread:{thread}", Ask(url=f"{HOME}/comments/{thread}.json?limit=500&sort=new&raw_json=1"), by_page=False)]
        named = (*((place["subreddit"],) if place else ()), *self.options_of(self.site).subreddits)
        return [
            Stream(f"r/{name}/{listing}", Ask(url=f"{HOME}/r/{name}/{listing}.json?limit=100&raw_json=1"))
            for name in named
            for listing in ("comments", "new")
        ]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts and comments of a listing, a thread, a page of old Reddit, or a feed."""
        if not answer.is_json and "<html" in answer.text[:HEAD].lower():
            return _read_html(cls, answer)
        if not answer.is_json:
            page = read_feed(cls, answer, "post") if FEED.search(answer.text[:HEAD]) else cls.page(answer)
            return replace(page, mentions=tuple(_of_feed(one) for one in page.mentions))
        things, after = _things(answer.json)
        found = [_mention(cls, answer, mapping(thing.get("data"))) for thing in things if thing["kind"] in KINDS]
        return cls.page(answer, mentions=[one for one in found if one], next=_next(answer, things, after), empty=True)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a listing's kinds, old Reddit's blocks, or the address of Reddit's feeds."""
        if answer.is_json:
            try:
                found = bool(_things(answer.json)[0])
            except UnreadablePageError:
                found = False
        elif "<html" in answer.text[:HEAD].lower():
            if is_page_at(answer, "reddit.com"):
                return Detection(engine=cls.engine, score=1.0)
            found = answer.html.css_matches(".thing[data-fullname^='t3_'], .thing[data-fullname^='t1_']")
        else:
            found = bool(FEED.search(answer.text[:HEAD]))
        return Detection(engine=cls.engine, score=1.0, url=HOME) if found else None


def _things(document: object) -> tuple[list[Record], str | None]:
    """Return the posts, comments and "more" of a document in reading order, and the name of the one that the next page follows.

    Raises UnreadablePageError when the document is none of Reddit's.
    """
    more = mapping(mapping(mapping(document).get("json")).get("data")).get("things")
    listings = document if isinstance(document, list) else [document]
    if more is not None:
        return list(_flat(more)), None
    if not listings or any(
        mapping(one).get("kind") != "Listing" or "children" not in mapping(mapping(one).get("data")) for one in listings
    ):
        msg = "no listing of Reddit's"
        raise UnreadablePageError(msg)
    found = [mapping(mapping(one).get("data")) for one in listings]
    return [thing for data in found for thing in _flat(data["children"])], text(found[-1].get("after"))


def _flat(children: object) -> Iterator[Record]:
    """Yield things and what answers them, depth first, without recursion: threads nest as deep as their writers like."""
    waiting = rows(children)[::-1]
    while waiting:
        thing = waiting.pop()
        data = mapping(thing.get("data"))
        if text(thing.get("kind")) in (*KINDS, "more"):
            yield thing
        waiting += rows(mapping(mapping(data.get("replies")).get("data")).get("children"))[::-1]


def _next(answer: Answer, things: Sequence[Record], after: str | None) -> str | None:
    """Return the address of a listing's next page, or of the comments that a thread left out."""
    if after:
        return add_or_replace_parameter(answer.url, "after", after)
    stubs = [mapping(thing.get("data")) for thing in things if thing.get("kind") == "more"]
    ids = [i for stub in stubs if isinstance(stub.get("children"), list) for i in stub["children"] if isinstance(i, str)]
    links = [link for thing in things if (link := _link(mapping(thing.get("data"))))]
    if not ids or not links:
        return None
    query = {"link_id": links[0], "children": ",".join(ids[:MOST_MORE]), "api_type": "json", "raw_json": 1}
    return f"{HOME}/api/morechildren.json?{urlencode(query)}"


def _link(data: Record) -> str | None:
    """Return the name of the post that a thing belongs to."""
    name = text(data.get("name")) or ""
    return name if name.startswith("t3_") else text(data.get("link_id"))


def _mention(engine: type[RedditSpider], answer: Answer, data: Record) -> Mention | None:
    """Return one post or comment; None for "more", and for what was deleted."""
    name = text(data.get("name")) or ""
    kind, link = KINDS.get(name[:2]), _link(data)
    source = text(data.get("body")) or text(data.get("selftext")) or ""
    title = html.unescape(text(data.get("title")) or "") or None
    if kind is None or source in GONE or (title in GONE and not source):
        return None
    shown = text(data.get("body_html")) or text(data.get("selftext_html"))
    shown = html.unescape(shown) if shown and shown.startswith("&lt;") else shown  # without raw_json
    permalink = text(data.get("permalink")) or (f"/comments/{link[3:]}/_/{name[3:]}/" if link else None)
    author = text(data.get("author"))
    parent = text(data.get("parent_id"))
    return post_of(
        engine,
        answer,
        key=name,
        kind=kind,
        html=html_to_text(shown) if shown else markdown_to_text(source),
        posted=data.get("created_utc"),
        edited=data.get("edited"),
        url=_address(permalink),
        thread_url=_address(f"/comments/{link[3:]}/") if link else None,
        title=title,
        author=None if author in GONE else author,
        author_key=text(data.get("author_fullname")),
        votes=None if data.get("score_hidden") else whole(data.get("score")),
        reply_to=parent,
    )


def _address(path: str | None) -> str | None:
    """Return where a person reads what stands at a path of any of Reddit's hosts."""
    return canonical(urlsplit(path)._replace(scheme="https", netloc="www.reddit.com", query="").geturl()) if path else None


def _read_html(engine: type[RedditSpider], answer: Answer) -> Page:
    """Return a page of old Reddit: a listing or a thread, whose blocks nest; each holds its own words in `.entry`."""
    require_whole(answer)
    found = []
    for thing in answer.html.css(".thing[data-fullname]:not(.promoted, .promotedlink)"):
        name, entry = thing.attributes.get("data-fullname") or "", thing.css_first(".entry")
        kind = KINDS.get(name[:2])
        if kind is None or entry is None:
            continue
        body = entry.css_first(".usertext-body .md")
        said = html_to_text(body, base_url=answer.url) if body else None
        if said and said.text in GONE:
            continue
        link = find(thing, "@data-permalink || .entry a.bylink@href")
        thread = re.match(r".*/comments/\w+/", link or "")
        parent = find(entry, r"a[data-event-action=parent]@href ~ #(\w+)$")
        mention = post_of(
            engine,
            answer,
            key=name,
            kind=kind,
            html=said,
            posted=find(entry, ".tagline time:not(.edited-timestamp)@datetime"),
            edited=find(entry, ".tagline time.edited-timestamp@datetime"),
            url=_address(link),
            thread_url=_address(thread.group()) if thread else None,
            title=find(entry, "a.title") if kind == "post" else None,
            author=find(thing, "@data-author"),
            author_key=find(thing, "@data-author-fullname"),
            votes=number(find(thing, "@data-score") or find(entry, ".score.unvoted@title")),
            reply_to=f"t1_{parent}" if parent else None,
        )
        found += [mention] if mention else []
    following = on_page(answer, ".nav-buttons .next-button a@href")
    empty = bool(answer.html.css_first("body.listing-page #siteTable, body.search-page, body.comments-page .commentarea"))
    return engine.page(answer, mentions=found, next=canonical(following, base_url(answer)) if following else None, empty=empty)


def _of_feed(mention: Mention) -> Mention:
    """Return a feed's item without what Reddit adds to names and texts."""
    author = (mention.author or "").removeprefix("/u/") or None
    return replace(mention, text=FOOT.sub("", mention.text), author=author, kind="comment" if mention.key.startswith("t1_") else "post")
