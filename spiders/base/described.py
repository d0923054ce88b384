"""Reading a page by what it tells machines: structured data in any syntax, or the data that it carries for its own scripts."""

from collections.abc import Sequence
from dataclasses import fields

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.engine import Engine
from spiders.base.markup import require_whole
from spiders.base.microdata import microdata, rdfa
from spiders.base.paging import next_page
from spiders.base.review_lists import read_lists
from spiders.base.schema_items import is_about_something, read_items, stated_total
from spiders.base.shadow import opened
from spiders.base.structured import json_ld
from spiders.base.told_twice import told_together
from spiders.base.visible import read_visible, with_shown_words

NAMED = [field.name for field in fields(Mention)]


def read_described(engine: type[Engine], answer: Answer, *, shown: bool = True) -> Page:
    """Return the items as the syntax has them that holds most; of equals, the one that tells most of each.

    With `shown`, the page is read as it looks, too: where it describes none, fewer than it shows, or less of each.
    Raises UnreadablePageError when the page breaks off.
    """
    if answer.is_json:
        listed, stated = read_lists(engine, answer)
        return engine.page(answer, mentions=listed, stated_total=stated)
    require_whole(answer)
    answer = opened(answer)
    readings: list[Sequence[Mention]] = []
    total: int | None = None
    described = False
    for syntax in (json_ld, microdata, rdfa):
        roots = syntax(answer)
        readings.append(read_items(engine, answer, roots))
        total = total if total is not None else stated_total(roots)
        described = described or is_about_something(roots)
    embedded, stated = read_lists(engine, answer)
    best = max([*readings, embedded], key=lambda mentions: (len(mentions), _told(mentions)))
    visible = read_visible(engine, answer) if shown else []
    best = told_together(with_shown_words(answer, list(best)), visible) if best else visible
    total = total if total is not None else stated
    return engine.page(answer, mentions=best, next=next_page(answer) if best else None, stated_total=total, empty=described and not total)


def _told(mentions: Sequence[Mention]) -> int:
    """Return how many fields these mentions fill."""
    return sum(getattr(mention, name) not in (None, "", ()) for mention in mentions for name in NAMED)
