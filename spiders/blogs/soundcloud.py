"""SoundCloud: comments on tracks, by its API.

Documentation: https://developers.soundcloud.com/docs/api/explorer/open-api · address:
https://api.soundcloud.com/tracks/293/comments?limit=200&linked_partitioning=true
Quirks: `next_href` is the whole address of the next page; `timestamp` is the place in the track, in milliseconds, not a time. Tokens
last an hour, and 50 may be asked for in 12 hours.
"""

import re
from dataclasses import replace
from typing import ClassVar

from mentions.page import Answer, Ask, Page
from spiders.base.credentials import client_token, secret
from spiders.base.engine import Detection, Fetch, Options
from spiders.base.hosts import is_page_at
from spiders.base.on_page import on_page
from spiders.base.places import named
from spiders.base.records import read_post
from spiders.base.streams import Stream, StreamSpider
from spiders.base.values import mapping, require, rows, text

CALL = "https://api.soundcloud.com/tracks/{}/comments?limit=200&linked_partitioning=true"
LOGIN = "https://secure.soundcloud.com/oauth/token"
TRACK = re.compile(r"(?:tracks[/:]|^)(\d+)(?:/comments.*)?$")
COMMENT = "key=id words=body posted=created_at author=user.username author_key=user_id|user.id subject_key=track_id"


class SoundcloudOptions(Options):
    """What an operator may say of SoundCloud."""

    tracks: tuple[str, ...] = ()
    """Numbers of tracks whose comments are read."""


class SoundcloudSpider(StreamSpider):
    """Tracks, each a stream of comments. Needs a client: `SOUNDCLOUD_CLIENT_ID` and `SOUNDCLOUD_CLIENT_SECRET` in the environment."""

    engine = "soundcloud"
    family = "blogs"
    proof = "page"
    docs = "https://developers.soundcloud.com/docs/api/explorer/open-api"
    terms = "The API's terms forbid copying what users have put there, comments too: ids, authors and times are kept, no words."
    needs_terms = True
    may_store_text = False
    address = "https://api.soundcloud.com/tracks/123"
    keys_from = "An app of your own: https://soundcloud.com/you/apps"
    Options: ClassVar[type[Options]] = SoundcloudOptions
    token: str = ""
    """Of this run."""

    async def log_in(self, fetch: Fetch) -> None:
        """Ask for a token of the operator's client."""
        self.token = await client_token(fetch, LOGIN, secret("SOUNDCLOUD_CLIENT_ID"), secret("SOUNDCLOUD_CLIENT_SECRET"))

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the token."""
        return replace(ask, headers={**ask.headers, "Authorization": f"OAuth {self.token}"})

    def places(self) -> list[Stream]:
        """Return the track that the site's address names, and those of its options."""
        return [Stream(f"track:{one}", Ask(url=CALL.format(one))) for one in named(self.site.url, TRACK, self.options_of(self.site).tracks)]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of an answer."""
        document = require(answer.json, "collection")
        comments = [row for row in rows(document["collection"]) if row.get("kind") == "comment" and "body" in row]
        found = [read_post(cls, answer, row, COMMENT, kind="comment") for row in comments]
        known = document["collection"] == [] and "next_href" in document
        return cls.page(answer, mentions=found, next=text(document.get("next_href")), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a comment's fields."""
        if is_page_at(answer, "soundcloud.com"):
            track = on_page(answer, r"meta[property='al:android:url']@content ~ sounds:(\d+)$")
            return Detection(engine=cls.engine, score=1.0, options={"tracks": [track]} if track else None)
        found = rows(mapping(answer.json).get("collection")) if answer.is_json else []
        return Detection(engine=cls.engine, score=1.0) if found and found[0].get("kind") == "comment" and "body" in found[0] else None
