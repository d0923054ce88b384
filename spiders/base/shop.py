"""One shop: a site with pages of its own design, read as any page that describes its reviews, and recognised by where it stands."""

import re
from dataclasses import replace
from typing import ClassVar

from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.api_reviews import next_page_of, pages_of
from spiders.base.described import read_described
from spiders.base.engine import Detection, Family, Options
from spiders.base.question_records import read_questions
from spiders.base.reviews import ReviewOptions, ReviewsSpider


class ShopOptions(ReviewOptions):
    """What an operator may say of a shop."""

    questions: bool = False
    """True: what buyers ask under a product, and the answers, are mentions too (kinds `question` and `answer`)."""


class ShopSpider(ReviewsSpider):
    """A shop whose pages describe their reviews; a subclass says where it stands and what it knows better."""

    family: ClassVar[Family] = "marketplaces"
    Options: ClassVar[type[Options]] = ShopOptions
    hosts: ClassVar[str]
    """Pattern of its host names, "www." left out."""
    product: ClassVar[str] = ""
    """Pattern of a product's id in the addresses of its page and of its reviews; "" where addresses are no help."""
    lists: ClassVar[str] = ""
    """Address of all reviews of a product, `{}` for its id, which `page=2` continues; "" where there is none."""

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews that a page or an answer for its scripts holds; a product's page leads to all of them."""
        page = read_described(cls, answer)
        if cls.options_of(answer.site).questions and (asked := read_questions(cls, answer)):
            page = replace(page, outcome="ok", error=None, mentions=(*page.mentions, *asked))
        found = re.search(cls.product, answer.url) if cls.product else None
        if found is None:
            return page
        page = about_product(page, key=found[1])
        if not cls.lists or not page.mentions or answer.is_json:
            return page
        start = cls.lists.partition("{}")[0]
        if not answer.url.startswith(start):
            return replace(page, next=cls.lists.format(found[1]))
        return replace(page, next=next_page_of(answer.url, "page", pages=pages_of(page.stated_total, len(page.mentions))))

    @classmethod
    def is_at(cls, answer: Answer) -> bool:
        """Return whether an answer comes from this shop, or says that it is one of the shop's pages."""
        if is_host(answer.url, cls.hosts):
            return True
        link = None if answer.is_json else answer.html.css_first("link[rel=canonical]")
        return link is not None and is_host(link.attributes.get("href") or "", cls.hosts)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page of this shop by its address, where it holds what the engine reads."""
        if not cls.is_at(answer):
            return None
        page = cls.read(answer)
        return Detection(engine=cls.engine, score=0.95) if page.outcome == "ok" or page.threads else None


def is_host(url: str, pattern: str) -> bool:
    r"""Return whether an address's host is one of a pattern's, or lies below it.

    >>> is_host("https://www.shop.example/p/7", r"shop\.(?:example|test)"), is_host("https://myshop.example/", r"shop\.example")
    (True, False)
    """
    return bool(re.fullmatch(rf"(?:[\w-]+\.)*(?:{pattern})", host(url) or ""))


def about_product(page: Page, *, key: str | None = None, url: str | None = None) -> Page:
    """Return a page whose mentions are about a product with this id and address; what is None stays as it was read."""
    mentions = (replace(m, subject_key=key or m.subject_key, subject_url=url or m.subject_url) for m in page.mentions)
    return replace(page, mentions=tuple(mentions))


def shown_at(page: Page, url: str | None, key: str | None) -> Page:
    """Return a page that a script asks for as if it stood where people see it: on its product's page."""
    page = about_product(page, key=key, url=url)
    here = page.url
    mentions = (
        replace(m, thread_url=url or m.thread_url, url=url if m.url in (None, here, m.thread_url) else m.url) for m in page.mentions
    )
    return replace(page, mentions=tuple(mentions))
