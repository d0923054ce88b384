"""Allegro: a seller's own ratings by the API, and the reviews that a product's page describes.

Documentation: https://developer.allegro.pl/documentation#operation/getUserRatings . Addresses:
https://api.allegro.pl/sale/user-ratings?user.id=123 (with a token in ALLEGRO_TOKEN), or the product's page. Ratings of a seller judge
delivery, description and service apart: the rating is their mean.
"""

from typing import Any, ClassVar

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import parameter
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows

A_PAGE = 20  # ratings where `limit` says nothing
RATING = Rows(
    """key=id words=comment posted=createdAt edited=lastChangedAt author=buyer.login author_key=buyer.id reply=answer.message
    replied=answer.createdAt subject=order.offers.0.title subject_key=order.offers.0.id""",
    page="https://allegro.pl/oferta/{}",
)

BEST = 5


class AllegroSpider(ApiSpider, ShopSpider):
    """The ratings that a seller received, or the reviews of products."""

    engine = "allegro"
    docs = "https://developer.allegro.pl/documentation#operation/getUserRatings"
    keys_from = "An application of your own: https://apps.developer.allegro.pl/"
    terms = "Its terms forbid collecting its pages by robots; the API gives a seller its own ratings."
    needs_terms = True
    grows = "anywhere"
    hosts = r"allegro\.(?:pl|cz|sk|hu)"
    api = "https://api.allegro.pl/"
    keys: ClassVar[dict[str, str]] = {"Authorization": "Bearer {ALLEGRO_TOKEN}", "Accept": "application/vnd.allegro.public.v1+json"}

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the ratings of an answer, or the reviews of a page; ratings that were taken back are left out."""
        document = mapping(answer.json) if answer.is_json else {}
        if not isinstance(document.get("ratings"), list):
            return super().read(answer)
        listed = rows(document["ratings"])
        is_full = len(listed) >= (parameter(answer.url, "limit") or A_PAGE)
        offset = (parameter(answer.url, "offset") or 0) + len(listed)
        following = add_or_replace_parameter(answer.url, "offset", str(offset)) if is_full else None
        shown = [row for row in listed if at(row, "removal", "removed") is not True]
        return cls.page(answer, mentions=read_rows(cls, answer, shown, RATING, _known), next=following, empty=not listed)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, a page by its address."""
        if answer.is_json and {"recommended", "rates"} <= mapping(at(answer.json, "ratings", 0)).keys():
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _known(row: Row) -> dict[str, Any]:
    """Return the mean of what was rated, and that something was bought."""
    rates = [rate for rate in mapping(row.get("rates")).values() if isinstance(rate, int | float) and 0 <= rate <= BEST]
    return {"stars": round(sum(rates) / len(rates), 1) if rates else None, "verified": True if row.get("order") else None}
