import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.clean import Said
from mentions.markdown import markdown_to_text
from mentions.mention import Quote


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("*one* _two_ **three** __four__ ***five*** ~~six~~", "one two three four five six"),
        ("**Mega**Fon and snake_case_name, 5 * 3 * 2", "MegaFon and snake_case_name, 5 * 3 * 2"),
        (r"\*not emphasis\* and 2\_3", "*not emphasis* and 2_3"),
        ("[text](https://a.example/x_(y) 'title') [ref][1] <https://a.example>", "text ref https://a.example"),
        ("[1]: https://a.example\nfine", "fine"),
        ("![photo](a.png) ![:smile:](b.png)", ":smile:"),
        ("# Title #\n\ntext\n***\nmore", "Title\n\ntext\n\nmore"),
        ("- a\n* b\n+ [x] c\n1. d", "a\nb\nc\n1. d"),
        ("| a | b |\n|---|:-:|\n| c | d |", "a b\n\nc d"),
        ("`a*b*` and ``c`d``", "a*b* and c`d"),
        ("```py\nx = **2**\n> no quote\n```\nafter", "x = **2**\n> no quote\nafter"),
        ("a<br>b <b>c</b> &amp; d &lt; e", "a\nb c & d < e"),
        (">!Reddit's spoiler!< and ||Discord's||", "Reddit's spoiler and Discord's"),
        ("line one\nline two", "line one\nline two"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert Said(text) == markdown_to_text(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> Is it *good*?\n> Really?\n\nYes.", Said("Yes.", (Quote(text="Is it good?\nReally?"),))),
        ("&gt; escaped\n\nYes.", Said("Yes.", (Quote(text="escaped"),))),
        ("@Ann said in Printers:\n> q\n\nt", Said("t", (Quote(text="q", author="Ann"),))),
        ("> > inner\n> outer\n\nt", Said("t", (Quote(text="outer"), Quote(text="inner")))),
        ('[quote="ann, post:1, topic:2, full:true"]\nq **b**\n[/quote]\nt', Said("t", (Quote(text="q b", author="ann"),))),
        ("> ```\n> code\n> ```\n\nt", Said("t", (Quote(text="code"),))),
    ],
)
def test_quotes(source: str, expected: Said) -> None:
    assert expected == markdown_to_text(source)


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("see [this](https://a.example/x_(y) 'title') and [that](<https://b.example>)", ("https://a.example/x_(y)", "https://b.example/")),
        ("see [this][1]\n\n[1]: https://a.example/x", ("https://a.example/x",)),
        ("![photo](https://a.example/p.png) [rel](/x) plain", ()),
        ("> [theirs](https://a.example/x)\n\nmine", ()),
        ("```\n[code](https://a.example/x)\n```", ()),
        ("[a](https://a.example/x) [b](https://a.example/x)", ("https://a.example/x",)),
    ],
)
def test_where_own_words_link_to(source: str, links: tuple[str, ...]) -> None:
    assert links == markdown_to_text(source).links


@pytest.mark.parametrize("piece", ["a", "*", "[", ">", ">\n", "[quote]\n", "`a", "[a](", "<a ", "![", "| ", "\\", "_a ", "***", "- "])
def test_hostile_sizes_take_linear_time(piece: str) -> None:
    start = time.process_time()
    markdown_to_text(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 2


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=6), st.sampled_from(["> ", "\n", "```", "**", "[", "](", ")", "[quote]", "[/quote]", "\\"])), max_size=20
    )
)
def test_any_text_survives(pieces: list[str]) -> None:
    assert isinstance(markdown_to_text("".join(pieces)), Said)
