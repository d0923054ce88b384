"""Sweetwater: the reviews that a product's page describes.

An address: https://www.sweetwater.com/store/detail/SomeItem .
"""

from typing import ClassVar, Literal

from spiders.base.shop import ShopSpider


class SweetwaterSpider(ShopSpider):
    """The reviews of products."""

    engine = "sweetwater"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://www.sweetwater.com/about/terms-of-use/"
    hosts = r"sweetwater\.com"
