"""schema.org nodes to mentions: reviews, comments, forum posts, questions and answers, as real pages describe them."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from mentions.clean import Said
from mentions.dates import When
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer
from mentions.urls import canonical, join
from spiders.base.engine import Engine
from spiders.base.markup import page_dates, permalink
from spiders.base.numbers import decimal, number
from spiders.base.said_keys import with_own_keys
from spiders.base.schema_rating import rating_of
from spiders.base.shown_ids import shown_id
from spiders.base.structured import Node
from spiders.base.visible_parts import labelled, reply_in

KINDS: dict[str, Kind] = {
    "review": "review", "userreview": "review", "criticreview": "review", "employerreview": "review", "recommendation": "review",
    "comment": "comment", "usercomments": "comment", "discussionforumposting": "post", "socialmediaposting": "post",
    "question": "question", "answer": "answer",
}  # fmt: skip
BODY = ("reviewbody", "articlebody", "text", "description", "commenttext", "reviewdescription")
TITLE = ("headline", "name", "reviewtitle", "itemlabel", "title")
DATE = ("datepublished", "datecreated", "commenttime", "dtreviewed", "uploaddate", "date")
ABOUT_PAGES = frozenset({  # types of what a page says of itself and its site, not of something that people judge
    "website", "webpage", "collectionpage", "itempage", "searchaction", "breadcrumblist", "listitem", "itemlist", "imageobject", "person",
    "organization", "wpheader", "wpfooter", "wpsidebar", "sitenavigationelement", "postaladdress", "newsarticle", "aggregaterating",
    "faqpage", "contactpoint", "entrypoint", "videoobject", "",
})  # fmt: skip
ORGANIZATIONS = frozenset({"organization", "brand", "store", "corporation", "onlinestore", "localbusiness"})
TEMPLATE = re.compile(r"\{\{|\{%|<%=|\$\{|^\s*\[[\w.]+\]\s*$")
ESCAPED = re.compile(r"&lt;/?(?:p|br|div|span|b|i|strong|em|ul|li|a)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An item, its kind, and the thing that it stands in."""

    node: Node
    kind: Kind
    holder: Node | None


def read_items(engine: type[Engine], answer: Answer, roots: Sequence[Node]) -> list[Mention]:
    """Return what people say in these nodes, each once: an item needs words, title or rating, and an author or a date."""
    found = list(_items(roots))
    named = {node.id: node for root in roots for node in root.walk() if node.id and node.text("name")}
    dates = page_dates(answer, [one.node.text(*DATE) for one in found])
    edits = page_dates(answer, [one.node.text("datemodified") for one in found])
    subject = _subject_of_page(roots)
    read = (
        _mention(engine, answer, one, _about(one, named, subject), posted, edited)
        for one, posted, edited in zip(found, dates, edits, strict=True)
    )
    return with_own_keys(mention for mention in read if mention is not None)


def stated_total(roots: Iterable[Node]) -> int | None:
    """Return how many reviews the aggregate of the page's subject states: of what the reviews are about, else the page's only one."""
    counts: list[tuple[bool, int]] = []
    for root in roots:
        for node in root.walk():
            holds = any(_kind(child) == "review" for child in node.nodes("review", "reviews"))
            for aggregate in node.nodes("aggregaterating", "ratingaggregate"):
                count = number(aggregate.text("reviewcount", "ratingcount"))
                if count is not None:
                    counts.append((holds, count))
    own = [count for holds, count in counts if holds] or [count for _, count in counts]
    return own[0] if len(set(own)) == 1 or any(holds for holds, _ in counts) else None


def is_about_something(roots: Iterable[Node]) -> bool:
    """Return whether these nodes describe something that people can review, and not only the page and its site."""
    return any(not node.types <= ABOUT_PAGES for root in roots for node in root.walk())


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
            kind = _kind(node)
            if kind is not None and not (kind == "comment" and holder is not None and _kind(holder) == "review"):
                yield Found(node, kind, holder)
            below = [(child, node) for values in node.props.values() for child in values if isinstance(child, Node)]
            stack.extend(reversed(below))


def _kind(node: Node) -> Kind | None:
    """Return what kind of item a node is, None for none. Comments on a review are answers to it."""
    return next((KINDS[name] for name in node.types if name in KINDS), None)


def _subject_of_page(roots: Iterable[Node]) -> Node | None:
    """Return the one thing that has an aggregate rating, if there is just one: what reviews that stand by themselves are about."""
    rated = [node for root in roots for node in root.walk() if node.nodes("aggregaterating") and node.text("name")]
    return rated[0] if len({node.text("name") for node in rated}) == 1 else None


def _about(found: Found, named: Mapping[str, Node], subject: Node | None) -> Node | None:
    """Return what an item is about."""
    about = next(iter(found.node.nodes("itemreviewed")), None) or found.holder
    if about is not None and not about.text("name"):
        about = named.get(about.id or "", about)
    if found.kind == "review" and (about is None or (not about.text("name") and not about.id)):
        return subject or about
    return about


def _mention(
    engine: type[Engine], answer: Answer, found: Found, about: Node | None, posted: When | None, edited: When | None
) -> Mention | None:
    """Return one item as a mention, or None when it is none."""
    node = found.node
    author = _author(node)
    said = words_of(node, *BODY, base_url=answer.url)
    subject = about.text("name") if about is not None and _kind(about) is None else None
    titles = (html_to_text(value).text for name in TITLE for value in node.props.get(name, ()) if isinstance(value, str))
    title = next((one for one in titles if one and one not in (subject, author, said.text)), None)
    rating, best = rating_of(node)
    if not (author or posted) or not (said.text or title or rating is not None):
        return None
    if TEMPLATE.search(said.text) or TEMPLATE.search(author or ""):
        return None
    if about is not None and _is_own_description(node, about, said.text, is_rated=rating is not None):
        return None
    reply = next((c for c in node.nodes("comment", "comments", "reply", "ownerreply") if not c.types or "comment" in c.types), None)
    reply = reply if found.kind == "review" else None
    replied = page_dates(answer, [reply.text(*DATE)])[0] if reply else None
    beside = reply_in(node.element) if found.kind == "review" and node.element is not None and reply is None else None
    shown = labelled(node.element) if found.kind == "review" and node.element is not None else {}
    replied = replied if beside is None else page_dates(answer, [beside.date])[0]
    key = _key(node, about, answer)
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=key,
        kind=found.kind,
        url=permalink(node.text("url") or node.id, answer.url) or canonical(answer.url),
        thread_url=canonical(answer.url),
        title=title,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        language_declared=node.text("inlanguage"),
        author=author,
        posted_at=posted.at if posted else None,
        posted_at_precision=posted.precision if posted else None,
        edited_at=edited.at if edited and posted and edited.at > posted.at else None,
        rating=rating,
        rating_max=best,
        votes=_votes(node),
        pros=_listed(node, "positivenotes", "pros") or shown.get("pros"),
        cons=_listed(node, "negativenotes", "cons") or shown.get("cons"),
        subject=subject,
        subject_url=canonical(about.text("url") or about.id or "", answer.url) if about is not None and subject else None,
        owner_reply=words_of(reply, *BODY, base_url=answer.url).text or None if reply else beside.text if beside else None,
        owner_replied_at=replied.at if replied else None,
    )


def words_of(node: Node, *names: str, base_url: str) -> Said:
    """Return what the first of these properties that says anything says, read from the page where it stands there; HTML within JSON too."""
    for name in names:
        element = node.elements.get(name)
        value = node.text(name) if element is None else None
        if value and ESCAPED.search(value):
            value = html.unescape(value)
        said = html_to_text(element if element is not None else value or "", base_url=base_url)
        if said.text:
            return said
    return Said()


def _is_own_description(node: Node, about: Node, text: str, *, is_rated: bool) -> bool:
    """Return whether a "review" is the shop's own description marked up as one: not where a person gives stars with the same words."""
    if not text or text != html_to_text(about.text("description") or "").text:
        return False
    return not is_rated or any(author.types & ORGANIZATIONS for author in node.nodes("author"))


def _author(node: Node) -> str | None:
    """Return who wrote it: a name, or the first of several."""
    name = node.text("author", "creator", "reviewer", "accountableperson")
    return " ".join(html_to_text(name).text.split()) or None if name else None


def _votes(node: Node) -> int | None:
    """Return upvotes or likes, where given."""
    likes = (one for one in node.nodes("interactionstatistic") if "like" in (one.text("interactiontype", "name") or "").lower())
    counted = next(likes, None)
    votes = decimal(node.text("upvotecount") or (counted.text("userinteractioncount") if counted else None))
    return int(votes) if votes is not None else None


def _listed(node: Node, *names: str) -> str | None:
    """Return pros or cons: texts or an ItemList of them, a line each."""
    lines = []
    for value in (value for name in names for value in node.props.get(name, ())):
        items = value.nodes("itemlistelement") if isinstance(value, Node) else []
        lines += [item.text("name") or "" for item in items] or [value if isinstance(value, str) else value.text("name") or ""]
    return "\n".join(html_to_text(line).text for line in lines if line) or None


def _key(node: Node, about: Node | None, answer: Answer) -> str:
    """Return the item's id: the one it states, its own address, or the one its element shows; "" when only the page's or its subject's.

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
    return (shown_id(node.element) if node.element is not None else None) or ""


def _names(node: Node | None) -> list[str]:
    """Return the ids and addresses that a node states for itself, the best first."""
    stated = (node.text("identifier", "@id"), node.id, node.text("url")) if node is not None else ()
    return [name for name in stated if name]
