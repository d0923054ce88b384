"""A blind or partial run moves the site's state past nothing that it did not see: whatever strikes, the next good run finds it all."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from mentions.errors import FetchError
from mentions.page import Answer, Ask
from tests.spiders.fake import HOME, Board, FakeForum, FakeStream, Timeline, World

CHALLENGE = b"<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>"
LOGIN = b"<title>Log in</title><form><input type=password></form>"


@dataclass
class Numbered(Timeline):
    """Posts newest first, paged by number."""

    def answer(self, path: str) -> dict[str, object]:
        """Give the document at a path."""
        number = int(path.partition("?page=")[2] or 1)
        newest = self.newest - (number - 1) * self.posts_a_page
        shown = range(newest, max(0, newest - self.posts_a_page), -1)
        more = newest > self.posts_a_page
        return {"posts": [[str(i), i, f"post {i}"] for i in shown], "next": f"/?page={number + 1}" if more else None}


@dataclass
class Struck(World):
    """A place that answers well until it is struck."""

    strike: Callable[[int, Answer], Answer] | None = None
    """What becomes of the answer to the n-th request of a run."""

    async def _fetch(self, ask: Ask) -> Answer:
        answer = await super()._fetch(ask)
        return answer if self.strike is None else self.strike(len(self.asked) - 1, answer)


def _html(answer: Answer, status: int, body: bytes, url: str | None = None) -> Answer:
    return Answer(url=url or answer.url, status=status, content_type="text/html", body=body, fetched_at=answer.fetched_at, site=answer.site)


def _no_answer(answer: Answer) -> Answer:
    msg = f"{answer.url}: connection reset"
    raise FetchError(msg)


STRIKES: dict[str, Callable[[Answer], Answer]] = {
    "a challenge": lambda answer: _html(answer, 403, CHALLENGE),
    "a challenge that says 200": lambda answer: _html(answer, 200, CHALLENGE),
    "slower": lambda answer: _html(answer, 429, b""),
    "a redirect to a login": lambda answer: _html(answer, 200, LOGIN, f"{HOME}/login"),
    "a soft 404": lambda answer: _html(answer, 200, b"<title>404 Not Found</title>"),
    "a server's error": lambda answer: _html(answer, 500, b"oops"),
    "nothing": lambda answer: _html(answer, 200, b""),
    "another layout": lambda answer: _html(answer, 200, b"<p>Welcome to the new board</p>"),
    "half an answer": lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]),
    "no answer": _no_answer,
}


def places(kind: str) -> Struck:
    """Give a forum or a stream with some of everything, read once."""
    if kind == "forum":
        board = Board()
        for thread in range(7):
            board.say(f"t{thread}", 4)
        world = Struck(board, FakeForum)
    else:
        world = Struck(Timeline(newest=10) if kind == "stream" else Numbered(newest=10), FakeStream)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    return world


def grow(world: Struck) -> None:
    """Let more be written than one page shows, in old threads and new ones."""
    if isinstance(world.place, Board):
        for thread in ("t0", "t5", "t6", "new", "newer"):
            world.place.say(thread, 4)
    else:
        world.place.say(11)


@pytest.mark.parametrize("kind", ["forum", "stream", "numbered"])
@pytest.mark.parametrize("strike", STRIKES)
@pytest.mark.parametrize("from_request", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("lasts", [1, 1000])
def test_what_was_not_seen_is_found_by_the_next_good_run(kind: str, strike: str, from_request: int, lasts: int) -> None:
    world = places(kind)
    before = dict(world.stored)
    grow(world)
    world.strike = lambda n, answer: STRIKES[strike](answer) if from_request <= n < from_request + lasts else answer
    pages = world.crawl()
    if len(world.asked) > from_request:
        assert world.gaps() or any(page.outcome not in ("ok", "empty") for page in pages), "the run says that it did not see all"
    assert before.items() <= world.stored.items()
    world.strike = None
    world.crawl()
    world.crawl()
    assert set(world.stored) == world.place.keys()


@pytest.mark.parametrize("kind", ["stream", "numbered"])
@pytest.mark.parametrize("runs", [1, 3])
def test_pages_that_show_the_same_again_leave_what_they_should_have_shown_unread(kind: str, runs: int) -> None:
    """The way to further pages is broken: each leads on, and shows the first one."""
    world = places(kind)
    grow(world)

    good = world.place.answer
    world.place.answer = lambda path: {**(good("/") or {}), "next": f"/?again={len(path)}x"}  # type: ignore[method-assign]
    for _ in range(runs):
        world.crawl()
        assert any("shows the same again" in gap for gap in world.gaps())
    world.place.answer = good  # type: ignore[method-assign]
    world.crawl()
    assert set(world.stored) == world.place.keys()


@pytest.mark.parametrize("kind", ["forum", "stream", "numbered"])
def test_a_site_that_says_it_is_empty_hides_nothing_and_is_read_on(kind: str) -> None:
    world = places(kind)
    before = dict(world.stored)
    grow(world)
    world.strike = lambda n, answer: replace(answer, body=b"{}")  # noqa: ARG005 - whatever was asked
    world.crawl()
    assert world.stored == before
    world.strike = None
    world.crawl()
    assert set(world.stored) == world.place.keys()
