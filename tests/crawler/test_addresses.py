"""Nothing but public addresses reaches a socket, whichever way a site leads elsewhere; with `allow_private` anything may.

Names are resolved by a table, and every connection that is begun is noted; what goes to the public address is led to a server on loopback.
"""

import asyncio
import itertools
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp.resolver import DefaultResolver

from crawler.config import Config
from crawler.run import crawl
from mentions.brand import Brand
from mentions.errors import FetchError
from mentions.page import Ask
from spiders.base.engine import Limits
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, Web, serving

PUBLIC = "93.184.216.34"
SITE = "http://talk.example"
PRIVATE = (
    "127.0.0.1",
    "127.1",  # the forms of inet_aton
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "localhost",
    "[::1]",
    "[::]",
    "0.0.0.0",  # noqa: S104 - a table of addresses
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[::7f00:1]",
    "[::ffff:0:7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "①②⑦.⓪.⓪.①",
    "private.example",  # by its DNS answer
    "metadata.google.internal",
    "mapped.example",
    "mixed.example",
    "nat64.example",
)
NAMES: dict[str, tuple[str, ...]] = {
    "talk.example": (PUBLIC,),
    "localhost": ("127.0.0.1", "::1"),
    "private.example": ("10.1.2.3",),
    "metadata.google.internal": ("169.254.169.254",),
    "mapped.example": ("::ffff:192.168.0.1",),
    "mixed.example": ("127.0.0.1", "10.0.0.9"),
    "nat64.example": ("64:ff9b::a9fe:a9fe", "64:ff9b:1::c0a8:1"),
}


@dataclass
class Network:
    """What was resolved and where connections went."""

    names: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(NAMES))
    opened: list[str] = field(default_factory=list)
    public: tuple[str, int] | None = None
    """Where the public address is led to."""

    def resolve(self, host: str) -> Sequence[str]:
        """Give a name's addresses, as a resolver does: also those of numbers."""
        if host in self.names:
            return self.names[host]
        try:
            return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]
        except OSError:
            raise OSError(host) from None


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """Give a network of our own: uvloop connects where nobody sees it, so it stays away."""
    made = Network()
    monkeypatch.setitem(sys.modules, "uvloop", None)
    connect = asyncio.selector_events.BaseSelectorEventLoop.sock_connect

    async def resolve(self: Any, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict[str, Any]]:
        del self, family
        kinds = [(where, socket.AF_INET6 if ":" in where else socket.AF_INET) for where in made.resolve(host)]
        return [{"hostname": host, "host": where, "port": port, "family": kind, "proto": 0, "flags": 0} for where, kind in kinds]

    async def sock_connect(self: Any, sock: socket.socket, address: Any) -> None:
        made.opened.append(address[0])
        if address[0] != PUBLIC or made.public is None:
            raise ConnectionRefusedError(111, "refused by the test")
        await connect(self, sock, made.public)

    monkeypatch.setattr(DefaultResolver, "resolve", resolve)
    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", sock_connect)
    return made


def ask_all(urls: Sequence[str], **fields: Any) -> list[Any]:
    """Ask for all of them in one crawler; gives each answer, or why there is none."""

    async def work(fetch_of: Callable[..., Any]) -> list[Any]:
        results: list[Any] = []
        for url in urls:
            try:
                results.append(await fetch_of(site_at(url, **{"obey_robots": False, "allow_private": False} | fields))(Ask(url=url)))
            except FetchError as error:
                results.append(error)
        return results

    found: list[Any] = with_fetch(work)
    return found


def ask(url: str, **fields: Any) -> Any:
    """Ask for one. Raises FetchError."""
    [found] = ask_all([url], **fields)
    if isinstance(found, FetchError):
        raise found
    return found


@pytest.fixture
def web(network: Network) -> Iterator[Callable[..., Web]]:
    """Give what serves a function of paths at the public address."""
    with_servers = []

    def serve(answers: Callable[[str], Reply]) -> Web:
        server = serving(lambda path, headers: answers(path))  # noqa: ARG005 - by path alone
        found = server.__enter__()
        with_servers.append(server)
        network.public = (found.address, found.port)
        return found

    yield serve
    for server in with_servers:
        server.__exit__(None, None, None)


def test_a_link_leads_to_no_socket(network: Network) -> None:
    found = ask_all([f"http://{host}/" for host in PRIVATE])
    assert [host for host, one in zip(PRIVATE, found, strict=True) if not isinstance(one, FetchError)] == []
    assert network.opened == []


def test_a_redirect_leads_to_no_socket(network: Network, web: Callable[..., Web]) -> None:
    places = {f"/{number}": f"http://{host}/latest/meta-data/".encode().decode("latin-1") for number, host in enumerate(PRIVATE)}
    asked = web(lambda path: Reply(status=302, headers={"Location": places[path]})).asked
    found = ask_all([f"{SITE}{path}" for path in places])
    assert [host for host, one in zip(PRIVATE, found, strict=True) if not isinstance(one, FetchError)] == []
    assert len(asked) == len(PRIVATE)
    assert set(network.opened) == {PUBLIC}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_kind_of_redirect_does_also_after_another(network: Network, web: Callable[..., Web], status: int) -> None:
    places = {"/": "/second", "/second": "http://private.example/"}
    web(lambda path: Reply(status=status, headers={"Location": places[path]}))
    with pytest.raises(FetchError, match="allow_private"):
        ask(f"{SITE}/")
    assert set(network.opened) == {PUBLIC}


def test_other_schemes_are_not_asked(network: Network, web: Callable[..., Web]) -> None:
    schemes = ("file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "data:text/html,x")
    web(lambda path: Reply(status=302, headers={"Location": schemes[int(path[1:])]}))
    for one in ask_all([f"{SITE}/{number}" for number in range(len(schemes))]):
        assert isinstance(one, FetchError) or (one.status, one.body) == (302, b"")
    assert set(network.opened) == {PUBLIC}


def test_a_name_that_is_bound_anew_between_two_requests(network: Network, web: Callable[..., Web]) -> None:
    """DNS rebinding: public when it is first asked for, private from then on."""
    found = itertools.chain([(PUBLIC,)], itertools.repeat(("127.0.0.1",)))
    network.resolve = lambda host: next(found)  # type: ignore[method-assign]  # noqa: ARG005 - one name
    web(lambda path: Reply(body="<p>hello</p>", headers={"Connection": "close"}))  # noqa: ARG005 - any page

    # another port asks the resolver anew, whatever it remembers
    first, second = ask_all([f"{SITE}/1", f"{SITE}:81/2"])
    assert first.status == 200
    assert "allow_private" in str(second)
    assert set(network.opened) == {PUBLIC}


def test_of_an_answer_with_public_and_private_addresses_only_the_public_are_tried(network: Network, web: Callable[..., Web]) -> None:
    network.names["talk.example"] = ("127.0.0.1", PUBLIC, "::1")
    web(lambda path: Reply(body="<p>hello</p>"))  # noqa: ARG005 - any page
    [found] = ask_all([f"{SITE}/"])
    assert "allow_private" in str(found) or found.status == 200  # refused whole is as good
    assert set(network.opened) <= {PUBLIC}


def test_robots_txt_leads_to_no_socket(network: Network, web: Callable[..., Web]) -> None:
    web({"/robots.txt": Reply(status=302, headers={"Location": "http://169.254.169.254/robots.txt"})}.__getitem__)
    with pytest.raises(FetchError, match=r"robots\.txt"):
        ask(f"{SITE}/", obey_robots=True)
    assert set(network.opened) == {PUBLIC}


ATOM = {"Content-Type": "application/atom+xml"}
ENTRY = "<entry><id>made:1</id><link href='http://10.0.0.1/post'/><title>Acme</title><content>Acme leaks</content></entry>"


@pytest.mark.parametrize("host", ["127.0.0.1", "private.example"])
def test_what_a_feed_or_a_board_names_leads_to_no_socket(network: Network, web: Callable[..., Web], tmp_path: Path, host: str) -> None:
    """The next page of a feed, a sitemap's pages, a listing's threads: whatever a page names is asked for like any other address."""
    listing = (
        "<!DOCTYPE html><html id='XF' data-app='public'><body><div class='structItemContainer'>"
        "<div class='structItem structItem--thread js-threadListItem-1'><div class='structItem-title'>"
        f"<a href='http://{host}/threads/t.1/' data-tp-primary='on'>Acme</a></div></div></div></body></html>"
    )
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://{host}/thread</loc></url></urlset>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link rel='next' href='http://{host}/feed/2'/>{ENTRY}</feed>"
    pages = {"/feed": Reply(body=feed, headers=ATOM), "/board": Reply(body=listing), "/sitemap.xml": Reply(body=sitemap)}
    web(lambda path: pages.get(path, Reply(status=404)))
    sites = {
        name: site_at(f"{SITE}/{path}", name=name, engine=engine, obey_robots=False, allow_private=False)
        for name, path, engine in (("feed", "feed", "feed"), ("board", "board", "xenforo"), ("sitemap", "sitemap.xml", "feed"))
    }
    config = Config(path=tmp_path, brands=(Brand(id="Acme", terms=("Acme",)),), sites=sites)
    ledgers = crawl(config, f"sqlite:///{tmp_path}/test.db", list(sites.values()), Limits())
    assert len(ledgers) == 3
    assert set(network.opened) == {PUBLIC}


def test_allow_private_lets_a_site_live_there(network: Network) -> None:
    found = ask_all([f"http://{host}/" for host in ("127.0.0.1", "private.example", "[::1]")], allow_private=True)
    assert all("refused by the test" in str(one) for one in found)
    assert set(network.opened) == {"127.0.0.1", "10.1.2.3", "::1"}
