"""The browser that pages are rendered in: one headless Chromium, started when a page needs it, ended when none does.

Why not scrapy-playwright: its handler refuses to start without Twisted's asyncio reactor (0.0.48 calls `verify_installed_reactor`), and
this crawler runs without a reactor (`crawler.settings`). So this stands on Playwright's async API, the extra `render`:
https://playwright.dev/python/docs/api/class-playwright .

It opens no socket of its own: its proxy leads nowhere, it resolves no name, and what its pages ask for is answered by `crawler.render`.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Error, ProxySettings, async_playwright
from scrapy.exceptions import IgnoreRequest

if sys.platform == "linux":
    import resource

logger = logging.getLogger(__name__)

CHROMIUM = "/usr/bin/chromium"  # Debian's; the variable below names another
VARIABLE = "UNTAGGED_CHROMIUM"
FLAGS = (
    "--no-sandbox",  # needs rights that a container seldom has; docs/operators.md says what to do instead
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # calls between browsers pass any proxy by
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in other versions
    "--no-zygote",  # so that its processes inherit their bound of memory
    "--js-flags=--max-old-space-size=512",  # MiB that a page's scripts may hold
)
NOWHERE: ProxySettings = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}  # the discard port, for addresses of this machine too
PAGES_AT_ONCE = 2  # each takes a processor and 100 MB or more
MOST_PAGES = 200  # that one browser shows before a fresh one takes over: browsers grow
MOST_MEMORY = 2 * 1024**3  # bytes that one process may write to; a page at rest has a third of it
IDLE_S = 60.0  # without a page, after which the browser is ended


@dataclass(slots=True, eq=False)
class _Running:
    """One browser with the process that drives it."""

    browser: Browser
    stack: AsyncExitStack
    """Ends both."""
    pages: int = 0
    """Shown so far."""
    visits: int = 0
    """Under way."""
    is_broken: bool = False
    """It failed under a page."""

    @property
    def is_fit(self) -> bool:
        """Return whether it may show another page."""
        return not self.is_broken and self.browser.is_connected() and self.pages < MOST_PAGES


@dataclass(slots=True)
class Chromium:
    """The browser of one crawler."""

    _current: _Running | None = None
    _all: set[_Running] = field(default_factory=set)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PAGES_AT_ONCE))
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _idle: asyncio.Task[None] | None = None
    _is_closed: bool = False

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Browser]:
        """Give the running browser for one page; waits while it shows as many as it may. Raises IgnoreRequest when there is none."""
        async with self._room:
            async with self._lock:
                running = await self._fit()
                running.pages += 1
                running.visits += 1
            try:
                yield running.browser
            except Error:
                running.is_broken = True  # or what drives it, whose end it does not tell
                raise
            finally:
                running.visits -= 1
                if running.visits == 0 and (running is not self._current or not running.is_fit):
                    await self._end(running)
                elif running.visits == 0:
                    self._idle = asyncio.create_task(self._end_idle(running))

    async def close(self) -> None:
        """End the browser, whatever it shows."""
        self._is_closed = True
        async with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            for running in list(self._all):
                await self._end(running)

    async def _fit(self) -> _Running:
        """Return a browser that may show another page; one that may not is ended by the last page that it shows."""
        if self._idle is not None:
            self._idle.cancel()
        if self._is_closed:
            msg = "the crawl is ending"
            raise IgnoreRequest(msg)
        if self._current is None or not self._current.is_fit:
            self._current = await _start()
            self._all.add(self._current)
        return self._current

    async def _end_idle(self, running: _Running) -> None:
        """End a browser that shows nothing for long; cancelled by who takes the lock first."""
        await asyncio.sleep(IDLE_S)
        async with self._lock:
            logger.debug("no page for %.0f s: the browser is ended", IDLE_S)
            await self._end(running)

    async def _end(self, running: _Running) -> None:
        """End a browser; one that has ended by itself, or is ended already, too."""
        self._all.discard(running)
        if running is self._current:
            self._current = None
        try:
            await running.stack.aclose()
        except Error as error:
            logger.debug("the browser had ended already (%s)", error.message)


async def _start() -> _Running:
    """Return a fresh browser. Raises IgnoreRequest, with the cure, when it cannot be had."""
    path = chromium()
    logging.getLogger("asyncio").addFilter(_is_news)
    async with AsyncExitStack() as stack:
        driver = await stack.enter_async_context(async_playwright())
        try:
            browser = await driver.chromium.launch(
                executable_path=path,
                args=list(FLAGS),
                proxy=NOWHERE,
                chromium_sandbox=False,
                handle_sigint=False,  # the crawler ends it
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            msg = f"{path} could not be started ({error.message.splitlines()[0][:200]})"
            raise IgnoreRequest(msg) from error
        stack.push_async_callback(browser.close)
        await _bound(browser)
        return _Running(browser, stack.pop_all())


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether a line says more than that the driver was ended from outside, as a service's stop does: its pages tell."""
    return "reading from the driver" not in record.getMessage()


async def _bound(browser: Browser) -> None:
    """Bound the memory of each of a browser's processes, where the system can: a page past it breaks, not the machine."""
    if sys.platform == "linux":
        session = await browser.new_browser_cdp_session()
        found = await session.send("SystemInfo.getProcessInfo")
        for process in found["processInfo"]:
            resource.prlimit(process["id"], resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        await session.detach()


def chromium() -> str:
    """Return the browser's path. Raises IgnoreRequest when there is none."""
    path = os.environ.get(VARIABLE) or CHROMIUM
    if not Path(path).is_file():
        msg = f"render = true needs Chromium, and {path} is none: apt-get install chromium, or name yours in {VARIABLE}"
        raise IgnoreRequest(msg)
    return path
