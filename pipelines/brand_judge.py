"""Which places that look like a brand count: exclusions and conditions, signals for ambiguous names, and overlaps."""

import functools
from collections.abc import Sequence

from mentions.brand import Brand
from mentions.mention import Where
from pipelines.brand_evidence import Evidence
from pipelines.brand_fold import fold_plain
from pipelines.brand_spot import Spot

_MORE = 3
"""Letters that a longer name has more than one that is ambiguous; fewer are an ending."""


def judge(spots: Sequence[Spot], exclusions: Sequence[Spot], brands: Sequence[Brand], evidence: Evidence) -> None:
    """Write into each spot what speaks against it, or what made an ambiguous name count."""
    phrases: dict[tuple[Where, int], list[Spot]] = {}
    for phrase in exclusions:
        phrases.setdefault((phrase.where, phrase.entry.brand), []).append(phrase)
    waiting: list[Spot] = []
    sure: dict[int, str] = {}
    for spot in spots:
        brand = brands[spot.entry.brand]
        spot.objection = _excluded(spot, phrases.get((spot.where, spot.entry.brand), ())) or spot.objection or _unmet(brand, spot, evidence)
        if spot.objection or not (brand.ambiguous or spot.entry.doubtful):
            continue
        why, confidence = ("its longer name", 0.95) if is_telling(brand, spot.entry.folded) else evidence.signal(brand, spot)
        if why:
            spot.why, spot.confidence = why, min(confidence, spot.confidence)
            sure.setdefault(spot.entry.brand, why)
        else:
            waiting.append(spot)
    for spot in waiting:  # one name has one sense in one text (Gale, Church, Yarowsky 1992)
        if spot.entry.brand in sure and spot.exact:
            spot.why, spot.confidence = f"elsewhere in the text: {sure[spot.entry.brand]}", min(0.8, spot.confidence)
        else:
            spot.objection = "no signal for an ambiguous name"


@functools.lru_cache(maxsize=1024)
def is_telling(brand: Brand, term: str) -> bool:
    """Whether a folded term of an ambiguous brand holds another of its terms and more words: "Delta Airlines" needs no signal.

    >>> brand = Brand(id="Delta", terms=("Delta", "DeltaAir", "Delta Airlines"), ambiguous=True)
    >>> is_telling(brand, "delta airlines"), is_telling(brand, "deltaair"), is_telling(brand, "delta")
    (True, True, False)
    """
    others = (fold_plain(other.strip()) for other in brand.terms)
    return any(other in term and len(term) - len(other) >= _MORE for other in others if other)


def resolve(spots: Sequence[Spot], brands: Sequence[Brand]) -> list[Spot]:
    """Give the spots of one field in order, one for each place and brand: the longest, then the leftmost, then the surest.

    A match that overlaps a longer match of another brand, or has less of the same word, is part of that name, and held back; equal ones
    count for both brands.
    """
    chosen: list[Spot] = []
    taken: dict[int, list[Spot]] = {}
    for spot in sorted(spots, key=_rank):
        rivals = [other for at in range(spot.start, spot.end) for other in taken.get(at, ())]
        if any(other.entry.brand == spot.entry.brand for other in rivals):
            continue
        longer = next((other for other in rivals if (other.start, other.end) != (spot.start, spot.end) or other.core > spot.core), None)
        if longer is not None and not spot.objection and not longer.objection:
            spot.objection = f"part of a longer name: {brands[longer.entry.brand].id}"
        chosen.append(spot)
        for at in range(spot.start, spot.end):
            taken.setdefault(at, []).append(spot)
    return sorted(chosen, key=lambda one: (one.start, one.end, one.entry.brand))


def _rank(spot: Spot) -> tuple[bool, int, int, float, float, int, int]:
    """Give the order in which spots take their places; of two readings of one place the one with less of an ending comes first."""
    return (
        spot.objection != "",
        spot.start - spot.end,
        spot.start,
        -spot.confidence,
        -spot.entry.confidence,
        spot.end - spot.core,
        spot.entry.brand,
    )


def _excluded(spot: Spot, phrases: Sequence[Spot]) -> str:
    """Give the phrase that covers the name."""
    covering = (phrase for phrase in phrases if phrase.start <= spot.start and spot.core <= phrase.end)
    return next((f"exclude: {phrase.entry.term}" for phrase in covering), "")


def _unmet(brand: Brand, spot: Spot, evidence: Evidence) -> str:
    """Give the first condition of the brand's table that is not met."""
    if brand.languages and evidence.language is not None and evidence.language not in brand.languages:
        return f"language: {evidence.language}"
    if brand.require_all and (lacking := evidence.lacks(brand)):
        return f"require_all: no {lacking}"
    if brand.near and not evidence.is_near(brand.near, spot):
        return f"near: none of {', '.join(brand.near.words)}"
    return ""
