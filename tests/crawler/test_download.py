"""Requests go only to public addresses, and answers end within their limits."""

import datetime as dt
import gzip
import re
import socketserver
import ssl
import threading
import time
import zlib
from contextlib import contextmanager, suppress

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.download import is_public
from mentions.errors import FetchError
from mentions.page import Ask
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, serving

PAGE = Reply(body="<p>hello</p>")


def ask(url, **site_fields):
    async def work(fetch_of):
        return await fetch_of(site_at(url, obey_robots=False, **site_fields))(Ask(url=url))

    return with_fetch(work)


def ask_or_error(url):
    try:
        return ask(url)
    except FetchError as error:
        return error


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # cloud metadata
        ("100.64.0.1", False),  # carrier NAT
        ("0.0.0.0", False),  # noqa: S104 - a table of addresses
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),  # mapped
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1
        ("64:ff9b::808:808", True),  # NAT64 of a public address
        ("64:ff9b:1::7f00:1", False),  # NAT64 for local use
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("2001:0:7f00:1::", False),  # Teredo
        ("::7f00:1", False),  # IPv4-compatible, of old
        ("::ffff:0:7f00:1", False),  # IPv4-translated
        ("::ffff:8.8.8.8", True),
        ("::", False),
        ("fec0::1", False),  # site-local, of old
        ("ff0e::1", False),
        ("2001:db8::1", False),  # documentation
        ("3fff::1", False),
        ("4000::1", False),  # given to nobody
        ("192.0.0.8", False),
        ("192.88.99.1", False),  # 6to4 relays, of old
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_public_addresses_are_told_from_private_ones(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_private_address_is_refused_before_a_socket_is_opened(host):
    with serving({"/": PAGE}) as web:
        with pytest.raises(FetchError, match="allow_private"):
            ask(f"http://{host}:{web.port}/", allow_private=False)
        assert web.asked == []


def test_a_connection_kept_for_a_private_site_is_not_reused_by_another():
    with serving({"/": PAGE}) as web:

        async def work(fetch_of):
            url = f"http://localhost:{web.port}/"
            await fetch_of(site_at(url, obey_robots=False))(Ask(url=url))
            with pytest.raises(FetchError, match="allow_private"):
                await fetch_of(site_at(url, obey_robots=False, name="other", allow_private=False))(Ask(url=url))

        with_fetch(work)
        assert len(web.asked) == 1


def test_an_answer_over_the_size_limit_is_refused_before_it_is_read():
    with serving({"/": Reply(body=b"x" * (50 * 1024 * 1024))}) as web, pytest.raises(FetchError, match="larger"):
        ask(web.url())


BOMB = bytes(60 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", gzip.compress(BOMB, 1)),
        ("deflate", zlib.compress(BOMB, 1)),
        ("br", brotli.compress(BOMB, quality=1)),
        ("gzip", gzip.compress(gzip.compress(BOMB, 1), 1)),  # which no browser unpacks twice
        ("gzip, gzip", gzip.compress(gzip.compress(BOMB, 1), 1)),
    ],
)
def test_a_bomb_is_never_unpacked_beyond_the_limit(name, body):
    headers = {"Content-Type": "text/html", "Content-Encoding": name}
    with serving({"/": Reply(body=body, headers=headers)}) as web:
        found = ask_or_error(web.url())
    if isinstance(found, FetchError):
        assert re.search(r"(?i)size|exceed|larger", str(found))
    else:
        assert len(found.body) < 1024 * 1024


@contextmanager
def sending(send):
    """Serve one function on a bare socket, until the block ends."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(65536)
            with suppress(OSError):
                send(self.request.sendall)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def endless(head):
    def send(sendall):
        sendall(head)
        for _ in range(200_000):  # 12 GB
            sendall(b"f000\r\n" + bytes(0xF000) + b"\r\n" if b"chunked" in head else bytes(0xF000))

    return send


def drip(sendall):
    sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    while True:
        sendall(b".")
        time.sleep(0.05)  # the server's pace, not the test's


ENDLESS = {
    "10 GB, as it says": endless(HEAD + b"Content-Length: 10000000000\r\n\r\n"),
    "10 GB in chunks": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "10 GB up to the end of the connection": endless(HEAD + b"Connection: close\r\n\r\n"),
    "a byte now and then": drip,
    "a head now and then": lambda sendall: [
        (sendall(b"HTTP/1.1 200 OK\r\n" if n == 0 else b"X: y\r\n"), time.sleep(0.05)) for n in range(10_000)
    ],
    "nothing": lambda sendall: time.sleep(5),  # noqa: ARG005 - the server's pace
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_without_an_end_is_ended(name, monkeypatch):
    monkeypatch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 1)
    monkeypatch.setattr("crawler.settings.RETRY_TIMES", 0)
    began = time.monotonic()
    with sending(ENDLESS[name]) as url, pytest.raises(FetchError, match=r"(?i)larger|longer|size|bytes"):
        ask(url)
    assert time.monotonic() - began < 30


def test_redirects_end():
    def answers(path, headers):
        del headers
        return Reply(status=302, headers={"Location": f"/{int(path.strip('/') or 0) + 1}"})

    with serving(answers) as web:
        with pytest.raises(FetchError, match="redirect"):
            ask(web.url())
        assert len(web.asked) <= 6


def test_a_refused_connection_is_a_fetch_error():
    with serving({}) as web:
        url = web.url()
    with pytest.raises(FetchError):
        ask(url)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Give a certificate that nobody signed but itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "made.pem"
    keys = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(keys + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused_and_the_refusal_names_it(certificate):
    with serving({"/": PAGE}) as web:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        web.wrap(context)
        with pytest.raises(FetchError, match=r"(?i)certificate"):
            ask(f"https://localhost:{web.port}/")
        assert web.asked == []
