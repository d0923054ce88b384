import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mentions.clean import clean
from mentions.html_layout import BLOCK, BREAK, PARAGRAPH, emoji, last_line, lay_out


@pytest.mark.parametrize(
    ("out", "text"),
    [
        ([], ""),
        (["a", "\n", " b"], "a b"),
        (["a", BLOCK, BLOCK, "b"], "a\nb"),
        (["a", BLOCK, PARAGRAPH, BLOCK, "b"], "a\n\nb"),
        (["a", BREAK, BLOCK, "b"], "a\nb"),
        (["a", BREAK, BREAK, "b"], "a\n\nb"),
        ([PARAGRAPH, "a", PARAGRAPH], "a"),
    ],
)
def test_lay_out(out: list[str], text: str) -> None:
    assert text == lay_out(out)


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        ([], ("", 0)),
        (["one", BLOCK, "two ", "three", BLOCK], ("two three", 2)),
        (["one", PARAGRAPH, "\n", PARAGRAPH, "two", PARAGRAPH, "\n"], ("two", 4)),
        (["x" * 400], ("", 0)),  # too long to be looked at
    ],
)
def test_last_line(out: list[str], expected: tuple[str, int]) -> None:
    assert expected == last_line(out)


@pytest.mark.parametrize(
    ("img", "expected"),
    [
        ("<img alt=':-)'>", ":-)"),
        ("<img alt='❤️'>", "❤️"),
        ("<img class='emojione' alt='heart'>", "heart"),
        ("<img alt='diagram'>", ""),
        ("<img>", ""),
        ("<img class='emoji' alt='" + "x" * 90 + "'>", ""),
    ],
)
def test_emoji(img: str, expected: str) -> None:
    node = LexborHTMLParser(img).css_first("img")
    assert node is not None
    assert expected == emoji(node)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [BLOCK, PARAGRAPH, BREAK, " ", "a", "e\u0301", "\u0301", "\xad", "\u200d", "\u2028", "\ufeff", "각", "\u1100", "\u1161"]
        )
    )
)
def test_what_is_laid_out_is_clean(out: list[str]) -> None:
    assert clean(lay_out(out)) == lay_out(out)
