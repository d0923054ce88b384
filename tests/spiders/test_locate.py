"""Locators: where a value stands, in one line."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from mentions.errors import ConfigError
from spiders.base.locate import Search, check_line, find, find_all, find_text, is_match

PAGE = """<div id="p12" class="post new" data-at="1457606598">
<p class="author">by <strong><a class="name" href="/u/7">Ann   <b>Lee</b></a></strong> &raquo; Tue<br>Aug 27</p>
<a class="t" href=""></a><a class="t" href="/one">One</a><a class="t" href="/two">Two</a><em></em>
</div>"""


@pytest.fixture
def post() -> LexborNode:
    node = LexborHTMLParser(PAGE).css_first("div")
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (".name", "Ann Lee"),  # text, blanks folded
        (".name@href", "/u/7"),
        ("@data-at", "1457606598"),  # the block's own attribute
        (r"@id ~ ^p(\d+)$", "12"),  # the first group
        (r".name@href ~ \d+", "7"),  # no group: the match
        (r".author ~ »\s*(\w+)$", None),  # a pattern sees a line for each <br>
        (r".author ~ »\s*(.+)\n", "Tue"),
        (r".author ~ ([^\n]+)$", "Aug 27"),
        (".author ~ ^by (.+?) »", "Ann Lee"),
        (".t@href", "/one"),  # an empty value is none
        ("em || .t", "One"),
        (".absent || em || .t@href", "/one"),
        (".absent@href", None),
        ("strong + em", None),
        ("a.t~em", None),
        (None, None),
    ],
)
def test_find(post: LexborNode, line: str | None, expected: str | None) -> None:
    assert find(post, line) == expected


def test_the_element_before_a_block() -> None:
    page = LexborHTMLParser("<div><p id=h1><b>Ann</b></p> <!-- body --> <p>Words</p></div>")
    heading, body = page.css("p")
    assert (find(body, "< b"), find(body, r"<@id ~ (\d)"), find(body, "< i || b"), find(heading, "< b")) == ("Ann", "1", None, None)


@pytest.mark.parametrize("size", [100, 1_000_000])
@pytest.mark.parametrize(
    "line",
    [
        "b",  # in all of them
        "i",  # in one
        "u",  # nowhere
        "u || i || b",
        "b@title || u@href || b",  # an attribute that one of them has
        "@id ~ 3$ || b",
        "<@id",  # of the element before
        "< i || < u || b",
        None,
    ],
)
def test_a_search_of_many_blocks_finds_what_one_of_each_does(line: str | None, size: int) -> None:
    rows = "".join(f"<p id=p{n}><b{' title=T' if n == 2 else ''}>B{n}</b>{'<i>I</i>' if n == 4 else ''}</p>" for n in range(6))
    page = LexborHTMLParser(f"<div>{rows}</div>")
    assert page.root is not None
    found = page.css("p")
    search = Search(page.root, size=size, blocks=len(found))
    assert [find(block, line) for block in found] == [search.find(block, line) for block in found]


def test_all_values_of_the_first_alternative_that_has_any(post: LexborNode) -> None:
    assert list(find_all(post, "em || .t@href || .name")) == ["/one", "/two"]


def test_the_text_of_a_located_link(post: LexborNode) -> None:
    assert find_text(post, "em@href || .t@href") == "One"
    assert find_text(post, ".absent@href") is None


@pytest.mark.parametrize(("css", "expected"), [(".post", True), (".name", True), (".absent", False), (None, False)])
def test_a_node_matches_or_holds(post: LexborNode, css: str | None, expected: bool) -> None:
    assert is_match(post, css) is expected


def test_a_broken_pattern_is_a_mistake_of_configuration(post: LexborNode) -> None:
    with pytest.raises(ConfigError, match="not a regular expression"):
        find(post, "@id ~ (")


@pytest.mark.parametrize("line", ["div[", "< a:nope(b)", ".a || >>", "a ~ ("])
def test_a_line_of_an_operator_is_checked(line: str) -> None:
    with pytest.raises(ConfigError):
        check_line(line)


@pytest.mark.parametrize("line", ["", "@id", "<", "< .a@href ~ x", ".a || .b:has(c)@title"])
def test_a_good_line_passes(line: str) -> None:
    check_line(line)
