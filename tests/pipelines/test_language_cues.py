import pytest

from pipelines.language_codes import CANDIDATES
from pipelines.language_cues import VIETNAMESE_SHAPE, WORDS, looks_vietnamese


def test_words_are_in_lower_case_and_speak_for_candidates() -> None:
    known = set().union(*CANDIDATES.values())
    for word, languages in WORDS.items():
        assert word == word.lower()
        assert known.issuperset(languages)


def test_no_word_speaks_for_both_of_a_pair_that_it_should_part() -> None:
    for pair in (("ms", "id"), ("kk", "ru"), ("be", "uk", "ru")):
        assert not [word for word, languages in WORDS.items() if set(pair) <= set(languages)]


@pytest.mark.parametrize(
    ("text", "vietnamese"),
    [
        ("khong biet noi gi", True),
        ("nguoi ta noi nhieu lam", True),
        ("this is what they said", False),
        ("chto eto takoe", False),
        ("terima kasih banyak", False),
    ],
)
def test_syllables_tell_vietnamese_without_marks(text: str, vietnamese: bool) -> None:
    words = text.split()
    assert (looks_vietnamese(words) and any(VIETNAMESE_SHAPE.fullmatch(word) for word in words)) == vietnamese
