"""Every JSON recording of every engine with one value at a time replaced by a wrong one: it costs its own row, never the page."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest

from crawler.recording import read_recording
from mentions.page import Page
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class

RECORDINGS = Path(__file__).parents[1] / "recordings"
FOLDERS = sorted(file.parent for file in RECORDINGS.glob("*/*/body.json") if file.read_bytes()[:1] in (b"{", b"["))
WRONG = (None, True, -1, 1e300, "x", "9" * 30, [], [[1]], {"a": 1})
TRIES = 30
"""Of each recording: others for each, told by their names' sums."""


def places(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to each value of a document."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield (*way, key)
        yield from places(one, (*way, key))


def rows(page: Page) -> int:
    return len(page.mentions) + len(page.threads)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_wrong_value_costs_no_page(folder: Path) -> None:
    answer = read_recording(folder)
    engine = engine_class(folder.parent.name)
    whole = rows(read_answer(engine, answer))
    tries = sorted((crc32(f"{folder.name}{way}".encode()), way) for way in places(json.loads(answer.body)))
    for number, way in tries[:TRIES]:
        wrong = WRONG[number % len(WRONG)]
        document = json.loads(answer.body)
        inner = document
        for key in way[:-1]:
            inner = inner[key]
        is_one_field = sum(isinstance(key, int) for key in way) == 1 and not isinstance(inner[way[-1]], dict | list)
        inner[way[-1]] = wrong
        page = read_answer(engine, replace(answer, body=json.dumps(document).encode()))
        assert "broke on this page" not in (page.error or ""), (way, wrong)
        assert whole < 4 or not is_one_field or rows(page) * 2 >= whole, (way, wrong)
