import pytest

from mentions import html_depth
from mentions.html_depth import is_too_deep


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<p>before</p>" + "<div>" * 50_000 + "x" + "</div>" * 50_000 + "<p>after</p>",
        "<DIV></x>" * 20_000,  # what ends nothing
        "<p>x" * 20_000 + "<blockquote>" * 30_000,
        "<any-thing>" * 20_000,
    ],
)
def test_elements_in_one_another_without_end(html: str) -> None:
    assert is_too_deep(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 500 + "<p>x</p>" * 10_000,
        "<p>x" * 20_000,
        "<tr><td>x<br>" * 10_000,
        "<table><tr>" + "<td><span>x</td>" * 10_000,
        "<div><b>x</div></b>" * 10_000,
        "a < b" * 20_000,
        "<div>" * 5_000,  # so few that it does not matter
    ],
)
def test_long_pages(html: str) -> None:
    assert not is_too_deep(html)


def test_what_need_not_be_ended_is_parsed_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    class Parser(html_depth.LexborHTMLParser):
        def __init__(self, html: str) -> None:
            parsed.append(len(html))
            super().__init__(html)

    monkeypatch.setattr(html_depth, "LexborHTMLParser", Parser)
    html = "<p>x" * 100_000
    assert not is_too_deep(html)
    assert sum(parsed) < 2 * len(html)
