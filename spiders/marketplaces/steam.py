"""Steam: the reviews of a game, newest first.

Documentation: https://partner.steamgames.com/doc/store/getreviews . An address: https://store.steampowered.com/app/400/ . The service
IUserReviewsService/GetAppReviews is asked (vendors say that store.steampowered.com/appreviews was switched off in October 2026); answers
of either are read. A thumb is no rating on a scale: `rating` is None. Texts are BBCode. A page may be short before the end: only a cursor
that repeats ends the list.
"""

import re
from collections.abc import Mapping
from typing import ClassVar, Literal
from urllib.parse import parse_qs, quote, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.bbcode import bbcode_to_text
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.values import mapping, require, rows, text, whole

API = "https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/"
APP = re.compile(r"/(?:app|appreviews)/(\d+)")
FIRST = "*"  # the cursor of the newest page


class SteamSpider(ReviewsSpider):
    """The reviews of games in all languages."""

    engine = "steam"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://partner.steamgames.com/doc/store/getreviews"
    terms = "Valve's Web API terms allow 100,000 calls a day and keeping what is shown, with Steam named as the source."
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each game that the operator names."""
        return [Ask(url=_api_of(ask.url)) for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer; a list, or an object by id in collections of answers."""
        document = mapping(answer.json)
        document = require(mapping(document.get("response")) or document, "reviews")
        listed = document["reviews"]
        listed = list(listed.values()) if isinstance(listed, dict) else listed
        app = APP.search(answer.url)
        game = app[1] if app else _parameter(answer.url, "appid")
        cursor = text(document.get("cursor"))
        asked = _parameter(answer.url, "cursor") or FIRST
        return cls.page(
            answer,
            mentions=newest(_mention(answer, row, game) for row in rows(listed)),
            next=add_or_replace_parameter(answer.url, "cursor", cursor) if cursor and cursor not in (asked, FIRST) else None,
            stated_total=whole(mapping(document.get("query_summary")).get("total_reviews")),
            empty=listed == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its reviews' own names."""
        if not answer.is_json or '"recommendationid"' not in answer.text:
            return None
        return Detection(engine=cls.engine, score=1.0) if cls.read(answer).mentions else None


def _mention(answer: Answer, row: Mapping[str, object], game: str | None) -> Mention | None:
    """Return one review."""
    person = mapping(row.get("author"))
    steam_id = text(person.get("steamid"))
    page = f"https://store.steampowered.com/app/{game}/" if game else None
    return review_of(
        SteamSpider,
        answer,
        key=row.get("recommendationid"),
        words=bbcode_to_text(text(row.get("review")) or ""),
        posted=row.get("timestamp_created"),
        edited=row.get("timestamp_updated"),
        author=text(person.get("personaname")) or steam_id,
        author_key=steam_id,
        url=f"https://steamcommunity.com/profiles/{steam_id}/recommended/{game}/" if steam_id and game else None,
        thread_url=page,
        language_declared=text(row.get("language")),
        verified=True if row.get("steam_purchase") is True else None,
        incentivised=True if row.get("received_for_free") is True else None,
        votes=whole(row.get("votes_up")),
        reply=row.get("developer_response"),
        replied=row.get("timestamp_dev_responded"),
        subject_key=game,
        subject_url=page,
    )


def _api_of(url: str) -> str:
    """Return the address of the newest reviews of the game that a store address names; another address as it is."""
    app = APP.search(url)
    if app is None or url.startswith(API):
        return url
    return f"{API}?appid={app[1]}&filter=recent&language=all&review_type=all&purchase_type=all&num_per_page=100&cursor={quote(FIRST)}"


def _parameter(url: str, name: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get(name, ())), None)
