"""Pages that only a browser can read, as their scripts leave them.

All that a page asks for is intercepted and downloaded by the crawler's own handler, under the same checks of addresses, sizes and times
as the page itself; what brings no words (pictures, frames, sockets, pings) it does not get.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Page, Route, ViewportSize
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import HtmlResponse, Response

from crawler.browser import Chromium, chromium
from mentions.errors import FetchError
from mentions.urls import same_host

logger = logging.getLogger(__name__)

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?![\w*-])")
VIEW: ViewportSize = {"width": 1280, "height": 10_000}  # so tall that what loads when it comes into view loads at once
NEEDED = frozenset({"script", "stylesheet", "xhr", "fetch"})  # of the rest no words come
MOST_REQUESTS = 300  # of one page
MOST_BYTES = 30 * 1024 * 1024  # of all that one page asks for
AT_ONCE = 4  # requests of one page
ANSWER_S = 20  # for one of them: a script that hangs must not take the page with it
MOST_REDIRECTS = 5
LOOK_S = 0.1  # between two looks whether a page is done
QUIET_S = 0.5  # without a request, after which it is
STIR_S = 15.0  # how long a page that has loaded may go on asking
CLOSE_S = 10
CONDITIONS = ("If-None-Match", "If-Modified-Since")  # of the page without its scripts: "not modified" would say nothing
NOT_SENT = frozenset({"accept-encoding", "content-length", "host", "connection", "user-agent"})
NOT_PASSED_ON = frozenset({"content-length", "transfer-encoding", "connection", "strict-transport-security", "content-disposition"})
OF_THE_SHELL = ("ETag", "Last-Modified", "Set-Cookie", "Content-Length", "Transfer-Encoding")
SECRET = ("Cookie", "Authorization")  # of one host
MOVED = frozenset({301, 302, 303, 307, 308})
REFUSED = 300  # statuses from here on are nothing to render
NO_CALLS = "delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection; delete globalThis.WebTransport"
WHOLE = """(() => {
  const inert = document.implementation.createHTMLDocument();  // where no component comes to life again
  const copy = node => {
    const twin = inert.importNode(node, node instanceof HTMLTemplateElement);
    for (const child of [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])]) twin.append(copy(child));
    return twin;
  };
  const root = document.documentElement ?? inert.documentElement;
  try { return "<!DOCTYPE html>" + copy(root).outerHTML } catch (tooDeep) { return "<!DOCTYPE html>" + root.outerHTML }
})()"""  # what components show stands beside the document, where its HTML does not have it

Download = Callable[[Request], Awaitable[Response]]


class Renderer:
    """What shows the pages of one crawler."""

    def __init__(self, download: Download, *, timeout_s: float, most_bytes: int) -> None:
        """`download` fetches one address, decompressed, redirects not followed; `most_bytes` is what a page may have."""
        self._download = download
        self._timeout_s = timeout_s
        self._most_bytes = most_bytes
        self._chromium = Chromium()

    async def render(self, request: Request) -> Response:
        """Return the page as its scripts leave it; an answer that is no HTML page, a redirect or an error as it came.

        Raises IgnoreRequest when there is no browser or the page will not end, DownloadFailedError when the browser does.
        """
        chromium()  # not asked for when it cannot be shown
        asked = request.replace(headers={name: value for name, value in request.headers.items() if name.decode() not in CONDITIONS})
        first = await self._download(asked)
        if first.status >= REFUSED or b"html" not in (first.headers.get("Content-Type") or b"text/html").lower():
            return first
        visit = _Visit(self._download, request, first, self._most_bytes, self._timeout_s / 2)
        try:
            async with self._chromium.use() as browser, asyncio.timeout(self._timeout_s):
                return await visit.result(browser)
        except TimeoutError as error:
            msg = f"{request.url}: its scripts had not ended after {self._timeout_s:.0f} s in the browser"
            raise IgnoreRequest(msg) from error  # nor would they when tried again
        except Error as error:
            msg = f"the browser ended under the page ({error.message.splitlines()[0][:120]})"
            raise DownloadFailedError(msg) from error

    async def close(self) -> None:
        """End the browser."""
        await self._chromium.close()


class _Visit:
    """One page in a context of its own: no cookies and no cache of others."""

    def __init__(self, download: Download, request: Request, first: Response, most_bytes: int, load_s: float) -> None:
        """`first` is the page without its scripts; `load_s` is for its loading, some more for what it does then."""
        self._download = download
        self._request = request
        self._first = first
        self._most_bytes = most_bytes
        self._load_s = load_s
        self._room = asyncio.Semaphore(AT_ONCE)
        self._asked = 0
        self._bytes = 0
        self._pending = 0
        self._last = 0.0
        self._is_open = False
        self._moved: str | None = None

    async def result(self, browser: Browser) -> Response:
        """Return the rendered page, or a redirect to where its script sends the reader."""
        language = LANGUAGE.match((self._request.headers.get("Accept-Language") or b"").decode("latin-1"))
        context = await browser.new_context(
            user_agent=(self._request.headers.get("User-Agent") or b"").decode("latin-1") or None,
            locale=language[0] if language else None,
            timezone_id=self._request.meta.get("timezone") or "UTC",  # scripts write times in it, and the engine reads them in it
            viewport=VIEW,
            service_workers="block",
            accept_downloads=False,
        )
        try:
            return await self._visited(context)
        finally:
            await _left(context)

    async def _visited(self, context: BrowserContext) -> Response:
        page = await context.new_page()
        context.on("page", _shut)  # a window that the page opens
        await context.add_init_script(NO_CALLS)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        await context.route("**/*", lambda route: self._answer(route, page))
        await page.goto(self._request.url, wait_until="commit", timeout=0)  # the visit's own time-out ends it
        await self._settle(page)
        if self._moved is not None:
            return Response(self._first.url, status=302, headers={"Location": self._moved}, request=self._request)
        html: str = await page.evaluate(WHOLE)
        body = html.encode("utf-8", "surrogatepass")
        if len(body) > self._most_bytes:
            msg = f"{self._request.url}: {len(body):,} bytes when rendered are more than the {self._most_bytes:,} that a page may have"
            raise IgnoreRequest(msg)
        headers = self._first.headers.copy()
        for name in OF_THE_SHELL:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return HtmlResponse(self._first.url, status=self._first.status, headers=headers, body=body, request=self._request)

    async def _settle(self, page: Page) -> None:
        """Wait until the page has loaded and asks for nothing more, or has had its time; Playwright's own waits hang on a barred move."""
        began = monotonic()
        while self._moved is None:
            await asyncio.sleep(LOOK_S)
            now = monotonic()
            is_loaded = await page.evaluate("document.readyState") == "complete"
            if is_loaded and not self._pending and now - self._last > QUIET_S:
                return
            if now - began > (self._load_s if not is_loaded else min(STIR_S, self._load_s)):
                logger.debug("%s: still asking for more; taken as it is", self._request.url)
                return

    async def _answer(self, route: Route, page: Page) -> None:
        """Answer one request of the page: by the crawler's own download, or not at all."""
        asked = route.request
        self._pending += 1
        try:
            if asked.is_navigation_request() and asked.frame == page.main_frame:
                await self._navigate(route)
            elif asked.resource_type in NEEDED and asked.url.startswith(("http://", "https://")):
                async with self._room:
                    await _fulfil(route, await self._followed(await self._asked_for(route)))
            else:
                await route.abort("blockedbyclient")
        except Error as error:  # the page is gone
            logger.debug("%s: %s", self._request.url, error.message)
        except Exception as error:  # noqa: BLE001 - whatever the handler raises, the page must have its answer
            logger.debug("%s asked for %s: %s", self._request.url, asked.url[:200], error)
            await _aborted(route)
        finally:
            self._pending -= 1
            self._last = monotonic()

    async def _navigate(self, route: Route) -> None:
        """Open the page; where a script would go from there is noted, and the page stays: a redirect waits, and asks robots.txt."""
        asked = route.request
        if not self._is_open:
            self._is_open = True
            await _fulfil(route, self._first)
            return
        elsewhere = asked.url.partition("#")[0] != self._request.url.partition("#")[0]
        if elsewhere and asked.method == "GET" and same_host(asked.url, self._request.url):
            self._moved = asked.url
        await route.abort("aborted")  # which leaves a browser where it is

    async def _asked_for(self, route: Route) -> Request:
        """Return the request of a page as the crawler sends it: under the site's own rules, in its name."""
        asked = route.request
        sent = {name: value for name, value in (await asked.all_headers()).items() if not name.startswith(":") and name not in NOT_SENT}
        headers = {**sent, "User-Agent": self._request.headers.get("User-Agent"), "Accept-Encoding": "gzip, deflate"}
        meta: dict[str, Any] = {"allow_private": bool(self._request.meta.get("allow_private")), "download_timeout": ANSWER_S}
        return Request(asked.url, method=asked.method, headers=headers, body=asked.post_data_buffer or b"", meta=meta)

    async def _followed(self, request: Request) -> Response:
        """Return what a request of the page leads to; each step is checked as the first. Raises FetchError past the page's limits."""
        for _ in range(MOST_REDIRECTS):
            if self._asked >= MOST_REQUESTS or self._bytes >= MOST_BYTES:
                msg = f"the page has had its {MOST_REQUESTS} requests or {MOST_BYTES:,} bytes"
                raise FetchError(msg)
            self._asked += 1
            response = await self._download(request)
            self._bytes += len(response.body)
            where = response.headers.get("Location")
            if response.status not in MOVED or where is None:
                return response
            request = _moved(request, response.urljoin(where.decode("latin-1")), keeps=response.status in (307, 308))
        msg = f"{request.url}: more than {MOST_REDIRECTS} redirects"
        raise FetchError(msg)


def _moved(request: Request, url: str, *, keeps: bool) -> Request:
    """Return a request at its new address; what was meant for one host is told to no other."""
    moved = request.replace(url=url, method=request.method if keeps else "GET", body=request.body if keeps else b"")
    if not same_host(url, request.url):
        for name in SECRET:
            moved.headers.pop(name, None)
    return moved


async def _fulfil(route: Route, response: Response) -> None:
    """Give the browser an answer; cookies stand a line each."""
    headers = {
        name.decode("latin-1"): b"\n".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower() not in NOT_PASSED_ON
    }
    await route.fulfill(status=response.status, headers=headers, body=response.body)


async def _aborted(route: Route) -> None:
    """Leave a request without an answer; the page may be gone."""
    try:
        await route.abort("failed")
    except Error as error:
        logger.debug("a request outlived its page (%s)", error.message)


async def _shut(page: Page) -> None:
    """Close a window; it may be gone."""
    try:
        await page.close()
    except Error as error:
        logger.debug("a window closed itself (%s)", error.message)


async def _left(context: BrowserContext) -> None:
    """Close a context; its browser may be gone, or may not listen."""
    try:
        async with asyncio.timeout(CLOSE_S):
            await context.close()
    except TimeoutError:
        logger.warning("a page would not close; its browser is replaced")
        if context.browser is not None:
            await context.browser.close()
    except Error as error:
        logger.debug("the browser ended before its page (%s)", error.message)
