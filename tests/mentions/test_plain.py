import pytest

from mentions.clean import Said
from mentions.mention import Quote
from mentions.plain import plain_to_text, without_signature


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", Said()),
        ("a > b\nfine", Said("a > b\nfine")),
        ("On Tue, 5 May 2020 at 10:11, Ann <ann@mail.example> wrote:\n> q\n\nt", Said("t", (Quote(text="q", author="Ann"),))),
        ("On Tue, 5 May 2020 at 10:11,\nAnn <ann@mail.example> wrote:\n> q\nt", Said("t", (Quote(text="q", author="Ann"),))),
        ("> one\n>\n> two\nt\n> three", Said("t", (Quote(text="one\n\ntwo"), Quote(text="three")))),
        (">> inner\n> outer\nt", Said("t", (Quote(text="outer"), Quote(text="inner")))),
        ("> Bob wrote:\n> > inner\n> outer\nt", Said("t", (Quote(text="outer"), Quote(text="inner", author="Bob")))),
        ("words\n-- \nBob\nhttps://bob.example", Said("words")),
        (">" * 500 + "deep\nt", Said("t", (Quote(text="deep"),))),
    ],
)
def test_plain_to_text(source: str, expected: Said) -> None:
    assert expected == plain_to_text(source)


def test_a_dash_far_from_the_end_begins_no_signature() -> None:
    lines = ["a", "--", *["b"] * 30]
    assert lines == without_signature(lines)
