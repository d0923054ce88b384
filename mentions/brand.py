"""A configured brand: what it is called, and what tells it from its look-alikes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A condition: one of `words` must begin a word within `within` words of the match."""

    words: tuple[str, ...]
    """Word beginnings, any script."""
    within: int = 10
    """Distance in words, on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One table of config/brands.toml, validated. Fields are the table's keys."""

    id: str
    """The table's key."""
    terms: tuple[str, ...]
    """Names as a person would write them; inflection, case, marks, joined and hyphened forms are the matcher's work."""
    handles: tuple[str, ...] = ()
    """Account names without @; addressing one makes a mention tagged."""
    domains: tuple[str, ...] = ()
    """Host names of the brand; a link to one makes a mention tagged."""
    ambiguous: bool = False
    """True when a term is also a common word: a match then needs a signal."""
    context: tuple[str, ...] = ()
    """Word beginnings that speak for the brand, any script."""
    exclude: tuple[str, ...] = ()
    """Phrases that rule a match out when they cover it."""
    require_all: tuple[str, ...] = ()
    """Word beginnings that must all occur in the text or title for any match to count."""
    near: Near | None = None
    """Words that must stand near a match."""
    languages: tuple[str, ...] = ()
    """ISO 639-1; matches in texts of other languages are held back. Empty: any."""
    sites: tuple[str, ...] = ()
    """Names of the sites where the brand is looked for. Empty: all."""
    competitor: bool = False
    """True for somebody else's brand, kept for comparison."""
    listings: tuple[str, ...] = ()
    """Addresses of pages that are about the brand whatever their words."""
