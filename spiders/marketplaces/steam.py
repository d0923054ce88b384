"""Steam: the reviews of a game, newest first.

Documentation: https://partner.steamgames.com/doc/store/getreviews . An address: https://store.steampowered.com/app/400/ . The service
IUserReviewsService/GetAppReviews is asked (vendors say that store.steampowered.com/appreviews was switched off in October 2026); answers
of either are read. A thumb is no rating on a scale: `rating` is None. Texts are BBCode. A page may be short before the end: only a cursor
that repeats ends the list.
"""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.bbcode import bbcode_to_text
from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.values import at, mapping, require, rows, text, whole

GAME = re.compile(r"(?:/appreviews/|[?&]appid=)(\d+)")
FIRST = "*"  # the cursor of the newest page
REVIEW = Rows(
    """key=recommendationid posted=timestamp_created edited=timestamp_updated author=author.personaname|author.steamid
    author_key=author.steamid language_declared=language verified=steam_purchase incentivised=received_for_free votes=votes_up
    reply=developer_response replied=timestamp_dev_responded""",
    page="https://store.steampowered.com/app/{}/",
)


class SteamSpider(ApiSpider):
    """The reviews of games in all languages."""

    engine = "steam"
    proof = "page"
    docs = "https://partner.steamgames.com/doc/store/getreviews"
    terms = "Valve's Web API terms allow 100,000 calls a day and keeping what is shown, with Steam named as the source."
    product = r"/app/(\d+)"
    call = (
        "https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/?appid={0}&filter=recent&language=all&review_type=all"
        "&purchase_type=all&num_per_page=100&cursor=*"
    )

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer; a list, or an object by id in collections of answers."""
        document = mapping(answer.json)
        document = require(mapping(document.get("response")) or document, "reviews")
        listed = document["reviews"]
        listed = list(listed.values()) if isinstance(listed, dict) else listed
        named = GAME.search(answer.url)
        game = named[1] if named else None
        cursor, asked = text(document.get("cursor")), next(iter(parse_qs(urlsplit(answer.url).query).get("cursor", ())), FIRST)
        return cls.page(
            answer,
            mentions=read_rows(cls, answer, rows(listed), REVIEW, lambda row: _known(row, game)),
            next=add_or_replace_parameter(answer.url, "cursor", cursor) if cursor and cursor not in (asked, FIRST) else None,
            stated_total=whole(at(document, "query_summary", "total_reviews")),
            empty=listed == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its reviews' own names."""
        found = answer.is_json and '"recommendationid"' in answer.text and cls.read(answer).mentions
        return Detection(engine=cls.engine, score=1.0) if found else None


def _known(row: Row, game: str | None) -> dict[str, Any]:
    """Return the words of a review, and its own address."""
    person = text(at(row, "author", "steamid"))
    address = {"url": f"https://steamcommunity.com/profiles/{person}/recommended/{game}/"} if person and game else {}
    return {"words": bbcode_to_text(text(row.get("review")) or ""), "subject_key": game, **address}
