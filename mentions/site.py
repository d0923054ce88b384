"""A configured site: where to listen, how politely, and what is known about it beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DateOrder = Literal["DMY", "MDY", "YMD"]


@dataclass(frozen=True, kw_only=True)
class Site:
    """One table of config/sites/*.toml, validated. Fields are the table's keys; durations are in seconds."""

    name: str
    """The table's key."""
    engine: str
    """Name of the engine that reads it."""
    url: str
    """Absolute address where listening starts."""
    every_s: float = 3600.0
    """Longest wait between runs."""
    every_min_s: float = 300.0
    """Shortest wait between runs."""
    languages: tuple[str, ...] = ()
    """ISO 639-1; a prior for detection and for reading dates, never a verdict."""
    timezone: str | None = None
    """IANA zone of times that the pages print without one; None means UTC."""
    date_order: DateOrder | None = None
    """Order of day, month and year in numeric dates; None: told by language and by the page's other dates."""
    delay_s: float = 2.0
    """Seconds between requests to this host, at least; counted from the end of the last answer."""
    concurrency: int = 1
    """Requests at once to this host."""
    max_pages: int = 500
    """Pages per run; what is left is a gap, and the run is partial."""
    max_bytes: int = 1_000_000_000
    """Of all answers of a run, decompressed."""
    obey_robots: bool = True
    """False only with `robots_reason`."""
    robots_reason: str | None = None
    """Why robots.txt may be passed over: our own board, a written permission."""
    user_agent: str | None = None
    """Also sent when fetching robots.txt; None: the program's own, with its contact."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request."""
    render: bool = False
    """True: pages are fetched through a browser (extra `render`)."""
    store_text: bool = True
    """False where terms forbid keeping text: counts, rating and id only."""
    terms_accepted: str | None = None
    """Needed by engines whose terms restrict collecting: why this operator may."""
    about: tuple[str, ...] = ()
    """Brand ids that every post here is about."""
    allow_private: bool = False
    """True lets this site live on a loopback or private address."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """The engine's own options, checked against its `Options`."""
