"""The steps of a crawl before the store, for pages that no crawler fetched."""

from collections.abc import Mapping, Sequence

from mentions.brand import Brand
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import BrandMatcher, BrandsStep
from pipelines.clean import clean_page
from pipelines.language import LanguageDetector, LanguageStep


class TextSteps:
    """Takes pages through cleaning, brands and language, in a crawl's order; mentions without a brand leave the page, counted."""

    def __init__(self, brands: Sequence[Brand], sites: Mapping[str, Site]) -> None:
        self._brands = BrandsStep(BrandMatcher(brands), sites)
        self._language = LanguageStep(LanguageDetector(), sites)

    def __call__(self, page: Page) -> Page:
        """Give the page as the store would get it."""
        return self._language(self._brands(clean_page(page)))
