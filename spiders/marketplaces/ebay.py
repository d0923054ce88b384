"""eBay: what buyers say of a seller, on an item's page, on the list behind it, and by the Trading API.

Documentation: https://developer.ebay.com/devzone/xml/docs/reference/ebay/getfeedback.html . Addresses: https://www.ebay.com/itm/{item} ,
https://www.ebay.com/fdbk/mweb_profile?fdbkType=FeedbackReceivedAsSeller&username={seller} , or, with a user token in EBAY_TOKEN,
https://api.ebay.com/ws/api.dll?UserID={seller} . Pages print every entry in two layouts, without id and with dates such as "Past month",
which are none; praise and blame are words of the site, no rating on a scale.
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from selectolax.lexbor import LexborNode
from w3lib.url import add_or_replace_parameter

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.said_keys import said_key
from spiders.base.shop import ShopSpider

API = "https://api.ebay.com/ws/api.dll"
VERSION = "1193"
REQUEST = (
    '<?xml version="1.0" encoding="utf-8"?><GetFeedbackRequest xmlns="urn:ebay:apis:eBLBaseComponents"><UserID>{user}</UserID>'
    "<FeedbackType>FeedbackReceivedAsSeller</FeedbackType><DetailLevel>ReturnAll</DetailLevel>"
    "<Pagination><EntriesPerPage>200</EntriesPerPage><PageNumber>{page}</PageNumber></Pagination></GetFeedbackRequest>"
)
PAGE = Layout(
    reviews=Blocks(
        block="li.fdbk-container",
        body=".fdbk-container__details__comment",
        author=".fdbk-container__details__info__username span ~ ^(.*?)\\s*(?:\\([\\d,.]+\\))?$",
        verified=".fdbk-container__details__verified__purchase span",
        subject=".fdbk-container__details__item-link a ~ ^(.*?)\\s*(?:\\(#\\d+\\))?$",
        subject_url=".fdbk-container__details__item-link a@href",
        reply=".fdbk-container__details__reply, [class*=fdbk][class*=response]",
    ),
    subject=".x-item-title__mainTitle || h1",
    total=".fdbk-detail-list__title .SECONDARY || .fdbk-detail-list__title",
    next="a.fdbk-detail-list__tabbed-btn@href || a.pagination__next@href",
)
PROFILE = Layout(
    reviews=Blocks(
        block="[data-feedback-id]",
        body=".card__comment",
        key="@data-feedback-id",
        author=".card__from ~ ^(?:[^:]*:\\s*)?(\\S+)",
        subject=".card__item ~ ^(.*?)\\s*(?:\\(#\\d+\\))?$",
        reply=".card__reply, [class*=seller-response]",
    ),
    next="a.pagination__next[href]@href",
)
PAGES = [PAGE, PROFILE]
ANSWER = Layout(
    reviews=Blocks(
        block="feedbackdetailarray > feedbackdetail",
        body="commenttext",
        key="feedbackid",
        author="commentinguser",
        date="commenttime",
        subject="itemtitle",
        reply="feedbackresponse",
    ),
    total="paginationresult > totalnumberofentries",
)


class EbaySpider(ShopSpider):
    """The feedback that sellers receive."""

    engine = "ebay"
    proof = "page"
    docs = "https://developer.ebay.com/devzone/xml/docs/reference/ebay/getfeedback.html"
    keys_from = "A user token of your own keys: https://developer.ebay.com/my/keys"
    terms = "Its user agreement forbids robots without permission; the API License lets what is shown be kept no longer than eBay shows it."
    needs_terms = True
    hosts = r"ebay\.(?:com|co\.uk|de|fr|it|es|ca|at|ch|be|nl|ie|pl|ph|in|com\.(?:au|hk|my|sg))"

    def listings(self) -> list[Ask]:
        """Return the items, lists, or sellers' feedback by the API."""
        return [_call(ask.url) if ask.url.startswith(API) else ask for ask in super().listings()]

    def ask_next(self, page: Page) -> Ask | None:
        """Return how to ask for the next page: of the API by a call."""
        return _call(page.next) if page.next and page.next.startswith(API) else super().ask_next(page)

    api = API
    keys = {"X-EBAY-API-IAF-TOKEN": "{EBAY_TOKEN}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the feedback of a page or of an answer of the API."""
        if "<GetFeedbackResponse" not in answer.text[:300]:
            page = cls.page(answer) if answer.is_json else read_reviews(cls, answer, PAGES, then=_keyed)
            return page if page.mentions else super().read(answer)  # product reviews, where a page has any, are described
        if "</GetFeedbackResponse>" not in answer.text:
            msg = "the answer breaks off before its end"
            raise UnreadablePageError(msg)
        page = read_reviews(cls, answer, [ANSWER], then=_on_site)
        root = answer.html.root
        pages = int(find(root, "paginationresult > totalnumberofpages ~ ^\\d+$") or 0) if root else 0
        at = int(_parameter(answer.url, "PageNumber") or 1)
        following = add_or_replace_parameter(answer.url, "PageNumber", str(at + 1)) if at < pages else None
        return replace(page, next=following)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page by its cards of feedback, an answer by its root."""
        if not answer.is_json and ("<GetFeedbackResponse" in answer.text[:300] or answer.html.css_first(".fdbk-container__details")):
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _keyed(_block: LexborNode, mention: Mention) -> Mention:
    """Return an entry with a key made of who wrote what of which item: of its time only "Past month" is told."""
    item = re.search(r"/itm/(\d+)", mention.subject_url or "")
    key = mention.key or said_key(replace(mention, posted_at=None, title=mention.subject))
    return replace(mention, key=key, subject_key=item[1] if item else None)


def _on_site(block: LexborNode, mention: Mention) -> Mention:
    """Return an entry of the API as it is seen: on the page of what was sold."""
    item = find(block, "itemid ~ ^\\d+$")
    page = f"https://www.ebay.com/itm/{item}" if item else None
    return replace(mention, subject_key=item, subject_url=page, thread_url=page, url=page)


def _call(url: str) -> Ask:
    """Return a call for a page of a seller's feedback."""
    body = REQUEST.format(user=escape(_parameter(url, "UserID") or ""), page=int(_parameter(url, "PageNumber") or 1))
    headers = {
        "Content-Type": "text/xml",
        "X-EBAY-API-CALL-NAME": "GetFeedback",
        "X-EBAY-API-COMPATIBILITY-LEVEL": VERSION,
        "X-EBAY-API-SITEID": "0",
    }
    return Ask(url=url, method="POST", headers=headers, body=body.encode())


def _parameter(url: str, name: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get(name, ())), None)
