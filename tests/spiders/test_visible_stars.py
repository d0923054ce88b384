"""Stars are read from whatever shows them, and never from what shows the same for every block."""

import pytest

from spiders.base.visible_stars import full_icons, icons_of, stars_of
from tests.spiders.answers import answer_of


def block(html: str):
    found = answer_of(f"<html><body><div class='b'>{html}</div></body></html>").html.css_first("div.b")
    assert found is not None
    return found


ICONS = '<i class="star{}"></i>'


@pytest.mark.parametrize(
    ("html", "stars"),
    [
        ('<span data-rating="4"></span>', (4.0, 5.0)),
        ('<span role="img" aria-label="4,5 von 5 Sternen"></span>', (4.5, 5.0)),
        ('<img alt="8 из 10">', (8.0, 10.0)),
        ('<i title="10 out of 10"></i>', (10.0, 10.0)),
        ("<table><tr><td>Оценка: 4 из 5</td></tr></table>", (4.0, 5.0)),
        ('<i data-grade="3"></i>', (3.0, 5.0)),
        ('<div class="star-rating"><span style="width: 80%"></span></div>', (4.0, 5.0)),
        ('<span class="stars">★★★☆☆</span>', (3.0, 5.0)),
        ('<span class="rating-value">4,0</span>', (4.0, 5.0)),
        ('<span class="rating-count">3</span>', (None, 5.0)),  # how many rated
        (ICONS.format(" full") * 2 + ICONS.format(" empty") * 3, (2.0, 5.0)),
        (ICONS.format("-a") * 3 + ICONS.format("-b") * 2, (3.0, 5.0)),  # of two builds, the first are full
        (ICONS.format("") * 3 + ICONS.format("-half") + ICONS.format("-o"), (3.5, 5.0)),
        (ICONS.format(" empty") * 5, (None, 5.0)),  # nothing chosen
        (ICONS.format("") * 5, (None, 5.0)),  # an overlay may tell
        (ICONS.format("-a") + ICONS.format("-b") + ICONS.format("-a") * 3, (None, 5.0)),  # no row of stars
        ("<i class='tick'></i>" * 3, (None, 5.0)),
    ],
)
def test_the_stars_of_a_block(html: str, stars: tuple[float | None, float]) -> None:
    assert stars_of(block(html)) == stars


def test_rows_that_are_all_full_are_told_by_those_that_are_not() -> None:
    five, two = block(ICONS.format("") * 5), block(ICONS.format("") * 2 + ICONS.format("-o") * 3)
    assert icons_of(five) in full_icons([two])
    assert icons_of(five) not in full_icons([five])
