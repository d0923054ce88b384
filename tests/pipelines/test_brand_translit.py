import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.brand_translit import MAX_READINGS, readings


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("megafon", "мегафон"),
        ("самсунг", "samsung"),
        ("vkusvill", "вкусвилл"),
        ("delta", "дельта"),
        ("shopee", "шопи"),
        ("nokia", "нокиа"),
        ("нокия", "nokiya"),
        ("nokia", "нокия"),
        ("nike", "найк"),  # a long vowel before a silent e
        ("google", "гугл"),
        ("huawei", "хуавей"),
        ("xbox", "иксбокс"),
        ("unilab", "юнилаб"),
        ("renault", "рено"),
        ("starbucks", "старбакс"),
        ("spotify", "спотифай"),
        ("mercedes-benz", "мерседес-бенц"),
        ("kivi", "ківі"),  # as Ukrainian writes it
        ("яндекс", "yandex"),
        ("хліб", "hlib"),
        ("київстар", "kyivstar"),
        ("щедро", "shchedro"),
        ("samsung 5", "самсунг 5"),
    ],
)
def test_readings(name: str, among: str) -> None:
    assert among in readings(name)


@pytest.mark.parametrize("name", ["", "24", "小米", "мегаfon"])
def test_names_without_one_alphabet_have_no_reading(name: str) -> None:
    assert [] == readings(name)


def test_an_s_that_begins_a_word_is_no_z() -> None:
    assert not [reading for reading in readings("sony") if reading.startswith("з")]


@settings(deadline=None)
@given(st.text(alphabet="abcehijkqsuwxyзжцщюяіїє -7", max_size=60))
def test_readings_are_few_and_different(name: str) -> None:
    found = readings(name)
    assert len(found) <= MAX_READINGS
    assert len(set(found)) == len(found)
