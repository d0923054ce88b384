"""iRecommend (irecommend.ru): a product's list of teasers, the review's own page, and lists of the newest reviews.

Documentation: none; products and reviews alike stand at https://irecommend.ru/content/{slug} , a product's pages follow as `?new=1&page=1`.
Quirks: stars shown beside a teaser on the home page are the product's average, not the author's; such teasers are links to follow.
"""

from mentions.page import Answer, Page
from spiders.base.markup import Markup, Rows, base_url, read_rows
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

SLUG = "~ /content/([^/?#]+)"
STARS = ".fivestarWidgetStatic .on, .starsRating .on, .fivestar-widget-static .on"
LISTED = Blocks(
    block=".list-comments > li.item, .view-referenced-nodes li.item",
    body=".reviewTeaserText",
    key=f"a.reviewTextSnippet@href {SLUG} || .reviewTitle a@href {SLUG}",
    url="a.reviewTextSnippet@href || .reviewTitle a@href",
    author=".authorName a || .authorName",
    date=".created .date-created || .created",
    title=".reviewTitle",
    stars=STARS,
    drop=".more",
)
OPENED = Blocks(
    block=".reviewBlock, .node-review, [itemprop=review][itemtype*='/Review']",
    body=".reviewText [itemprop=reviewBody] || [itemprop=reviewBody] || .reviewText",
    key=f"meta[itemprop=url]@content {SLUG} || a[itemprop=url]@href {SLUG} || .reviewTitle a@href {SLUG}",
    url="meta[itemprop=url]@content || a[itemprop=url]@href || .reviewTitle a@href",
    author="[itemprop=author] [itemprop=name] || .reviewer a || .reviewer || .authorName",
    date="[itemprop=datePublished]@content || .dtreviewed || .created",
    title=".reviewTitle [itemprop=name] || .reviewTitle",
    stars=STARS,
    pros=".plus ul || .plus",
    cons=".minus ul || .minus",
    variant=".experience .value",
)
LAYOUTS = tuple(
    Layout(
        reviews=blocks,
        subject=".productTitle || h1.largeHeader [itemprop=name] || h1.largeHeader || h1",
        total="[itemprop=reviewCount] || .total-votes span || .read-all-reviews-link",
        next="li.pager-next a@href || .pager a[title*='ледующ']@href || link[rel=next]@href",
        empty=".no-reviews",
    )
    for blocks in (LISTED, OPENED)
)
NEWEST = Markup(
    rows=Rows(
        block=".citate-wrapper, .views-table tbody tr",
        url=".citate a@href || .views-field-title a@href",
        title=".citate a || .views-field-title a",
    )
)


class IrecommendSpider(PortalSpider):
    """The reviews of products on iRecommend."""

    engine = "irecommend"
    proof = "page"
    docs = "https://irecommend.ru/content/pravila-saita"
    terms = "Its rules forbid copying texts without the author's permission; quoting with a link is allowed."
    needs_terms = True
    layouts = LAYOUTS
    says = "irecommend.ru"
    marks = ".reviewTeaserText, .reviewBlock, .citate-wrapper, .quicktabs-style-irecommend"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a product or of a review's page; of other lists the reviews to open."""
        page = super().read(answer)
        rows = [] if page.mentions or answer.is_json or not cls.is_own(answer) else read_rows(answer, NEWEST, base_url(answer))
        return cls.page(answer, threads=rows) if rows else page
