"""A made-up forum in XenForo 2's markup, served on loopback by a process of its own: what the benchmarks crawl.

Texts are frequent words of three languages at random, with made-up brand names: right for cost, useless for accuracy.
"""

import argparse
import asyncio
import contextlib
import functools
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import wordfreq
from aiohttp import web

from benchmarks.serving import serving

LANGUAGES = ("en", "ru", "vi")
WORDS = 5000  # of each language: enough that two posts share words and not passages
BRANDS = tuple(
    f"{first}{last}" for first in ("Vel", "Nor", "Kas", "Tri", "Zam", "Olm", "Pex", "Rud") for last in ("tro", "dak", "ivo", "met", "lux")
)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PADDING = (
    '<div class="p-nav"><ul>'
    + "".join(f'<li><a href="/link/{n}" class="p-navEl-link">Menu entry {n}</a></li>' for n in range(60))
    + "</ul></div>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """The shape of a made-up forum; the same numbers give the same pages."""

    threads: int = 100
    posts: int = 40
    per_page: int = 20
    rows: int = 50
    seed: int = 1
    branded: float = 1.0
    """Share of posts that name a brand."""
    per_host: int = 0
    """1: each host has posts of its own; 0: all hosts show the same."""

    def text(self, post: int) -> str:
        """Return a post's words, about 400 characters; one in forty repeats an earlier post."""
        rng = random.Random(self.seed * 1_000_003 + (post if post % 40 else post // 2))
        vocabulary = _words(rng.choice(LANGUAGES))
        words = [vocabulary[int(WORDS * rng.random() ** 2)] for _ in range(62)]  # frequent words come first
        for end in range(9, 62, 10):
            words[end] += "."
        if rng.random() < self.branded:
            words.insert(rng.randrange(62), rng.choice(BRANDS))
        return " ".join(words)

    def listing(self, page: int) -> str | None:
        """Return a listing page, or None past the last."""
        first = (page - 1) * self.rows
        if not 0 <= first < self.threads:
            return None
        rows = "".join(self._row(thread) for thread in range(first, min(self.threads, first + self.rows)))
        more = (
            f'<a class="pageNav-jump pageNav-jump--next" href="/forums/made.1/page-{page + 1}">Next</a>'
            if first + self.rows < self.threads
            else ""
        )
        return page_of(f'<div class="structItemContainer">{rows}</div>{more}', "Made forum")

    def thread(self, thread: int, page: int) -> str | None:
        """Return a thread's page, or None past the last."""
        first = (page - 1) * self.per_page
        if not 0 <= first < self.posts or not 0 <= thread < self.threads:
            return None
        last = min(self.posts, first + self.per_page)
        posts = "".join(self._post(thread * self.posts + number) for number in range(first, last))
        more = (
            f'<a class="pageNav-jump pageNav-jump--next" href="/threads/t.{thread + 1}/page-{page + 1}">Next</a>'
            if last < self.posts
            else ""
        )
        return page_of(f'<h1 class="p-title-value">Thread {thread}</h1>{posts}{more}', f"Thread {thread}")

    def feed(self, page: int) -> str | None:
        """Return a page of the newest-first Atom feed (RFC 5005: `next` leads to older ones), or None past the last."""
        total = self.threads * self.posts
        newest = total - (page - 1) * self.per_page
        if not 0 < newest <= total:
            return None
        entries = "".join(self._entry(post) for post in range(newest - 1, max(-1, newest - 1 - self.per_page), -1))
        more = f'<link rel="next" href="/feed/posts/page-{page + 1}"/>' if newest > self.per_page else ""
        return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Made</title>{more}{entries}</feed>'

    def _entry(self, post: int) -> str:
        at = EPOCH + timedelta(minutes=post)
        return (
            f'<entry><id>made:{post + 1}</id><link href="/threads/t/post-{post + 1}"/><title>Post {post + 1}</title>'
            f"<author><name>user{post % 977}</name></author><published>{at:%Y-%m-%dT%H:%M:%SZ}</published>"
            f'<content type="text">{self.text(post)}</content></entry>'
        )

    def _row(self, thread: int) -> str:
        last = EPOCH + timedelta(minutes=(thread + 1) * self.posts - 1)
        return (
            f'<div class="structItem structItem--thread js-threadListItem-{thread + 1}"><div class="structItem-title">'
            f'<a href="/threads/t.{thread + 1}/" data-tp-primary="on">Thread {thread}</a></div>'
            f'<dl class="pairs pairs--justified"><dt>Replies</dt><dd>{self.posts - 1}</dd></dl>'
            f'<time class="structItem-latestDate u-dt" datetime="{last:%Y-%m-%dT%H:%M:%S+0000}">then</time></div>'
        )

    def _post(self, post: int) -> str:
        at = EPOCH + timedelta(minutes=post)
        return (
            f'<article class="message message--post js-post" data-author="user{post % 977}" '
            f'data-content="post-{post + 1}" id="js-post-{post + 1}">'
            f'<div class="message-userDetails"><h4 class="message-name">'
            f'<a href="/members/u.{post % 977}/" class="username">user{post % 977}</a></h4>'
            f'<h5 class="userTitle">Member</h5></div><ul class="message-attribution"><li><a href="/threads/t/post-{post + 1}">'
            f'<time class="u-dt" datetime="{at:%Y-%m-%dT%H:%M:%S+0000}">then</time></a></li></ul>'
            f'<div class="message-body"><div class="bbWrapper">{self.text(post)}</div></div>'
            f'<aside class="message-signature"><div class="bbWrapper">My other car is a bicycle</div></aside></article>'
        )


@functools.cache
def _words(language: str) -> list[str]:
    """Return a language's most frequent words."""
    return wordfreq.top_n_list(language, WORDS)


def page_of(body: str, title: str) -> str:
    """Return a page of XenForo's, with a menu."""
    return (
        f'<!DOCTYPE html><html id="XF" lang="en" data-app="public"><head><title>{title}</title></head><body>{PADDING}{body}</body></html>'
    )


def application(forum: Forum, delay_s: float = 0.0) -> web.Application:
    """Return the forum as a web application; pages are made once and kept."""
    made: dict[tuple[int, str], bytes | None] = {}
    asked = {"requests": 0}

    async def answer(request: web.Request) -> web.Response:
        path = request.path
        if path == "/asked":
            return web.json_response(asked)
        if delay_s:
            await asyncio.sleep(delay_s)
        seed = zlib.crc32(request.host.encode()) if forum.per_host else forum.seed
        if (seed, path) not in made:
            page = _page(replace(forum, seed=seed), path)
            made[seed, path] = page.encode() if page is not None else None
        body = made[seed, path]
        asked["requests"] += 1
        kind = "application/atom+xml" if path.startswith("/feed/") else "text/html"
        return web.Response(status=404) if body is None else web.Response(body=body, content_type=kind, charset="utf-8")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    return app


def _page(forum: Forum, path: str) -> str | None:
    """Return the page at a path, or None."""
    parts = path.strip("/").split("/")
    page = int(parts[2].removeprefix("page-")) if len(parts) > 2 else 1
    if parts[0] == "forums":
        return forum.listing(page)
    if parts[0] == "feed":
        return forum.feed(page)
    if parts[0] == "threads":
        return forum.thread(int(parts[1].rpartition(".")[2]) - 1, page)
    return None


@contextlib.contextmanager
def running(forum: Forum, *, delay_s: float = 0.0) -> Iterator[int]:
    """Serve the forum on all of 127.0.0.0/8 from another process until the block ends; gives its port."""
    given = [f"--{name}={getattr(forum, name)}" for name in ("threads", "posts", "per_page", "rows", "seed", "branded", "per_host")]
    with serving("benchmarks.made_web", lambda port: [f"--port={port}", f"--delay_s={delay_s}", *given]) as port:
        yield port


def main() -> None:
    """Serve until terminated."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--port", type=int, required=True)
    args.add_argument("--delay_s", type=float, default=0.0)
    for name, kind in (
        ("threads", int),
        ("posts", int),
        ("per_page", int),
        ("rows", int),
        ("seed", int),
        ("branded", float),
        ("per_host", int),
    ):
        args.add_argument(f"--{name}", type=kind, default=getattr(Forum(), name))
    given = vars(args.parse_args())
    port, delay_s = given.pop("port"), given.pop("delay_s")
    web.run_app(application(Forum(**given), delay_s), host="0.0.0.0", port=port, print=None, access_log=None)  # noqa: S104 - 127.x.y.z, all of it


if __name__ == "__main__":
    main()
