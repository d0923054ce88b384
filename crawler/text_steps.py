"""The steps of a crawl before the store, for pages that no crawler fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentions.brand import Brand
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import BrandLanguagesPipeline, BrandsPipeline
from pipelines.clean import CleanPipeline
from pipelines.language import LanguagePipeline


@dataclass(frozen=True, kw_only=True)
class DryContext:
    """What the steps before the store need to know."""

    brands: tuple[Brand, ...]
    """All configured brands."""
    sites: Mapping[str, Site]
    """Sites by name."""
    language_detector: str = "ensemble"
    """Which detector the language step uses."""


class TextSteps:
    """Takes pages through the steps that `crawler.settings` names before the store; mentions without a brand leave the page, counted."""

    def __init__(self, brands: Sequence[Brand], sites: Mapping[str, Site]) -> None:
        context = DryContext(brands=tuple(brands), sites=sites)
        self._steps = (CleanPipeline(), BrandsPipeline(context), LanguagePipeline(context), BrandLanguagesPipeline(context))

    def __call__(self, page: Page) -> Page:
        """Give the page as the store would get it."""
        for step in self._steps:
            page = step.process_item(page)
        return page
