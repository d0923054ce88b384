"""Forums that are searched for their threads: for each brand term, unless the site's address or options name places to read whole."""

import re
from collections.abc import Sequence
from typing import ClassVar

from mentions.page import Ask
from spiders.base.engine import Options
from spiders.base.forum import ForumSpider
from spiders.base.search import SearchOptions


class SearchedForum(ForumSpider):
    """A site of threads that a search finds."""

    Options: ClassVar[type[Options]] = SearchOptions

    place: ClassVar[str] = ""
    """Pattern of addresses that name a listing or thread, as pages are asked for; "" where an engine asks an API."""

    def places(self) -> list[Ask]:
        """Return the listings or threads that the site's address names, to be read whole."""
        return [Ask(url=self.site.url)] if self.place and re.search(self.place, self.site.url) else []

    def ask_query(self, query: str) -> Ask:
        """Return how to ask for the newest threads that a query finds."""
        raise NotImplementedError

    def listings(self) -> list[Ask]:
        """Return the places, and a search for each query of the options."""
        return [*self.places(), *map(self.ask_query, self.options_of(self.site).queries)]

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return a search for each term, where the operator names nothing else."""
        return [] if self.listings() else list(map(self.ask_query, queries))
