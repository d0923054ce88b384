"""Stars are an author's rank where he has the same each time."""

import pytest

from spiders.base.ranks import are_ranks


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("ann", 5), ("bo", 2), ("ann", 5), ("bo", 2), ("cy", 5)], True),
        ([("ann", 5), ("bo", 2), ("ann", 4), ("bo", 2)], False),  # who rates twice
        ([("Guest", 5), ("Guest", 5), ("bo", 2)], False),  # one name is nobody's
        ([("ann", 5), ("ann", 5), ("bo", 5), ("bo", 5)], False),  # all are content
        ([(None, 1), (None, 1), ("bo", 2), ("bo", 2)], False),
        ([], False),
    ],
)
def test_ranks(told, expected) -> None:
    assert are_ranks(told) is expected
