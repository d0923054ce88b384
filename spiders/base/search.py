"""Walking searches: one stream for each thing looked for."""

from typing import ClassVar

from mentions.page import Ask
from spiders.base.engine import Limits, Options
from spiders.base.streams import Stream, StreamSpider

ANY_WORD = "review"  # what `untagged check` looks for at a site that names no query: its hits show that the search works


class SearchOptions(Options):
    """What every searching engine lets an operator say."""

    queries: tuple[str, ...] = ()
    """What to look for; empty: the terms of all brands, unless the site's address or options name places to read whole."""


class SearchSpider(StreamSpider):
    """A site that is searched for each brand term."""

    Options: ClassVar[type[Options]] = SearchOptions

    def ask_query(self, query: str) -> Ask:
        """Return how to ask for the newest page of a query's hits."""
        raise NotImplementedError

    def places(self) -> list[Stream]:
        """Return the streams that the site's address and options name, to be read whole; by default none."""
        return []

    def streams(self, limits: Limits) -> list[Stream]:
        """Return the places, and a stream for each query."""
        places = self.places()
        queries = self.options_of(self.site).queries or (() if places else limits.queries)
        return [*places, *(Stream(f"search:{query}", self.ask_query(query)) for query in queries)]

    def first_ask(self) -> Ask:
        """Return the newest page of the first stream."""
        return self.streams(Limits(queries=(ANY_WORD,)))[0].first
