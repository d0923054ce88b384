"""Walking searches: one stream for each thing looked for."""

from typing import ClassVar

from mentions.page import Ask
from spiders.base.engine import Limits, Options
from spiders.base.streams import Stream, StreamSpider


class SearchOptions(Options):
    """What every searching engine lets an operator say."""

    queries: tuple[str, ...] = ()
    """What to look for; empty: the terms of all brands."""


class SearchSpider(StreamSpider):
    """A site that is searched for each brand term."""

    Options: ClassVar[type[Options]] = SearchOptions

    def ask_query(self, query: str) -> Ask:
        """Return how to ask for the newest page of a query's hits."""
        raise NotImplementedError

    def streams(self, limits: Limits) -> list[Stream]:
        """Return a stream for each query."""
        queries = self.options_of(self.site).queries or limits.queries
        return [Stream(f"search:{query}", self.ask_query(query)) for query in queries]
