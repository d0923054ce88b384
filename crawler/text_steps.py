"""The steps of a crawl by name, for the store and for pages that no crawler fetched."""

import os
from collections.abc import Mapping, Sequence

from mentions.brand import Brand
from mentions.errors import ConfigError
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import BrandMatcher, BrandsStep
from pipelines.clean import clean_page
from pipelines.language import DETECTORS, LanguageDetector
from pipelines.late import LateSteps

DETECTOR = "UNTAGGED_LANGUAGE_DETECTOR"
"""The variable that names the language detector; none: `ensemble`."""


class EarlySteps:
    """Takes pages through the steps that `crawler.settings` names before the store; mentions without a brand leave the page, counted."""

    def __init__(self, brands: Sequence[Brand], sites: Mapping[str, Site]) -> None:
        self._brands = BrandsStep(BrandMatcher(brands), sites)

    def __call__(self, page: Page) -> Page:
        """Give the page as the store would get it."""
        return self._brands(clean_page(page))


def late_steps(brands: Sequence[Brand], sites: Mapping[str, Site]) -> LateSteps:
    """Give the steps that the store takes a page through. Raises ConfigError for a detector that there is not."""
    return LateSteps(brands, sites, detector_name())


def language_detector() -> LanguageDetector:
    """Give the detector that crawls use. Raises ConfigError for one that there is not."""
    return LanguageDetector(detector_name())


def detector_name() -> str:
    """Return the name of the detector that the environment asks for. Raises ConfigError for one that there is not."""
    name = os.environ.get(DETECTOR) or "ensemble"
    if name not in DETECTORS:
        msg = f"${DETECTOR} is {name!r}; write one of {', '.join(DETECTORS)}"
        raise ConfigError(msg)
    return name
