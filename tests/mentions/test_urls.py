import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.urls import _careful, _usual, canonical, host, join, same_host

SID = "0123456789abcdef0123456789abcdef"
BASE = "https://forum.example/board/index.php"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Forum.Example:80/A?b=C#d", "http://forum.example/A?b=C"),
        ("https://forum.example:443", "https://forum.example/"),
        ("https://forum.example:8443/x", "https://forum.example:8443/x"),
        ("https://ann:secret@forum.example/x", "https://forum.example/x"),
        ("//forum.example/x", "https://forum.example/x"),
        ("viewtopic.php?t=7", "https://forum.example/board/viewtopic.php?t=7"),
        ("../a/./b/../c", "https://forum.example/a/c"),
        (f"viewtopic.php?f=2&sid={SID}&t=7", "https://forum.example/board/viewtopic.php?f=2&t=7"),
        ("/x?sid=5&s=words", "https://forum.example/x?sid=5&s=words"),  # no sessions: not 32 hexadecimal digits
        (f"showthread.php?s={SID}&t=7", "https://forum.example/board/showthread.php?t=7"),
        ("/?PHPSESSID=ab12;topic=1.20", "https://forum.example/?topic=1.20"),
        ("/?topic=1.20;wap2", "https://forum.example/?topic=1.20;wap2"),
        ("/a;jsessionid=AB12.node1?p=2", "https://forum.example/a?p=2"),
        ("/a?utm_source=x&b=1&fbclid=y&gclid=z&yclid=1&_openstat=2", "https://forum.example/a?b=1"),
        ("/a?z=1&a=2&z=3", "https://forum.example/a?z=1&a=2&z=3"),  # order is kept
        ("/index.php?threads/a-thread.12/page-3", "https://forum.example/index.php?threads/a-thread.12/page-3"),
        ("/a?x=1&amp;y=2&&", "https://forum.example/a?x=1&y=2"),
        ("/путь?й=ё", "https://forum.example/%D0%BF%D1%83%D1%82%D1%8C?%D0%B9=%D1%91"),
        ("/a%e4 b", "https://forum.example/a%E4%20b"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ("https://[::1]:443/x", "https://[::1]/x"),
        (" /a\n/b ", "https://forum.example/a/b"),  # as browsers do
        ("javascript:void(0)", None),
        ("mailto:ann@forum.example", None),
        ("data:text/html,x", None),
        ("ftp://forum.example/x", None),
        ("https://forum.example:99999/", None),
        ("https://[::1/", None),
        ("https://exa mple.example/", None),
        ("https://forum.example/" + "a" * 9000, None),
    ],
)
def test_canonical(url: str, expected: str | None) -> None:
    assert expected == canonical(url, BASE)


def test_a_relative_address_needs_a_base() -> None:
    assert canonical("viewtopic.php?t=7") is None
    assert canonical("https://") is None


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(["", "http://", "https://e.example/", "http://e.example/?s=", "//"]),
    st.text(alphabet=st.one_of(st.sampled_from("ahtps:/.?&;=%#@[]2u_ sid\\+é\0"), st.characters()), max_size=40),
)
def test_canonical_is_idempotent_and_never_raises(before: str, rest: str) -> None:
    url = canonical(before + rest)
    assert url is None or canonical(url) == url
    canonical(rest, "http://e.example/a/b?c")
    host(before + rest)


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("https://a.example/x/y", "z?q#f", "https://a.example/x/z?q#f"),  # nothing but resolved
        ("https://a.example/x", "mailto:b@c.example", "mailto:b@c.example"),
        ("https://a.example/x", "http://[", None),
        ("", "", None),
    ],
)
def test_join(base: str, href: str, expected: str | None) -> None:
    assert expected == join(base, href)


def test_hosts() -> None:
    assert host("https://WWW.A.example:8080/x") == "www.a.example"
    assert host("no address") == ""
    assert host("https://ann@a.example/x") == host("https://a.example:x/y") == host(" https://a.example./x") == "a.example"
    assert same_host("http://www.a.example/x", "https://a.example:81/y")
    assert not same_host("http://a.example", "http://b.example")
    assert not same_host("/x", "/y")


@settings(deadline=None, max_examples=600)
@given(
    st.sampled_from(
        [
            "",
            "http://e.example",
            "http://e.example:80",
            "https://e.example:8443/",
            "http://e.example:70000/",
            "http://e.example:0",
            "https://www.e.example/a/",
            "/",
            "?",
            "#",
            "./",
            "../",
            "a",
            "x.php?",
        ]
    ),
    st.text(alphabet="ab9/.?&;=#-_~:@,'%2E ", max_size=24),
    st.sampled_from([BASE, "https://forum.example", "http://e.example/a/b/?c=d#e", "https://e.example:80/x", "https://E.example/x/", None]),
)
def test_the_short_way_leads_where_the_careful_one_does(before: str, rest: str, base: str | None) -> None:
    assert _usual(before + rest, base) in (None, _careful(before + rest, base))


@pytest.mark.parametrize(
    "url", ["viewtopic.php?t=7&p=9#p9", "#p9", "/t/7", "?page=2", "https://forum.example/t/7-a-thread/", "x/y", "./x.php?t=7"]
)
def test_usual_addresses_take_the_short_way(url: str) -> None:
    assert _usual(url, BASE) == _careful(url, BASE) is not None
    with_port = BASE.replace("forum.example", "forum.example:8080")
    assert _usual(url, with_port) == _careful(url, with_port) is not None
