"""Every recording is read as its page.json says, by its own engine and by no other, whole and not in part."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.recording import read_recording, reading
from mentions.page import Answer
from spiders.base.reading import read_answer
from spiders.base.registry import detect, engine_class, engines

RECORDINGS = Path(__file__).parents[1] / "recordings"
FOLDERS = sorted(file.parent for file in RECORDINGS.glob("*/*/answer.json"))
FORUMS = sorted(name for name, engine in engines().items() if engine.family == "forums")
OWN = [folder for folder in FOLDERS if folder.parent.name in FORUMS]
READ = [folder for folder in OWN if json.loads((folder / "page.json").read_text())["outcome"] == "ok"]
MAIL = {"mbox", "hyperkitty", "pipermail"}
SHARED = dict.fromkeys(MAIL, MAIL)
"""Archives of mail: each reads the files of the others, which are mbox files wherever they lie."""


def named(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


@pytest.fixture
def answer(folder: Path) -> Answer:
    return read_recording(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_is_read_as_recorded(folder: Path, answer: Answer) -> None:
    page = read_answer(engine_class(folder.parent.name), answer)
    assert reading(page) == json.loads((folder / "page.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", READ, ids=named)
def test_is_recognised_by_its_own_engine(folder: Path, answer: Answer) -> None:
    found = detect(answer)
    assert found is not None
    assert found.engine == folder.parent.name


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_no_other_forum_engine_reads_or_recognises_it(folder: Path, answer: Answer) -> None:
    for engine in set(FORUMS) - SHARED.get(folder.parent.name, {folder.parent.name}):
        page = read_answer(engine_class(engine), answer)
        assert (page.mentions, page.threads, page.listings) == ((), (), ())
        assert page.outcome in ("unreadable", "blocked")
        assert engine_class(engine).recognise(answer) is None


@pytest.mark.parametrize("folder", READ, ids=named)
def test_a_part_of_it_gives_nothing_or_all(folder: Path, answer: Answer) -> None:
    whole = read_answer(engine_class(folder.parent.name), answer)
    nothing = 0
    for share in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        part = replace(answer, body=answer.body[: int(len(answer.body) * share)])
        page = read_answer(engine_class(folder.parent.name), part)
        assert (page.mentions, page.threads, page.listings) in (((), (), ()), (whole.mentions, whole.threads, whole.listings))
        nothing += page.outcome == "unreadable"
    assert nothing >= 8


@pytest.mark.parametrize("engine", FORUMS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!DOCTYPE html><html><head><title>Board</title></head><body></body></html>",
        b"<html><body><h1>General Error</h1><p>SQL ERROR [ mysqli ] Too many connections [1040]</p></body></html>",
        b"{}",
        b"[]",
        b"null",
        b'{"latest_posts": {"id": 1}, "topic_list": 7, "post_stream": [1]}',
        b'{"template": {}, "loggedIn": false, "tid": [], "posts": [{"pid": {}}, 5, null], "topics": {"tid": 1}}',
        b'{"post_stream": {"posts": [{"id": true, "post_number": "x"}], "stream": [1, "a"]}}',
        b"[" * 5000,
        bytes(range(256)) * 40,
        "\ud83d".encode("utf-16-le", "surrogatepass") * 100,
        b"<html><body>" + b"<div>" * 3000 + b"x" + b"</div>" * 3000 + b"</body></html>",
    ],
    ids=range(14),
)
def test_what_is_no_page_of_a_forum_gives_nothing(engine: str, body: bytes) -> None:
    answer = read_recording(OWN[0])
    page = read_answer(engine_class(engine), replace(answer, body=body, content_type=None, url="https://board.example/x"))
    assert page.outcome in ("unreadable", "empty")
    assert (page.mentions, page.threads, page.listings) == ((), (), ())
