"""Yell.ru: reviews of companies in Russia.

Documentation: none; a company stands at https://www.yell.ru/{city}/com/{name}_{id}/ , its reviews at `…/reviews/?page=2`, a single one at
`?reviewId={id}`. Quirks: pages of before 2020 name their boxes `reviewboxid_{id}`, show stars by class and no dates.
"""

from dataclasses import replace

from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

LAST_DIGIT = r"~ [_-]([1-5])(?:\s|$)"  # of a class such as `stars_4`
NOW = Blocks(
    block=".reviews__item",
    body=".reviews__item-text || [itemprop=reviewBody]",
    key=r"@data-id || a[href*='reviewId=']@href ~ reviewId=(\d+) || [data-review-id]@data-review-id || @id ~ (\d+)$",
    url="a[href*='reviewId=']@href",
    author="[itemprop=author] [itemprop=name] || .reviews__item-user-name || [itemprop=author]",
    date="[itemprop=datePublished]@content || .reviews__item-added",
    rating="[itemprop=ratingValue]@content || .rating__value",
    votes=".reviews__item-likes || .reviews__item-useful",
    reply=".reviews__item-answer-text || .reviews__item-answer",
    replied=".reviews__item-answer-date || .reviews__item-answer .reviews__item-added",
    skip=".reviews__item_answer",
)
BEFORE = replace(
    NOW,
    block="[id^='reviewboxid_']",
    body="[itemprop=reviewBody] || .review-text || [class*='review'][class*='text'] || .text",
    key=r"@id ~ reviewboxid_(\d+)",
    anchor="@id",
    author="[itemprop=author] || .user-name || [class*='user'][class*='name'] || [class*='author']",
    date="[itemprop=datePublished]@content || time@datetime",
    rating=f"[itemprop=ratingValue]@content || [class*='stars']@class {LAST_DIGIT} || [class*='rating']@class {LAST_DIGIT}",
    reply="[class*='answer'] [class*='text'] || [class*='answer']",
)
LAYOUTS = tuple(
    Layout(
        reviews=blocks,
        subject=".company__name || h1[itemprop=name] || h1",
        total="[itemprop=aggregateRating] [itemprop=reviewCount]@content || [itemprop=reviewCount] || .company__reviews-count",
        next="link[rel=next]@href || a.pagination__next@href || .pagination__item_next a@href",
        empty=".reviews__empty",
    )
    for blocks in (NOW, BEFORE)
)


class YellRuSpider(PortalSpider):
    """The reviews of one company."""

    engine = "yell_ru"
    docs = "https://www.yell.ru/user-agreement/"
    terms = "Its agreement forbids copying reviews in bulk without permission."
    needs_terms = True
    layouts = LAYOUTS
    says = "yell.ru"
