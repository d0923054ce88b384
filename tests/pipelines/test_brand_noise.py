import pytest

from pipelines.brand_noise import Noise, Sample, noise

HELD = [Sample(text=text, matched="orange", held_back=True) for text in ("fresh orange juice", "cold orange juice please", "an orange cat")]
MATCHED = [
    Sample(text=text, matched=text[at : at + 6], start=at, held_back=False)
    for text, at in (("my Orange sim", 3), ("Orange sim cards", 0), ("Orange juice bar has no signal", 0), ("bad Orange network", 4))
]


def test_share_held_back() -> None:
    assert pytest.approx(3 / 7) == noise([*HELD, *MATCHED]).share


def test_words_that_go_with_noise_and_what_excluding_them_changes() -> None:
    (word,) = noise([*HELD, *MATCHED]).words
    assert ("juice", 2, 1, "orange juice", 1, 2) == (word.word, word.held_back, word.matched, word.exclude, word.takes_out, word.covers)
    assert word.log_odds > 0


def test_a_word_that_never_touches_the_name_gives_no_phrase() -> None:
    held = [Sample(text="orange and sweet fruit", matched="orange", held_back=True)] * 3
    found = {word.word: word.exclude for word in noise([*held, *MATCHED]).words}
    assert found["fruit"] is None
    assert found["and"] == "orange and"


def test_words_before_the_name_make_phrases_too() -> None:
    held = [Sample(text="blood orange", matched="orange", held_back=True)] * 2
    assert ["blood orange"] == [word.exclude for word in noise([*held, *MATCHED]).words]


def test_nothing_seen() -> None:
    assert Noise(held_back=0, matched=0, words=()) == noise([])
    assert noise([]).share == 0.0


def test_a_place_that_the_text_does_not_hold_harms_nothing() -> None:
    assert noise([Sample(text="", matched="orange", held_back=True), Sample(text="😂", matched="x", held_back=False)]).held_back == 1
