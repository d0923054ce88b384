"""Measures whether the language step's confidence can be believed: are nine in ten of the answers given with p = 0.9 right.

Reads lines `language<TAB>source<TAB>text` (not part of the project: real people's words). Prints, for bins of confidence, its mean
and the share of right answers, and the expected calibration error (Naeini et al. 2015): the mean distance of the two, weighted by answers,
in per cent; also of texts cut to three and five words and of halves by hash, and the accuracy. The last line is JSON.
"""

import argparse
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipelines.language import LanguageDetector
from pipelines.language_codes import WRITTEN_ALIKE, plain_code

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "language.tsv"
BINS = 10
_FIELDS = 3


class Answer(NamedTuple):
    """One text's answer."""

    text: str
    language: str
    confidence: float
    right: bool


def same(one: str, other: str) -> bool:
    """Tell whether two codes are one written language."""
    a, b = (WRITTEN_ALIKE[0] if (plain_code(code) or code) in WRITTEN_ALIKE else plain_code(code) or code for code in (one, other))
    return a == b


def read_rows(path: Path) -> list[tuple[str, str]]:
    """Give (language, text) of each line that has three fields."""
    lines = (line.split("\t", _FIELDS - 1) for line in path.read_text(encoding="utf-8").split("\n"))
    return [(fields[0], fields[2]) for fields in lines if len(fields) == _FIELDS]


def answered(rows: Iterable[tuple[str, str]], detector: LanguageDetector) -> list[Answer]:
    """Give the detector's answers. An `und` stands with the confidence of its best guess, as not right."""
    answers = []
    for language, text in rows:
        found = detector.detect(text)
        answers.append(Answer(text, language, found.confidence, same(language, found.language)))
    return answers


def calibration_error(answers: Sequence[Answer]) -> float:
    """Give the expected calibration error in per cent, over ten bins of equal width."""
    bins: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        bins[min(BINS - 1, int(answer.confidence * BINS))].append(answer)
    return 100 * sum(abs(sum(a.confidence - a.right for a in held)) for held in bins.values()) / max(1, len(answers))


def accuracy(answers: Sequence[Answer]) -> float:
    """Give the mean over languages of the share answered right, in per cent."""
    by_language: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        by_language[answer.language].append(answer.right)
    return 100 * sum(sum(rights) / len(rights) for rights in by_language.values()) / max(1, len(by_language))


def first_words(rows: Iterable[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Give the rows cut to so many words; rows that have fewer are left out."""
    cut = ((language, text.split()[:count]) for language, text in rows)
    return [(language, " ".join(words)) for language, words in cut if len(words) == count]


def _print_bins(answers: Sequence[Answer]) -> None:
    print("confidence   answers   mean p   right")
    for low in range(BINS):
        held = [answer for answer in answers if min(BINS - 1, int(answer.confidence * BINS)) == low]
        if held:
            mean, right = sum(a.confidence for a in held) / len(held), sum(a.right for a in held) / len(held)
            print(f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}   {len(held):7}   {mean:6.3f}   {right:5.3f}")


def main() -> int:
    """Measure; exit status 2 when there is no data."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", type=Path, default=DATA, help="lines of language, source and text, parted by tabs (default: %(default)s)")
    args.add_argument("--detector", default="ensemble", help="which detector (default: %(default)s)")
    args.add_argument("--quick", action="store_true", help="every tenth row: for tests")
    a = args.parse_args()
    if not a.data.is_file():
        print(
            f"no labelled texts at {a.data}: name a file with --data (lines of language, source and text, parted by tabs)", file=sys.stderr
        )
        return 2
    rows = read_rows(a.data)[:: 10 if a.quick else 1]
    detector = LanguageDetector(a.detector)
    answers = answered(rows, detector)
    _print_bins(answers)
    sure = [answer for answer in answers if answer.confidence >= 0.8]
    figures: dict[str, object] = {
        "benchmark": "language_calibration",
        "detector": a.detector,
        "texts": len(answers),
        "accuracy_pct": round(accuracy(answers), 2),
        "calibration_error_pct": round(calibration_error(answers), 2),
        "sure_share_pct": round(100 * len(sure) / max(1, len(answers)), 2),
        "sure_accuracy_pct": round(accuracy(sure), 2),
    }
    for half in (0, 1):
        held = [answer for answer in answers if zlib.crc32(answer.text.encode("utf-8", "replace")) % 2 == half]
        figures[f"half_{half}_accuracy_pct"] = round(accuracy(held), 2)
        figures[f"half_{half}_calibration_error_pct"] = round(calibration_error(held), 2)
    for words in (3, 5):
        short = answered(first_words(rows, words), detector)
        figures[f"words_{words}_accuracy_pct"] = round(accuracy(short), 2)
        figures[f"words_{words}_calibration_error_pct"] = round(calibration_error(short), 2)
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
