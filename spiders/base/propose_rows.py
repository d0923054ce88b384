"""Finding the threads of an unknown board's listing: repeated rows with a title that leads to each, answers counted, the last dated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mentions.urls import canonical, same_host
from spiders.base.css_names import PROFILE
from spiders.base.markup import base_url
from spiders.base.numbers import number
from spiders.base.outline import Dated, Outline
from spiders.base.propose_fields import Block, Field, best, fields, is_whole, with_attribute
from spiders.base.propose_posts import Found, named_blocks

LEAST = 4  # rows
TITLE = re.compile(r"title|subject|topic|thread|headline|discussion|question|theme|tema", re.IGNORECASE)
REPLIES = re.compile(r"repl|answer|comment|respon|posts?(?:\b|(?-i:[A-Z]))|count|messages|antwort|otvet", re.IGNORECASE)
REPLIES_TEXT = re.compile(
    r"repl|answer|comment|respon|post|ответ|коммент|сообщен|trả lời|bình luận|antwort|réponse|respuesta|risposte", re.IGNORECASE
)
NOT_REPLIES = re.compile(r"view|visit|(?<!th)read|(?<![a-z])hit|like|vote|score|просмотр|lượt xem|aufruf", re.IGNORECASE)
LAST = re.compile(r"last|latest|activ|recent|updated|bump", re.IGNORECASE)
PINNED = re.compile(r"(?:^|[-_])(?:is[-_])?(?:pinned|sticky|announce\w*)(?:$|[-_])", re.IGNORECASE)
COUNT = re.compile(r"\D{0,20}\d[\d\s.,]*[kK]?\D{0,20}")
MEAN_TITLE = 10
DATED = 0.7  # of the rows must show a date, where some do not
LATEST = 3.0  # what it counts for that no other times of the rows are later
DAY = 86_400
MOST_BESIDE = 1500  # characters of words that stand around the rows; more, and the page is about something else
MOST_WORDS = 160  # characters of a row outside links, in the mean; more is an article's beginning


def rows_of(outline: Outline, dates: Sequence[Dated]) -> list[Found]:
    """Return what may be the rows of a listing page, the likeliest first; nothing without a title, a count of answers and a date."""
    choices = [found for name, blocks in named_blocks(outline, dates) if (found := _rows(outline, name, blocks, dates))]
    return sorted(choices, key=lambda found: -found.score)


def _rows(outline: Outline, name: str, blocks: list[Block], dates: Sequence[Dated]) -> Found | None:
    """Return what blocks of one name hold, if they are threads."""
    dated = {one.element.index for one in dates}
    told = [block for block in blocks if any(element.index in dated for element in block.own)]
    is_headed = DATED * len(blocks) <= len(told) < len(blocks)  # a table's first row names its columns
    blocks = told if is_headed else blocks
    if len(blocks) < LEAST or any(block.is_nesting for block in blocks):
        return None
    words = sum(block.element.plain for block in blocks)
    if words > MOST_WORDS * len(blocks) or outline.elements[0].plain - words > MOST_BESIDE + MOST_WORDS * len(blocks):
        return None
    found = [field for field in fields(blocks) if is_whole(field)]
    plain = [field for field in found if not _is_dated(field, dated)]
    title = best(_titles(outline, plain), blocks) or _title_before(outline, blocks, dated)
    last = _last(found, blocks, dates) if title else None
    replies = best(_replies(plain, title), blocks) if title and last else None
    if title is None or last is None or replies is None:
        return None
    if is_headed:
        name += f":has({title.line})"
    options = {"row": name, "row_link": f"{title.line}@href", "row_last": last.line, "row_replies": replies.line}
    if pinned := _pinned(blocks):
        options["row_pinned"] = pinned
    fit = 0.05 * (title.score + last.score + replies.score)
    return Found(options=options, count=len(blocks), score=len(blocks) + min(0.95, fit) - 0.01 * name.count(">"))


def _is_dated(field: Field, dated: set[int]) -> bool:
    """Return whether dates stand in most places of a field: a title may hold one, too."""
    shown = sum(place is not None and not dated.isdisjoint(range(place.index, place.end)) for place in field.places)
    return shown > len(field.places) / 2


def _title_before(outline: Outline, blocks: Sequence[Block], dated: set[int]) -> Field | None:
    """Return the titles that stand in the element before each row with the rest, or None."""
    before = [block.element.parent.children[block.element.place - 2] if block.element.parent and block.element.place > 1 else None
              for block in blocks]  # fmt: skip
    heads = [Block(element, tuple(outline.within(element)), is_nesting=False) for element in before if element is not None]
    if len(heads) < len(blocks):
        return None
    found = [field for field in fields(heads) if is_whole(field) and not _is_dated(field, dated)]
    title = best(_titles(outline, found), heads)
    return title and replace(title, line=f"< {title.line}")


def _titles(outline: Outline, found: Sequence[Field]) -> Iterator[Field]:
    """Yield the links that may be the threads' titles: each leads to a page of its own on this site."""
    base, here = base_url(outline.answer), canonical(outline.answer.url)
    for field in found:
        links = [place.attributes.get("href") or "" if place and place.tag == "a" else "" for place in field.places]
        urls = [canonical(link, base) if link and not PROFILE.search(link) else None for link in links]
        if None in urls or len(set(urls)) < len(urls) or here in urls or not all(same_host(url or "", base) for url in urls):
            continue
        texts = [place.text for place in field.places if place]
        mean = sum(map(len, texts)) / len(texts)
        if mean >= MEAN_TITLE and len(set(texts)) > len(texts) / 2 and not _are_counts(texts):
            score = 2.0 * bool(TITLE.search(field.line)) - 2.0 * bool(LAST.search(field.line)) + 0.03 * min(mean, 60)
            yield Field(field.line, field.places, score=score - 0.2 * field.line.count(">"))


def _are_counts(texts: Sequence[str]) -> bool:
    """Return whether links say "12 comments", which leads to a thread too, but is not its title."""
    return all(COUNT.fullmatch(text) and REPLIES_TEXT.search(text) for text in texts)


def _last(found: Sequence[Field], blocks: Sequence[Block], dates: Sequence[Dated]) -> Field | None:
    """Return where the time of the last answer stands: of several times the later ones."""
    by_element: dict[int, list[Dated]] = {}
    for one in dates:
        by_element.setdefault(one.element.index, []).append(one)

    choices: list[tuple[float, Field]] = []
    for field in found:
        shown = [by_element.get(place.index, []) if place else [] for place in field.places]
        for attribute in {one.attribute for here in shown for one in here}:
            told = [next((one for one in here if one.attribute == attribute), None) for here in shown]
            if None not in told:
                line = with_attribute(field.line, attribute)
                score = 2.0 * bool(LAST.search(line)) + 1.0 * (attribute is not None) - 0.2 * line.count(">")
                choices.append((sum(one.when.at.timestamp() for one in told if one), Field(line, field.places, score=score)))
    latest = max((time for time, _ in choices), default=0.0)
    scored = (replace(field, score=field.score + LATEST * (time >= latest - DAY * len(field.places))) for time, field in choices)
    return best(scored, blocks)


def _replies(found: Sequence[Field], title: Field) -> Iterator[Field]:
    """Yield the numbers that may count the answers: called so, or the smaller of two columns."""
    for field in found:
        texts = [place.text if place else "" for place in field.places]
        is_title = any(one and other and one.holds(other) for one, other in zip(field.places, title.places, strict=True))
        if is_title or not all(COUNT.fullmatch(text) for text in texts):
            continue
        counts = [number(text) for text in texts]
        if None in counts:
            continue
        words = " ".join(texts)
        called = bool(REPLIES.search(field.line)) or bool(REPLIES_TEXT.search(words))
        against = bool(NOT_REPLIES.search(field.line)) or bool(NOT_REPLIES.search(words))
        score = 3.0 * called - 4.0 * against - 1e-4 * sum(count or 0 for count in counts) / len(counts) - 0.2 * field.line.count(">")
        if not against and (called or all(text.isdigit() for text in texts)):
            yield Field(field.line, field.places, score=score)


def _pinned(blocks: Sequence[Block]) -> str | None:
    """Return the CSS of what marks pinned rows, where some and not all of them have it."""
    for block in blocks:
        for element in (block.element, *block.own):
            for name in (element.attributes.get("class") or "").split():
                if PINNED.search(name):
                    return f".{name}" if re.fullmatch(r"[A-Za-z_][\w-]*", name) else None
    return None
