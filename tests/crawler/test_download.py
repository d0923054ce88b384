"""Requests go only to public addresses, and answers end within their limits."""

import gzip

import pytest

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
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
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


def test_a_gzip_bomb_is_refused_at_the_same_limit():
    bomb = gzip.compress(b"0" * (60 * 1024 * 1024))
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    with serving({"/": Reply(body=bomb, headers=headers)}) as web, pytest.raises(FetchError, match=r"(?i)size|exceed|larger"):
        ask(web.url())


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
