"""Target: the newest reviews on a product's page, which keeps them in a string within a string of a script.

An address: https://www.target.com/p/some-skillet/-/A-89287867 . Further reviews are asked for by script, with a key of the page's; an
answer saved from there is read too.
"""

from spiders.base.shop import ShopSpider


class TargetSpider(ShopSpider):
    """The newest reviews of products."""

    engine = "target"
    proof = "page"
    docs = "https://www.target.com/c/terms-conditions/-/N-4sr7l"
    terms = "Its terms forbid automated collecting without written permission."
    needs_terms = True
    hosts = r"target\.com"
    product = r"(?:/A-|[?&]reviewedId=)(\d+)"
