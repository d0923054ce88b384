"""Threads that are read anew: what changed is read, what is gone is told, and nothing is taken for gone that was not looked for."""

import json
from dataclasses import replace

import pytest

from spiders.base.sweep import DONE, SCOPE, THREADS
from tests.spiders.fake import HOME, Board, FakeForum, FakeMixed, World, at

LENGTHS = {"a": 1, "b": 4, "c": 7, "d": 2, "e": 3, "f": 6, "g": 1, "h": 9}


@pytest.fixture
def world() -> World:
    """Give a board that was crawled."""
    world = World(Board(), FakeForum)
    for thread, posts in LENGTHS.items():
        world.place.say(thread, posts)  # type: ignore[arg-type] - a Board's
    world.crawl()
    return world


def plan(world: World, *threads: str, page: str = "") -> None:
    """Have threads read anew by the next runs, from their first page or from a later one."""
    place = world.place
    assert isinstance(place, Board)
    posted = {f"{thread}/{i}": at(tick).isoformat() for thread, ticks in place.threads.items() for i, tick in enumerate(ticks)}
    world.states[SCOPE] = {
        "at": at(1000).isoformat(),
        "threads": {
            f"{HOME}/{one}{page}": {key: posted[key] for key in sorted(world.stored) if key.startswith(f"{one}/")} for one in threads
        },
    }


def gone(world: World) -> list[str]:
    return [key for page in world.pages for key in page.gone]


def test_a_thread_is_read_from_end_to_end_and_leaves_the_list(world: World) -> None:
    plan(world, "c")
    world.crawl()
    assert world.asked == ["/", "/c", "/c?page=2", "/c?page=3"]
    assert (gone(world), world.gaps(), world.states[SCOPE]["threads"]) == ([], [], {})
    assert [key for page in world.pages for key in page.swept] == [f"c/{number}" for number in range(7)]
    assert f"{DONE}{HOME}/c" not in world.states
    world.crawl()
    assert world.asked == ["/"]


def test_an_edited_post_is_read_and_a_deleted_one_is_told(world: World) -> None:
    plan(world, "c")
    posts = json.dumps({"posts": [["c/0", 1, "edited"], ["c/2", 3, "post 2 of c"]], "next": None}).encode()
    world.changed["/c"] = lambda _, answer: replace(answer, body=posts)
    world.crawl()
    assert world.stored["c/0"] == "edited"
    assert gone(world) == ["c/1", "c/3", "c/4", "c/5", "c/6"]


def test_a_thread_that_is_gone_takes_its_posts_with_it_and_is_no_error(world: World) -> None:
    plan(world, "b")
    world.changed["/b"] = lambda _, answer: replace(answer, status=404, body=b"no")
    world.crawl()
    assert gone(world) == ["b/0", "b/1", "b/2", "b/3"]
    assert [page.outcome for page in world.pages] == ["ok", "ok"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"no"),  # the site is ill
        (200, b"<p>no posts here"),  # the layout changed
        (200, b'{"posts": []}'),  # an empty page is no proof
        (200, b'{"posts": [["x/1", 5, "another thread"]]}'),  # the address leads elsewhere, or keys are made otherwise now
    ],
)
def test_a_page_that_is_not_the_thread_proves_nothing(world: World, status: int, body: bytes) -> None:
    plan(world, "b", "d")
    world.changed["/b"] = lambda _, answer: replace(answer, status=status, body=body)
    world.crawl()
    assert gone(world) == []
    assert "/d" in world.asked
    assert world.states[SCOPE]["threads"] == {}
    assert world.states[f"{DONE}{HOME}/b"] == {"left": 4}  # so it is not chosen again with every plan


def test_a_thread_whose_later_page_fails_proves_nothing(world: World) -> None:
    plan(world, "c")
    world.lost = {"/c?page=2"}
    world.crawl()
    assert gone(world) == []


@pytest.mark.parametrize(
    ("left", "missing"),
    [
        ([3, 4, 5], ["c/6"]),  # what is older may have moved up to the first page
        ([4, 6], ["c/5"]),
        ([], []),
        ([0], ["c/1", "c/2", "c/3", "c/4", "c/5", "c/6"]),  # the whole thread is shown on one page now
    ],
)
def test_of_a_later_page_only_posts_younger_than_one_that_is_there_are_gone(world: World, left: list[int], missing: list[str]) -> None:
    plan(world, "c", page="?page=2")
    world.states["thread:c"] = {**world.states["thread:c"], "resume": f"{HOME}/c?page=9"}
    ticks = world.place.threads["c"]  # type: ignore[union-attr] - a Board
    body = json.dumps({"posts": [[f"c/{i}", ticks[i], "x"] for i in left]}).encode()
    world.changed["/c?page=2"] = lambda _, answer: replace(answer, body=body)
    world.crawl()
    assert gone(world) == missing


def test_a_later_page_that_is_gone_proves_nothing(world: World) -> None:
    plan(world, "c", page="?page=4")
    world.crawl()
    assert "/c?page=4" in world.asked
    assert gone(world) == []


def test_a_run_reads_a_few_and_later_runs_the_others(world: World) -> None:
    plan(world, *LENGTHS)
    world.crawl()
    assert len(world.states[SCOPE]["threads"]) == len(LENGTHS) - THREADS
    world.crawl()
    assert world.states[SCOPE]["threads"] == {}


def test_news_come_first_and_a_run_at_its_limit_leaves_the_list_for_later(world: World) -> None:
    plan(world, "b")
    world.place.say("new", 9)
    world.crawl(max_pages=4)
    assert world.asked == ["/", "/new", "/new?page=2", "/new?page=3"]
    assert len(world.states[SCOPE]["threads"]) == 1


def test_a_thread_that_the_run_has_read_for_its_news_is_not_read_twice(world: World) -> None:
    plan(world, "a")
    world.place.say("a")
    world.crawl()
    assert world.asked == ["/", "/a"]
    assert world.states[SCOPE]["threads"] == {}


def test_killed_in_the_middle_a_thread_is_read_again(world: World) -> None:
    plan(world, "c")
    world.crawl(kill_after=2)
    assert world.states[SCOPE]["threads"] != {}
    world.crawl()
    assert world.asked == ["/", "/c", "/c?page=2", "/c?page=3"]


def test_where_all_pages_are_read_with_every_change_there_is_no_sweep() -> None:
    world = World(Board(), FakeMixed)
    world.states[SCOPE] = {"threads": {f"{HOME}/c": ["c/0"]}}
    world.crawl()
    assert "/c" not in world.asked
