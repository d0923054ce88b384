"""Benchmarks end with a line of JSON: the cheap ones are run small. How fast they are depends on the machine, and is not tested."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = {
    "candidates": {
        "stored",
        "sqlite_median_ms",
        "sqlite_p95_ms",
        "sqlite_recall_edited",
        "sqlite_recall_quoted",
        "sqlite_bytes_per_item",
    },
    "health": {"healthy_runs", "false_alarms_per_1000", "dead_told_within_3_gaps_share"},
    "reading": {"pages", "pages_per_s", "lxml_pages_per_s", "share_of_lxml", "slowest_page_s"},
    "faults": {"lost", "doubled", "right_verdict_share", "memory_mb"},
    "revisit": {"sites", "posts", "delay_over_oracle", "delay_over_equal", "delay_over_doubling", "delay_over_media_cloud"},
    "schedule_kills": {"lost", "doubled", "at_once", "slowest_term_s"},
    "steps": {"duplicates_texts_per_s", "compare_pairs_per_s"},
}
ARGUMENTS = {"reading": ["tests/recordings/phpbb"], "steps": ["duplicates"]}


@pytest.mark.parametrize("name", KEYS)
def test_a_quick_run_ends_with_its_figures(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick", *ARGUMENTS.get(name, [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures.pop("benchmark") == name
    assert KEYS[name] <= set(figures)
    assert figures.get("lost", 0) == figures.get("doubled", 0) == 0, done.stdout
    assert all(isinstance(figure, int | float) and figure >= 0 for figure in figures.values())
