"""A made-up XenForo forum that lives: posts, edits, deletions, pinned and moved threads, hour by simulated hour."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

BRANDS = tuple(f"{first}{last}" for first in ("Vel", "Nor", "Kas", "Tri") for last in ("tro", "dak", "ivo", "met", "lux"))
SYLLABLES = ("ba", "ter", "ing", "co", "mer", "ly", "pre", "sta", "ble", "tion", "un", "der", "wa", "ment", "ful", "ger", "ro", "light")
PER_PAGE = 20
ROWS = 50
BOARDS = ("one", "two")


@dataclass(slots=True)
class Post:
    """One post; it is visible until `gone_at`."""

    id: int
    at: datetime
    branded: bool
    edits: list[datetime] = field(default_factory=list)
    gone_at: datetime | None = None


@dataclass(slots=True)
class Topic:
    """One thread."""

    id: int
    board: str
    posts: list[Post]
    pinned: bool = False
    gone_at: datetime | None = None

    @property
    def last(self) -> datetime:
        """When its last post was written."""
        return self.posts[-1].at


@dataclass(slots=True)
class Redirect:
    """The row that a moved thread leaves behind."""

    id: int
    board: str
    to: int
    at: datetime


class LivingForum:
    """The forum. `live` moves its clock; what it shows is as of then."""

    def __init__(self, threads: int, begin: datetime, *, seed: int = 1, posts_a_day: int = 200, active_a_day: int = 80) -> None:
        self.rng = random.Random(seed)
        self.now = begin
        self.posts_a_day = posts_a_day
        self.active_a_day = active_a_day
        self.topics: dict[int, Topic] = {}
        self.redirects: dict[int, Redirect] = {}
        self.requests = 0
        self._post_ids = 0
        self._topic_ids = 0
        self._events: list[tuple[datetime, int, str, int]] = []
        self._planned_until = begin
        self.log: list[tuple[datetime, str, int, int]] = []
        """What happened: time, what, thread, post."""
        for _ in range(threads):
            self._old_topic(begin)
        for topic in self.rng.sample(list(self.topics.values()), 4):
            topic.pinned = True

    def live(self, until: datetime) -> None:
        """Let everything happen that happens until then."""
        while self._planned_until < until:
            self._plan_day(self._planned_until)
            self._planned_until += timedelta(days=1)
        while self._events and self._events[0][0] <= until:
            at, _, what, thread = heapq.heappop(self._events)
            self.now = at
            getattr(self, f"_{what}")(at, self.topics.get(thread))
        self.now = until

    def _plan_day(self, day: datetime) -> None:
        """Plan a day: who writes where is decided in the morning, when by the hour's liveliness."""
        rng = self.rng
        alive = [topic for topic in self.topics.values() if topic.gone_at is None and topic.posts]
        recent = heapq.nlargest(max(1, self.active_a_day * 3), alive, key=lambda topic: topic.last)
        chosen = [topic.id for topic in rng.sample(recent, min(len(recent), self.active_a_day * 6 // 10))]
        chosen += [topic.id for topic in rng.sample(alive, min(len(alive), self.active_a_day * 3 // 10))]
        chosen += [0] * max(1, self.active_a_day - len(chosen))  # new threads, each begun once
        begun = [self._new_id() if one == 0 else one for one in chosen]
        weights = [rng.paretovariate(1.2) for _ in begun]
        writers = begun + rng.choices(begun, weights, k=max(0, self.posts_a_day - len(begun)))
        for thread in writers:
            self._at(day, "post", thread)
        share = self.posts_a_day / 200
        for what, a_day in (("edit", 20), ("delete_post", 6), ("delete_topic", 1), ("move", 2), ("pin", 0.5)):
            count = int(a_day * share) + (rng.random() < a_day * share % 1)
            for _ in range(count):
                self._at(day, what, 0)

    def _at(self, day: datetime, what: str, thread: int) -> None:
        hour = self.rng.choices(range(24), [1 + 4 * (7 <= hour <= 22) + 3 * (18 <= hour <= 21) for hour in range(24)])[0]
        at = day + timedelta(hours=hour, seconds=self.rng.uniform(0, 3600))
        heapq.heappush(self._events, (at, self.rng.getrandbits(32), what, thread))

    def _new_id(self) -> int:
        self._topic_ids += 1
        self.topics[self._topic_ids] = Topic(self._topic_ids, self.rng.choice(BOARDS), [])
        return self._topic_ids

    def _old_topic(self, begin: datetime) -> None:
        topic = self.topics[self._new_id()]
        at = begin - timedelta(days=self.rng.uniform(0.2, 900))
        for _ in range(min(120, int(self.rng.paretovariate(0.9)))):
            topic.posts.append(self._made_post(at))
            at += timedelta(hours=self.rng.expovariate(1 / 8))
            if at >= begin:
                break

    def _made_post(self, at: datetime) -> Post:
        self._post_ids += 1
        return Post(self._post_ids, at.replace(microsecond=0), self.rng.random() < 0.5)

    # what happens

    def _post(self, at: datetime, topic: Topic | None) -> None:
        if topic is None or topic.gone_at is not None:
            return
        topic.posts.append(self._made_post(at))
        self._note(at, "post", topic, topic.posts[-1])

    def _edit(self, at: datetime, topic: Topic | None) -> None:
        del topic
        topic, post = self._some_post(at)
        post.edits.append(at)
        self._note(at, "edit", topic, post)

    def _delete_post(self, at: datetime, topic: Topic | None) -> None:
        del topic
        topic, post = self._some_post(at)
        if len(topic.posts) > 1:
            post.gone_at = at
            topic.posts.remove(post)
            self._note(at, "delete_post", topic, post)

    def _delete_topic(self, at: datetime, topic: Topic | None) -> None:
        del topic
        topic, _ = self._some_post(at)
        topic.gone_at = at
        for post in topic.posts:
            post.gone_at = at
            self._note(at, "delete_topic", topic, post)

    def _move(self, at: datetime, topic: Topic | None) -> None:
        del topic
        topic, post = self._some_post(at)
        self._topic_ids += 1
        self.redirects[self._topic_ids] = Redirect(self._topic_ids, topic.board, topic.id, topic.last)
        topic.board = BOARDS[1 - BOARDS.index(topic.board)]
        self._note(at, "move", topic, post)

    def _pin(self, at: datetime, topic: Topic | None) -> None:
        del topic
        topic, post = self._some_post(at)
        topic.pinned = not topic.pinned
        self._note(at, "pin", topic, post)

    def _some_post(self, at: datetime) -> tuple[Topic, Post]:
        """Return a post, in two cases of three one of the last days."""
        alive = [topic for topic in self.topics.values() if topic.gone_at is None and topic.posts]
        if self.rng.random() < 2 / 3:
            alive = [topic for topic in alive if topic.last > at - timedelta(days=2)] or alive
        topic = self.rng.choice(alive)
        return topic, topic.posts[-1] if self.rng.random() < 0.5 else self.rng.choice(topic.posts)

    def _note(self, at: datetime, what: str, topic: Topic, post: Post) -> None:
        self.log.append((at, what, topic.id, post.id))

    # what it shows

    def rows(self, board: str) -> list[Topic | Redirect]:
        """Return a board's rows in the order in which it lists them."""
        here = [topic for topic in self.topics.values() if topic.board == board and topic.gone_at is None and topic.posts]
        pinned = sorted((topic for topic in here if topic.pinned), key=lambda topic: topic.last, reverse=True)
        others: list[tuple[datetime, Topic | Redirect]] = [(topic.last, topic) for topic in here if not topic.pinned]
        others += [(row.at, row) for row in self.redirects.values() if row.board == board and self.topics[row.to].gone_at is None]
        others.sort(key=lambda pair: pair[0], reverse=True)
        return [*pinned, *(row for _, row in others)]

    def page_of(self, post: Post, topic: Topic) -> int:
        """Return the number of the page on which a post stands."""
        return topic.posts.index(post) // PER_PAGE + 1

    def index(self) -> str:
        """Return the page of boards."""
        nodes = "".join(
            f'<div class="node node--forum"><h3 class="node-title"><a href="/forums/{name}/">{name}</a></h3></div>' for name in BOARDS
        )
        return _html(nodes, "Living forum")

    def listing(self, board: str, number: int) -> str | None:
        """Return a page of a board, or None past its end."""
        rows = self.rows(board)
        shown = rows[(number - 1) * ROWS : number * ROWS]
        if not shown:
            return None
        sticky = "".join(_row(row) for row in shown if isinstance(row, Topic) and row.pinned)
        plain = "".join(
            _row(row) if isinstance(row, Topic) else _moved(row) for row in shown if isinstance(row, Redirect) or not row.pinned
        )
        body = (
            f'<div class="structItemContainer"><div class="structItemContainer-group structItemContainer-group--sticky">{sticky}</div>'
            f'<div class="structItemContainer-group">{plain}</div></div>'
        )
        return _html(body + _next(f"/forums/{board}/", number, len(rows), ROWS), board)

    def thread(self, topic: Topic, number: int) -> str:
        """Return a page of a thread."""
        shown = topic.posts[(number - 1) * PER_PAGE : number * PER_PAGE]
        posts = "".join(_post(post) for post in shown)
        body = f'<h1 class="p-title-value">Thread {topic.id}</h1>{posts}'
        return _html(body + _next(f"/threads/t.{topic.id}/", number, len(topic.posts), PER_PAGE), f"Thread {topic.id}")

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request as of now."""
        self.requests += 1
        status, body = self.respond(request.path)
        if status in (301, 303):
            return web.Response(status=status, headers={"Location": body})
        return web.Response(status=404) if status == 404 else web.Response(text=body, content_type="text/html")

    def respond(self, path: str) -> tuple[int, str]:
        """Return the status and the body, or where to go: a page past a thread's end leads to its last, a moved thread's row to it."""
        parts = path.strip("/").split("/")
        number = int(parts[2].removeprefix("page-")) if len(parts) > 2 else 1
        body: str | None = None
        if path == "/":
            body = self.index()
        elif parts[0] == "forums":
            body = self.listing(parts[1], number)
        elif parts[0] == "threads":
            thread = int(parts[1].rpartition(".")[2])
            if thread in self.redirects:
                return 301, f"/threads/t.{self.redirects[thread].to}/"
            topic = self.topics.get(thread)
            if topic is not None and topic.gone_at is None and topic.posts:
                last = -(-len(topic.posts) // PER_PAGE)
                if number > last:
                    return 303, f"/threads/t.{thread}/" + (f"page-{last}" if last > 1 else "")
                body = self.thread(topic, number)
        elif parts[0] == "posts":
            found = next(((topic, post) for topic, post in all_posts(self) if str(post.id) == parts[1]), None)
            if found is not None:
                page = self.page_of(found[1], found[0])
                return 301, f"/threads/t.{found[0].id}/" + (f"page-{page}" if page > 1 else "")
        return (404, "") if body is None else (200, body)


def text_of(post: Post) -> str:
    """Return a post's words as they are after its edits: few, since only their being there counts."""
    rng = random.Random(post.id)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(30)]
    if post.branded:
        words.insert(rng.randrange(30), BRANDS[post.id % len(BRANDS)])
    return " ".join(words) + "".join(f" edited {number}" for number in range(1, len(post.edits) + 1))


def _html(body: str, title: str) -> str:
    return f'<!DOCTYPE html><html id="XF" lang="en" data-app="public"><head><title>{title}</title></head><body>{body}</body></html>'


def _row(topic: Topic) -> str:
    return (
        f'<div class="structItem structItem--thread js-threadListItem-{topic.id}"><div class="structItem-title">'
        f'<a href="/threads/t.{topic.id}/" data-tp-primary="on">Thread {topic.id}</a></div>'
        f'<div class="structItem-cell structItem-cell--meta"><dl class="pairs"><dt>Replies</dt><dd>{len(topic.posts) - 1}</dd></dl></div>'
        f'<time class="structItem-latestDate u-dt" datetime="{topic.last:%Y-%m-%dT%H:%M:%S+0000}">then</time></div>'
    )


def _moved(row: Redirect) -> str:
    return (
        f'<div class="structItem structItem--thread js-threadListItem-{row.id}"><div class="structItem-title">'
        f'<a href="/threads/t.{row.id}/" data-tp-primary="on">Moved: thread {row.to}</a></div>'
        f'<time class="structItem-latestDate u-dt" datetime="{row.at:%Y-%m-%dT%H:%M:%S+0000}">then</time></div>'
    )


def _post(post: Post) -> str:
    last = f'<div class="message-lastEdit"><time datetime="{post.edits[-1]:%Y-%m-%dT%H:%M:%S+0000}">then</time></div>' if post.edits else ""
    return (
        f'<article class="message message--post js-post" data-author="user{post.id % 977}" '
        f'data-content="post-{post.id}" id="js-post-{post.id}">'
        f'<h4 class="message-name"><a href="/members/u.{post.id % 977}/" class="username">user{post.id % 977}</a></h4>'
        f'<ul class="message-attribution"><li><a href="/posts/{post.id}/"><time class="u-dt" '
        f'datetime="{post.at:%Y-%m-%dT%H:%M:%S+0000}">then</time></a></li></ul>'
        f'<div class="message-body"><div class="bbWrapper">{text_of(post)}</div></div>{last}</article>'
    )


def _next(path: str, number: int, count: int, size: int) -> str:
    return f'<a class="pageNav-jump pageNav-jump--next" href="{path}page-{number + 1}">Next</a>' if number * size < count else ""


def all_posts(forum: LivingForum) -> Iterator[tuple[Topic, Post]]:
    """Yield the posts that are visible now."""
    for topic in forum.topics.values():
        if topic.gone_at is None:
            for post in topic.posts:
                yield topic, post
