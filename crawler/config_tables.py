"""The tables of config/ as pydantic models: what a key may hold; a field's description is the cure its error offers."""

import re
import zoneinfo
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawler.config_words import nearest
from mentions.brand import Brand, Near
from mentions.site import DateOrder, Site

_DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(s|m|h|d|w)")
_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?", re.UNICODE)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def seconds(text: str) -> float:
    """Read a duration such as "90s", "30m", "2h", "1d" or "1w". Raises ValueError."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        msg = "not a duration"
        raise ValueError(msg)
    return float(found[1]) * _UNIT_S[found[2]]


def _duration(text: str) -> str:
    if seconds(text) <= 0:
        msg = "a duration must be above 0"
        raise ValueError(msg)
    return text


def _phrase(text: str) -> str:
    if not any(character.isalnum() for character in text):
        msg = "empty: it has no letter or digit"
        raise ValueError(msg)
    return text.strip()


def _handle(text: str) -> str:
    return _phrase(text).lstrip("@")


def _host(text: str) -> str:
    if not _HOST.fullmatch(text.strip()):
        msg = "not a host name"
        raise ValueError(msg)
    return text.strip().lower()


def _url(text: str) -> str:
    parts = urlsplit(text.strip())  # raises ValueError itself for a broken [IPv6] host
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or _CONTROL.search(text.strip()) or " " in text.strip():
        msg = "not an http or https address"
        raise ValueError(msg)
    if parts.username is not None:
        msg = "an address in config/ may carry no user name or password"
        raise ValueError(msg)
    _ = parts.port  # raises ValueError for a port that is no number
    return text.strip()


def _zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"unknown time zone; {nearest(text, zoneinfo.available_timezones())}"
        raise ValueError(msg) from error
    return text


def _header(text: str) -> str:
    if _CONTROL.search(text) or not text.isascii():
        msg = "a header holds printable ASCII only"
        raise ValueError(msg)
    return _phrase(text)


def _header_name(text: str) -> str:
    if not _HEADER_NAME.fullmatch(text):
        msg = "not a header name"
        raise ValueError(msg)
    return text


Duration = Annotated[str, AfterValidator(_duration)]
Phrase = Annotated[str, AfterValidator(_phrase)]
Handle = Annotated[str, AfterValidator(_handle)]
Host = Annotated[str, AfterValidator(_host)]
Url = Annotated[str, AfterValidator(_url)]
Zone = Annotated[str, AfterValidator(_zone)]
Header = Annotated[str, AfterValidator(_header)]
HeaderName = Annotated[str, AfterValidator(_header_name)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


class NearTable(BaseModel):
    """The `near` of a brand."""

    model_config = _STRICT
    words: list[Phrase] = Field(min_length=1, description='word beginnings, as in words = ["phone", "deliver"]')
    within: int = Field(default=10, ge=1, le=1000, description="a number of words from 1 to 1000")


class BrandTable(BaseModel):
    """One table of brands.toml."""

    model_config = _STRICT
    terms: list[Phrase] = Field(min_length=1, description='one name or more, as in terms = ["Acme", "Акме"]')
    handles: list[Handle] = Field(default=[], description='account names, as in handles = ["acme_help"]')
    domains: list[Host] = Field(default=[], description='host names without https:// and path, as in domains = ["acme.example"]')
    ambiguous: bool = Field(default=False, description="true or false")
    context: list[Phrase] = Field(default=[], description='word beginnings, as in context = ["phone", "deliver"]')
    exclude: list[Phrase] = Field(default=[], description='phrases, as in exclude = ["acme comics"]')
    require_all: list[Phrase] = Field(default=[], description='word beginnings, as in require_all = ["phone"]')
    near: NearTable | None = Field(default=None, description='a table, as in near = { words = ["phone"], within = 10 }')
    languages: list[Language] = Field(default=[], description='two-letter codes of ISO 639-1, as in languages = ["en", "ru"]')
    sites: list[Phrase] = Field(default=[], description='names of sites, as in sites = ["talk-example"]')
    competitor: bool = Field(default=False, description="true or false")
    listings: list[Url] = Field(default=[], description='full addresses, as in listings = ["https://maps.example/place/42"]')

    def brand(self, ident: str) -> Brand:
        """Give the table as the value that flows; `ident` is the table's key."""
        return Brand(
            id=ident,
            terms=tuple(self.terms),
            handles=tuple(self.handles),
            domains=tuple(self.domains),
            ambiguous=self.ambiguous,
            context=tuple(self.context),
            exclude=tuple(self.exclude),
            require_all=tuple(self.require_all),
            near=Near(words=tuple(self.near.words), within=self.near.within) if self.near else None,
            languages=tuple(self.languages),
            sites=tuple(self.sites),
            competitor=self.competitor,
            listings=tuple(self.listings),
        )


class SiteTable(BaseModel):
    """One table of sites/*.toml; the engine, its options and the brands of `about` are checked by `crawler.config`."""

    model_config = _STRICT
    engine: Phrase = Field(description="the name of an engine, such as phpbb")
    url: Url = Field(description='a full address, as in url = "https://talk.example"')
    every: Duration = Field(default="1h", description='a duration such as "90s", "30m", "2h" or "1d"')
    every_min: Duration | None = Field(default=None, description='a duration such as "90s", "30m", "2h" or "1d"')
    languages: list[Language] = Field(default=[], description='two-letter codes of ISO 639-1, as in languages = ["en", "ru"]')
    timezone: Zone | None = Field(default=None, description='an IANA name, as in timezone = "Europe/Berlin"')
    date_order: DateOrder | None = Field(default=None, description='"DMY", "MDY" or "YMD"')
    delay: float = Field(default=2.0, ge=0, le=86_400, allow_inf_nan=False, description="seconds from 0 to 86400, as in delay = 2.0")
    concurrency: int = Field(default=1, ge=1, le=64, description="a number from 1 to 64")
    max_pages: int = Field(default=500, ge=1, description="a number above 0")
    max_mb: int = Field(default=1000, ge=1, description="a number above 0: megabytes a crawl")
    obey_robots: bool = Field(default=True, description="true or false")
    robots_reason: Phrase | None = Field(default=None, description='a sentence, as in robots_reason = "our own board"')
    user_agent: Header | None = Field(default=None, description="one line of ASCII that names who asks and how to reach them")
    headers: dict[HeaderName, Header] = Field(default={}, description='names and values, as in headers = { Accept-Language = "ru" }')
    render: bool = Field(default=False, description="true or false")
    store_text: bool = Field(default=True, description="true or false")
    terms_accepted: Phrase | None = Field(default=None, description="a sentence: why you may collect here in spite of the site's terms")
    about: list[Phrase] = Field(default=[], description='brands of brands.toml, as in about = ["Acme"]')
    allow_private: bool = Field(default=False, description="true or false")
    options: dict[str, object] = Field(default={}, description="a table of the engine's own options")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Check what no key can say alone."""
        if self.every_min is not None and seconds(self.every_min) > seconds(self.every):
            msg = f"key 'every_min': {self.every_min!r} is longer than every = {self.every!r}; shorten every_min or lengthen every"
            raise ValueError(msg)
        if not self.obey_robots and self.robots_reason is None:
            msg = "key 'obey_robots': false needs robots_reason; say there why robots.txt may be passed over"
            raise ValueError(msg)
        return self

    def site(self, name: str) -> Site:
        """Give the table as the value that flows; `name` is the table's key."""
        every_s = seconds(self.every)
        return Site(
            name=name,
            engine=self.engine,
            url=self.url,
            every_s=every_s,
            every_min_s=seconds(self.every_min) if self.every_min else min(300.0, every_s),
            languages=tuple(self.languages),
            timezone=self.timezone,
            date_order=self.date_order,
            delay_s=self.delay,
            concurrency=self.concurrency,
            max_pages=self.max_pages,
            max_bytes=self.max_mb * 1_000_000,
            obey_robots=self.obey_robots,
            robots_reason=self.robots_reason,
            user_agent=self.user_agent,
            headers=dict(self.headers),
            render=self.render,
            store_text=self.store_text,
            terms_accepted=self.terms_accepted,
            about=tuple(self.about),
            allow_private=self.allow_private,
            options=dict(self.options),
        )
