"""A scripted web server on loopback: tests say what each address answers and read what was asked."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one request gets."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it."""

    path: str
    host: str
    headers: Mapping[str, str]
    began: float
    """`time.monotonic` when the request was read."""
    ended: float
    """`time.monotonic` when the answer was about to be sent."""


Answers = Callable[[str, Mapping[str, str]], Reply]


class Web:
    """A running server; `asked` lists the requests in order."""

    def __init__(self, server: ThreadingHTTPServer, asked: list[Asked]) -> None:
        self.address = str(server.server_address[0])
        self.port = server.server_address[1]
        self.asked = asked
        self._server = server

    def url(self, path: str = "/") -> str:
        """Return an absolute address on this server."""
        return f"http://{self.address}:{self.port}{path}"

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def paths(self, *, robots: bool = False) -> list[str]:
        """Return what was asked for, robots.txt left out unless wanted."""
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]


@contextlib.contextmanager
def serving(answers: Answers | Mapping[str, Reply], address: str = "127.0.0.1", port: int = 0) -> Iterator[Web]:
    """Serve a function of path and headers, or a table of paths, until the block ends; unknown paths answer 404."""
    asked: list[Asked] = []
    table = answers if callable(answers) else (lambda path, headers, table=answers: table.get(path) or Reply(status=404, body="not here"))  # noqa: ARG005 - one shape

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            began = time.monotonic()
            self.rfile.read(int(self.headers.get("Content-Length") or 0))  # a form; what is left would be taken for the next request
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = table(self.path, headers)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            asked.append(Asked(path=self.path, host=headers.get("host", ""), headers=headers, began=began, ended=time.monotonic()))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if reply.status != 304:
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer((address, port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Web(server, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
