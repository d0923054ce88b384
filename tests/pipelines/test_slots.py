import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.slots import changed_slots


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Dear Maria, thanks for it", "Dear Oleg, thanks for it", [("maria", "oleg")]),
        ("Maria, thanks for it", "Oleg, thanks for it", [("maria", "oleg")]),
        ("The flight to Kyiv was late", "The flight to New York was late", [("kyiv", "york")]),
        ("Ticket 4711 is open", "Ticket 815 is open", [("4711", "815")]),
        ("thanks @ann_k for it", "thanks @bob for it", [("@ann k", "@bob")]),
        ("we love #acme here", "we love #bolt here", [("#acme", "#bolt")]),
        ("Dear Maria, thanks", "Dear Mariya, thanks", []),  # a typo
        ("Dear Maria, thanks", "Dear friend, thanks", []),  # another word, no other name
        ("Thanks for it", "Cheers for it", []),  # capitals of the sentence
        ("It came. Thanks for it", "It came. Cheers for it", []),
        ("DEAR MARIA THANKS", "DEAR OLEG THANKS", []),  # capitals of the text
        ("On Monday in Kyiv we met", "In Kyiv on Monday we met", []),  # moved
        ("Dear Maria, thanks", "Dear Mаria, thanks", []),  # a look-alike letter
        ("thanks", "thanks", []),
        ("", "", []),
    ],
)
def test_names_in_the_same_place(one: str, two: str, expected: list[tuple[str, str]]) -> None:
    assert changed_slots(one, two) == expected
    assert changed_slots(two, one) == [(became, was) for was, became in expected]


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_text_passes(one: str, two: str) -> None:
    assert changed_slots(one, one) == []
    assert changed_slots(two, one) == [(became, was) for was, became in changed_slots(one, two)]
