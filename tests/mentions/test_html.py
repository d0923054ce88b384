import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mentions.clean import Said
from mentions.html import html_to_text
from mentions.mention import Quote

BASE = "https://forum.example/board/"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("a &amp; b", "a & b"),
        ("Me<b>ga</b>Fon", "MegaFon"),  # inline elements neither glue nor split
        ("<p>one</p><p>two</p>three", "one\n\ntwo\n\nthree"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("a<br><div>b</div>c", "a\nb\nc"),
        ("<div>a\n  b</div><div>c</div>", "a b\nc"),
        ("<ul><li>x</li><li>y</li></ul>z", "x\ny\n\nz"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<p><b>a</b>\n<i>b</i></p>", "a b"),  # blanks between elements are blanks
        ("<pre>a\n  b</pre>", "a\nb"),
        ("line one\nline <b>two</b>", "line one\nline two"),  # no block: its own line breaks
        ("<p>line one\nline two</p>", "line one line two"),
        ("a<script>x()</script><style>y</style><template>z</template><noscript>n</noscript>b", "ab"),
        ("a<span hidden>b</span><i style='display: none'>c</i>d", "ad"),
        ("<div class='spoiler'><div style='display:none'>secret</div></div>", "secret"),  # folded, not hidden
        ("<div><input type=button value=Show></div><div><p style='display: none'>secret</p></div>", "secret"),
        ("<div><input type=button><i style='display: none'>a</i></div>b<div style='display:none'>c</div>", "a\nb"),  # its own alone
        ("<a href='/x'>link</a> text", "link text"),
        ("<a href='https://a.example/one/two'>https://a.example/o…</a> x", "https://a.example/one/two x"),  # shown shortened
        ("<a href='http://www.a.example/one/two.html'>www.a.example/...two.html</a>", "http://www.a.example/one/two.html"),
        ("<a href='https://b.example/'>https://a.example/o…</a> x", "https://a.example/o… x"),
        ("<a>https://a.example/o…</a> https://…", "https://a.example/o… https://…"),
        (
            "fine <img class='smilie' alt=':)'> <img alt='😀'> <img class='emoji' alt=':smile:'> <img alt='photo of a cat'>",
            "fine :) 😀 :smile:",
        ),
        ("a<!-- b -->c", "ac"),
        ("sofort<wbr>hilfe so\u00adfort", "soforthilfe sofort"),
        ("x<div>Click to expand...</div>", "x"),
        ("\ud83d\ude00<p>\ud800\0x", "😀\n\nx"),
    ],
)
def test_text(html: str, text: str) -> None:
    assert Said(text) == html_to_text(html)


@pytest.mark.parametrize(
    ("html", "quotes", "expected"),
    [
        # the standard's element with a cite
        ("<blockquote><cite>Ann wrote:</cite>q</blockquote>t", "blockquote", Said("t", (Quote(text="q", author="Ann"),))),
        # XenForo: attributes, heading with the post's address, a fold
        (
            (
                '<blockquote class="q" data-quote="Ann"><div class="block-title"><a href="/goto/post?id=5">Ann said:</a></div>'
                "<div>q<div>Click to expand...</div></div></blockquote>t"
            ),
            ".q",
            Said("t", (Quote(text="q", author="Ann", url="https://forum.example/goto/post?id=5"),)),
        ),
        # phpBB: the profile is not the post
        (
            (
                '<blockquote><div><cite><a href="./memberlist.php?u=1">Ann</a> wrote: <a href="./viewtopic.php?p=2#p2">↑</a>'
                "<div>Tue Jan 5, 2021 10:11 am</div></cite>q</div></blockquote>t"
            ),
            "blockquote",
            Said("t", (Quote(text="q", author="Ann", url="https://forum.example/board/viewtopic.php?p=2#p2"),)),
        ),
        # a frame around the quote proper
        (
            '<aside class="quote" data-username="ann"><div class="title">ann:</div><blockquote><p>q</p></blockquote></aside><p>t</p>',
            "aside.quote, blockquote",
            Said("t", (Quote(text="q", author="ann"),)),
        ),
        # NodeBB: the line before belongs to the quote
        (
            '<p>hi</p><p><a href="/user/ann">@Ann</a> said in <a href="/post/7">Printers</a>:</p><blockquote><p>q</p></blockquote><p>t</p>',
            "blockquote",
            Said("hi\n\nt", (Quote(text="q", author="Ann", url="https://forum.example/post/7"),)),
        ),
        # vBulletin 3: two lines, one before, one within
        (
            "<div>Quote:</div><table><tr><td class='alt2'><div>Originally Posted by <b>Ann</b></div><div>q</div></td></tr></table>t",
            "td.alt2",
            Said("t", (Quote(text="q", author="Ann"),)),
        ),
        # nested: out of the outer text, after it in order
        (
            "<blockquote>Bob wrote:<br><blockquote>Ann wrote:<br>inner</blockquote>outer</blockquote>t",
            "blockquote",
            Said("t", (Quote(text="outer", author="Bob"), Quote(text="inner", author="Ann"))),
        ),
        ("<blockquote cite='/p/3'>q</blockquote>t", "blockquote", Said("t", (Quote(text="q", url="https://forum.example/p/3"),))),
        ("<blockquote><a href='/p/1'><b>Ann7</b></a>:<br>q</blockquote>t", "blockquote", Said("t", (Quote(text="q", author="Ann7"),))),
        # prose before a quote stays
        ("<p>The manual puts it so:</p><blockquote>q</blockquote>", "blockquote", Said("The manual puts it so:", (Quote(text="q"),))),
        # what only looks like a heading
        ("<blockquote><div class='header-text'>q</div></blockquote>t", "blockquote", Said("t", (Quote(text="q"),))),
        ("<blockquote></blockquote>t", "blockquote", Said("t")),
        ("<blockquote>words</blockquote>", "", Said("words")),  # no quotes wanted
    ],
)
def test_quotes(html: str, quotes: str, expected: Said) -> None:
    assert expected == html_to_text(html, quotes=quotes, base_url=BASE)


def test_boilerplate_is_dropped() -> None:
    html = "<p>words</p><div class='edited'>Edited by Bob</div><div class='signature'><blockquote>motto</blockquote></div>"
    assert Said("words") == html_to_text(html, drop=".signature, .edited")


def test_a_node_is_read_within_its_page_and_not_changed() -> None:
    page = LexborHTMLParser("<blockquote id=1 class=post>one <blockquote>two</blockquote></blockquote><p>three</p>")
    node = page.css_first("#\\31")
    assert node is not None
    before = page.html
    assert Said("one", (Quote(text="two"),)) == html_to_text(node, drop=".signature")
    assert before == page.html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "x",
        "a" * 1_000_000,
        "<blockquote>" * 10_000 + "x",
        "<b>" * 10_000 + "x",
        "<p>a " * 50_000,
        "<br>" * 100_000,
        "a<br> " * 50_000,
    ],
    ids=["divs", "letters", "quotes", "inline", "paragraphs", "breaks", "lines"],
)
def test_hostile_sizes_take_linear_time(html: str) -> None:
    start = time.process_time()
    html_to_text(html)
    assert time.process_time() - start < 2


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(["<p>", "<br>", "<blockquote>", "</blockquote>", "<cite>", "</p>", "<!--", "&#0;", "\ud800"]),
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_survives(html: str) -> None:
    said = html_to_text(html, quotes="blockquote, cite", drop="p p")
    assert "\0" not in said.text


_LINKING = """
<p>See <a href="https://acme.example/deals?utm_source=board">this</a>, <a href="/go?to=https%3A%2F%2Fshop.acme.example%2Fx">that</a>
and <a href="//other.example/"><img src="x.png"></a> <a href="/members/7">Ann</a> <a href="https://board.example/t/5#p2">above</a>
<a href="javascript://acme.example/%0aalert(1)">no</a> <a href="https://acme.example/deals">again</a></p>
<blockquote><a href="https://quoted.example/">q</a></blockquote><div class="sig"><a href="https://signed.example/">s</a></div>
"""


def test_links_off_the_site_are_told_once_each() -> None:
    """Links of quotes and signatures, of the site itself and of scripts are not the author's."""
    said = html_to_text(_LINKING, drop=".sig", base_url="https://board.example/t/5")
    assert said.links == (
        "https://acme.example/deals",
        "https://board.example/go?to=https%3A%2F%2Fshop.acme.example%2Fx",
        "https://other.example/",
    )


def test_a_post_of_links_has_fifty_at_most() -> None:
    html = "".join(f'<a href="https://host{number}.example/">x</a>' for number in range(5_000))
    assert len(html_to_text(html).links) == 50


def test_quotes_in_quotes_without_end_cost_no_more_than_their_words() -> None:
    said = html_to_text("<blockquote>a " * 4_000)
    assert (said.text, len(said.quotes)) == ("", 50)
    assert said.quotes[-1].text.count("a") == 4_000 - 49
    assert html_to_text("<div>a " * 20_000).text.count("a") == 20_000
