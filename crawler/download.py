"""The download handler: checks the address really connected to, and counts a host's delay from the end of its last answer."""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.connector import TCPConnector
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response

from crawler.politeness import hold, rest_s, slot_of
from crawler.unpack import UnpackMiddleware

if TYPE_CHECKING:
    from crawler.render import Renderer

Address = tuple[int, int, int, str, tuple[Any, ...]]


class RefusedAddressError(OSError):
    """Raised before a socket is opened to an address that a site may not reach."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is a private address; a site may reach it only with allow_private = true")

    def __str__(self) -> str:
        return str(self.strerror)


class GuardedHandler(AiohttpDownloadHandler):
    """aiohttp's handler with two sessions: one for public addresses, one for sites with `allow_private`.

    The check is made on the very address that a socket is about to be opened to, so neither a redirect nor a second look-up
    (DNS rebinding) passes it; two sessions, so that a connection kept for a private site is never reused by another.
    """

    experimental = False  # its warning is for those who have not pinned Scrapy

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._renderer: Renderer | None = None
        self._private_session = self._session
        self._public_session = aiohttp.ClientSession(
            connector=TCPConnector(limit=0, limit_per_host=0, socket_factory=_public_socket, ttl_dns_cache=300),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    async def download_request(self, request: Request) -> Response:
        """Return the response; a host's next request waits from its end, the longer the slower it answered.

        What a rendered page asks for is no request of the host's slot.
        """
        began = monotonic()
        is_rendered = bool(request.meta.get("render")) and request.method == "GET"  # which takes its time in the browser
        try:
            return await (self._browser().render(request) if is_rendered else super().download_request(request))
        finally:
            slot = slot_of(self.crawler, request)
            if slot is not None:
                slot.lastseen = max(slot.lastseen, monotonic())
            if not is_rendered and (rest := rest_s(monotonic() - began)):
                hold(self.crawler, request.url, rest)

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:  # noqa: ASYNC109 - the base's signature
        """Send through the session that the site may use."""
        private = bool(request.meta.get("allow_private"))
        if not private:
            check_literal(request.url)
        self._session = self._private_session if private else self._public_session  # read by the base before it first awaits
        try:
            async with super()._make_request(request, timeout) as response:
                yield response
        except DownloadConnectionRefusedError as error:
            cause = getattr(error.__cause__, "os_error", None)
            if isinstance(cause, RefusedAddressError):
                raise IgnoreRequest(str(cause)) from error  # not to be tried again
            raise

    @cached_property
    def _unpacker(self) -> UnpackMiddleware:
        """What decompresses for a browser, as the middleware does for all others."""
        return UnpackMiddleware(crawler=self.crawler)

    def _browser(self) -> "Renderer":
        """Return the browser that shows pages as their scripts make them."""
        if self._renderer is None:
            try:
                from crawler.render import Renderer  # noqa: PLC0415 - the extra `render` is installed where a site needs it
            except ModuleNotFoundError as error:
                msg = "render needs Playwright: pip install 'untagged[render]'"
                raise IgnoreRequest(msg) from error
            timeout_s, most_bytes = self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT"), self.crawler.settings.getint("DOWNLOAD_MAXSIZE")
            self._renderer = Renderer(self._unpacked, timeout_s=timeout_s, most_bytes=most_bytes)
        return self._renderer

    async def _unpacked(self, request: Request) -> Response:
        """Return a response as a browser takes it: decompressed, within the limits of any page."""
        response = self._unpacker.process_response(request, await super().download_request(request))
        assert isinstance(response, Response), "decompressing makes no request"
        return response

    async def close(self) -> None:
        """Close the browser and both sessions."""
        if self._renderer is not None:
            await self._renderer.close()
        await asyncio.gather(self._private_session.close(), self._public_session.close())


UNICAST = ipaddress.ip_network("2000::/3")  # all that was ever given out; what else IPv6 has, translates, tunnels or stays at home
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # the well-known prefix; that for local use (RFC 8215) leads to networks of its own
SPECIAL = tuple(ipaddress.ip_network(one) for one in ("3fff::/20", "192.0.0.0/24", "192.88.99.0/24"))
"""Documentation (RFC 9637), protocols and old relays: `ipaddress` calls some of them global."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in SPECIAL)


def check_literal(url: str) -> None:
    """Raise IgnoreRequest when the address itself names a private IP: no look-up will be made that could be checked."""
    host = urlsplit(url).hostname or ""
    try:
        public = is_public(host)
    except ValueError:
        return  # a name: checked when its socket is opened
    if not public:
        raise IgnoreRequest(str(RefusedAddressError(host)))


def _public_socket(address: Address) -> socket.socket:
    """Return a socket for an address that was looked up. Raises RefusedAddressError for a private one."""
    family, kind, proto, _, where = address
    if not is_public(str(where[0])):
        raise RefusedAddressError(str(where[0]))
    return socket.socket(family, kind, proto)
