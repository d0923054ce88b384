"""Proposing a site's table for a board that no engine knows: pure, from one page, and only what reads that page without a doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.blocks import block_reason
from spiders.base.engine import Engine
from spiders.base.outline import MOST, Outline
from spiders.base.propose_next import next_of
from spiders.base.propose_posts import Found, posts_of
from spiders.base.propose_rows import rows_of
from spiders.base.reading import read_answer

LEAK = 40  # characters of another post's words by which one tells that a post holds it
SURE_POSTS = 3  # fewer repeated blocks are a likeness
LEAST_SHARE = 0.4  # of the page's words; less, and the page is about something else
MOST_WRONG = 0.05  # of the posts may lack an author, a time or words


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a site's table may say, and what it reads."""

    options: Mapping[str, Any]
    """Options of the engine `selectors`."""
    page: Page
    """What they read on the page that they were made from."""
    score: float
    """0 to 1: how sure it is; from 0.5 on it may be told."""

    def bears_out(self, other: Page) -> bool:
        """Return whether it reads all posts that another reading of the page has, and knows their ids; of reviews never."""
        said = {mention.text[:LEAK] for mention in self.page.mentions}
        seen = sum(mention.text[:LEAK] in said for mention in other.mentions)
        is_board = all(mention.kind in ("post", "comment") and mention.rating is None for mention in other.mentions)
        return is_board and "key" in self.options and len(self.page.mentions) >= len(other.mentions) == seen > 0


def propose(answer: Answer, engine: type[Engine]) -> Proposal | None:
    """Return options by which `engine` (`selectors`) reads an unknown page, or None where it is not plainly a thread or a listing."""
    if answer.is_json or answer.html.body is None or block_reason(answer):
        return None
    outline = Outline(answer)
    if len(outline.elements) >= MOST:
        return None
    dates = outline.dates()
    found = posts_of(outline, dates) or rows_of(outline, dates)
    if found is None:
        return None
    following = next_of(answer)
    options = {**found.options, **({"next": following} if following else {})}
    page = read_answer(engine, replace(answer, site=replace(answer.site, engine=engine.engine, options=options)))
    score = _score(found, page)
    return Proposal(options=options, page=page, score=score) if score > 0 else None


def _score(found: Found, page: Page) -> float:
    """Return how sure a proposal is, by what it reads: 0 where that is not what was found."""
    if "row" in found.options:
        return 0.55 if len(page.threads) == found.count else 0.0
    mentions = page.mentions
    if len(mentions) < found.count or len(mentions) > found.count or _are_wrong(mentions):
        return 0.0
    authors = {mention.author for mention in mentions}
    is_likeness = len(mentions) < SURE_POSTS or len(authors) == 1 or found.share < LEAST_SHARE
    return (0.3 if is_likeness else 0.6) + 0.1 * ("key" in found.options)


def _are_wrong(mentions: Sequence[Mention]) -> bool:
    """Return whether posts lack what posts have, or hold one another's words."""
    most = MOST_WRONG * len(mentions)
    lacking = sum(not (mention.author and mention.posted_at and (mention.text or mention.quotes)) for mention in mentions)
    beginnings = [mention.text[:LEAK] for mention in mentions if len(mention.text) >= LEAK]
    leaking = sum(sum(start in mention.text for start in beginnings) > 1 for mention in mentions)
    return lacking > most or leaking > most
