"""What a page of reviews is about: the thing that the page itself names as its subject."""

import re
from dataclasses import dataclass, replace

from mentions.mention import Mention
from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.locate import find
from spiders.base.structured import json_ld

RATED = ("aggregaterating", "review", "reviews", "offers")
NAMED = "meta[property='og:title']@content || h1 || title"
ADDRESS = "link[rel=canonical]@href || meta[property='og:url']@content"
SITE = re.compile(r"\s+[|–—]\s+[^|–—]{2,40}$")  # " | Shop": the site's name behind the subject's


@dataclass(frozen=True, slots=True)
class Subject:
    """A product, place or business under review."""

    name: str | None
    """As the page shows it; None when it shows none."""
    url: str | None
    """Canonical address of its page."""
    key: str | None = None
    """The site's id of it."""


def subject_of_page(answer: Answer, name: str | None = None, key: str | None = None) -> Subject:
    """Return the subject: as named, else the thing with an aggregate, reviews or offers in the JSON-LD, else what the page calls itself."""
    root = answer.html.root
    assert root is not None, "a parsed page always has a root"
    url = canonical(find(root, ADDRESS) or answer.url, answer.url)
    if name:
        return Subject(name, url, key)
    nodes = [node for top in json_ld(answer) for node in top.walk()]
    thing = next((node for node in nodes if node.text("name") and any(name in node.props for name in RATED)), None)
    name = thing.text("name") if thing else SITE.sub("", find(root, NAMED) or "") or None
    return Subject(name, url, key)


def about(mention: Mention, subject: Subject | None) -> Mention:
    """Return a mention with the page's subject, where it names none itself."""
    if subject is None or mention.subject is not None:
        return mention
    return replace(
        mention,
        subject=subject.name,
        subject_key=mention.subject_key or subject.key,
        subject_url=mention.subject_url or subject.url,
    )
