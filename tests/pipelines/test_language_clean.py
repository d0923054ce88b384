import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language_clean import ENOUGH, clean, lower_shouting


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("see https://made-up.example/a?b=ü and www.made-up.example/x too", "see and too"),
        ("mail a.b+c@made-up.example or @some_body.", "mail or"),
        ("buy at made-up.com/offer, or at shop.made-up.ru", "buy at or at"),
        ("it ended.So we left", "it ended.So we left"),  # no host: a forgotten blank
        ("so good 🔥🔥 100% №5 #best_of <br> &amp; more", "so good best of more"),
        ("don't stop — well-known", "don't stop well-known"),
        ("हिन्दी में", "हिन्दी में"),  # vowel signs are kept
        ("می‌خواهم", "می‌خواهم"),  # so is the joiner between letters
        ("a\u202eb\x00c", "a b c"),
        ("\ud800ab", "ab"),
    ],
)
def test_only_words_are_left(text: str, words: str) -> None:
    assert clean(text) == words


def test_spans_to_ignore_are_cut_out_wherever_they_stand() -> None:
    assert clean("Acme is fine, Acme is cheap", [(14, 18), (0, 4)]) == "is fine, is cheap"


def test_a_long_text_is_cut_between_words_and_noise_at_its_head_is_passed_over() -> None:
    words = clean("word " * 1_000)
    assert ENOUGH // 2 < len(words) <= ENOUGH
    assert set(words.split()) == {"word"}
    assert clean("12 " * 3_000 + "the end") == "the end"


@given(st.text(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=3))
@settings(deadline=None)
def test_cleaning_never_fails_and_leaves_single_blanks(text: str, spans: list[tuple[int, int]]) -> None:
    words = clean(text, [(min(span), max(span)) for span in spans])
    assert words == " ".join(words.split())
    assert len(words) <= ENOUGH


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("WHAT IS IT", "what is it"),
        ("ÇOK GÜZEL BİR YER, SICAK", "çok güzel bir yer, sıcak"),
        ("AŞIRI YAVAŞ", "aşırı yavaş"),
        ("ЧТО ЭТО", "что это"),
    ],
)
def test_shouting_is_lowered_as_its_language_does(text: str, lower: str) -> None:
    assert lower_shouting(text) == lower
