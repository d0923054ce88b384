from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.brand_sieve import Sieve

WORDS = st.lists(st.text(alphabet="abcж小\U0001f600", min_size=1, max_size=6), min_size=1, max_size=12)
THREES = st.sets(st.text(alphabet="abcж小\U0001f600", min_size=1, max_size=3), max_size=6)


def test_words_pass_by_their_first_letters_or_by_their_first_and_last_ones() -> None:
    assert Sieve({"sho"}, {"mng"}).picked("shop market shoe meaning so sh") == [(0, "shop"), (2, "shoe"), (3, "meaning")]
    assert Sieve({"sh"}).picked("shop sh s") == [(1, "sh")]
    assert Sieve(()).picked("shop") == []


@settings(deadline=None)
@given(WORDS, THREES)
def test_no_word_that_begins_so_is_lost_and_no_other_passes(words: list[str], heads: set[str]) -> None:
    wanted = [(number, word) for number, word in enumerate(words) if word[:3] in heads]
    assert Sieve(heads).picked(" ".join(words)) == wanted


@settings(deadline=None)
@given(WORDS, THREES)
def test_no_word_that_begins_and_ends_so_is_lost(words: list[str], ends: set[str]) -> None:
    picked = Sieve((), ends).picked(" ".join(words))
    assert {(number, word) for number, word in enumerate(words) if len(word) > 2 and word[0] + word[-2:] in ends} <= {*picked}
