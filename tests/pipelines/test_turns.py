import asyncio
from typing import Any

import pytest

from mentions.mention import Mention
from mentions.page import Page
from pipelines.brands import BrandsPipeline
from pipelines.clean import CleanPipeline
from pipelines.turns import AT_ONCE, in_turns, is_large


def posts(count: int, chars: int, field: str = "text") -> list[Mention]:
    return [Mention(site="s", engine="made", key=str(number), **{field: "x" * chars}) for number in range(count)]


async def turns_while(work: Any) -> int:
    """Count the turns that others have until the work is done."""
    turns = 0
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    task.result()
    return turns - 1


@pytest.mark.parametrize(("count", "chars", "large"), [(0, 0, False), (20, 400, False), (10, AT_ONCE, True), (1, AT_ONCE + 1, True)])
@pytest.mark.parametrize("field", ["text", "pros", "cons"])
def test_what_is_large(count: int, chars: int, large: bool, field: str) -> None:
    assert is_large(posts(count, chars, field)) is large


def test_the_loop_has_a_turn_after_every_huge_post_and_none_for_small_ones() -> None:
    assert asyncio.run(turns_while(in_turns(lambda mention: mention.key, posts(10, AT_ONCE + 1)))) == 10
    assert asyncio.run(turns_while(in_turns(lambda mention: mention.key, posts(20, 400)))) == 0
    assert asyncio.run(in_turns(lambda mention: mention.key, posts(3, AT_ONCE + 1))) == ["0", "1", "2"]


@pytest.mark.parametrize("step", [CleanPipeline(), BrandsPipeline(type("Context", (), {"brands": (), "sites": {}})())])
def test_steps_of_the_crawl_leave_the_loop_its_turns(step: CleanPipeline | BrandsPipeline) -> None:
    def page(*mentions: Mention) -> Page:
        return Page(site="s", engine="made", url="https://s.example/", outcome="ok", mentions=mentions)

    assert asyncio.run(turns_while(step.process_item(page(*posts(10, AT_ONCE + 1))))) == 10
    assert asyncio.run(turns_while(step.process_item(page(*posts(20, 400))))) == 0
