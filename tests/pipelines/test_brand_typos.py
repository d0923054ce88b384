import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.brand_stems import stems
from pipelines.brand_typos import TypoIndex

NAMES = ("shopee", "samsung", "carrefour", "мегафон", "biedronka", "sony")
INDEX = TypoIndex({**{name: {"", *stems(name)[0].tails} for name in NAMES}, "biedronk": {"i", "e"}})


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("shope", "shopee"),  # left out
        ("shoppee", "shopee"),  # put in
        ("samsang", "samsung"),  # wrong
        ("samsugn", "samsung"),  # swapped
        ("мегофон", "мегафон"),
        ("мегофоном", "мегафон"),  # with an ending
        ("beidronki", "biedronk"),  # by its stem
        ("samsuuung", "samsung"),  # drawn out
    ],
)
def test_one_edit_away(word: str, name: str) -> None:
    assert name in {found for found, _, _ in INDEX.candidates(word, None)}


@pytest.mark.parametrize("word", ["samsung", "samsing1", "somy", "zamsung", "sasmugn", "", "x", "carre", "shopping"])
def test_other_words(word: str) -> None:
    assert [] == INDEX.candidates(word, None)


@settings(deadline=None)
@given(st.sampled_from(NAMES[:5]), st.data())
def test_every_single_edit_after_the_first_letter_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 1))
    letter = data.draw(st.sampled_from("abestжа"))
    edited = data.draw(st.sampled_from([name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]))
    assert (name in INDEX.near(edited)) == (edited != name)


def test_short_names_have_no_typos() -> None:
    assert [] == TypoIndex({"sony": {""}}).near("sonny")
