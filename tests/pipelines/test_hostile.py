"""Texts made to cost time: a page of 1 MB must not hold the loop, so work is capped, and counted here rather than timed."""

from collections.abc import Iterator
from typing import Any

import pytest

import pipelines.brand_links as links
import pipelines.brand_matcher as matching
from mentions.brand import Brand, Near
from mentions.mention import Mention
from pipelines.brands import BrandMatcher
from pipelines.keys import prepare
from pipelines.language import LanguageDetector
from pipelines.quoting import split_quoted

BRANDS = [
    Brand(id="Orange", terms=("Orange",), ambiguous=True, context=("phone",), exclude=("orange juice",)),
    Brand(id="Ravelto", terms=("Ravelto", "Равелто"), domains=("ravelto.example",), handles=("@ravelto_help",)),
    Brand(id="Near", terms=("Mirando",), near=Near(words=("phone",), within=5), require_all=("shop",)),
]
MATCHER = BrandMatcher(BRANDS)
CHARS = 1_000_000
REPEATED = ["orange ", "Orange ", "phone orange ", "orange juice ", "mirando shop phone ", "#orange", "#orange ", "@ravelto_help "]
REPEATED += ["ravelto", "ravelto.", "https://ravelto.example/ravelto ", "ravelt\u0443 ", "raveltto ", "s\u0430msung "]
REPEATED += ["a", "@", "#", "-", "\ud800x", "\u202e\u05e9x", "s\u200b", "\U0001f525"]


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count the places that are looked at closely."""
    counted = [0]
    read = matching.read_hit

    def counting(*args: Any, **kwargs: Any) -> Any:
        counted[0] += 1
        return read(*args, **kwargs)

    monkeypatch.setattr(matching, "read_hit", counting)
    return counted


@pytest.mark.parametrize("piece", REPEATED)
def test_who_repeats_a_name_is_not_read_to_the_end(piece: str, hits: list[int]) -> None:
    text = piece * (CHARS // len(piece))
    found = MATCHER.find(text)
    assert hits[0] <= 4 * 600 * len(BRANDS)  # the text, its two readings of mixed letters, and exclusions
    assert len(found.matches) + len(found.held_back) <= 250 * len(BRANDS)
    assert all(text[match.start : match.end] == match.matched for match in found.matches)


def test_who_repeats_many_names_is_not_read_to_the_end_either(hits: list[int]) -> None:
    names = [f"{one}{other}ento" for one in ("Bar", "Kol", "Mir", "Sal", "Tov", "Zur") for other in ("ab", "ed", "ik", "om", "up", "yn")]
    matcher = BrandMatcher([Brand(id=name, terms=(name,), ambiguous=True) for name in names], typos=False)
    found = matcher.find(" ".join(names).lower() * 400)
    assert hits[0] <= 10_000
    assert 1_000 <= len(found.held_back) <= 2_000


@pytest.mark.parametrize("run", ["ravelto." * 60, "x.ravelto/" * 50, "ravelto_help." * 39])
def test_a_run_without_blanks_is_read_for_addresses_once(run: str) -> None:
    links._addresses.cache_clear()
    MATCHER.find(f"{run} " * 20)
    read = links._addresses.cache_info()
    assert read.misses <= 2
    assert read.hits > 90


def test_a_name_is_found_before_and_between_others_however_often_they_are_said() -> None:
    found = MATCHER.find("Ravelto " + "orange " * 100_000 + "Ravelto")
    assert sum(match.brand == "Ravelto" for match in found.matches) == 2


@pytest.mark.parametrize("piece", ["[quote]", '\n"abc', "\u201e", "[quote][/", " RT @a", "\n"])
def test_openings_without_an_end_quote_nothing(piece: str) -> None:
    assert split_quoted(piece * (20_000 // len(piece)))[1] in ((), (piece,)) or "RT" in piece


@pytest.mark.parametrize("piece", ["", "x", *REPEATED])
def test_language_and_keys_take_any_text(piece: str) -> None:
    text = piece * (CHARS // max(1, len(piece)))
    assert LanguageDetector().detect(text).confidence <= 1
    assert len(prepare(Mention(site="s", engine="made", key="1", text=text)).stored) <= 41
