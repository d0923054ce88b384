"""schema.org nodes to mentions: reviews, comments, forum posts, questions and answers, as real pages describe them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

import xxhash

from mentions.dates import parse_date
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer
from mentions.urls import canonical, join
from spiders.base.engine import Engine
from spiders.base.markup import permalink
from spiders.base.numbers import decimal
from spiders.base.structured import Node

KINDS: dict[str, Kind] = {
    "review": "review", "userreview": "review", "criticreview": "review", "employerreview": "review", "recommendation": "review",
    "comment": "comment", "usercomments": "comment", "discussionforumposting": "post", "socialmediaposting": "post",
    "question": "question", "answer": "answer",
}  # fmt: skip
BODY = ("reviewbody", "articlebody", "text", "description", "commenttext", "reviewdescription")
DATE = ("datepublished", "datecreated", "commenttime", "uploaddate", "datemodified", "date")
HOLDERS = ("review", "reviews", "comment", "comments", "acceptedanswer", "suggestedanswer", "mainentity", "hasreview")
DEFAULT_BEST = 5.0  # https://schema.org/bestRating: "If bestRating is omitted, 5 is assumed"


@dataclass(frozen=True, slots=True)
class Found:
    """An item and the thing it stands in."""

    node: Node
    kind: Kind
    holder: Node | None


def read_items(engine: type[Engine], answer: Answer, roots: Iterable[Node]) -> list[Mention]:
    """Return what people say in these nodes, each once: a review needs words, title or rating, and an author or a date."""
    mentions: dict[tuple[str | None, object, str, float | None], Mention] = {}
    for found in _items(roots):
        mention = _mention(engine, answer, found)
        if mention is not None:
            mentions.setdefault((mention.author, mention.posted_at, mention.text, mention.rating), mention)
    return _with_own_keys(list(mentions.values()))


def stated_total(roots: Iterable[Node]) -> int | None:
    """Return how many reviews the page's own aggregate states; None when there is none."""
    for root in roots:
        for node in root.walk():
            for aggregate in node.nodes("aggregaterating", "ratingaggregate"):
                count = decimal(aggregate.text("reviewcount", "ratingcount"))
                if count is not None:
                    return int(count)
    return None


def _items(roots: Iterable[Node]) -> Iterator[Found]:
    """Yield the items below these nodes with what holds them, in order, each once."""
    seen: set[int] = set()
    for root in roots:
        stack: list[tuple[Node, Node | None]] = [(root, None)]
        while stack:
            node, holder = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            kind = next((KINDS[name] for name in node.types if name in KINDS), None)
            if kind is not None and not (kind == "comment" and holder is not None and _is_review(holder)):
                yield Found(node, kind, holder)
            below = [(child, node) for values in node.props.values() for child in values if isinstance(child, Node)]
            stack.extend(reversed(below))


def _is_review(node: Node) -> bool:
    """Return whether a node is a review: comments on it are answers to it."""
    return any(KINDS.get(name) == "review" for name in node.types)


def _mention(engine: type[Engine], answer: Answer, found: Found) -> Mention | None:
    """Return one item as a mention, or None when it is none."""
    node, holder = found.node, found.holder
    author = _author(node)
    posted = parse_date(node.text(*DATE), now=answer.fetched_at, languages=answer.site.languages, timezone=answer.site.timezone)
    said = html_to_text(node.text(*BODY) or "", base_url=answer.url)
    title = html_to_text(node.text("headline", "name", "reviewtitle", "itemlabel") or "").text or None
    rating, best = _rating(node)
    if not (author or posted) or not (said.text or title or rating is not None):
        return None
    about = next(iter(node.nodes("itemreviewed")), None) or holder
    if about is not None and said.text and said.text == html_to_text(about.text("description") or "").text:
        return None  # a shop's own description, marked up as a review
    subject = about.text("name") if about is not None and not {name for name in about.types if name in KINDS} else None
    reply = next((c for c in node.nodes("comment", "comments", "reply", "ownerreply") if not c.types or "comment" in c.types), None)
    replied = parse_date(reply.text(*DATE), now=answer.fetched_at, timezone=answer.site.timezone) if reply else None
    url = permalink(node.text("url") or node.id, answer.url)
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=_key(node, about, answer),
        kind=found.kind,
        url=url or canonical(answer.url),
        thread_url=canonical(answer.url),
        title=None if title in (subject, author, said.text) else title,
        text=said.text,
        quotes=said.quotes,
        language_declared=node.text("inlanguage"),
        author=author,
        posted_at=posted.at if posted else None,
        posted_at_precision=posted.precision if posted else None,
        rating=rating,
        rating_max=best,
        votes=_votes(node),
        pros=_listed(node, "positivenotes"),
        cons=_listed(node, "negativenotes"),
        subject=subject,
        subject_url=canonical(about.text("url") or about.id or "", answer.url) if about is not None and subject else None,
        owner_reply=html_to_text(reply.text(*BODY) or "").text or None if reply and found.kind == "review" else None,
        owner_replied_at=replied.at if replied and found.kind == "review" else None,
    )


def _author(node: Node) -> str | None:
    """Return who wrote it: a name, or the first of several."""
    name = node.text("author", "creator", "reviewer", "accountableperson")
    return " ".join(html_to_text(name).text.split()) or None if name else None


def _rating(node: Node) -> tuple[float | None, float | None]:
    """Return the author's rating and its scale; None, None when not rated."""
    for rating in node.nodes("reviewrating", "rating"):
        value, best = decimal(rating.text("ratingvalue", "value")), decimal(rating.text("bestrating", "best"))
        if value is not None:
            return value, best if best is not None else DEFAULT_BEST if value <= DEFAULT_BEST else None
    value = decimal(node.text("reviewrating", "ratingvalue"))
    return value, (DEFAULT_BEST if value is not None and value <= DEFAULT_BEST else None)


def _votes(node: Node) -> int | None:
    """Return upvotes, where given."""
    votes = decimal(node.text("upvotecount"))
    return int(votes) if votes is not None else None


def _listed(node: Node, name: str) -> str | None:
    """Return pros or cons: texts or an ItemList of them, a line each."""
    lines = []
    for value in node.props.get(name, ()):
        items = value.nodes("itemlistelement") if isinstance(value, Node) else []
        lines += [item.text("name") or "" for item in items] or [value if isinstance(value, str) else value.text("name") or ""]
    return "\n".join(html_to_text(line).text for line in lines if line) or None


def _key(node: Node, about: Node | None, answer: Answer) -> str:
    """Return the item's id: the one it states, else its own address; "" when it states only the page's or its subject's.

    It must not depend on the page of the list where the item stands: new items push the old ones from page to page.
    """
    subject = {join(answer.url, name) for name in _names(about)}
    page = urlsplit(answer.url)
    unpaged = page._replace(query="").geturl()
    given = set(parse_qsl(page.query))
    for name in _names(node):
        address = join(unpaged if name.startswith("#") else answer.url, name)
        if address is None or address in subject:
            continue
        own = urlsplit(address)
        if own[:3] != page[:3] or own.fragment or not set(parse_qsl(own.query)) <= given:
            return address if name.startswith("#") else name
    return ""


def _names(node: Node | None) -> list[str]:
    """Return the ids and addresses that a node states for itself, the best first."""
    stated = (node.text("identifier", "@id"), node.id, node.text("url")) if node is not None else ()
    return [name for name in stated if name]


def _with_own_keys(mentions: list[Mention]) -> list[Mention]:
    """Return mentions with keys that are their own: where there is none, or several share it, what each says decides."""
    counts = Counter(mention.key for mention in mentions)
    return [m if m.key and counts[m.key] == 1 else replace(m, key=_said_key(m), url=m.thread_url) for m in mentions]


def _said_key(mention: Mention) -> str:
    """Return a key made of what an item says, for sites that give their reviews no id."""
    parts = (mention.author, str(mention.posted_at), mention.text, mention.title)
    return "said-" + xxhash.xxh3_64_hexdigest("\x1f".join(part or "" for part in parts).encode("utf-8", "surrogatepass"))
