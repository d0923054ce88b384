"""A made-up forum on all of 127.0.0.0/8 that notes when each host was asked and answered: what politeness is measured by.

Speaks just enough HTTP/1.1 to keep connections, and makes its texts quickly, so that it takes far less time a request than the crawler
does. Each host has posts of its own: with the same on all of them, the crawls of more hosts would find more copies, and take longer a page.
`/times` gives what was noted and forgets it.
"""

import argparse
import asyncio
import contextlib
import functools
import json
import random
import time
import zlib
from dataclasses import dataclass

import wordfreq

from benchmarks.made_web import BRANDS, LANGUAGES, Forum
from benchmarks.serving import serving

WORDS = 62  # a post, about 400 characters
VOCABULARY = 5000  # words of each language
BRANDED = 0.1  # share of posts that name a brand
SHAPE = {"threads": 100_000, "posts": 1, "rows": 20}  # rows: as XenForo comes


class Polite(asyncio.Protocol):
    """One connection."""

    times: dict[str, list[tuple[float, float]]] = {}  # noqa: RUF012 - one server a process
    """Host → when it was asked, and when its answer had been sent; `time.monotonic`."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            asked = time.monotonic()
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            if path == "/times":
                body, status = json.dumps(self.times).encode(), b"200 OK"
                self.times.clear()
            else:
                page = made_page(self.host, path)
                body, status = (b"", b"404 Not Found") if page is None else (page.encode(), b"200 OK")
            self.transport.write(
                b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
            )
            if path != "/times":
                self.times.setdefault(self.host, []).append((asked, time.monotonic()))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickForum(Forum):
    """A forum whose texts take a tenth of the time to make."""

    def text(self, post: int) -> str:
        """Return a post's words, about 400 characters."""
        rng = random.Random(self.seed * 1_000_003 + post)
        words = rng.choices(_usual_words(rng.choice(LANGUAGES)), k=WORDS)
        if rng.random() < BRANDED:
            words[rng.randrange(WORDS)] = rng.choice(BRANDS)
        return " ".join(words)


@functools.cache
def _usual_words(language: str) -> list[str]:
    """Return a language's words, frequent ones oftener than others."""
    words = wordfreq.top_n_list(language, VOCABULARY)
    return [words[int(VOCABULARY * (place / VOCABULARY) ** 2)] for place in range(VOCABULARY)]


def made_page(host: str, path: str) -> str | None:
    """Return a page of a host's forum, or None."""
    parts = path.strip("/").split("/")
    page = int(parts[2].removeprefix("page-")) if len(parts) > 2 else 1
    forum = QuickForum(seed=zlib.crc32(host.encode()), **SHAPE)
    return forum.listing(page) if parts[0] == "forums" else forum.thread(int(parts[1].rpartition(".")[2]) - 1, page)


def polite_server() -> contextlib.AbstractContextManager[int]:
    """Serve from another process until the block ends; gives its port."""
    return serving("benchmarks.polite_server", lambda port: [str(port)])


async def serve(port: int) -> None:
    """Serve until cancelled."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Polite, "0.0.0.0", port, backlog=4096)  # noqa: S104 - 127.x.y.z, all of it
    await server.serve_forever()


if __name__ == "__main__":
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("port", type=int)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(args.parse_args().port))
