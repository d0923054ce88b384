"""Turns of the event loop: a page of huge posts is worked through post by post, and what waits for the loop goes between them."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from mentions.mention import Mention

T = TypeVar("T")

AT_ONCE = 40_000
"""Characters worked through before the loop has a turn: five pages of twenty posts, some ten milliseconds."""


def is_large(mentions: Iterable[Mention]) -> bool:
    """Tell whether mentions hold more text than `AT_ONCE`."""
    return sum(map(_chars, mentions)) > AT_ONCE


async def in_turns(work: Callable[[Mention], T], mentions: Iterable[Mention]) -> list[T]:
    """Give what the work makes of each mention, with a turn for the loop whenever `AT_ONCE` characters are done."""
    made: list[T] = []
    done = 0
    for mention in mentions:
        made.append(work(mention))
        done += _chars(mention)
        if done > AT_ONCE:
            await asyncio.sleep(0)
            done = 0
    return made


def _chars(mention: Mention) -> int:
    """Count what takes time to read; before the first step a field may hold anything."""
    return sum([len(part) for part in (mention.text, mention.pros, mention.cons, mention.links) if isinstance(part, (str, tuple))])
