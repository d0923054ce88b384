import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.brand_fold import fold, fold_plain, unmixed, wrong_marks


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İŞ Bankası", "is bankasi"),
        ("Điện Máy Xanh", "dien may xanh"),
        ("Ёлка Э й ї Ґ ў", "елка е й ї г ў"),  # й, ї and ў are letters of their own
        ("Қазақ Өтеу", "казак отеу"),
        ("Żabka łódź", "zabka lodz"),
        ("ＡＢ 𝐂 ⓓ ꜱ", "ab c d s"),
        ("a\u200bb\u00adc", "abc"),
        ("e\u0301", "e"),
        ("a  b\tc", "a b c"),
        ("a\nb", "a b"),  # one line break is a blank
        ("a \n b", "a b"),
        ("a\n\nb", "a  b"),  # a new paragraph parts names
        ("L’Oréal “x” — y", 'l\'oreal "x" - y'),
        ("ß æ", "ß æ"),  # two letters would not fit: variants spell them out
        ("٣४", "34"),
        ("ي ى ک", "ي ي ك"),
        ("มั่น मैं", "มัน मैं"),  # vowel signs are letters, tones are left out
        ("\ud800", "\ufffd"),
        ("\0", " "),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert folded == fold_plain(text)


@settings(deadline=None)
@given(st.text())
def test_every_folded_character_knows_its_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) <= len(text)
    starts = [folded.start(at) for at in range(len(folded.text))]
    assert starts == sorted(set(starts))
    assert all(folded.start(at) < folded.end(at + 1) <= len(text) for at in range(len(folded.text)))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_plain(text)
    assert fold_plain(once) == fold_plain(unicodedata.normalize("NFC", once))


def test_marks_after_a_letter_belong_to_it() -> None:
    folded = fold("cafe\u0301 x")
    assert (0, 5) == (folded.start(0), folded.end(4))


def test_zero_width_separators_are_remembered() -> None:
    folded = fold("ab\u200bcd")
    assert [False, False, True, False, False] == [folded.cut(at) for at in range(5)]


def test_only_words_that_mix_alphabets_are_doubted() -> None:
    assert ["купил samsung", "купил ѕамѕung"] == list(unmixed(fold("купил sаmsung")))[:2]
    assert [] == list(unmixed(fold("купил samsung сегодня")))
    assert [] == list(unmixed(fold("samsung")))


@settings(deadline=None)
@given(st.text(alphabet="aаbбoо ж1-é"))
def test_readings_are_as_long_as_the_text(text: str) -> None:
    folded = fold(text)
    assert all(len(reading) == len(folded.text) for reading in unmixed(folded))


@pytest.mark.parametrize(
    ("term", "written", "wrong"),
    [
        ("Bảo Tín", "báo tin", 1),
        ("Bảo Tín", "bao tin", 0),
        ("Bảo Tín", "Bảo Tín", 0),
        ("Kia", "kìa", 1),
        ("Di Động", "đi động", 1),
        ("KIVI", "KİVİ", 0),  # the dot of a Turkish capital is no mark
        ("Орел", "Орёл", 0),  # no Latin letter
        ("اكمي", "أكمي", 0),
        ("Kia", "Kią", 0),  # a Polish ending
        ("Kia", "kiaa", 0),  # not compared
    ],
)
def test_wrong_marks(term: str, written: str, wrong: int) -> None:
    assert wrong == wrong_marks(term, written)
