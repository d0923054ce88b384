"""A made-up forum on all of 127.0.0.0/8 that notes when each host was asked and answered: what politeness is measured by.

Speaks just enough HTTP/1.1 to keep connections, so that it takes far less time a request than the crawler does. `/times` gives what was
noted and forgets it.
"""

import argparse
import asyncio
import contextlib
import functools
import json
import time
from dataclasses import replace

from benchmarks.made_web import Forum
from benchmarks.serving import serving

FORUM = Forum(threads=100_000, posts=1, rows=20, branded=0.1, per_host=1)  # rows: as XenForo comes
PAGES = 20_000  # kept; hosts share the pages of one in twenty


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
                page = made_page(int(self.host.rpartition(".")[2]) % 20, path)
                body, status = (b"", b"404 Not Found") if page is None else (page, b"200 OK")
            self.transport.write(
                b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
            )
            if path != "/times":
                self.times.setdefault(self.host, []).append((asked, time.monotonic()))


@functools.lru_cache(PAGES)
def made_page(seed: int, path: str) -> bytes | None:
    """Return a page of the forum, or None."""
    parts = path.strip("/").split("/")
    page = int(parts[2].removeprefix("page-")) if len(parts) > 2 else 1
    forum = replace(FORUM, seed=seed)
    found = forum.listing(page) if parts[0] == "forums" else forum.thread(int(parts[1].rpartition(".")[2]) - 1, page)
    return found.encode() if found is not None else None


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
