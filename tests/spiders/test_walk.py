"""Walking a forum and a stream: nothing is lost or asked for twice, wherever a run is cut."""

import asyncio
import datetime as dt
import gc
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.errors import FetchError
from mentions.mention import Mention
from mentions.page import Answer, Ask
from mentions.site import Site
from spiders.base.engine import Fetch, Limits
from tests.spiders.fake import HOME, Board, FakeForum, FakeMixed, FakeStream, Timeline, World, at

LENGTHS = {"a": 1, "b": 4, "c": 7, "d": 2, "e": 3, "f": 6, "g": 1, "h": 9}


def forum(**kwargs: bool | int) -> World:
    """Give a board of eight threads, three a page, not yet crawled."""
    world = World(Board(), FakeForum, **kwargs)  # type: ignore[arg-type] - fields of World
    for thread, posts in LENGTHS.items():
        world.place.say(thread, posts)  # type: ignore[arg-type] - a Board's
    return world


def stream(posts: int = 10, **kwargs: bool | int) -> World:
    """Give a timeline, three posts a page, not yet crawled."""
    return World(Timeline(newest=posts), FakeStream, **kwargs)  # type: ignore[arg-type] - fields of World


def broken(status: int, body: bytes = b"no") -> object:
    return lambda _, answer: replace(answer, status=status, body=body)


@pytest.mark.parametrize("make", [forum, stream, lambda: stream(concurrency=2)])
def test_while_a_run_waits_for_a_page_none_of_those_before_is_kept(make: Callable[[], World]) -> None:
    world = make()
    site = Site(name="fake", engine=world.spider.engine, url=HOME + "/", concurrency=world.concurrency)
    alive: list[int] = []

    async def fetch(ask: Ask) -> Answer:
        await asyncio.sleep(0)
        alive.append(sum(type(one) is Mention and one.site == "fake" for one in gc.get_objects()))
        return await world._fetch(ask)

    async def crawl() -> int:
        read = 0
        async for page in world.spider(name="fake", site=site).pages(fetch, world._known, Limits()):
            read += len(page.mentions)
            del page
        return read

    before = sum(type(one) is Mention and one.site == "fake" for one in gc.get_objects())
    assert asyncio.run(crawl()) == len(world.place.keys())
    assert (len(alive) > 3, max(alive) - before) == (True, 0)


# a forum


def test_a_first_crawl_reads_everything_once() -> None:
    world = forum()
    world.crawl()
    assert set(world.stored) == world.place.keys()
    assert len(world.asked) == len(set(world.asked)) == 3 + sum(-(-posts // 3) for posts in LENGTHS.values())
    assert world.gaps() == []


def test_an_unchanged_forum_costs_one_request() -> None:
    world = forum()
    world.crawl()
    world.crawl()
    assert world.asked == ["/"]
    assert sum(len(page.mentions) for page in world.pages) == 0 or world.pages[0].threads


def test_with_validators_an_unchanged_forum_is_not_even_read() -> None:
    world = forum(etags=True)
    world.crawl()
    world.crawl()
    assert [(page.status, page.threads) for page in world.pages] == [(304, ())]


def test_only_a_changed_thread_is_read_from_where_it_ended() -> None:
    world = forum()
    world.crawl()
    world.place.say("c", 3)
    world.crawl()
    assert world.asked == ["/", "/c?page=3", "/c?page=4"]
    assert set(world.stored) == world.place.keys()


def test_a_new_thread_is_read_whole() -> None:
    world = forum()
    world.crawl()
    world.place.say("new", 5)
    world.crawl()
    assert world.asked == ["/", "/new", "/new?page=2"]


def test_changes_below_the_first_page_are_found() -> None:
    world = forum()
    world.crawl()
    for thread in "abcde":
        world.place.say(thread)
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_pinned_threads_do_not_hide_where_the_news_end() -> None:
    world = forum()
    world.place.pinned = {"a", "b"}
    world.crawl()
    world.place.say("a")
    world.place.say("g")
    world.crawl()
    assert set(world.stored) == world.place.keys()
    assert len(world.asked) <= 4


def test_a_thread_whose_last_page_is_gone_is_read_from_its_start() -> None:
    world = forum()
    world.crawl()
    world.place.threads["c"] = world.place.threads["c"][:2]
    world.place.say("c")
    world.crawl()
    assert world.asked == ["/", "/c?page=3", "/c"]


def test_max_pages_leaves_a_gap_that_the_next_runs_close() -> None:
    world = forum()
    for _ in range(12):
        world.crawl(max_pages=3)
        assert len(world.asked) <= 3
    assert set(world.stored) == world.place.keys()
    assert world.gaps() == []


def test_a_run_that_stops_says_what_it_left() -> None:
    world = forum()
    world.crawl(max_pages=4)
    assert any("max_pages = 4" in gap for gap in world.gaps())


def test_max_mb_leaves_a_gap_that_the_next_runs_close() -> None:
    world = forum()
    world.max_bytes = 700  # some three pages
    for _ in range(20):
        world.crawl()
    assert set(world.stored) == world.place.keys()
    assert world.gaps() == []
    world.place.say("a", 40)
    world.crawl()
    assert any("max_mb = " in gap for gap in world.gaps())


def test_since_opens_no_older_thread_and_the_next_run_does() -> None:
    world = forum()
    world.crawl(since=at(16))
    assert {key[0] for key in world.stored} == {"e", "f", "g", "h"}
    assert any("--since" in gap for gap in world.gaps())
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


ELSEWHERE = [
    # where the next page lies, whether it is asked for
    ("https://shop.example/deals", False),
    ("https://board.example.evil.example/?page=2", False),
    ("https://notboard.example/?page=2", False),
    ("http://www.board.example/?page=2", True),
    ("https://m.board.example/?page=2", True),
    ("https://pages.example/?page=2", True),  # the table names that host
    ("https://feeds.example/?page=2", True),  # the engine does
]


@pytest.mark.parametrize(("address", "is_asked"), ELSEWHERE)
@pytest.mark.parametrize("make", [forum, stream])
def test_a_next_page_on_a_foreign_host_is_not_asked_for_and_is_a_gap(make: Callable[[], World], address: str, is_asked: bool) -> None:
    world = make()
    world.options = {"pages": ["https://pages.example/"]}
    world.changed["/"] = lambda _, answer: replace(answer, body=json.dumps({**answer.json, "next": address}).encode())
    world.crawl()
    assert (address in world.asked) is is_asked
    assert any(f"unread from {address}, the next page of" in gap for gap in world.gaps()) is not is_asked


def test_a_listing_that_links_to_itself_ends() -> None:
    world = forum()
    world.changed["/?page=2"] = lambda _, answer: replace(answer, body=answer.body.replace(b"/?page=3", b"/"))
    world.crawl()
    assert len(world.asked) == len(set(world.asked))
    assert {key[0] for key in world.stored} == set("cdefgh")


def test_a_thread_whose_pages_repeat_ends() -> None:
    world = forum()

    def again(path: str, answer: Answer) -> Answer:
        number = int(path.partition("=")[2] or 1)
        return replace(answer, body=f'{{"posts": [["a/0", 1, "post 0 of a"]], "next": "/a?page={number + 1}"}}'.encode())

    for number in range(2, 50):
        world.changed[f"/a?page={number}"] = again
    world.changed["/a"] = again
    world.crawl()
    assert set(world.stored) == world.place.keys()
    assert len([path for path in world.asked if path.startswith("/a")]) == 2
    world.crawl()
    assert world.asked == ["/"]


def test_a_thread_whose_pages_lead_back_ends() -> None:
    world = forum()
    world.changed["/c?page=3"] = lambda _, answer: replace(answer, body=b'{"posts": [["c/6", 9, "post 6 of c"]], "next": "/c?page=2"}')
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


def test_a_thread_that_never_ends_stops_at_max_pages() -> None:
    world = forum()

    def more(path: str, answer: Answer) -> Answer:
        number = int(path.partition("=")[2] or 1)
        return replace(answer, status=200, body=f'{{"posts": [["h/{number}", 40, "x"]], "next": "/h?page={number + 1}"}}'.encode())

    world.changed |= dict.fromkeys(["/h", *(f"/h?page={number}" for number in range(2, 200))], more)
    world.crawl(max_pages=30)
    assert len(world.asked) == 30
    assert world.gaps() != []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b"slow down"),
        (503, b"busy"),
        (403, b"<title>Just a moment...</title>"),
        (200, b"<script src='/cdn-cgi/challenge-platform/x'>"),
    ],
)
def test_a_blocked_page_ends_the_run(status: int, body: bytes) -> None:
    world = forum()
    world.changed["/f"] = broken(status, body)  # type: ignore[assignment] - a Change
    world.crawl()
    assert world.asked[-1] == "/f"
    assert world.pages[-1].gap is not None
    world.changed.clear()
    world.crawl()
    assert set(world.stored) == world.place.keys()


@pytest.mark.parametrize("status", [200, 500])
def test_an_unreadable_thread_does_not_stop_the_others_and_is_tried_again(status: int) -> None:
    world = forum(etags=True)
    world.changed["/b"] = broken(status)  # type: ignore[assignment] - a Change
    world.crawl()
    assert set(world.stored) == world.place.keys() - {f"b/{number}" for number in range(4)}
    assert any("b unread" in gap for gap in world.gaps())
    world.changed.clear()
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


@pytest.mark.parametrize(("status", "is_gap"), [(404, False), (410, False), (403, True), (500, True)])
def test_a_thread_that_stays_unreadable_is_tried_in_three_runs_and_when_it_changes(status: int, is_gap: bool) -> None:
    world = forum()
    world.changed["/b"] = broken(status)  # type: ignore[assignment] - a Change
    asked = []
    for _ in range(5):
        world.crawl()
        asked.append(world.asked.count("/b"))
        assert bool(world.gaps()) == (is_gap and bool(asked[-1]))
    assert asked == [1, 1, 1, 0, 0]
    assert {key[0] for key in world.stored} == set(LENGTHS) - {"b"}
    world.place.say("b")
    world.changed.clear()
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_no_answer_is_a_gap_and_five_in_a_row_end_the_run() -> None:
    world = forum()
    world.place.threads_a_page = 8  # type: ignore[union-attr] - a Board
    world.lost = {f"/{thread}" for thread in LENGTHS}
    world.crawl()
    assert len(world.asked) == 1 + 5
    assert len(world.gaps()) == 5 + 1
    world.lost = set()
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_an_address_of_one_thread_is_walked_as_that_thread() -> None:
    world = forum()
    world.changed["/"] = lambda _, answer: replace(answer, body=b'{"posts": [["x/0", 1, "x"]], "next": "/?page=2"}')
    world.changed["/?page=2"] = lambda _, answer: replace(answer, body=b'{"posts": [["x/1", 2, "y"]]}')
    world.crawl()
    assert set(world.stored) == {"x/0", "x/1"}
    world.crawl()
    assert world.asked == ["/?page=2"]


def test_an_index_leads_to_its_listings() -> None:
    world = forum()
    world.changed["/"] = lambda _, answer: replace(answer, body=b'{"listings": ["/?page=1", "/?page=3"]}')
    world.crawl()
    assert set(world.stored) == world.place.keys()


def says(body: str) -> object:
    return lambda _, answer: replace(answer, status=200, body=body.encode())


def test_posts_and_the_threads_among_them_are_read_and_an_unchanged_page_of_posts_ends_the_walk() -> None:
    world = World(Board(), FakeMixed)
    world.changed["/"] = says('{"posts": [["c4", 4, "d"], ["c3", 3, "c"]], "next": "/?page=2"}')
    world.changed["/?page=2"] = says('{"posts": [["c2", 2, "b"], ["c1", 1, "a"]], "threads": [["c2", 2, 1, false]]}')
    world.changed["/c2"] = says('{"posts": [["c2/1", 9, "answer"]]}')
    world.crawl()
    assert set(world.stored) == {"c1", "c2", "c2/1", "c3", "c4"}
    world.crawl()
    assert world.asked == ["/"]


def test_brand_terms_are_searched_after_what_the_operator_names() -> None:
    world = World(Board(), FakeMixed)
    world.changed["/"] = says('{"posts": [["c1", 1, "a"]]}')
    world.changed["/?q=tea"] = says('{"posts": [["c2", 2, "b"]], "threads": [["c2", 2, 1, false]]}')
    world.changed["/c2"] = says('{"posts": [["c2/1", 9, "answer"]]}')
    world.crawl(queries=("tea",))
    assert world.asked == ["/", "/?q=tea", "/c2"]
    assert set(world.stored) == {"c1", "c2", "c2/1"}


# secrets


class Guarded(FakeStream):
    """A stream whose API wants a token."""

    engine = "guarded"
    tokens = 0
    refused = False

    async def log_in(self, fetch: Fetch) -> None:
        """Count the tokens given."""
        del fetch
        if self.refused:
            msg = "the environment variable TEA_KEY is not set"
            raise FetchError(msg)
        type(self).tokens += 1


def test_a_run_logs_in_once_before_its_first_request() -> None:
    world = World(Timeline(newest=10), type("Once", (Guarded,), {}))
    world.crawl()
    assert len(world.asked) > 1
    assert world.spider.tokens == 1  # type: ignore[attr-defined] - Guarded's
    assert set(world.stored) == world.place.keys()


def test_a_run_that_is_not_let_in_asks_for_nothing_and_says_why() -> None:
    world = World(Timeline(newest=10), type("Never", (Guarded,), {"refused": True}))
    world.crawl()
    assert world.asked == []
    assert world.gaps() == ["the environment variable TEA_KEY is not set"]


# a stream


def test_a_stream_is_read_down_to_its_end_and_then_to_the_known() -> None:
    world = stream()
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.place.say(4)
    world.crawl()
    assert world.asked == ["/", "/?before=12"]
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


def test_a_cut_stream_goes_on_where_it_was_cut() -> None:
    world = stream(30)
    world.crawl(max_pages=4)
    world.place.say(9)
    world.crawl(max_pages=2)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    assert world.states["stream"]["gaps"] == []


def test_a_stream_whose_known_end_was_deleted_is_still_met() -> None:
    world = stream()
    world.crawl()
    world.place.gone = {10, 9}
    world.place.say(2)
    world.crawl()
    assert set(world.stored) >= world.place.keys()
    assert len(world.asked) <= 2


def test_since_asks_for_nothing_older_and_leaves_a_gap() -> None:
    world = stream(60)
    world.crawl(since=at(50))
    assert len(world.asked) <= 6
    assert any("--since" in gap for gap in world.gaps())
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_a_stream_that_cannot_be_read_is_a_gap() -> None:
    world = stream()
    world.changed["/?before=8"] = broken(500)  # type: ignore[assignment] - a Change
    world.crawl()
    assert any("unread" in gap for gap in world.gaps())
    world.changed.clear()
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_a_stream_that_answers_not_modified_is_done() -> None:
    world = stream(etags=True)
    world.crawl()
    world.crawl()
    assert world.asked == ["/"]
    assert [page.status for page in world.pages] == [304]


# killed anywhere

CUTS = st.lists(st.one_of(st.none(), st.integers(0, 14)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40))
def test_killed_between_two_pages_then_again_is_as_undisturbed(cut: int) -> None:
    undisturbed, killed = forum(), forum()
    undisturbed.crawl()
    killed.crawl(kill_after=cut)
    killed.crawl()
    assert killed.stored == undisturbed.stored
    killed.crawl()
    assert killed.asked == ["/"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.integers(1, 5)), max_size=8), CUTS), min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from("abcd"), max_size=4),
    st.integers(1, 3),
    st.integers(1, 9),
)
def test_a_growing_forum_killed_and_cut_anywhere_loses_nothing(
    steps: list[tuple[list[tuple[str, int]], list[int | None]]],
    etags: bool,
    dated: bool,
    pinned: set[str],
    concurrency: int,
    max_pages: int,
) -> None:
    world = World(Board(dated=dated, pinned=pinned), FakeForum, etags=etags, concurrency=concurrency)
    world.place.say("start")
    for said, cuts in steps:
        for thread, posts in said:
            world.place.say(thread, posts)
        for cut in cuts:
            world.crawl(kill_after=cut, max_pages=max_pages if cut is None else None)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert len(world.asked) <= 2  # a first page of pinned threads alone proves nothing


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), CUTS), min_size=1, max_size=5), st.booleans(), st.integers(1, 6))
def test_a_growing_stream_killed_and_cut_anywhere_loses_nothing(
    steps: list[tuple[int, list[int | None]]], etags: bool, max_pages: int
) -> None:
    world = stream(1, etags=etags)
    for posts, cuts in steps:
        world.place.say(posts)
        for cut in cuts:
            world.crawl(kill_after=cut, max_pages=max_pages if cut is None else None)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


def test_the_tests_clock_stands_on_days() -> None:
    assert at(48) - at(0) == dt.timedelta(days=1)
    assert HOME.startswith("https://")


# listings that lie


def lying(world: World, change: Callable[[list[Any]], list[Any]]) -> None:
    """Have every listing page say other things of its threads: key, tick of the last post, answers, pinned."""

    def rows(_: str, answer: Answer) -> Answer:
        document = json.loads(answer.body)
        return replace(answer, body=json.dumps({**document, "threads": [change(row) for row in document["threads"]]}).encode())

    world.changed |= dict.fromkeys(["/", *(f"/?page={number}" for number in range(2, 9))], rows)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: [row[0], row[1], 0, row[3]],  # says that nobody answers
        lambda row: [row[0], row[1], 10**9, row[3]],
        lambda row: [row[0], row[1], None, row[3]],
        lambda row: [row[0], row[1] + 28, row[2], row[3]],  # fourteen hours ahead: another zone
        lambda row: [row[0], row[1] - 22, row[2], row[3]],  # eleven behind
        lambda row: [row[0], row[1] + 10**6, row[2], row[3]],  # in the far future
        lambda row: [row[0], None, row[2], row[3]],
    ],
    ids=["no answers", "countless", "no count", "zone ahead", "zone behind", "future", "no time"],
)
def test_a_listing_that_lies_the_same_way_hides_nothing_and_costs_nothing(change: Callable[[list[Any]], list[Any]]) -> None:
    world = forum()
    lying(world, change)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.place.say("c")
    world.place.say("new", 4)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert len(world.asked) <= 3 if change(["a", 1, 1, False])[1] is None else world.asked == ["/"]


def test_a_listing_whose_counts_change_with_every_look_is_read_and_loses_nothing() -> None:
    world = forum()
    count = itertools.count()
    lying(world, lambda row: [row[0], row[1], next(count), row[3]])
    world.crawl()
    for _ in range(3):
        world.crawl()
        assert set(world.stored) == world.place.keys()
        assert len(world.asked) <= 3 + len(LENGTHS)  # a page a thread: each is taken up where it ended
    world.place.say("h", 5)
    world.crawl()
    assert set(world.stored) == world.place.keys()


def test_a_clock_of_the_site_that_is_set_back_hides_no_thread_whose_count_grows() -> None:
    world = forum()
    world.crawl()
    lying(world, lambda row: [row[0], row[1] - 2, row[2], row[3]])
    world.place.say("b", 2)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    world.crawl()
    assert world.asked == ["/"]


def test_what_a_long_outage_let_pile_up_is_caught_up_with() -> None:
    world = forum()
    world.crawl()
    for number in range(40):
        world.place.say(f"t{number}", 1 + number % 5)
    world.place.say("a", 30)
    world.crawl()
    assert set(world.stored) == world.place.keys()
    assert world.gaps() == []


def test_a_stream_that_rolled_over_in_an_outage_is_a_gap() -> None:
    world = stream(10)
    world.crawl()
    world.place.say(30)
    world.changed |= {
        f"/?before={before}": lambda _, answer: replace(answer, body=answer.body.replace(b'"next": "', b'"was": "')) for before in (35, 32)
    }
    world.crawl()
    assert any("what stood between is lost" in gap for gap in world.gaps())
    world.crawl()
    assert world.asked == ["/"]


def test_items_that_a_stream_shows_late_are_read_within_its_overlap() -> None:
    world = stream(12)
    world.place.gone = {11}  # held back by a moderator
    world.crawl()
    world.place.gone = set()
    world.place.say(1)
    world.crawl()
    assert "11" in world.stored


# reading whole again


class Subjects(FakeForum):
    """A listing of subjects, whose new posts may stand on any page."""

    grows = "anywhere"
    by_activity = False


class OneSubject(FakeStream, FakeForum):
    """One subject with its newest posts first."""

    pages = FakeForum.pages
    grows = "top"


def edited(_: str, answer: Answer) -> Answer:
    posts = [[key, tick, f"{text}, answered by the owner"] for key, tick, text in answer.json["posts"]]
    return replace(answer, body=json.dumps({**answer.json, "posts": posts}).encode())


def test_subjects_unchanged_for_a_month_are_read_whole_again_a_few_a_visit() -> None:
    world = World(Board(), Subjects)
    for thread, posts in LENGTHS.items():
        world.place.say(thread, posts)  # type: ignore[union-attr] - a Board
    whole = {f"/{thread}" for thread in LENGTHS}
    world.crawl(now=at(0))
    world.crawl(now=at(0) + dt.timedelta(days=29))
    assert whole.isdisjoint(world.asked)
    world.changed["/h"] = world.changed["/c"] = edited
    opened = []
    for _ in range(3):
        world.crawl(now=at(0) + dt.timedelta(days=31))
        opened.append(len(whole & set(world.asked)))
    assert opened == [5, 3, 0]
    assert world.stored["c/0"].endswith("by the owner")
    assert world.gaps() == []


def test_a_subject_that_grows_at_the_top_is_read_beyond_the_known_once_a_month() -> None:
    world = World(Timeline(newest=10), OneSubject, etags=True)
    world.crawl(now=at(0))
    world.changed["/?before=5"] = edited
    world.crawl(now=at(0) + dt.timedelta(days=29))
    assert world.asked == ["/"]
    world.crawl(now=at(0) + dt.timedelta(days=31))
    assert world.asked == ["/", "/?before=8", "/?before=5", "/?before=2"]
    assert world.stored["3"].endswith("by the owner")
    world.crawl(now=at(0) + dt.timedelta(days=32))
    assert world.asked == ["/"]


def test_what_a_cut_whole_reading_left_is_read_by_the_next_run() -> None:
    world = World(Timeline(newest=10), OneSubject)
    world.crawl(now=at(0))
    world.crawl(now=at(0) + dt.timedelta(days=31), max_pages=2)
    assert world.gaps()
    world.changed["/?before=2"] = edited
    world.crawl(now=at(0) + dt.timedelta(days=32))
    assert world.stored["1"].endswith("by the owner")
    assert world.gaps() == []


def test_a_stream_that_is_a_whole_site_is_not_read_again() -> None:
    world = stream()
    world.crawl(now=at(0))
    world.crawl(now=at(0) + dt.timedelta(days=365))
    assert world.asked == ["/"]
