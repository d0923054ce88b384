from collections.abc import Sequence

import pytest

from pipelines.language_translit import SURE, back_to_cyrillic, chance_of_russian


@pytest.mark.parametrize(
    ("text", "cyrillic"),
    [
        ("Privet, kak dela?", "привет, как дела?"),
        ("khoroshiy", "хороший"),
        ("eshche", "еще"),
        ("shchi da kasha", "щи да каша"),
        ("moy yazyk", "мой язык"),
        ("novyy zhurnal", "новый журнал"),
        ("ya lyublyu tsirk", "я люблю цирк"),
        ("", ""),
    ],
)
def test_written_back(text: str, cyrillic: str) -> None:
    assert back_to_cyrillic(text) == cyrillic


def _score_cyrillic(text: str) -> dict[str, float]:
    return {"ru": 1.8, "bg": 1.0} if any("а" <= char <= "я" for char in text) else {"sl": 0.4}


def _score_latin(text: str) -> dict[str, float]:
    return {"ru": 0.3} if any("а" <= char <= "я" for char in text) else {"sl": 1.5}


def _shares(words: Sequence[str], script: str, code: str) -> tuple[float, float]:
    del words, code
    return (0.5, 0.7) if script == "Cyrillic" else (0.1, 0.2)


def _latin_shares(words: Sequence[str], script: str, code: str) -> tuple[float, float]:
    del words, code
    return (0.0, 0.2) if script == "Cyrillic" else (0.4, 0.9)


def test_words_and_scores_must_both_speak_for_russian() -> None:
    text = "privet kak dela chto novogo"
    assert chance_of_russian(text, 23, 0.4, _score_cyrillic, _shares) > SURE
    assert chance_of_russian(text, 23, 0.99, _score_latin, _latin_shares) < 0.5
    assert chance_of_russian("mrbl fnrd glmp", 12, 0.4, _score_cyrillic, _shares) == 0.0
    assert chance_of_russian("što je to, kako si", 13, 0.4, _score_cyrillic, _shares) == 0.0  # letters that no romanising writes
