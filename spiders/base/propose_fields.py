"""Which element of repeated blocks is the author and which the date: by what it is called and by what it holds in each."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spiders.base.css_names import PROFILE, within_block
from spiders.base.outline import Dated, Element


def any_of(*words: str) -> re.Pattern[str]:
    """Return the pattern of any of these in a name."""
    return re.compile("|".join(words), re.IGNORECASE)


AUTHOR = any_of("author", "user", "nick", "poster", "member", "login", "handle", "byline", "creator", "owner", "writer", "name", "sender",
              r"\bfn\b", r"who\b", r"by\b", r"\bnik\b", "autor", "auteur", "avtor", "verfasser", "benutzer", "utente", "usuario", "pseudo",
              "yazar", "polzovatel", r"\bimya", "thanh-?vien")  # fmt: skip
NOT_AUTHOR = any_of("rank", "title", "group", "stat", "location", "avatar", "badge", "count", "joined", "level", "karma", "reput",
                    "signature", "letter", "initial")  # fmt: skip
NOT_NAME = any_of("role", "subject", "topic", "reply", "quot", "action", "date", "time", "like", "share", "categor", r"\btags?\b")
NO_NAME = re.compile(
    r"(?:posted |asked )?in .*|[\d.,]+[kK]?\s+\w+|.*:|#?\d+|\w{1,14}:\s.*|.*(?:[Oo]n|[Oo]ff)line", re.DOTALL
)  # "563 posts", "#12", "From: Leeds"
DATE = any_of("date", "time", "when", "posted", "publish", "stamp", "created", r"ago\b", r"\bdt\b")
NOT_DATE = any_of("join", "regist", "since", "edit", "modif", "updated", "last", "online", "seen", "birth", "member", "user", "author",
                "stat", "profile")  # fmt: skip
JOINED = any_of(
    "join", "regist", "member since", "регистр", "tham gia", "mitglied", "dabei seit", "inscri", "iscritt", "lid sinds", "dołącz"
)
BY = re.compile(r"^(?:(?:posted |written )?(?:von|geschrieben von|от|автор|par|por|da|door|av|bởi|đăng bởi|by)\s*:?\s)", re.IGNORECASE)
LEAD = (
    r" ~ ^(?:[Pp]osted |[Ww]ritten |[Gg]eschrieben |[Đđ]ăng )?"
    r"(?:[Bb]y|[Vv]on|[Оо]т|[Аа]втор|[Pp]ar|[Pp]or|[Dd]a|[Dd]oor|[Aa]v|[Bb]ởi)\s*:?\s+(.+)$"
)
SENTENCE = re.compile(r"[!?…]$|[a-zа-я]\.$|(?:\S+\s+){3}")  # "Nice place!", where no name comes back
NAME_MAX = 40
NAME_WORDS = 5
MACHINE = frozenset(("datetime", "data-time", "data-timestamp", "data-utime"))
FINE = frozenset(("second", "minute", "hour"))
ENOUGH = 0.9  # of the blocks must show it
GOOD = 0.8  # of what a field names must look like names: people call themselves "1984"
LACKS = 6.0  # what a share of the blocks without it counts against it
JOINED_LACKS = 0.3  # what it counts against one that has two names
SAMPLE = 12  # blocks on which a locator is tried
PARTS = 6  # of the fields that only some blocks have, those that are tried together
OTHERS = 0.5  # what it counts against a name that others in the block have, too: the first need not be the post's own
LEAST_AUTHOR = 1.0  # a name in <b> and others in the other posts


@dataclass(frozen=True, slots=True)
class Block:
    """One of the repeated blocks."""

    element: Element
    own: tuple[Element, ...]
    """What stands in it and in no block within it."""
    is_nesting: bool
    """Whether another block stands in it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value stands in each block."""

    line: str
    """Its locator."""
    places: tuple[Element | None, ...]
    """Its element in each block; None where a block has none of its own."""
    again: int = 0
    """Characters in further elements of that name in the blocks."""
    score: float = 0.0
    """How well it fits what it is taken for."""


def fields(blocks: Sequence[Block]) -> Iterator[Field]:
    """Yield what blocks have of their own under one name, the first of that name in each."""
    places: dict[str, list[Element | None]] = {}
    again: dict[str, int] = {}
    for number, block in enumerate(blocks):
        for element in block.own:
            for name in within_block(element):
                found = places.setdefault(name, [None] * len(blocks))
                first = found[number]
                if first is None:
                    found[number] = element
                elif not first.holds(element):
                    again[name] = again.get(name, 0) + element.plain
    for name, found in places.items():
        yield Field(name, tuple(found), again.get(name, 0))


def is_whole(field: Field) -> bool:
    """Return whether (nearly) every block has the field."""
    return sum(place is not None for place in field.places) >= ENOUGH * len(field.places)


def best(choices: Iterable[Field], blocks: Sequence[Block]) -> Field | None:
    """Return the field of the highest score, of equals the first, that every block has; two together where none is in all; None of none."""
    choices = list(choices)
    whole = [field for field in choices if is_whole(field)]
    parts = sorted((field for field in choices if _lack(field)), key=lambda field: -field.score)[:PARTS]
    joined = [
        Field(f"{one.line} || {other.line}", places, score=min(one.score, other.score) - JOINED_LACKS)
        for one in parts
        for other in parts
        if _lack(one) < _lack(other) and len(places := _either(one, other)) - places.count(None) > len(places) * (1 - _lack(one))
    ]
    ranked = sorted([*whole, *filter(is_whole, joined)], key=lambda field: -field.score + LACKS * _lack(field))
    return next((field for field in ranked if _is_exact(field, blocks)), None)


def _lack(field: Field) -> float:
    """Return the share of the blocks that have nothing of the name."""
    return field.places.count(None) / len(field.places)


def _either(one: Field, other: Field) -> tuple[Element | None, ...]:
    """Return the places of two fields, the first one's where both have one."""
    return tuple(a or b for a, b in zip(one.places, other.places, strict=True))


def _is_exact(field: Field, blocks: Sequence[Block]) -> bool:
    """Return whether CSS finds in the blocks what the outline found: other elements may begin with the same id."""
    for block, place in list(zip(blocks, field.places, strict=True))[:SAMPLE]:
        found = (first for line in field.line.split(" || ") if (first := block.element.node.css_first(line.split("@")[0])) is not None)
        first = next(found, None)
        if place is not None and (first is None or first.mem_id != place.node.mem_id):
            return False
    return True


def author_of(found: Sequence[Field], blocks: Sequence[Block], dated: Callable[[Element], bool]) -> Field | None:
    """Return where the names of the authors stand, or None."""
    scored = (replace(field, score=_author_score(field, dated)) for field in found)
    author = best((field for field in scored if field.score >= LEAST_AUTHOR), blocks)
    return author and _without_by(author)


def _author_score(field: Field, dated: Callable[[Element], bool]) -> float:
    """Return how much a field looks like the authors' names; 0 where it cannot be."""
    places = [place for place in field.places if place is not None]
    names = [place.text for place in places]
    good = [
        0 < len(name) <= NAME_MAX and len(name.split()) <= NAME_WORDS and any(map(str.isalnum, name)) and not NO_NAME.fullmatch(name)
        and not dated(place)
        for name, place in zip(names, places, strict=True)
    ]  # fmt: skip
    unlike = len({BY.sub("", name) for name in names})
    if sum(good) < GOOD * len(places) or (unlike == 1 and len(names) > 3) or max(map(len, names)) < 2:  # noqa: PLR2004 - two may talk
        return 0.0
    if len({re.sub(r"\d+", "", name) for name in names}) == 1 < unlike == len(names):  # "Post 1", "Post 2"
        return 0.0
    links = [_link(place) for place in places]
    is_person = all(link is not None and PROFILE.search(link) for link in links)
    named = bool(AUTHOR.search(field.line))
    last = re.split(r"[ >]+", field.line)[-1]
    if not (named or is_person or (is_whole(field) and (unlike < len(names) or not any(map(SENTENCE.search, names))))):
        return 0.0
    score = 3.0 * named + 2.0 * is_person - 4.0 * bool(NOT_AUTHOR.search(field.line) or NOT_NAME.search(last))
    score += 0.6 * (places[0].tag in ("b", "strong", "cite", "h3", "h4", "h5", "dt", "a")) + (unlike > 1)
    score += 2.0 * (None not in links and len(set(links)) == unlike < len(names))  # who writes twice links to one profile twice
    score -= 3.0 * (None not in links and len(set(links)) == len(links) > unlike)  # one word, many addresses: a button
    return score - 0.03 * sum(map(len, names)) / len(names) - 0.2 * field.line.count(">") - OTHERS * bool(field.again)


def _link(place: Element) -> str | None:
    """Return where a place, the link around it or the one in it leads."""
    around = place.parent
    for element in (place, around, *place.children):
        if element is not None and element.tag == "a" and element.attributes.get("href"):
            return element.attributes["href"]
    return None


def _without_by(field: Field) -> Field:
    """Return the field with a pattern where the names stand behind "by"."""
    is_led = all(place is None or BY.match(place.text) for place in field.places)
    return replace(field, line=field.line + LEAD) if is_led else field


def date_of(found: Sequence[Field], blocks: Sequence[Block], dates: Sequence[Dated]) -> Field | None:
    """Return where the times of the posts stand, or None."""
    by_element: dict[int, list[Dated]] = {}
    for one in dates:
        by_element.setdefault(one.element.index, []).append(one)

    choices: list[Field] = []
    for field in found:
        shown = [by_element.get(place.index, []) if place else [] for place in field.places]
        for attribute in {one.attribute for here in shown for one in here}:
            told = [one for here in shown for one in here if one.attribute == attribute]
            is_joining = attribute is None and all(JOINED.search(one.element.text) for one in told)
            if len(told) >= ENOUGH * sum(map(bool, field.places)) and not is_joining:
                line = with_attribute(field.line, attribute)
                others = OTHERS * bool(field.again)
                choices.append(Field(line, field.places, score=_date_score(line, told) - others))
    return best(choices, blocks)


def with_attribute(css: str, attribute: str | None) -> str:
    """Return the locator of an attribute: of the first element that has it, as the outline looks for it; of the text without one."""
    return css if attribute is None else f"{css}@{attribute}" if css.endswith(f"[{attribute}]") else f"{css}[{attribute}]@{attribute}"


def _date_score(line: str, told: Sequence[Dated]) -> float:
    """Return how much dates look like the times of posts, not of joining or editing: fine, in order, and called so."""
    times = [one.when.at for one in told]
    in_order = len(set(times)) > 1 and (times == sorted(times) or times == sorted(times, reverse=True))
    score = 2.0 * bool(DATE.search(line)) - 3.0 * bool(NOT_DATE.search(line)) + 2.0 * in_order
    score += 1.5 * (sum(one.when.precision in FINE for one in told) > len(told) / 2)
    attribute = told[0].attribute
    return score + (2.0 if attribute in MACHINE else 1.5 if attribute else 0.0) - 0.2 * line.count(">")
