"""A place in a text that may name a brand, before context has had its say."""

from dataclasses import dataclass

from mentions.mention import Where
from pipelines.brand_index import Entry


@dataclass(slots=True)
class Spot:
    """A place that looks like a name. Offsets are of the folded text."""

    entry: Entry
    """What was found."""
    start: int
    """First character."""
    core: int
    """One past the name itself."""
    end: int
    """One past the ending glued to it, or past the handle that begins with it."""
    rule: str
    """As in `BrandMatch.rule`."""
    confidence: float
    """As in `BrandMatch.confidence`, before context."""
    tagged: bool = False
    """As in `BrandMatch.tagged`."""
    exact: bool = True
    """False for a handle or hashtag that is longer than the name."""
    why: str = ""
    """What decided, for a person."""
    where: Where = "text"
    """The field it lies in."""
    objection: str = ""
    """Why it is no match although its letters are right; "" when nothing is against it so far."""
