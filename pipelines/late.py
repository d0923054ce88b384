"""The steps that a page takes where it is stored: each follows from its text alone, and nothing that a crawl asks for waits for them.

A large crawl stores in a process of its own (`storage.apart`) and so pays for these on another core.
"""

from collections.abc import Iterable, Mapping

from mentions.brand import Brand
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import hold_back_page
from pipelines.language import LanguageDetector, LanguageStep


class LateSteps:
    """Language, then the brands that are looked for in some languages only. Can be sent to another process, which loads its own models."""

    def __init__(self, brands: Iterable[Brand], sites: Mapping[str, Site], detector: str = "ensemble") -> None:
        """`sites` gives each site's languages; a later edit of it is not seen. `detector` as for `LanguageDetector`."""
        self._language = LanguageStep(LanguageDetector(detector), dict(sites))
        self._brands = tuple(brand for brand in brands if brand.languages)

    def __call__(self, page: Page) -> Page:
        """Give the page with its mentions' languages; mentions left without a brand leave the page, counted."""
        return hold_back_page(self._language(page), self._brands)
