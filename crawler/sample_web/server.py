"""Serves the sample web on loopback: one port a site, conditional requests answered with 304."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.sample_web.blog import Blog
from crawler.sample_web.community import Community
from crawler.sample_web.forum import Forum
from crawler.sample_web.portal import Portal
from crawler.sample_web.reply import Reply, SampleSite
from crawler.sample_web.shop import Shop
from mentions.errors import UsageError

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
"""The one loopback address that every system has up: macOS answers on no other 127.x.y.z."""
FIRST_PORT = 8011
"""Port of the first site; the others follow in the order of `SITES`. The shipped config/ says the same."""
SITES: dict[str, Callable[[str], SampleSite]] = {
    "sample-forum": Forum,
    "sample-portal": Portal,
    "sample-shop": Shop,
    "sample-blog": Blog,
    "sample-community": Community,
}
"""Site name, as in config/sites/sample.toml, and how to make it for its address."""


@contextmanager
def serve(first_port: int = FIRST_PORT) -> Iterator[dict[str, str]]:
    """Serve all sites while the context lasts; gives site name → address, without a slash at the end.

    With `first_port` 0 the system picks free ports. Every request is a line of the log at INFO. Raises UsageError when a port is taken.
    """
    with ExitStack() as stack:
        addresses = {}
        for index, (name, make) in enumerate(SITES.items()):
            server = _listen(first_port and first_port + index)
            stack.callback(server.server_close)
            server.name, server.address = name, f"http://{HOST}:{server.server_port}"
            server.site = make(server.address)
            addresses[name] = server.address
            thread = Thread(target=server.serve_forever, args=(0.05,), name=name, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield addresses


def _listen(port: int) -> "_Server":
    try:
        return _Server((HOST, port), _Handler)
    except OSError as error:
        msg = f"port {port} of {HOST} can't be had ({error.strerror}): stop what listens there, perhaps another `untagged sample-web`"
        raise UsageError(msg) from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    name: str
    address: str
    site: SampleSite


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: with Nagle every answer waits 40 ms for the ACK
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET, conditional or not."""
        parts = urlsplit(self.path)
        reply = self.server.site.reply(unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)))
        if reply is None:
            self._send(HTTPStatus.NOT_FOUND, Reply(body=b"Not found\n", content_type="text/plain; charset=utf-8"))
        elif self._is_known(reply):
            self._send(HTTPStatus.NOT_MODIFIED, reply)
        else:
            self._send(HTTPStatus.OK, reply)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature is http.server's
        """Log one request under the site's name."""
        logger.info("%s %s", self.server.name, format % args)

    def _is_known(self, reply: Reply) -> bool:
        """Tell whether the asker has this very answer; If-None-Match goes first (RFC 9110, 13.2.2)."""
        if (etags := self.headers.get("If-None-Match")) is not None:
            return reply.etag in (etag.strip().removeprefix("W/") for etag in etags.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None or reply.modified is None:
            return False
        try:
            return reply.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # not a date, or one without a zone: as if not sent
            return False

    def _send(self, status: HTTPStatus, reply: Reply) -> None:
        self.send_response(status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("ETag", reply.etag)
        if reply.modified:
            self.send_header("Last-Modified", format_datetime(reply.modified.astimezone(dt.UTC), usegmt=True))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED and self.command != "HEAD":
            self.wfile.write(reply.body)
