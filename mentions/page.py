"""One answer in, one `Page` out: the frozen values between the network, the engines, the steps and the store."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from mentions.errors import UnreadablePageError
from mentions.html_depth import DEEPEST, is_too_deep
from mentions.mention import Mention
from mentions.site import Site
from mentions.text import decode, plain_utf8

_JSON = re.compile("[\ufeff \t\r\n]*[{[]")
Outcome = Literal["ok", "empty", "blocked", "unreadable"]
State = Mapping[str, Any]
"""What a site remembers under one scope: a JSON object, opaque to all but the walk that wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to fetch: what an engine wants, before politeness has its say."""

    url: str
    """Absolute address."""
    method: Literal["GET", "POST"] = "GET"
    """POST only for APIs that read by POST."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of this request beside the site's own (an API key, an Accept)."""
    body: bytes = b""
    """Body of a POST."""
    etag: str | None = None
    """Sent as If-None-Match."""
    last_modified: str | None = None
    """Sent as If-Modified-Since."""
    is_secret: bool = False
    """True when the answer may hold secrets, as one to a login does: it is archived nowhere."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back for one request: from the network, a file or an archive. Equal answers read to equal pages.

    `text`, `json` and `html` are decoded once, on first use.
    """

    url: str
    """Address after redirects."""
    status: int = 200
    """HTTP status; 200 for a file."""
    content_type: str | None = None
    """Media type without parameters, lower case; None when not told."""
    charset: str | None = None
    """Charset of the Content-Type header or of `--charset`; None when not told."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers that matter, names in lower case: etag, last-modified, link, retry-after, x-ratelimit-*, x-wp-*."""
    body: bytes = b""
    """The bytes, decompressed."""
    fetched_at: dt.datetime
    """Aware UTC: what "2 hours ago" is counted from."""
    site: Site
    """The site it was fetched for."""

    @cached_property
    def text(self) -> str:
        """The body as text (`mentions.text.decode`)."""
        plain = self._plain
        return decode(self.body, self.charset, markup="json" not in (self.content_type or "")) if plain is None else plain

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The body as JSON. Raises UnreadablePageError when it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            msg = f"{self.url}: not JSON ({error.__class__.__name__})"
            raise UnreadablePageError(msg) from error

    @cached_property
    def html(self) -> LexborHTMLParser:
        """The body as a parsed HTML page. Do not change it: all readers of the page share it.

        Raises UnreadablePageError when elements are nested so deep that reading them would take quadratic time.
        """
        if is_too_deep(self.text):
            msg = f"{self.url}: elements are nested more than {DEEPEST} deep"
            raise UnreadablePageError(msg)
        return LexborHTMLParser(self.text if self._plain is None else self.body, options=LexborDocumentOptions.WO_EVENTS)

    @cached_property
    def _plain(self) -> str | None:
        """The text of a body that is UTF-8 and nothing else: the parser then takes the bytes as they are."""
        return plain_utf8(self.body)

    @cached_property
    def is_json(self) -> bool:
        """True when the body looks like a JSON object or array, whatever the header says."""
        return _JSON.match(self.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One row of a listing page: a thread and what the listing says of it."""

    key: str
    """The site's stable id of the thread."""
    url: str
    """Absolute, canonical address of its first page."""
    title: str | None = None
    """Plain text."""
    last_post_at: dt.datetime | None = None
    """Aware UTC; None when the listing does not show it or shows it too vaguely."""
    replies: int | None = None
    """Answers, the first post not counted; None when not shown."""
    pinned: bool = False
    """True for sticky rows, which stand out of date order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A mention that was read but cannot be kept: counted, and kept for a person to look at."""

    key: str | None
    """Its key, if it has one."""
    reason: str
    """Short, one of few: it is a bin of the ledger."""
    detail: str = ""
    """What was wrong, at most 200 characters, safe to print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one answer holds: the item that flows through the steps, whole, and is stored in one transaction with its state."""

    site: str
    """Name of the site."""
    engine: str
    """Name of the engine that read it."""
    url: str
    """Address of the answer."""
    outcome: Outcome
    """`ok` has items; `empty` truly has none; `blocked` is a challenge, login wall or block page; `unreadable` anything else."""
    mentions: tuple[Mention, ...] = ()
    """In the page's order. Steps take mentions out and count them below."""
    threads: tuple[Thread, ...] = ()
    """Rows of a listing page, in the page's order."""
    listings: tuple[str, ...] = ()
    """Absolute addresses of further listing pages (sub-forums, categories) that a forum's index names."""
    next: str | None = None
    """Absolute address of the next page; None on the last."""
    stated_total: int | None = None
    """How many items the site itself says there are; None when it does not."""
    error: str | None = None
    """Why it is `blocked` or `unreadable`, one sentence; None otherwise."""
    status: int = 200
    """HTTP status; 0 when no answer came."""
    fetched_at: dt.datetime | None = None
    """Aware UTC time of the answer."""

    # set by the walk
    state: Mapping[str, State | None] = field(default_factory=dict)
    """Scope → what the site knows once this page is stored; None forgets the scope. Written in the page's own transaction."""
    validators: Mapping[str, str] = field(default_factory=dict)
    """`etag` and `last_modified` of the answer, for the state that covers it; empty when the site sent none."""
    gap: str | None = None
    """What this run knows it did not read, and why; makes the run partial."""

    gone: tuple[str, ...] = ()
    """Keys of stored mentions that their thread, read anew from end to end, no longer holds: storage erases their texts."""

    swept: tuple[str, ...] = ()
    """Keys of stored mentions that stand on this page, which was read anew: the brands step leaves them in, storage notes what became of
    them."""

    # set by steps
    read: int = 0
    """Mentions that the engine read, before any step."""
    no_brand: int = 0
    """Mentions that name no brand: counted, not stored."""
    look_alikes: tuple[Mention, ...] = ()
    """Those of `no_brand` that have `held_back` matches: storage keeps a snippet of each match for `brands noise`, never the mention."""
    rejected: tuple[Reject, ...] = ()
    """Mentions that cannot be kept."""
