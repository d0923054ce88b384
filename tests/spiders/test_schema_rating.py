"""A rating keeps its scale; what means "not rated" is none."""

from typing import Any

import pytest

from spiders.base.schema_rating import rating_of
from spiders.base.structured import json_ld
from tests.spiders.answers import answer_of, ld


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ({"ratingValue": 4, "bestRating": 5}, (4.0, 5.0)),
        ({"ratingValue": "8,4", "bestRating": "10"}, (8.4, 10.0)),
        ({"ratingValue": "5.0"}, (5.0, 5.0)),  # five is assumed
        ({"ratingValue": "=5"}, (5.0, 5.0)),
        ({"ratingValue": "4/5"}, (4.0, 5.0)),
        ({"ratingValue": "7 von 10"}, (7.0, 10.0)),
        ({"ratingValue": "80%"}, (80.0, 100.0)),
        ({"ratingValue": 9}, (9.0, None)),  # on no scale that the page tells
        ({"ratingValue": 10, "bestRating": 5}, (10.0, None)),
        ({"ratingValue": 0}, (None, None)),
        ({"ratingValue": 0, "worstRating": 0, "bestRating": 5}, (None, None)),  # of five stars, none is none
        ({"ratingValue": 0, "worstRating": 0, "bestRating": 10}, (0.0, 10.0)),
        ({"ratingValue": "excellent"}, (None, None)),
        ({}, (None, None)),
        ([{"reviewAspect": "noise", "ratingValue": 2}, {"ratingValue": 4}], (4.0, 5.0)),
        ("4", (4.0, 5.0)),
    ],
)
def test_rating(rating: Any, expected: tuple[float | None, float | None]) -> None:
    (node,) = json_ld(answer_of(ld({"@type": "Review", "ReviewRating": rating, "author": "Ann"})))
    assert expected == rating_of(node)
