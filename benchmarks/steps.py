"""Measures the text steps on 400-character texts, one core: brands, by number of terms, with and without the typo tier.

Texts are made: words of eight languages drawn by their frequency, a made-up brand in three texts of ten, signs, digits, links.
Each step is one function that returns its figures; the last line is their sum.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from mentions.brand import Brand
from mentions.mention import Mention
from pipelines.brand_words import word_lists
from pipelines.brands import BrandMatcher
from pipelines.duplicates import compare
from pipelines.keys import prepare_all
from pipelines.language import LanguageDetector

T = TypeVar("T")
_CHARS = 400
_BATCH = 1_000  # posts: 50 pages of 20
_LANGUAGES = ("en", "ru", "vi", "id", "tr", "pl", "uk", "de")
_NAMED_SHARE = 0.3
_SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstvz" for vowel in "aeio"]
_SIGNS = (", ", ". ", "! ", " ", " ", " ", " ", " ", " ", " ")


def measure_brands(*, quick: bool) -> dict[str, float]:
    """Texts a second through `BrandMatcher.find`: 1,000 terms without, 10,000 terms with the typo tier; and seconds to compile them."""
    figures: dict[str, float] = {}
    for terms, typos in ((100, False), (500, True)) if quick else ((1_000, False), (10_000, True)):
        names = made_names(terms)
        texts = made_texts(500 if quick else 40_000, names)
        start = time.perf_counter()
        matcher = BrandMatcher([Brand(id=name, terms=(name,)) for name in names], typos=typos)
        compiled = time.perf_counter() - start
        for text in texts[: len(texts) // 2]:  # a crawler runs for days: the words of its first minutes do not count
            matcher.find(text)
        tier = "_typos" if typos else ""
        figures[f"brands_{terms}{tier}_texts_per_s"] = per_second(matcher.find, texts[len(texts) // 2 :])
        figures[f"brands_{terms}{tier}_compile_s"] = round(compiled, 2)
    return figures


def measure_language(*, quick: bool) -> dict[str, float]:
    """Texts a second through `LanguageDetector.detect`, every text another one; and the share of texts whose language was told right."""
    texts = made_texts(800 if quick else 20_000, made_names(100))
    detector = LanguageDetector()
    answers = [detector.detect(text).language for text in texts[: len(_LANGUAGES) * 20]]  # which loads the models too
    right = sum(_LANGUAGES[number % len(_LANGUAGES)] == answer for number, answer in enumerate(answers))
    return {
        "language_texts_per_s": per_second(detector.detect, texts),
        "language_right_pct": round(100 * right / len(answers), 1),
    }


def measure_duplicates(*, quick: bool) -> dict[str, float]:
    """Texts a second through `prepare_all`, by the batch as the store gives them, and pairs a second through `compare`, texts read anew."""
    texts = made_texts(500 if quick else 40_000, made_names(100))
    posts = [Mention(site="made", engine="made", key=str(number), text=text, author=f"a{number % 97}") for number, text in enumerate(texts)]
    batches = [posts[start : start + _BATCH] for start in range(0, len(posts), _BATCH)]
    prepare_all(batches[0])
    seconds = cpu_seconds(prepare_all, batches)
    pairs = [(one, replace(two, site="other")) for one, two in pairwise(posts[:4_000])]
    return {
        "duplicates_texts_per_s": round(len(posts) / seconds),
        "compare_pairs_per_s": round(len(pairs) / cpu_seconds(lambda pair: compare(*pair), pairs)),
    }


STEPS = {"brands": measure_brands, "language": measure_language, "duplicates": measure_duplicates}


def per_second(work: Callable[[str], object], texts: list[str]) -> float:
    """How many texts a second one core works through."""
    return round(len(texts) / cpu_seconds(work, texts))


def cpu_seconds(work: Callable[[T], object], items: Sequence[T]) -> float:
    """How long one core works on all items."""
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


def made_names(count: int) -> list[str]:
    """So many made-up brands of two to four syllables, some of them of two words."""
    draw = random.Random("names")
    names: dict[str, None] = {}
    while len(names) < count:
        name = "".join(draw.choices(_SYLLABLES, k=draw.choice((3, 3, 4)))).capitalize() + draw.choice("nrstkl")
        names[f"{name} {draw.choice(('Bank', 'Market', 'Air', 'Mobile'))}" if draw.random() < 0.1 else name] = None
    return list(names)


def made_texts(count: int, names: list[str]) -> list[str]:
    """So many texts of `_CHARS` characters in turn of each language, words drawn by how often people use them."""
    draw = random.Random("texts")
    pool = {
        language: draw.choices([*rates], [10**zipf for zipf in rates.values()], k=50_000)
        for language, rates in word_lists("aж")
        if language in _LANGUAGES
    }
    texts = []
    for number in range(count):
        words = draw.choices(pool[_LANGUAGES[number % len(_LANGUAGES)]], k=_CHARS // 3)
        if draw.random() < _NAMED_SHARE:
            words[draw.randrange(30)] = draw.choice(names)
        if draw.random() < _NAMED_SHARE:
            words[draw.randrange(30)] = f"https://shop.example/{draw.randrange(10**6)}"
        words[draw.randrange(30)] = str(draw.randrange(10**4))
        words[0] = words[0].capitalize()
        texts.append("".join(word + draw.choice(_SIGNS) for word in words)[:_CHARS])
    return texts


def main() -> None:
    """Measure the steps named, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []], default=[])
    parser.add_argument("--quick", action="store_true", help="small, for tests; only the full run's figures count")
    args = parser.parse_args()
    figures: dict[str, float] = {}
    for name in args.steps or STEPS:
        measured = STEPS[name](quick=args.quick)
        print("\n".join(f"{figure}: {value:,}" for figure, value in measured.items()))
        figures |= measured
    if not args.steps:
        rates = [rate for figure, rate in figures.items() if figure.endswith("_texts_per_s") and "typos" not in figure]
        figures["steps_us_per_text"] = round(sum(1e6 / rate for rate in rates), 1)
    print(json.dumps({"benchmark": "steps", **figures}))


if __name__ == "__main__":
    main()
