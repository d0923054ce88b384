"""The brands step: which brands each mention of a page names; mentions that name none leave the page, counted."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, Self

from mentions.brand import Brand
from mentions.changed import changed
from mentions.mention import BrandMatch, HeldBack, Mention
from mentions.page import Page
from mentions.site import Site
from mentions.urls import canonical
from pipelines.brand_matcher import BrandMatcher, Found
from pipelines.turns import in_turns, is_large

if TYPE_CHECKING:
    from scrapy.crawler import Crawler  # for its type alone: the text commands run without Scrapy

__all__ = ["BrandMatcher", "BrandsPipeline", "BrandsStep", "Found", "hold_back_languages", "hold_back_page", "match_mention"]


def match_mention(matcher: BrandMatcher, mention: Mention, *, about: Sequence[str] = ()) -> Mention:
    """Give the mention with the brands it names or is about, and its look-alikes; the mention itself when there are none.

    Read are its text, title, pros and cons, and where its words link to; never quotes, nor the owner's reply.
    `about` are the brands that every mention of its site is about (`Site.about`).
    """
    found = matcher.find(
        mention.text,
        title=mention.title,
        pros=mention.pros,
        cons=mention.cons,
        links=mention.links,
        language=mention.language,
        site=mention.site,
        subject=mention.subject,
    )
    brands = found.matches
    if about or matcher.listings:
        brands = (*brands, *(_listed(brand, mention.site, "about") for brand in about), *_listings(matcher, mention))
    if brands == mention.brands and found.held_back == mention.held_back:
        return mention
    return changed(mention, brands=brands, held_back=found.held_back)


def hold_back_languages(mention: Mention, brands: Sequence[Brand]) -> Mention:
    """Give the mention with matches of brands that are not looked for in its language held back; the mention itself when there are none.

    For mentions whose language was told after their brands were matched. A listing counts in any language.
    """
    if not mention.brands or mention.language in (None, "und"):
        return mention
    foreign = {brand.id for brand in brands if brand.languages and mention.language not in brand.languages}
    held = [match for match in mention.brands if match.brand in foreign and match.where != "listing"]
    if not held:
        return mention
    reason = f"language: {mention.language}"
    late = (
        HeldBack(brand=match.brand, start=match.start, end=match.end, matched=match.matched, reason=reason, where=match.where)
        for match in held
    )
    return changed(mention, brands=tuple(match for match in mention.brands if match not in held), held_back=(*mention.held_back, *late))


def hold_back_page(page: Page, brands: Sequence[Brand]) -> Page:
    """Give the page after `hold_back_languages`; mentions that name no other brand leave it, counted in `no_brand`."""
    if not brands:
        return page
    return _parted(page, [hold_back_languages(mention, brands) for mention in page.mentions])


class BrandsStep:
    """The step for whole pages; `sites` gives each site's `about`."""

    def __init__(self, matcher: BrandMatcher, sites: Mapping[str, Site]) -> None:
        self._matcher = matcher
        self._sites = sites

    def __call__(self, page: Page) -> Page:
        """Give the page with its mentions' brands; those that name none are counted in `no_brand`, look-alikes among them kept aside."""
        about = self._about(page)
        return _parted(page, [match_mention(self._matcher, mention, about=about) for mention in page.mentions])

    async def in_turns(self, page: Page) -> Page:
        """Give the same, with turns for the event loop in between."""
        about = self._about(page)
        return _parted(page, await in_turns(lambda mention: match_mention(self._matcher, mention, about=about), page.mentions))

    def _about(self, page: Page) -> tuple[str, ...]:
        site = self._sites.get(page.site)
        return site.about if site is not None else ()


def _parted(page: Page, mentions: Sequence[Mention]) -> Page:
    """Give the page with these mentions, those without brands taken out and counted; but for stored ones that were read anew."""
    named = tuple(mention for mention in mentions if mention.brands or mention.key in page.swept)
    left = [mention for mention in mentions if not mention.brands and mention.key not in page.swept]
    if not left and all(one is other for one, other in zip(named, page.mentions, strict=True)):
        return page
    look_alikes = (*page.look_alikes, *(mention for mention in left if mention.held_back))
    return changed(page, mentions=named, no_brand=page.no_brand + len(left), look_alikes=look_alikes)


def _listings(matcher: BrandMatcher, mention: Mention) -> list[BrandMatch]:
    """Brands whose own listing the mention stands on, or under."""
    for address in (mention.subject_url, mention.thread_url, mention.url):
        found = {brand: address for brand, listing in matcher.listings if address and _lies_under(address, listing)}
        if found:
            return [_listed(brand, address, "listing") for brand, address in found.items()]
    return []


def _lies_under(address: str, listing: str) -> bool:
    """Whether an address is a listing's, or that of a page below it; scheme and `www.` make no difference.

    >>> _lies_under("https://www.maps.example/place/42/reviews?page=2", "http://maps.example/place/42/")
    True
    >>> _lies_under("https://maps.example/place/421", "https://maps.example/place/42")
    False
    """
    one, other = _bare(address), _bare(listing)
    return bool(other) and (one == other or (one.startswith(other) and one[len(other)] in "/?&#"))


def _bare(address: str) -> str:
    return (canonical(address) or "").partition("://")[2].removeprefix("www.").rstrip("/")


def _listed(brand: str, decided: str, rule: str) -> BrandMatch:
    return BrandMatch(brand=brand, start=0, end=0, matched=decided, rule=rule, tagged=False, where="listing")


class BrandsContext(Protocol):
    """What this step needs of the context that `crawler` puts into the settings as `UNTAGGED_CONTEXT`."""

    @property
    def brands(self) -> tuple[Brand, ...]:
        """All configured brands."""
        ...

    @property
    def sites(self) -> Mapping[str, Site]:
        """Configured sites by name."""
        ...


class BrandsPipeline:
    """Scrapy's adapter of `BrandsStep`."""

    def __init__(self, context: BrandsContext) -> None:
        self._context = context
        self._brands = context.brands
        self._step = BrandsStep(BrandMatcher(self._brands), context.sites)
        self._taking_up = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Make the step from what the crawler's settings carry."""
        return cls(crawler.settings["UNTAGGED_CONTEXT"])

    async def process_item(self, item: Page) -> Page:
        """Give the page with its mentions' brands, those that are configured now."""
        if self._context.brands is not self._brands:
            await self._take_up()
        return await self._step.in_turns(item) if is_large(item.mentions) else self._step(item)

    async def _take_up(self) -> None:
        """Look for the brands that the context has now; getting ready for thousands takes seconds, which the loop does not wait."""
        async with self._taking_up:
            brands = self._context.brands
            if brands is not self._brands:
                matcher = await asyncio.to_thread(BrandMatcher, brands)
                self._brands, self._step = brands, BrandsStep(matcher, self._context.sites)
