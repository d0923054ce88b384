import time
import unicodedata
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.clean import _is_clean, clean, without_surrogates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" a \t b\u00a0\u2003c ", "a b c"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\n \n\n\n b", "a\n\nb"),  # one empty line at most
        ("e\u0301", "é"),
        ("a\x00b\x07c\x9dd", "abcd"),
        ("\ufeffa\u200bb\u00adc\u2060d", "abcd"),  # what cuts words unseen
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its non-joiner
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("a\u202egnp.exe\u202c", "agnp.exe"),  # overrides only deceive
        ("\ud83d\ude00 \ud800x", "😀 x"),  # halves of one character; a lone one is nothing
        ("e\u200b\u0301", "é"),  # composed once nothing stands between
        ("a \u200b b", "a b"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert expected == clean(text)


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\u200b\u00ad\u0301\u0327\ud800\udc00 \n\ufeff")), max_size=60))
def test_clean_is_idempotent_nfc_and_encodable(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned


@settings(deadline=None)
@given(st.text(alphabet="ab \n\t\u0301e\u2028\U0001f600\u00ad\u0435\u0308\u2126", max_size=8))
def test_what_is_taken_for_clean_is_what_cleaning_gives(text: str) -> None:
    if _is_clean(text):
        with mock.patch("mentions.clean._is_clean", return_value=False):
            assert text == clean(text)


def test_piled_up_marks_take_linear_time() -> None:
    start = time.process_time()
    clean("a" + "\u0316\u0300" * 100_000)
    assert time.process_time() - start < 2  # normalising the whole run takes a minute


def test_pairs_of_surrogates_are_joined() -> None:
    assert without_surrogates("\ud83d\ude00\ud83d") == "😀"
