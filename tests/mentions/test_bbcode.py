import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.bbcode import bbcode_to_text, quote_author
from mentions.clean import Said
from mentions.mention import Quote


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("Me[b]ga[/b]Fon [I]is[/I] [sic] fine", "MegaFon is [sic] fine"),
        ("[url=https://a.example]site[/url] [url]https://b.example[/url]", "site https://b.example"),
        ("a [img]https://a.example/x.png[/img] b [attach=full]12[/attach]", "a b"),
        ("[code][b]x[/b] := y[/code]", "[b]x[/b] := y"),
        ("[list][*]a[*]b[/list]c", "a\nb\nc"),
        ("[size=3][color=#f00]big[/color][/size] red", "big red"),
        ("[table][tr][td]a[/td][td]b[/td][/tr][/table]", "a b"),
        ("a &amp; b<br />c", "a & b\nc"),
        ("[quote]nothing ends it", "nothing ends it"),
        ("nothing begins it[/quote] [/b]", "nothing begins it"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert Said(text) == bbcode_to_text(source)


def test_quotes_and_what_they_quote() -> None:
    source = "[quote=\"Ann, post: 1, member: 2\"]a[quote='Bob' pid='3' dateline='4']b[/quote]c[/quote]d"
    assert Said("d", (Quote(text="a\n\nc", author="Ann"), Quote(text="b", author="Bob"))) == bbcode_to_text(source)


@pytest.mark.parametrize(
    ("by", "author"),
    [
        (None, None),
        ("Ann Lee;1234", "Ann Lee"),
        ('"Ann Lee" post_id=5 time=6 user_id=7', "Ann Lee"),
        ("author=Ann Lee link=topic=2.msg3#msg3 date=4", "Ann Lee"),
        ('name="Ann" post=5', "Ann"),
        ("&quot;Ann &amp; Bob&quot;", "Ann & Bob"),
    ],
)
def test_quote_authors(by: str | None, author: str | None) -> None:
    assert author == quote_author(by)


@pytest.mark.parametrize("piece", ["a", "[", "[quote]", "[b]", "[quote=", "[img]", "<br>", "[code]", "[/quote]"])
def test_hostile_sizes_take_linear_time(piece: str) -> None:
    start = time.process_time()
    bbcode_to_text(piece * (200_000 // len(piece)))
    bbcode_to_text("[quote]" * 5_000 + piece + "[/quote]" * 5_000)
    assert time.process_time() - start < 2


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=6), st.sampled_from(["[quote=a]", "[/quote]", "[code]", "[/code]", "[img]", "[*]", "<br>"])), max_size=20
    )
)
def test_any_text_survives(pieces: list[str]) -> None:
    assert isinstance(bbcode_to_text("".join(pieces)), Said)
