"""Walking reviews of subjects: each subject is a paged list; a catalogue page leads to its subjects."""

from typing import ClassVar, Literal

from mentions.page import Ask
from spiders.base.engine import Family, Options
from spiders.base.forum import ForumSpider
from spiders.base.keyed import Keyed


class ReviewOptions(Options):
    """What every review engine lets an operator say."""

    subjects: tuple[str, ...] = ()
    """Addresses of further subjects beside the site's own."""


class ReviewsSpider(Keyed, ForumSpider):
    """A site of subjects with reviews: the forum's walk, where a subject's new reviews may stand on any of its pages."""

    family: ClassVar[Family] = "reviews"
    Options: ClassVar[type[Options]] = ReviewOptions
    grows: Literal["end", "top", "anywhere"] = "anywhere"
    by_activity = False

    def listings(self) -> list[Ask]:
        """Return the subjects, or catalogues of subjects, that the operator names."""
        return [Ask(url=url) for url in (self.site.url, *self.options_of(self.site).subjects)]
