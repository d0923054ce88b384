import pytest

from pipelines.brand_stems import DERIVED, inner_forms, stems


def forms(word: str) -> set[str]:
    return {stem.text + tail for stem in stems(word) for tail in stem.tails}


@pytest.mark.parametrize(
    ("word", "declined"),
    [
        ("мегафон", ["мегафона", "мегафоном", "мегафоне", "мегафоны", "мегафоновский"]),
        ("аптека", ["аптеке", "аптекой", "аптек", "аптеці"]),
        ("перекресток", ["перекрестка", "перекрестке", "перекрестков"]),
        ("пятерочка", ["пятерочке", "пятерочек"]),
        ("копейка", ["копейке", "копеек"]),
        ("икея", ["икеи", "икее", "икею"]),
        ("сибирь", ["сибири", "сибирью"]),
        ("золотой", ["золотого", "золотом"]),
        ("владелец", ["владельца", "владельцем"]),
        ("розетка", ["розетці", "розетки"]),
        ("biedronka", ["biedronki", "biedronce", "biedronek", "biedronkowy"]),
        ("lidl", ["lidla", "lidlu", "lidlem"]),
        ("rossmann", ["rossmannie", "rossmannow"]),
        ("kaufland", ["kauflandu", "kauflandzie"]),
        ("vodafone", ["vodafonu", "vodafonem"]),
        ("люмора", ["люморовский", "люморівський", "люмору"]),
        ("zaneta", ["zanetos", "zanetoje"]),  # Lithuanian
        ("zywlec", ["zywlca", "zywlcem"]),
        ("verkkokauppa", ["verkkokaupan", "verkkokaupasta"]),
        ("dudek", ["dudka", "dudkiem"]),
        ("tarnowska", ["tarnowskiej", "tarnowskie"]),
        ("ბანკი", ["ბანკმა", "ბანკში"]),
        ("iphone", ["iphoneом"]),  # a foreign name in a Russian text
    ],
)
def test_declensions(word: str, declined: list[str]) -> None:
    assert set(declined) <= forms(word)


@pytest.mark.parametrize("word", ["", "小米", "삼성", "втб24", "ян"])
def test_what_declines_otherwise_or_not_at_all(word: str) -> None:
    assert [] == [stem for stem in stems(word) if stem.text != word]


def test_words_before_others_agree() -> None:
    found = {stem.text + tail for stem in inner_forms("красное") for tail in stem.tails}
    assert {"красное", "красного", "красном"} <= found


def test_derived_endings_are_no_case_endings() -> None:
    assert "ский" in DERIVED
    assert not {"а", "ом", "у", "em", "ie"} & DERIVED
