"""TripAdvisor: saved pages of places in its layouts since 2014, and answers of its Content API.

Documentation: https://tripadvisor-content-api.readme.io/reference/getlocationreviews · address, with a key in TRIPADVISOR_API_KEY:
https://api.content.tripadvisor.com/api/v1/location/{id}/reviews?language=en . Quirks: reviews without text are stubs that a script
fills, and none; dates are words of the site's language; the API gives at most five reviews a place.
"""

from spiders.base.api_records import Api, Record
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

API = "https://api.content.tripadvisor.com/"
BARE = r" ~ ^[“”\"„«»\s]*(.*?)[“”\"„«»\s]*$"  # a title without the quotation marks around it
API_REVIEWS = Api(
    rows="data",
    marks=frozenset({"location_id", "published_date", "rating"}),
    total="paging.total_results",
    record=Record(
        key="id",
        words="text",
        title="title",
        posted="published_date",
        stars="rating",
        author="user.username",
        url="url",
        language_declared="lang",
        votes="helpful_votes",
        subject_key="location_id",
        reply="owner_response.text",
        replied="owner_response.published_date",
    ),
)
BUBBLES = r"~ bubble_(\d)(?=\d)"  # `bubble_45`: four and a half; halves are given to no single review
OF_2014 = Blocks(
    block=".reviewSelector, .review-container",
    body=".entry .partial_entry || .entry p || .prw_reviews_text_summary_hsx .partial_entry || .partial_entry",
    key=r"@data-reviewid || @id ~ review_(\d+) || .reviewSelector@data-reviewid",
    author=".username .scrname || .username || .info_text > div || .member_info .username",
    date=".ratingDate@title || .ratingDate@content || .ratingDate",
    title=f".noQuotes{BARE} || .quote{BARE}",
    url=".quote a@href || a.title@href",
    rating=f".rating img@alt || .rating_s_fill@alt || .ui_bubble_rating@class {BUBBLES}",
    votes=".numHlpIn",
    reply=".mgrRspnInline .partial_entry || .mgrRspnInline .entry || .mgrRspnInline .displayText",
    replied=".mgrRspnInline .responseDate@title || .mgrRspnInline .res_date || .mgrRspnInline .responseDate",
    drop=".partnerRvw, .moreLink, .ulBlueLinks, .taLnk",
)
OF_2020 = Blocks(
    block="[data-test-target='HR_CC_CARD'], [data-automation='reviewCard'], [data-test-target='review-card']",
    body="[data-test-target='review-body'] > div || q span || [data-automation='reviewText'] || .fIrGe || .biGQs._P.pZUbB.KxBGd",
    key=r"@data-reviewid || [data-reviewid]@data-reviewid || a[href*='ShowUserReviews']@href ~ -r(\d+)-",
    author="a[href*='/Profile/'].ui_header_link || a[href*='/Profile/'] span || a[href*='/Profile/']",
    date="[class*='ratingDate']@title || [data-test-target='review-date'] || .TreSq || .ncFvv",
    title=f"[data-test-target='review-title'] a{BARE} || [data-test-target='review-title']{BARE} || a[href*='ShowUserReviews']{BARE}",
    url="a[href*='ShowUserReviews']@href",
    rating=f".ui_bubble_rating@class {BUBBLES} || svg[aria-label]@aria-label || svg title",
)
LAYOUTS = tuple(
    Layout(
        reviews=blocks,
        subject="h1#HEADING || h1.heading_name || h1[property=name] || [data-test-target='top-info-header'] || h1",
        total="[property=reviewCount]@content || [itemprop=reviewCount] || .reviews_header_count || [data-test-target='review-count']",
        next="link[rel=next]@href || a.nav.next@href || a[data-smoke-attr='pagination-next-arrow']@href",
        empty="#REVIEWS .noReviews",
    )
    for blocks in (OF_2014, OF_2020)
)


class TripadvisorSpider(PortalSpider):
    """The reviews of one place."""

    engine = "tripadvisor"
    proof = "page"
    docs = "https://tripadvisor-content-api.readme.io/reference/getlocationreviews"
    keys_from = "An account for the Content API: https://www.tripadvisor.com/developers"
    terms = "Its terms forbid scraping; the Content API's reviews may be shown with attribution, not kept."
    needs_terms = True
    may_store_text = False
    signs = True
    api = API
    parameters = {"key": "{TRIPADVISOR_API_KEY}"}  # noqa: RUF012 - the base's ClassVar
    apis = (API_REVIEWS,)
    layouts = LAYOUTS
    says = "tripadvisor"
    marks = ".reviewSelector, .review-container[data-reviewid], [data-test-target='HR_CC_CARD'], [data-automation='reviewCard']"
    sure = 1.0
