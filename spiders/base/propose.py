"""Proposing a site's table for a board that no engine knows: pure, from one page, and only what reads that page without a doubt."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.engine import Engine
from spiders.base.outline import MOST, Outline
from spiders.base.propose_next import next_of
from spiders.base.propose_posts import Found, posts_of
from spiders.base.propose_rows import rows_of
from spiders.base.ranks import are_ranks
from spiders.base.reading import read_answer

LEAK = 40  # characters of another post's words by which one tells that a post holds it
SURE_POSTS = 3  # fewer repeated blocks are a likeness
LEAST_SHARE = 0.4  # of the page's words; less, and the page is about something else
LEAST_SHARE_COMMENTS = 0.2  # where the blocks are called comments: an article stands above them
COMMENTS = re.compile(r"comment(?!ary)|koment|kommentar", re.IGNORECASE)
MOST_WRONG = 0.1  # of the posts may lack an author, a time or words
ALIKE = 0.9  # of the blocks must be posts; the same words said twice are one, where posts have no ids
QUOTED = 3  # beginnings of other posts in one that does not hold them: a reader quotes, or says the same again
SURE = 0.5  # from which on a proposal may be told
TRIED = 9  # of the blocks that may be posts, the likeliest
ALIKE_TRIED = 3  # of those with as many posts


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
        if not (other.threads or other.listings or any(mention.text or mention.quotes or mention.rating for mention in other.mentions)):
            return True  # the other one reads nothing here, or who and when without words
        said = {mention.text[:LEAK] for mention in self.page.mentions}
        seen = sum(mention.text[:LEAK] in said for mention in other.mentions)
        is_board = all(mention.kind in ("post", "comment") and mention.rating is None for mention in other.mentions)
        is_board = is_board or are_ranks((mention.author, mention.rating) for mention in other.mentions)
        return is_board and "key" in self.options and len(self.page.mentions) >= len(other.mentions) == seen > 0


def propose(answer: Answer, engine: type[Engine]) -> Proposal | None:
    """Return options by which `engine` (`selectors`) reads an unknown page, or None where it is not plainly a thread or a listing."""
    if answer.is_json or answer.html.body is None:
        return None
    outline = Outline(answer)
    if len(outline.elements) >= MOST:
        return None
    dates = outline.dates()
    following = next_of(answer)
    paging = {"next": following} if following else {}
    doubtful: Proposal | None = None
    for choices in (posts_of(outline, dates), rows_of(outline, dates)):
        proposals = [_tried(answer, engine, found, {**found.options, **paging}) for found in _unlike(choices)]
        sure = next((one for one in proposals if one.score >= SURE), None)
        least = 0 if sure is None else len(sure.page.mentions)  # another may be surer, but of fewer posts
        best = max((one for one in proposals if len(one.page.mentions) >= least), key=lambda one: one.score, default=None)
        if best is not None and best.score >= SURE:
            return best
        doubtful = doubtful or (best if best is not None and best.score > 0 else None)
    return doubtful


def _unlike(choices: Sequence[Found]) -> list[Found]:
    """Return the likeliest of several findings, of those with as many posts only a few: they are the same posts under other names."""
    times = Counter[int]()
    kept = []
    for found in choices:
        times[found.count] += 1
        if times[found.count] <= ALIKE_TRIED:
            kept.append(found)
    return kept[:TRIED]


def _tried(answer: Answer, engine: type[Engine], found: Found, options: Mapping[str, Any]) -> Proposal:
    """Return a proposal with what it reads on its page."""
    page = read_answer(engine, replace(answer, site=replace(answer.site, engine=engine.engine, options=options)))
    return Proposal(options=options, page=page, score=_score(found, page))


def _score(found: Found, page: Page) -> float:
    """Return how sure a proposal is, by what it reads: 0 where that is not what was found."""
    if "row" in found.options:
        return 0.55 if len(page.threads) == found.count else 0.0
    mentions = page.mentions
    if not ALIKE * found.count <= len(mentions) <= found.count or _are_wrong(mentions):
        return 0.0
    doubts = (
        0.2 * ("key" not in found.options),
        0.2 * (found.share < (LEAST_SHARE_COMMENTS if COMMENTS.search(found.options["post"]) else LEAST_SHARE)),
        0.15 * (len(mentions) < SURE_POSTS),
        0.15 * (len({mention.author for mention in mentions}) == 1),
        0.15 * (found.options.get("text") == ""),
        0.1 * (len(mentions) < found.count),
    )
    return 0.8 - sum(doubts)


def _are_wrong(mentions: Sequence[Mention]) -> bool:
    """Return whether posts lack what posts have, hold one another's words, or stand there twice."""
    lacking = sum(not (mention.author and mention.posted_at and (mention.text or mention.quotes)) for mention in mentions)
    beginnings = {mention.text[:LEAK] for mention in mentions if len(mention.text) >= LEAK}
    leaking = sum(sum(start in mention.text for start in beginnings) > QUOTED for mention in mentions)
    told = len({(mention.author, mention.posted_at, mention.text[:LEAK]) for mention in mentions})  # an answer may show what it answers
    return max(lacking, leaking, len(mentions) - told) > MOST_WRONG * len(mentions)
