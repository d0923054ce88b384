"""What every engine is: a pure reader of one answer, and what it says of itself."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

import scrapy
from pydantic import BaseModel, ConfigDict

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, State, Thread
from mentions.site import Site

Family = Literal["forums", "reviews", "maps", "marketplaces", "blogs", "microblogs"]
Fetch = Callable[[Ask], Awaitable[Answer]]
"""Fetches politely. Raises FetchError when no answer came."""
Known = Callable[[Collection[str]], Awaitable[Mapping[str, State]]]
"""What the site remembers under these scopes; scopes without memory are left out."""


class Options(BaseModel):
    """An engine's own options, as an operator writes them; engines subclass it. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a run must stop although there is more."""

    max_pages: int | None = None
    """Pages per run; None: the site's own `max_pages`."""
    since: datetime | None = None
    """Aware UTC: nothing older is asked for."""
    queries: tuple[str, ...] = ()
    """What search-shaped engines look for: the brands' terms."""
    now: datetime | None = None
    """Aware UTC: when the run began; None: nothing is left out for having been read lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """An engine recognised on a page."""

    engine: str
    """Its name."""
    score: float
    """0 to 1: 1 for a mark that only this engine makes, 0.5 for a likeness."""
    version: str | None = None
    """As the page tells it; None when it does not."""
    url: str | None = None
    """Where a site's table should start, when it is not the page's own address."""
    options: Mapping[str, Any] | None = None
    """Options the site's table needs."""


class Engine(scrapy.Spider):
    """Base of all engines. A subclass says how to ask and how to read; shapes (forum, stream …) say how to walk.

    A class is made per site, so that `name` in logs and stats is the site's. `read` is pure: the same answer gives an equal page.
    """

    name = "engine"
    engine: ClassVar[str]
    """Its name: the file's and the configuration's."""
    family: ClassVar[Family]
    """What kind of place it reads: the folder it lies in."""
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    """`page`: reads real saved pages; `documented`: built from documentation, never seen against a real answer."""
    docs: ClassVar[str]
    """Address of the engine's own documentation or source."""
    address: ClassVar[str | None] = None
    """What a site's `url` is, capitals standing for other names; None: what the module shows, or any page that lists threads or posts."""
    keys_from: ClassVar[str | None] = None
    """Where an operator gets the secrets that it reads from the environment; None when it reads none."""
    terms: ClassVar[str | None] = None
    """What its terms allow to keep, one sentence; None when nothing special is known."""
    needs_terms: ClassVar[bool] = False
    """True when its terms forbid collecting: a site then needs `terms_accepted`."""
    may_store_text: ClassVar[bool] = True
    """False when its terms forbid keeping text: `store_text` is then off."""
    Options: ClassVar[type[Options]] = Options
    """The engine's own options."""

    leads_to: ClassVar[tuple[str, ...]] = ()
    """Addresses of its own service to whose hosts a site's pages lead on, whatever host the site is on."""
    signs: ClassVar[bool] = False
    """True when `sign` puts secrets into the address itself."""

    site: Site

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the engine's secrets, read from the environment, in place. Raises FetchError when one is missing."""
        return ask

    async def log_in(self, fetch: Fetch) -> None:
        """Ask for the token that `sign` puts in place, where an API gives only such as last a while; once a run, before its first request.

        Raises FetchError when there is none to be had. By default nothing is asked.
        """
        del fetch

    @classmethod
    def pause_s(cls, answer: Answer) -> float:
        """Return the seconds for which this answer's words ask that no other be asked for; what headers say is heard without it."""
        del answer
        return 0.0

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return what the answer holds. May raise UnreadablePageError; `reading.read_answer` is what others call."""
        raise NotImplementedError

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return how sure this engine is that the answer is its own, or None."""
        del answer
        return None

    def first_ask(self) -> Ask:
        """Return the first thing that a run asks for: what `untagged check` shows."""
        return Ask(url=self.site.url)

    async def pages(self, fetch: Fetch, known: Known, limits: Limits) -> AsyncGenerator[Page, None]:
        """Walk the site: yield pages to store, in order, each with the state it covers. Implemented by shape, never by an engine."""
        del fetch, known, limits
        raise NotImplementedError
        yield

    @classmethod
    def options_of(cls, site: Site) -> Any:  # noqa: ANN401 - each engine has its own model
        """Return the site's options as this engine's `Options`."""
        return cls.Options(**site.options)

    @classmethod
    def page(
        cls,
        answer: Answer,
        *,
        mentions: Iterable[Mention | None] = (),
        threads: Iterable[Thread | None] = (),
        listings: Sequence[str] = (),
        next: str | None = None,  # noqa: A002 - the field's name
        stated_total: int | None = None,
        empty: bool = False,
    ) -> Page:
        """Return the page read: `ok` with items, `empty` when the engine knows that there truly are none, else `unreadable`.

        What is None, because its record says nothing or may not be read, is left out.
        """
        said, named = tuple(one for one in mentions if one is not None), tuple(one for one in threads if one is not None)
        has_items = bool(said or named or listings)
        return Page(
            site=answer.site.name,
            engine=cls.engine,
            url=answer.url,
            outcome="ok" if has_items else "empty" if empty else "unreadable",
            mentions=said,
            threads=named,
            listings=tuple(listings),
            next=next,
            stated_total=stated_total,
            error=None if has_items or empty else f"nothing that {cls.engine} knows was found on this page",
            status=answer.status,
            fetched_at=answer.fetched_at,
        )
