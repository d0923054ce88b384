import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.skeleton import BLANK, MAX_CHARS, fold, fold_all, fold_in_place, fold_word, plain, skeleton, spell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello,  World!", "hello world"),
        ("<p>Crème&nbsp;br&amp;ucirc;l&eacute;e</p><br/>", "creme brulee"),
        ("Đẹp lắm, rất tốt", "dep lam rat tot"),
        ("İstanbul'da ışık", "istanbulda isik"),
        ("don't – don’t", "dont dont"),
        ("see https://a.example/b?c=1 or www.b.example now", "see or now"),
        ("RT @ann: RT @bob_b: so true", "so true"),
        ("full\u200bwidth ＡＢＣ１２３ ﬁne", "fullwidth abc123 fine".replace("fine", "fne")),
        ("ЁЛКА ёлка йод", "eлka eлka иoд"),  # half of it is look-alike: the same for all texts
        ("हिन्दी में", "हिन्दी में"),  # vowel signs carry meaning
        ("ไม่ดี", "ไม่ดี"),
        ("مُحَمَّد", "محمد"),
        ("한국어 韓國", "한국어 韓國"),
        ("👍👍", "👍👍"),  # nothing else to go by
        ("\ud800", "\ud800"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_a_skeleton_is_what_is_left(text: str, expected: str) -> None:
    assert skeleton(text) == expected


@pytest.mark.parametrize("text", ["Отличный сервис", "кофе РЕВУХА", "Самсунг"])
def test_look_alike_letters_fold_alike(text: str) -> None:
    drawn = text.translate(str.maketrans("аеорсухкмтАВЕКМНОРСТХ", "aeopcyxkmtABEKMHOPCTX"))
    assert skeleton(text) == skeleton(drawn)
    assert text != drawn


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert len(skeleton("a" * 1_000_000)) == MAX_CHARS


def test_a_link_that_is_cut_keeps_its_ellipsis() -> None:
    assert plain("as seen on https://a.exam… more") == "as seen on  … more"


@pytest.mark.parametrize(("one", "two"), [("Maria_K.", "mariak"), ("МАРИЯ", "мария"), ("Zoë", "zoe")])
def test_names_fold_to_letters(one: str, two: str) -> None:
    assert fold_word(one) == fold_word(two)


@given(st.lists(st.text(), max_size=8))
@settings(deadline=None)
def test_many_at_once_fold_as_one_by_one(texts: list[str]) -> None:
    folded = fold_all(texts)
    assert folded.words() == [spell(fold(text)) for text in texts]
    letters = folded.letters()
    parts = [letters.codes[start:end].tolist() for start, end in zip(letters.bounds[:-1], letters.bounds[1:], strict=True)]
    assert parts == [[code for code in fold(text).tolist() if code != BLANK] for text in texts]


@given(st.text())
@settings(deadline=None)
def test_a_skeleton_has_no_case_and_single_blanks(text: str) -> None:
    bare = spell(fold(text))
    assert bare == " ".join(bare.split())
    assert spell(fold(bare)) == bare
    assert len(fold_in_place(text)) == len(text)
