"""Walking several threads of one site at once, where its operator allows more than one request at a time."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from mentions.page import Page


def merged(walks: Iterable[AsyncGenerator[Page, None]], at_once: int) -> AsyncGenerator[Page]:
    """Yield the pages of several walks, at most `at_once` of them under way; each walk's own pages keep their order."""
    return _beside(walks, at_once) if at_once > 1 else _one_by_one(walks)


async def _one_by_one(walks: Iterable[AsyncGenerator[Page, None]]) -> AsyncGenerator[Page]:
    """Yield the pages of one walk after the other, as on nearly all sites: without queue and task a running site takes less memory."""
    for walk in walks:
        async with aclosing(walk) as own:
            async for page in own:
                yield page
                del page  # `spiders.base.forum` says why


async def _beside(walks: Iterable[AsyncGenerator[Page, None]], at_once: int) -> AsyncGenerator[Page]:
    """Yield the pages of walks that are under way at once."""
    waiting = iter(walks)
    pages: asyncio.Queue[Page | None] = asyncio.Queue()
    room = asyncio.Semaphore(at_once)  # not the queue's size: a cancelled walk must be able to say that it has ended

    async def work() -> None:
        try:
            for walk in waiting:
                async for page in walk:
                    await room.acquire()
                    pages.put_nowait(page)
        finally:
            pages.put_nowait(None)

    tasks = [asyncio.create_task(work()) for _ in range(at_once)]
    try:
        left = len(tasks)
        while left:
            found = await pages.get()
            if found is None:
                left -= 1
            else:
                room.release()
                yield found
        for task in tasks:
            task.result()  # raises what a walk raised
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
