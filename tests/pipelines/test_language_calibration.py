"""The benchmark of the language step's confidence, on made-up texts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.language_calibration import Answer, accuracy, calibration_error, first_words, same
from tests.pipelines.test_language import SPOKEN

ROOT = Path(__file__).resolve().parents[2]


def _answer(confidence: float, *, right: bool, language: str = "en") -> Answer:
    return Answer("", language, confidence, right)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([], 0.0),
        ([_answer(1.0, right=True)] * 9, 0.0),
        ([_answer(1.0, right=False)], 100.0),
        ([_answer(0.75, right=True)] * 3 + [_answer(0.75, right=False)], 0.0),  # three in four, and says so
        ([_answer(0.95, right=True)] * 5 + [_answer(0.25, right=True)] * 5, 50 * 0.05 + 50 * 0.75),  # bins do not make up for each other
    ],
)
def test_the_error_is_the_distance_of_confidence_and_truth_bin_by_bin(answers: list[Answer], error: float) -> None:
    assert calibration_error(answers) == pytest.approx(error)


def test_every_language_counts_alike_in_the_accuracy() -> None:
    assert accuracy([_answer(1, right=True)] * 9 + [_answer(1, right=False, language="ru")]) == 50.0


def test_names_of_one_written_language_are_the_same() -> None:
    assert same("sr", "hr")
    assert same("nb", "no")
    assert not same("id", "ms")
    assert not same("und", "en")


def test_texts_are_cut_to_words() -> None:
    assert first_words([("en", "one two three four"), ("en", "one")], 3) == [("en", "one two three")]


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.language_calibration", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_prints_bins_and_one_json_line(tmp_path: Path) -> None:
    data = tmp_path / "labelled.tsv"
    data.write_text("".join(f"{language}\tmade\t{text}\n" for language, text in SPOKEN.items()) + "a broken line\n", encoding="utf-8")
    done = _run("--data", str(data))
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, figures["texts"], figures["accuracy_pct"]) == (0, len(SPOKEN), 100.0)
    assert figures["calibration_error_pct"] < 3
    assert "0.9 to 1.0" in done.stdout


def test_without_data_it_says_what_to_name(tmp_path: Path) -> None:
    done = _run("--data", str(tmp_path / "none.tsv"))
    assert done.returncode == 2
    assert "none.tsv: name a file with --data" in done.stderr
