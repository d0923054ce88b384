"""Which attribute or link of repeated blocks is each one's own id: alike in form, different in each, and no mere count."""

import math
import re
from collections.abc import Iterator, Sequence

from spiders.base.css_names import DATA_ID
from spiders.base.outline import Element
from spiders.base.propose_fields import Block, Field

POST = re.compile(
    r"^(?:#?(?:div|li|article)?[-_]?)?(?:post|comment|cmt|msg|message|reply|answer|entry|p|c|m|pid|cid|beitrag|otvet)[-_]?(?:id[-_]?)?(?=\d|$)",
    re.IGNORECASE,
)
OTHER = re.compile(r"user|author|member|topic|thread|parent|page|number|index|position|avatar|forum|quote|vote", re.IGNORECASE)
OF_ALL = re.compile(r"@data-(?:[a-z]+-)*(?:(?:post|comment|message|msg|reply)-?u?id|pk|pid|cid|uuid)$")  # no count in a thread is called so
LINKED = r"(#[A-Za-z_-]*\d+|[/?&=](?:post|comment|reply|msg|message|answer|p|c|pid|cid)s?(?:id)?[/=_-]?\d+)(?=[/?&#]|$)"
NUMBERED_ID = re.compile(r"[A-Za-z][A-Za-z_-]*\d+(?:[_-][A-Za-z]+)?")
LAST = re.compile(r"(\d+)\D*$")
WORD = re.compile(r"[A-Za-z]+(?=[^A-Za-z]*$)")  # the last: "forum-post-4711" is a post's
FOLLOWS = 1.5


def key_of(blocks: Sequence[Block], found: Sequence[Field], prefix: str = "") -> tuple[float, str] | None:
    """Return how good the best id is, and its locator; None where the blocks show none. `prefix` stands before what is within."""
    choices = [
        (score, line)
        for line, values in _candidates(blocks, found, prefix)
        if len(set(values)) == len(blocks) and None not in values and (score := _score(line, [value or "" for value in values])) > 0
    ]
    return max(choices, key=lambda choice: choice[0], default=None)


def anchor_of(blocks: Sequence[Block], found: Sequence[Field], prefix: str = "") -> str | None:
    """Return the locator of the name by which an address leads to a post on its page, or None."""
    lines = {
        line.split(" ~ ")[0]: bool(POST.match(values[0] or ""))
        for line, values in _candidates(blocks, found, prefix)
        if re.search("@(?:id|name) ~", line) and len(set(values)) == len(blocks)
    }
    return max(lines, key=lambda line: lines[line], default=None)


def link_of(blocks: Sequence[Block], found: Sequence[Field]) -> str | None:
    """Return the locator of the link that leads to a post: its number is also an id on the page, where posts have ids. None without one."""
    numbers = {
        tuple(match[1] if value and (match := LAST.search(value)) else None for value in values)
        for line, values in _candidates(blocks, found, "")
        if "href" not in line and len(set(values)) == len(blocks)
    }
    choices = []
    for field in found:
        links = [place.attributes.get("href") if place else None for place in field.places]
        linked = [re.search(LINKED, link) if link else None for link in links]
        if all(linked) and len(set(links)) == len(links):
            is_known = tuple(_number(link or "") for link in links) in numbers
            if is_known or not numbers:
                choices.append((is_known and all("#" in (link or "") for link in links), field.line))
    return f"{max(choices, key=lambda choice: choice[0])[1]}@href" if choices else None


def _candidates(blocks: Sequence[Block], found: Sequence[Field], prefix: str) -> Iterator[tuple[str, list[str | None]]]:
    """Yield locators of what may be ids, with their value in each block."""
    own = [block.element for block in blocks]
    yield from _of_elements(prefix and "<", own)
    for field in found:
        yield from _of_elements(prefix + field.line, field.places)


def _of_elements(line: str, places: Sequence[Element | None]) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the attributes of elements that may be ids."""
    first = next((place for place in places if place), None)
    for name in first.attributes if first else ():
        if name in ("id", "name") or (DATA_ID.fullmatch(name) and not OTHER.search(name)):
            values = [place.attributes.get(name) if place else None for place in places]
            if name in ("id", "name") and all(value and NUMBERED_ID.fullmatch(value) for value in values):
                yield f"{line}@{name} ~ (\\d+)\\D*$", values
            elif name not in ("id", "name"):
                yield f"{line}@{name}", values
    hrefs = [place.attributes.get("href") if place else None for place in places]
    matches = [re.search(LINKED, href) if href else None for href in hrefs]
    if all(matches):
        yield f"{line}@href ~ (\\d+)(?=[/?&#]|$)(?!.*\\d)", [_number(href or "") for href in hrefs]


def _number(text: str) -> str | None:
    match = re.search(r"(\d+)(?=[/?&#]|$)(?!.*\d)", text)
    return match[1] if match else None


def _score(line: str, values: Sequence[str]) -> float:
    """Return how much values look like ids of the whole site: 0 for words, and for counts that begin anew on each page or thread."""
    numbers = [int(match[1]) for value in values if (match := LAST.search(value)) and len(match[1]) < 20]  # noqa: PLR2004 - more is no id
    if len(numbers) < len(values) or any(OTHER.search(word[0]) for value in values if (word := WORD.search(value))):
        return 0.0
    in_order = sorted(numbers)
    is_run = in_order == list(range(in_order[0], in_order[0] + len(numbers)))
    if is_run and in_order[0] <= 1 and not OF_ALL.search(line):
        return 0.0
    score = 1.0 + 0.3 * math.log10(in_order[-1] + 1) - FOLLOWS * is_run
    return score + 2.0 * (bool(POST.match(values[0])) or "data-" in line) - 0.3 * ("href" in line) - 0.05 * line.count(" ")
