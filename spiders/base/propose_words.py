"""Which element of repeated blocks holds what people wrote, and what in it is not theirs: dates, names, buttons, signatures."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from spiders.base.css_names import within_block
from spiders.base.outline import Element, Outline
from spiders.base.propose_fields import ENOUGH, Block, Field, any_of, best, is_whole

WORDS = any_of("content", "text", "body", "message", "msg", "description", "words", "bbcode", "markdown", "prose", "comment", "post",
               "entry", "said")  # fmt: skip
NOT_WORDS = any_of("last", "author", "user", "meta", "head", "foot", "sig", "info", "date", "title", "tools", "action", "buttons",
                   "control", "avatar", "profile", "quote")  # fmt: skip
LINKS = frozenset(("a", "button", "form"))
AGAIN = 0.02  # of the words may stand in a second element of the name
MARKED = re.compile(r"[.\[#][^ >]*$")
FIRST = " > {}:nth-child(1)"  # what stands first, above the words
SHARE = 0.85  # of a block's words that an element within must hold to be its text
AROUND = 0.7  # of them, where what the author tells of himself stands in a column beside them
DATED = 0.2  # of the blocks may say nothing but a date where others say more
LEAST = 0.25  # of a block's words; less, and its text stands beside name and date
UNLIKE = 0.6  # of the posts say what no other says
WORDS_LEAST = 15  # characters of words a block has, in the mean
SMALL = 0.35  # of an element's words, which what is to be left out of it may hold


@dataclass(frozen=True, slots=True)
class Words:
    """Where what people wrote stands."""

    field: Field
    drop: tuple[str, ...] = ()
    """CSS of what stands in it and is not theirs."""


def words_of(
    outline: Outline, found: Sequence[Field], blocks: Sequence[Block], apart: Sequence[Field], dated: Callable[[Element], bool]
) -> Words | None:
    """Return the innermost element that holds (nearly) all words of each block and nothing of `apart`; None where there is none.

    Where people's words stand beside name and date in one element, it is that one, without what is around name and date.
    """
    said = _said(outline, blocks)
    every = sum(said[block.element.index] for block in blocks)
    whole = [field for field in found if is_whole(field) and not any(place and _is_nesting(place, blocks) for place in field.places)]
    clear = [field for field in whole if not _holds(field, apart) and sum(map(dated, filter(None, field.places))) <= DATED * len(blocks)]
    held = [(_held(field, said), field) for field in clear]
    most = max((words for words, _ in held), default=0)
    choices = (
        replace(field, score=_score(field))
        for words, field in held
        if words >= SHARE * most and _again(field, blocks, said) <= (AGAIN * most if MARKED.search(field.line) else 0)
    )
    field = best(choices, blocks) if most > LEAST * every else None
    words = Words(field) if field is not None and are_words(outline, field.places) else None
    if words is None or _is_paragraph(words.field):
        return _around(outline, whole, blocks, apart, said) or words
    return words


def _around(
    outline: Outline, whole: Sequence[Field], blocks: Sequence[Block], apart: Sequence[Field], said: Mapping[int, int]
) -> Words | None:
    """Return the element that holds the words beside what stands apart, and how that is called."""
    itself = [] if any(block.is_nesting for block in blocks) else [Field("", tuple(block.element for block in blocks))]
    most = max((_held(field, said) for field in (*whole, *itself)), default=0)
    for field in sorted((*whole, *itself), key=_score, reverse=True):
        if _held(field, said) < AROUND * most or _again(field, blocks, said) or (field.line and best([field], blocks) is None):
            continue
        drop = [_top_name(outline, field, one, said) for one in apart]
        if None not in drop and are_words(outline, field.places):
            return Words(field, tuple(dict.fromkeys(name for name in drop if name)))
    return None


def _top_name(outline: Outline, field: Field, apart: Field, said: Mapping[int, int]) -> str | None:
    """Return the name of what is around something apart within a field; "" where it does not stand there, None where it has no name."""
    chains = [_around_it(place, other, said) for place, other in zip(field.places, apart.places, strict=True) if place and other]
    chains = [chain for chain in chains if chain]
    if not chains:
        return ""
    names: Counter[str] = Counter()
    for chain in chains:
        names.update(list(dict.fromkeys(name for element in chain for name in within_block(element) if _is_telling(name, element))))
    for name in sorted((name for name, count in names.items() if count >= ENOUGH * len(chains)), key=lambda name: not MARKED.search(name)):
        named = [one for place in field.places if place for one in outline.within(place) if name in within_block(one)]
        if sum(said.get(one.index, 0) for one in named) <= SMALL * _held(field, said):
            return name
    return None


def _is_telling(name: str, element: Element) -> bool:
    """Return whether a name tells an element from what people write: by what it is called, or by its place above their words."""
    return bool(MARKED.search(name)) or name.endswith(FIRST.format(element.tag))


def _around_it(place: Element, other: Element, said: Mapping[int, int]) -> list[Element]:
    """Return the elements around something in a place that hold few of the words, the largest first; nothing where it stands elsewhere."""
    if not place.holds(other) or place is other:
        return []
    chain = [other]
    while (around := chain[-1].parent) is not None and around is not place and said[around.index] <= SMALL * said[place.index]:
        chain.append(around)
    return chain[::-1]


def are_words(outline: Outline, places: Sequence[Element | None]) -> bool:
    """Return whether people wrote what stands in some places: enough of it, and not the same in each."""
    texts = [re.sub(r"\d", "", plain_text(place, outline)) for place in places if place]
    return sum(map(len, texts)) >= WORDS_LEAST * len(texts) and len(set(texts)) > UNLIKE * len(texts)


def plain_text(element: Element, outline: Outline) -> str:
    """Return an element's words outside links and buttons."""
    return " ".join(one.own for one in (element, *outline.within(element)) if one.own and one.tag not in LINKS)


def _said(outline: Outline, blocks: Sequence[Block]) -> dict[int, int]:
    """Return how many characters of words each element of the blocks holds: without links, and without what several blocks say alike."""
    times = Counter(text for block in blocks for text in {(element.own, _place(element)) for element in block.own})
    said: dict[int, int] = {}
    for block in blocks:
        for element in reversed((block.element, *outline.within(block.element))):
            own = 0 if times[element.own, _place(element)] > 1 or element.tag in LINKS else len(element.own)
            said[element.index] = own + sum(said[child.index] for child in element.children if child.tag not in LINKS)
    return said


def _place(element: Element) -> tuple[object, ...]:
    """Return what tells an element's place in a block from others: a quote repeats what a post says, but elsewhere."""
    around = element.parent
    return (element.tag, element.attributes.get("class"), around and around.tag, around and around.attributes.get("class"))


def _held(field: Field, said: Mapping[int, int]) -> int:
    """Return how many characters of words a field holds in all blocks."""
    return sum(said[place.index] for place in field.places if place and place.tag not in LINKS)


def _again(field: Field, blocks: Sequence[Block], said: Mapping[int, int]) -> int:
    """Return how many characters of words stand in further elements of a field's name."""
    again = 0
    for block, place in zip(blocks, field.places, strict=True):
        named = (one for one in block.own if field.again and field.line in within_block(one))
        again += sum(said[one.index] for one in named if place and not place.holds(one))
    return again


def _score(field: Field) -> float:
    """Return how much a field looks like what people write: called so, and with little around it."""
    depth = sum(_depth(place) for place in field.places if place) / len(field.places)
    named = bool(WORDS.search(field.line)) - bool(NOT_WORDS.search(field.line))
    return 1.5 * named + 0.4 * depth - 0.1 * field.line.count(">") - 3.0 * _is_paragraph(field)


def _is_paragraph(field: Field) -> bool:
    """Return whether a field is a paragraph without a name: others may follow it on other pages."""
    return re.split(r"[ >]+", field.line)[-1] == "p"


def _holds(field: Field, apart: Sequence[Field]) -> bool:
    """Return whether what a field names holds something of what stands apart, or stands in it."""
    return any(
        place and other and (place.holds(other) or other.holds(place))
        for one in apart
        for place, other in zip(field.places, one.places, strict=True)
    )


def _depth(element: Element) -> int:
    """Return how many elements are around it."""
    depth, around = 0, element.parent
    while around is not None:
        depth, around = depth + 1, around.parent
    return depth


def _is_nesting(place: Element, blocks: Sequence[Block]) -> bool:
    """Return whether another block stands in a place."""
    return any(place.holds(block.element) and place is not block.element for block in blocks)
