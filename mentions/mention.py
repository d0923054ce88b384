"""The one value that flows: a `Mention`, somebody's words about something, read from one place."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["post", "review", "comment", "article", "question", "answer"]
Precision = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Where = Literal["text", "title", "pros", "cons", "link", "listing"]
Relation = Literal["same", "quote", "template", "different"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of somebody else that a post repeats."""

    text: str
    """Plain text of the quoted words, NFC, as `Mention.text`."""
    author: str | None = None
    """Who is quoted, where the page says so."""
    url: str | None = None
    """Absolute address of the quoted post, where the page links it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandMatch:
    """One place where a mention names a brand, or the reason why it counts for the brand without naming it."""

    brand: str
    """The brand's id: its table's key in brands.toml."""
    start: int
    """First character of the match in the field that `where` names (0 for `link` and `listing`)."""
    end: int
    """One past the last character (0 for `link` and `listing`)."""
    matched: str
    """The characters matched, as written by the author; for `link` the address linked, for `listing` the subject or site that decided."""
    rule: str
    """What decided: `term`, `inflected`, `joined`, `translit`, `spaced`, `typo`, `handle`, `hashtag`, `link`, `about`, `listing` …"""
    tagged: bool
    """True when the brand's own handle or link is addressed."""
    confidence: float = 1.0
    """0 to 1; below 1 where a rule is known to err (typos, ambiguous names with one weak signal)."""
    where: Where = "text"
    """The field the span lies in; `link` when words link to the brand's host or account without showing it; `listing` when the subject or
    site is the brand's own and no words were needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A look-alike that context ruled out: reported, counted, never a match."""

    brand: str
    """The brand's id."""
    start: int
    """First character in `Mention.text` (or another field, see `where`)."""
    end: int
    """One past the last character."""
    matched: str
    """The characters that look like the brand."""
    reason: str
    """Why it was ruled out, in words an operator can act on: `no signal for an ambiguous name`, `exclude: acme comics` …"""
    where: Where = "text"
    """The field the span lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One post, review, comment, article, question or answer. Engines fill the first groups, steps the last; nobody mutates it."""

    # identity
    site: str
    """Name of the configured site it was read from."""
    engine: str
    """Name of the engine that read it."""
    key: str
    """The site's own stable id; `(site, key)` is unique for ever."""
    kind: Kind = "post"
    """What it is on its site."""
    url: str | None = None
    """Absolute, canonical address that a person can open; None when the site has none."""
    thread_url: str | None = None
    """Absolute, canonical address of the thread or page it stands in; None when it stands alone."""

    # what was said
    title: str | None = None
    """Its own title, or its thread's for a first post; plain text; None when it has none."""
    text: str = ""
    """Plain text, NFC, without quotes of other posts, signatures and "click to expand"; may be empty for a bare rating."""
    quotes: tuple[Quote, ...] = ()
    """What it quotes, in order."""
    links: tuple[str, ...] = field(default=(), compare=False, repr=False, metadata={"json": False})
    """Addresses off the site that the own words link to, shown or not; for the brands step alone, neither stored nor printed."""
    language_declared: str | None = None
    """Language that the site states for this very text (BCP 47 or the site's word); None when it does not."""

    # who and when
    author: str | None = None
    """Handle, or display name where there is no handle, as shown; None for anonymous."""
    author_key: str | None = None
    """The site's stable id of the author; None when not shown."""
    posted_at: dt.datetime | None = None
    """Aware, UTC; None where the page shows no time: never invented."""
    posted_at_precision: Precision | None = None
    """How exact `posted_at` is ("2 months ago" is `month`); None with `posted_at` None."""
    edited_at: dt.datetime | None = None
    """Aware, UTC; None when not edited or not shown."""
    verified: bool | None = None
    """True when the site says: bought or visited; None when it says nothing."""

    # judgement
    rating: float | None = None
    """The author's own rating on the scale `rating_max`; None when not rated."""
    rating_max: float | None = None
    """Best value of the scale; None with `rating` None or when the page does not tell."""
    votes: int | None = None
    """Helpful votes, likes or score, as the site counts; None when not shown."""
    pros: str | None = None
    """What the author liked, where the site has a field for it."""
    cons: str | None = None
    """What the author disliked, where the site has a field for it."""

    # about what
    subject: str | None = None
    """Name of the product, place or business under review; for a forum post None."""
    subject_key: str | None = None
    """The site's stable id of the subject."""
    subject_url: str | None = None
    """Absolute, canonical address of the subject's page."""
    variant: str | None = None
    """Version, size or colour of the subject that the author had."""
    syndicated_from: str | None = None
    """Name of the site or brand a review was taken over from, where the page says so."""
    incentivised: bool | None = None
    """True when the site says the author got something for it; None when it says nothing."""

    # answer
    owner_reply: str | None = None
    """The owner's or seller's public answer, plain text; never a mention of its own."""
    owner_replied_at: dt.datetime | None = None
    """Aware, UTC; None when there is no answer or no time."""
    reply_to: str | None = None
    """`key` of the post it answers; None when it answers none or the page does not tell."""

    # set by steps
    brands: tuple[BrandMatch, ...] = ()
    """Where it names brands, in order of start; empty before the brands step."""
    held_back: tuple[HeldBack, ...] = ()
    """Look-alikes that context ruled out."""
    language: str | None = None
    """ISO 639-1, `und` when it can't be told; None before the language step."""
    language_confidence: float | None = None
    """Calibrated probability that `language` is right, 0 to 1."""
    duplicate_of: str | None = None
    """`site/key` of the earlier mention it repeats or quotes; set by storage, which alone knows the others."""
    duplicate_kind: Relation | None = None
    """Its relation to `duplicate_of`."""
    voice: str | None = None
    """Id of its voice: mentions of one voice are counted once; set by storage."""
