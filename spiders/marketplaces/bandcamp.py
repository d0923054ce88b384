"""Bandcamp: why fans bought an album or track, from its page, and page after page as the page itself asks for more.

Structure: https://github.com/TeamNewPipe/NewPipeExtractor (bandcamp comments). An address: https://artist.bandcamp.com/album/name . There
is no rating and no date; the token of a review is its id and says where the list goes on.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.markup import require_whole
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.subject import Subject, about, subject_of_page
from spiders.base.values import mapping, require, rows, text

API = "https://bandcamp.com/api/tralbumcollectors/2/reviews"
A_PAGE = 80  # reviews
BLOB = "#collectors-data@data-blob"
ITEM = "meta[name=bc-page-properties]@content"


class BandcampSpider(ReviewsSpider):
    """The words of those who bought an album or track, newest first."""

    engine = "bandcamp"
    family = "marketplaces"
    proof = "page"
    docs = "https://bandcamp.com/terms_of_use"
    terms = "Its terms of use forbid scraping beyond what search engines do; ask Bandcamp, or collect for your own label's pages."
    needs_terms = True
    grows = "top"

    def ask_next(self, page: Page) -> Ask | None:
        """Return the call for the reviews behind the token in `page.next`."""
        if page.next is None:
            return None
        query = {name: values[0] for name, values in parse_qs(urlsplit(page.next).query).items()}
        wanted = {
            "tralbum_type": query["type"],
            "tralbum_id": int(query["id"]),
            "token": query["token"],
            "count": A_PAGE,
            "exclude_fan_ids": [],
        }
        return Ask(url=page.next, method="POST", headers={"Content-Type": "application/json"}, body=json.dumps(wanted).encode())

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews on a page, or of a call for more."""
        if answer.is_json:
            document = require(answer.json, "results", "more_available")
            listed, more, subject = rows(document["results"]), bool(document["more_available"]), None
            item = {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}
        else:
            require_whole(answer)
            root = answer.html.root
            assert root is not None, "a parsed page always has a root"
            blob, facts = find(root, BLOB), mapping(loads(find(root, ITEM) or ""))
            if blob is None:
                return cls.page(answer)
            document = mapping(loads(blob))
            listed, more = rows(document.get("reviews")), bool(document.get("more_reviews_available"))
            item = {"type": text(facts.get("item_type")) or "", "id": text(facts.get("item_id")) or ""}
            subject = subject_of_page(answer, find(root, ".trackTitle"), item["id"])
        page = canonical(item.get("page") or answer.url)
        subject = subject or Subject(item.get("name"), page, item.get("id"))
        found = [_mention(answer, row, page) for row in listed]
        token = text(listed[-1].get("token")) if listed else None
        place = {**item, "page": page, "name": subject.name or "", "token": token}
        following = f"{API}?{urlencode(place)}" if more and token and item.get("id") else None
        return cls.page(answer, mentions=[about(one, subject) for one in found if one], next=following, empty=not listed)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page of an album or track by its generator, the home of the fans' words."""
        if answer.is_json or answer.html.css_first("meta[name=generator][content=Bandcamp], #collectors-data") is None:
            return None
        return Detection(engine=cls.engine, score=1.0) if answer.html.css_first("#collectors-data") else None


def _mention(answer: Answer, row: Mapping[str, Any], page: str | None) -> Mention | None:
    """Return one fan's words."""
    return review_of(
        BandcampSpider,
        answer,
        key=row.get("token"),
        words=Said(clean(text(row.get("why")) or "")),
        posted=None,
        author=text(row.get("name")) or text(row.get("username")),
        author_key=text(row.get("fan_id")),
        variant=text(row.get("fav_track_title")),
        url=page,
        thread_url=page,
    )
