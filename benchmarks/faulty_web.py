"""Made-up sites on 127.0.0.0/8 that can be told to fail: what `benchmarks/faults.py` crawls.

Each address of 127.0.1.0/24 is a site: a newest-first feed, a forum in XenForo's markup or a page of reviews, by the path that is asked
for. `/tell?site=N&fault=NAME` and `/tell?step=N` on 127.0.0.1 say how it answers from then on; a step adds posts. Speaks HTTP/1.1 by hand,
so that it can break it anywhere.
"""

import argparse
import asyncio
import contextlib
import functools
import gzip
import json
import socket
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import brotli

from benchmarks.faulty_pages import REVIEWS, Board, feed, reviews
from benchmarks.serving import serving

ANYWHERE = "0.0.0.0"  # noqa: S104 - 127.x.y.z, all of it
BOMB = 400 * 2**20  # bytes that a bomb unpacks to
CLOUDFLARE = "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script></body></html>"
LOGIN = "<html><head><title>Log in</title></head><body><form><input name=u><input type=password name=p></form></body></html>"
NOT_THERE = "<html><head><title>404 Not Found</title></head><body><h1>Oops</h1></body></html>"
OTHER = "<html><head><title>Welcome</title></head><body><div id=app></div><script>boot()</script></body></html>"

Headers = Mapping[str, str]
Answer = tuple[int, Headers, bytes]


class World:
    """What the sites answer now."""

    def __init__(self) -> None:
        self.step = 0
        self.faults: dict[str, str] = {}
        self.asked: dict[str, int] = {}

    def tell(self, asked: Mapping[str, list[str]]) -> None:
        """Take up what `/tell` says."""
        self.step = int(asked.get("step", [str(self.step)])[0])
        if "site" in asked:
            fault = asked.get("fault", [""])[0]
            self.faults[f"127.0.1.{asked['site'][0]}"] = fault
            if fault in PACKERS:
                packed(fault)  # takes seconds, which the crawl should not wait for
        elif "fault" in asked:
            self.faults.clear()

    def good(self, site: int, path: str) -> Answer:
        """Return what a site answers when nothing is wrong."""
        forum = Board(threads=4 + self.step, posts=8, per_page=5, rows=3, seed=site, branded=1.0)
        parts = path.strip("/").split("/")
        number = int(parts[2].removeprefix("page-")) if len(parts) > 2 else 1
        kind = "text/html; charset=utf-8"
        body: str | None = None
        if parts[0] == "robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow:\n"
        if parts[0] == "forums":
            body = forum.listing(number)
        elif parts[0] == "threads":
            body = forum.thread(int(parts[1].rpartition(".")[2]) - 1, number)
        elif parts[0] == "reviews":
            body = reviews(site, REVIEWS + self.step, REVIEWS + self.step)
        elif parts[0] == "feed":
            body, kind = feed(site, parts[1], self.step, number), "application/atom+xml"
        return (404, {"Content-Type": kind}, b"") if body is None else (200, {"Content-Type": kind}, body.encode())


def _html(body: str, status: int = 200, **headers: str) -> Answer:
    return (
        status,
        {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): value for name, value in headers.items()}},
        body.encode(),
    )


def answered(world: World, site: int, fault: str, path: str) -> Answer:
    """Return what a site with a fault answers, where that is a whole answer."""
    if path == "/robots.txt":
        return ROBOTS.get(fault) or world.good(site, path)
    if fault in FIXED:
        return FIXED[fault]
    return MADE[fault](world, site, path) if fault in MADE else world.good(site, path)


def _layout(world: World, site: int, path: str) -> Answer:
    status, headers, body = world.good(site, path)
    return status, headers, body if path.startswith("/forums") else body.replace(b"message", b"card").replace(b"data-content", b"data-id")


def _repeated(world: World, site: int, path: str) -> Answer:
    """Return a page whose next one shows the same again."""
    page = int(path.rpartition("-")[2]) if "page-" in path else 1
    body = feed(site, "posts", world.step, 1).replace("page-2", f"page-{page + 1}")
    return 200, {"Content-Type": "application/atom+xml"}, body.encode()


def _emptied(world: World, site: int, path: str) -> Answer:
    del path
    return 200, {"Content-Type": "application/atom+xml"}, feed(site, "posts", world.step, 1, empty=True).encode()


def _fewer(world: World, site: int, path: str) -> Answer:
    del path
    return _html(reviews(site, 9, REVIEWS + world.step + 19))


def _to_login(world: World, site: int, path: str) -> Answer:
    del world, site
    return _html(LOGIN) if path.startswith("/login") else _html("", 302, Location="/login?next=/")


def _loop(world: World, site: int, path: str) -> Answer:
    del world, site
    return _html("", 302, Location=path)


def _hops(world: World, site: int, path: str) -> Answer:
    del world, site
    hop = int(path.rpartition("/")[2]) + 1 if path.startswith("/hop/") else 0
    return _html("", 302, Location=f"/hop/{min(hop, 10_000)}")


def _bomb(world: World, site: int, path: str) -> Answer:
    del path
    fault = world.faults[f"127.0.1.{site}"]
    return 200, {"Content-Type": "text/html", "Content-Encoding": PACKERS[fault][0]}, packed(fault)


@functools.cache
def packed(fault: str) -> bytes:
    """Return a bomb, packed."""
    return PACKERS[fault][1](bytes(BOMB))


def _half_packed(world: World, site: int, path: str) -> Answer:
    """Return half of a packed body, and the length of that half."""
    status, headers, body = world.good(site, path)
    packed_body = gzip.compress(body)
    return status, {**headers, "Content-Encoding": "gzip"}, packed_body[: len(packed_body) // 2]


PACKERS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "bomb-gzip": ("gzip", gzip.compress),
    "bomb-deflate": ("deflate", zlib.compress),
    "bomb-brotli": ("br", lambda data: bytes(brotli.compress(data, quality=1))),
}
ROBOTS: Mapping[str, Answer] = {
    "robots-forbid": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n"),
    "robots-500": (500, {"Content-Type": "text/plain"}, b""),
}
FIXED: Mapping[str, Answer] = {
    "challenge": _html(CLOUDFLARE, 403),
    "challenge-200": _html(CLOUDFLARE),
    "refused": _html("<html><head><title>403 Forbidden</title></head></html>", 403),
    "slower": _html("", 429, Retry_After="86400"),
    "login-wall": _html(LOGIN),
    "soft-404": _html(NOT_THERE),
    "gone": _html(NOT_THERE, 404),
    "error-500": _html("<h1>Internal Server Error</h1>", 500),
    "maintenance": _html("<title>Down for maintenance</title>", 503, Retry_After="86400"),
    "nothing": _html(""),
    "garbage": (200, {"Content-Type": "text/html"}, bytes(range(256)) * 50),
    "another-engine": _html(OTHER),
    "redirect-nowhere": _html("", 302, Location="http://no-such-host.invalid/"),
    "bad-gzip": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b nothing of the kind"),
}
"""Fault → what the site answers whatever it is asked."""
MADE: Mapping[str, Callable[[World, int, str], Answer]] = {
    "layout": _layout,
    "repeated-pages": _repeated,
    "emptied": _emptied,
    "fewer-than-stated": _fewer,
    "login-redirect": _to_login,
    "redirect-loop": _loop,
    "redirects-10000": _hops,
    "half-packed": _half_packed,
    **dict.fromkeys(PACKERS, _bomb),
}
"""Fault → what makes its answers."""
POURED = frozenset({"drip", "endless", "endless-told"})
BROKEN = POURED | {"reset", "reset-once", "half", "too-long", "too-short", "no-http", "silent-server", "slow"}
"""Faults below HTTP: `_break` makes them."""


async def serve_one(world: World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer on one connection until it ends."""
    host = writer.get_extra_info("sockname")[0]
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            if host == "127.0.0.1":
                await asyncio.to_thread(world.tell, parse_qs(urlsplit(path).query, keep_blank_values=True))
                writer.write(_bytes((200, {}, json.dumps(world.asked).encode())))
                world.asked.clear()
                continue
            world.asked[host] = world.asked.get(host, 0) + 1
            fault, site = world.faults.get(host, ""), int(host.rpartition(".")[2])
            if fault in BROKEN and path != "/robots.txt":
                if await _break(writer, fault, world.good(site, path), world.asked[host]):
                    return
            else:
                writer.write(_bytes(answered(world, site, fault, path)))
            await writer.drain()
    writer.close()


def _bytes(answer: Answer, length: int | None = None) -> bytes:
    status, headers, body = answer
    lines = [
        f"HTTP/1.1 {status} -",
        f"Content-Length: {len(body) if length is None else length}",
        *(f"{k}: {v}" for k, v in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _break(writer: asyncio.StreamWriter, fault: str, good: Answer, asked: int) -> bool:
    """Answer brokenly; returns whether the connection has ended."""
    body = good[2]
    if fault in ("reset", "reset-once"):
        if fault == "reset-once" and asked % 3 != 1:
            writer.write(_bytes(good))
            return False
        sock: Any = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # close sends RST
        writer.transport.abort()
        return True
    if fault == "slow":
        await asyncio.sleep(0.4)
        writer.write(_bytes(good))
        return False
    if fault == "half":
        writer.write(_bytes(good)[: -len(body) // 2])
    elif fault == "too-long":
        writer.write(_bytes(good, len(body) + 1000))
    elif fault == "too-short":
        writer.write(_bytes(good, len(body) // 2))
    elif fault == "no-http":
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    elif fault == "silent-server":
        await asyncio.sleep(3600)
    elif fault in POURED:
        await _pour(writer, fault)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
    writer.close()
    return True


async def _pour(writer: asyncio.StreamWriter, fault: str) -> None:
    """Send 10 GB, which the head says or does not say, or a byte a second, until the other side has enough."""
    lengths = {"endless-told": f"Content-Length: {10**10}", "drip": "Content-Length: 5000"}
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{lengths.get(fault, 'Connection: close')}\r\n\r\n".encode())
    piece, pause = (b".", 1.0) if fault == "drip" else (b"<p>more</p>" * 6000, 0.0)
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


def running() -> contextlib.AbstractContextManager[int]:
    """Serve from another process until the block ends; gives its port."""
    return serving("benchmarks.faulty_web", lambda port: [str(port)])


def tell(port: int, asked: str) -> dict[str, int]:
    """Say how the sites are to answer (`step=1`, `fault=` heals all, `site=7&fault=reset`); returns requests by host since the last."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/tell?{asked}") as answer:
        found: dict[str, int] = json.load(answer)
    return found


async def serve(port: int) -> None:
    """Serve until cancelled."""
    world = World()
    server = await asyncio.start_server(lambda reader, writer: serve_one(world, reader, writer), ANYWHERE, port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("port", type=int)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(args.parse_args().port))
