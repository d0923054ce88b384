from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.skeleton import fold_all
from pipelines.winnow import GRAM, WIDE, WINDOW, fingerprints

LETTERS = st.text("abcdefgh", max_size=120)


def of(*texts: str) -> list[tuple[int, ...]]:
    return fingerprints(fold_all(texts).letters())


@given(LETTERS, LETTERS, st.text("abcdefgh", min_size=GRAM + WINDOW - 1, max_size=60), LETTERS, LETTERS)
@settings(deadline=None)
def test_a_common_run_makes_a_common_fingerprint(before: str, after: str, run: str, prefix: str, suffix: str) -> None:
    one, two = of(before + run + after, prefix + run + suffix)
    assert set(one) & set(two)


@given(st.text("ab", max_size=100), st.text("cd", max_size=100))
@settings(deadline=None)
def test_no_common_run_makes_none(one: str, two: str) -> None:
    assert not set(of(one)[0]) & set(of(two)[0])


@given(st.lists(st.text("abcdefgh汉字かな", max_size=80), max_size=8))
@settings(deadline=None)
def test_the_others_in_a_batch_make_no_difference(texts: list[str]) -> None:
    assert of(*texts) == [of(text)[0] for text in texts]


@given(st.text("abc", min_size=GRAM, max_size=60), st.text("abc", max_size=30))
@settings(deadline=None)
def test_a_beginning_shares_the_first(head: str, rest: str) -> None:
    assert of(head)[0][0] == of(head + rest)[0][0]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_few_signed_32_bit_numbers(text: str) -> None:
    found = of(text)[0]
    assert all(-(2**31) <= one < 2**31 for one in found)
    assert all(one != two for one, two in pairwise(found))
    assert len(found) <= max(0, WIDE * len(text) * 4 - GRAM + 2)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("a" * (GRAM - 1), 0), ("a" * GRAM, 1), ("a" * 5_000, 1), ("汉字很好", 1), ("汉字很", 0)]
)
def test_how_many(text: str, count: int) -> None:
    assert len(of(text)[0]) == count


def test_keys_are_stored_so_they_never_change() -> None:
    """A change here needs a new NORMALISER_VERSION."""
    assert of("the kettle boils fast and keeps warm") == [(-1349306280, 405254708, 459484304, 85020254)]
