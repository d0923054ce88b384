"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; any site that has one.

Formats: https://www.rssboard.org/rss-specification, https://validator.w3.org/feed/docs/rss1.html, RFC 4287,
https://www.jsonfeed.org/version/1.1/. XML is read by feedparser (https://feedparser.readthedocs.io), which knows their dialects.
An address: https://blog.example/feed/ . What feeds do: an item's id is its guid or id, else its link; Google Alerts wraps links
(`google.com/url?…&url=`) and marks words in titles; YouTube's text stands in media:description; Hacker News has no guid.
"""

import re
import time
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import feedparser

from mentions.clean import Said, clean
from mentions.dates import parse_date
from mentions.errors import UnreadablePageError
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer, Page
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Engine, Options
from spiders.base.markup import permalink
from spiders.base.records import post_of
from spiders.base.streams import StreamSpider
from spiders.base.values import mapping, rows, text

ROOT = re.compile(r"<(?:rss|rdf:RDF|feed|channel)[\s>]", re.IGNORECASE)
END = re.compile(r"</(?:rss|rdf:RDF|feed|channel)\s*>|<(?:feed|channel)[^>]*/>", re.IGNORECASE)
SENT = re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/url\?", re.IGNORECASE)
HEAD = 2000  # characters in which a feed's root element stands


class FeedOptions(Options):
    """What an operator may say of a feed."""

    kind: Kind = "article"
    """What its items are: `comment` for a comments feed, `post` for a forum's, `review` for a review site's."""


class FeedSpider(StreamSpider):
    """A feed is a stream of one page; a JSON Feed or a paged Atom feed (RFC 5005) may have more."""

    engine = "feed"
    family = "blogs"
    proof = "page"
    docs = "https://feedparser.readthedocs.io/"
    address = "the feed's own address"
    Options: ClassVar[type[Options]] = FeedOptions

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the feed's items as mentions."""
        return read_feed(cls, answer, cls.options_of(answer.site).kind)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a feed by its root element or version, unless another engine knows the feed as its own."""
        if answer.is_json:
            version = answer.json.get("version") if isinstance(answer.json, dict) else None
            found = isinstance(version, str) and "jsonfeed.org/version" in version
        else:
            found = bool(ROOT.search(answer.text[:HEAD])) and "<html" not in answer.text[:HEAD].lower()
        return Detection(engine=cls.engine, score=0.6) if found else None


def read_feed(engine: type[Engine], answer: Answer, kind: Kind, *, drop: str = "", quotes: str = "blockquote") -> Page:
    """Return any feed as a page of this engine; for engines whose boards have feeds of their own; `drop`, `quotes` as in `html_to_text`."""
    if answer.is_json:
        return _read_json(engine, answer, kind)
    if not ROOT.search(answer.text[:HEAD]):
        return engine.page(answer)
    if not END.search(answer.text):
        msg = "the feed breaks off before its end"
        raise UnreadablePageError(msg)
    headers = {"content-type": "application/xml; charset=utf-8"}
    # nothing here shows HTML, and its cleaning would take out the classes that tell a quote from the author's own words
    parsed = feedparser.parse(answer.text.encode(), response_headers=headers, sanitize_html=False)
    links = [link for link in parsed.feed.get("links", ()) if link.get("rel") == "next"]
    found = [_entry(engine, answer, kind, entry, parsed.feed.get("language"), drop, quotes) for entry in parsed.entries]
    mentions = [mention for mention in found if mention is not None]
    next_url = join(answer.url, links[0].get("href", "")) if links else None
    return engine.page(answer, mentions=mentions, next=next_url, empty=not parsed.entries)


def _entry(
    engine: type[Engine],
    answer: Answer,
    kind: Kind,
    entry: Any,  # noqa: ANN401 - feedparser's
    language: str | None,
    drop: str,
    quotes: str,
) -> Mention | None:
    """Return one item; None without an id and link."""
    link = unwrapped(entry.get("link") or "")
    key = entry.get("id") or link
    if not key:
        return None
    bodies = [c.get("value", "") for c in entry.get("content", ())]
    body = max([*bodies, entry.get("summary", "")], key=len)
    said = html_to_text(body, drop=drop, quotes=quotes, base_url=link)
    posted, edited = (
        _time(dict.get(entry, f"{name}_parsed"), dict.get(entry, name), answer)  # feedparser's own `get` gives one for the other, and warns
        for name in ("published", "updated")
    )
    posted = posted or edited
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=key,
        kind=kind,
        url=permalink(link, answer.url),  # a forum's item is led to by its fragment
        title=html_to_text(entry.get("title", "")).text or None,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        language_declared=entry.get("language") or language,
        author=clean(entry.get("author_detail", {}).get("name") or entry.get("author") or "") or None,
        posted_at=posted,
        posted_at_precision="second" if posted else None,
        edited_at=edited if edited != posted else None,
    )


def _time(parsed: Any, shown: str | None, answer: Answer) -> datetime | None:  # noqa: ANN401 - time.struct_time, in UTC
    """Return an item's time: as feedparser read it, or as our own dates read what it could not."""
    when = parse_date(shown, now=answer.fetched_at, languages=answer.site.languages, timezone=answer.site.timezone)
    if when is None and parsed:
        when = parse_date(time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed), now=answer.fetched_at)
    return when.at if when else None


def _read_json(engine: type[Engine], answer: Answer, kind: Kind) -> Page:
    """Return a JSON Feed."""
    feed = mapping(answer.json)
    if not isinstance(feed.get("items"), list) or "version" not in feed:
        return engine.page(answer)
    found = []
    for item in rows(feed["items"]):
        link = text(item.get("url")) or text(item.get("external_url")) or ""
        authors = rows(item.get("authors")) or rows([item.get("author")])
        body = text(item.get("content_html"))
        mention = post_of(
            engine,
            answer,
            key=text(item.get("id")) or text(item.get("url")),
            kind=kind,
            html=body or Said(clean(text(item.get("content_text")) or text(item.get("summary")) or "")),
            posted=item.get("date_published"),
            edited=item.get("date_modified"),
            url=canonical(link, answer.url),
            title=clean(text(item.get("title")) or "") or None,
            language_declared=text(item.get("language")) or text(feed.get("language")),
            author=clean(text(authors[0].get("name")) or "") or None if authors else None,
        )
        found += [mention] if mention else []
    next_url = join(answer.url, text(feed.get("next_url")) or "") if feed.get("next_url") else None
    return engine.page(answer, mentions=found, next=next_url, empty=not feed["items"])


def unwrapped(link: str) -> str:
    """Return where a wrapped link leads.

    >>> unwrapped("https://www.google.com/url?rct=j&url=https://blog.example/post&ct=ga")
    'https://blog.example/post'
    """
    if SENT.match(link):
        wrapped = parse_qs(urlsplit(link).query)
        return next(iter(wrapped.get("url") or wrapped.get("q") or [link]))
    return link
