from mentions.brand import Brand
from pipelines.brand_index import Entry
from pipelines.brand_judge import resolve
from pipelines.brand_matcher import BrandMatcher
from pipelines.brand_spot import Spot

BRANDS = [Brand(id="A", terms=("a",)), Brand(id="B", terms=("b",))]


def spot(brand: int, start: int, end: int, confidence: float = 1.0, objection: str = "") -> Spot:
    return Spot(Entry(brand, "name", "x", "x"), start, end, end, "term", confidence, objection=objection)


def test_the_longest_wins_then_the_leftmost_then_the_surest() -> None:
    spots = [spot(0, 0, 3), spot(0, 2, 7), spot(0, 6, 9), spot(0, 20, 22, 0.5), spot(0, 20, 22, 0.9)]
    assert [(2, 7, 1.0), (20, 22, 0.9)] == [(one.start, one.end, one.confidence) for one in resolve(spots, BRANDS)]


def test_equal_spans_count_for_both_brands() -> None:
    assert [(0, ""), (1, "")] == [(one.entry.brand, one.objection) for one in resolve([spot(1, 0, 4), spot(0, 0, 4)], BRANDS)]


def test_a_part_of_another_brands_name_is_held_back() -> None:
    assert ["part of a longer name: A", ""] == [one.objection for one in resolve([spot(1, 0, 3), spot(0, 0, 8)], BRANDS)]


def test_a_name_counts_before_a_shorter_one_with_an_ending() -> None:
    name, shorter = spot(0, 0, 9), spot(1, 0, 9)
    shorter.core = 6
    assert ["", "part of a longer name: A"] == [one.objection for one in resolve([shorter, name], BRANDS)]


def test_longer_names_of_an_ambiguous_brand_need_no_signal() -> None:
    matcher = BrandMatcher([Brand(id="Pear", terms=("Pear", "Pear Airlines", "PearAir"), ambiguous=True)])
    texts = ["a pear", "pear airlines lost it", "pearair lost it", "#pearairsucks", "pear airlines: a pear"]
    assert [0, 1, 1, 1, 2] == [len(matcher.find(text).matches) for text in texts]


def test_what_is_held_back_takes_no_place() -> None:
    held = spot(0, 0, 8, objection="exclude: x")
    assert ["exclude: x", ""] == sorted((one.objection for one in resolve([held, spot(1, 0, 3)], BRANDS)), reverse=True)
    assert [""] == [one.objection for one in resolve([held, spot(0, 0, 3)], BRANDS)]
