"""Sweetwater: the reviews that a product's page describes.

An address: https://www.sweetwater.com/store/detail/SomeItem .
"""

from spiders.base.shop import ShopSpider


class SweetwaterSpider(ShopSpider):
    """The reviews of products."""

    engine = "sweetwater"
    proof = "page"
    docs = "https://www.sweetwater.com/about/terms-of-use/"
    hosts = r"sweetwater\.com"
