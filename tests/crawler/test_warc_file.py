"""A WARC file takes a record whole or not at all, whoever else writes to it and wherever a kill cut it."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.warc_file import WarcFile
from mentions.page import Answer
from tests.crawler.fetching import site_at

AT = datetime(2026, 1, 20, 12, 0, 0, 123456, tzinfo=UTC)
SITE = site_at("http://talk.example/")


def answer(number: int, body: bytes | None = None) -> Answer:
    return Answer(
        url=f"http://talk.example/{number}",
        body=f"<p>page {number}</p>".encode() if body is None else body,
        fetched_at=AT + timedelta(seconds=number),
        site=SITE,
        content_type="text/html",
        charset="utf-8",
    )


def numbers(path: Path) -> list[int]:
    return [int(one.url.rpartition("/")[2]) for one in WarcFile(path).answers(SITE)]


def test_cut_anywhere_it_gives_its_whole_records_and_takes_more(tmp_path):
    path, kept = tmp_path / "day.warc.gz", [answer(0), answer(1, bytes(range(256))), answer(2, bytes(range(256)))]
    file, ends = WarcFile(path), []
    for one in kept:
        file.append(one)
        ends.append(path.stat().st_size)
    whole = path.read_bytes()
    for cut in [*range(0, len(whole), 5), *(end - 1 for end in ends), *ends]:
        path.write_bytes(whole[:cut])
        left = [one for one, end in zip(kept, ends, strict=True) if end <= cut]
        assert list(WarcFile(path).answers(SITE)) == left[::-1]
        WarcFile(path).append(answer(3, bytes(range(256))))
        assert list(WarcFile(path).answers(SITE)) == [answer(3, bytes(range(256))), *left[::-1]]


def test_what_was_cut_by_another_process_does_not_hide_what_follows(tmp_path):
    path = tmp_path / "day.warc.gz"
    file = WarcFile(path)
    file.append(answer(0))
    with path.open("ab") as other:
        other.write(b"\x1f\x8b\x08half a record")
    file.append(answer(1))
    assert numbers(path) == [1, 0]


LATIN = st.text(st.characters(max_codepoint=255), max_size=12)


@settings(deadline=None, max_examples=300)
@given(LATIN, LATIN, LATIN, st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.integers(100, 599), st.binary(max_size=30))
def test_whatever_a_site_answers_is_kept_and_its_body_comes_back_as_it_was(etag, link, kind, path, status, body):
    one = Answer(
        url=f"http://talk.example/{path}",
        status=status,
        content_type=kind,
        charset=kind,
        headers={"etag": etag, "link": link},
        body=body,
        fetched_at=AT,
        site=SITE,
    )
    with TemporaryDirectory() as folder:
        file = WarcFile(Path(folder) / "day.warc.gz")
        file.append(one)
        file.append(one)  # which is kept as seen again
        found = list(file.answers(SITE))
    assert [(each.status, each.body) for each in found] == [(status, body)] * 2
    for name, value in one.headers.items():
        assert found[0].headers.get(name, "").strip() == (value.strip() if value.isascii() and value.isprintable() else "")
    assert unquote(found[0].url) == unquote(one.url)


def test_a_file_that_was_taken_away_is_begun_anew_with_its_bodies(tmp_path):
    path, body = tmp_path / "day.warc.gz", bytes(range(256)) * 10
    file = WarcFile(path)
    file.append(answer(0, body))
    path.unlink()
    file.append(answer(1, body))
    assert list(WarcFile(path).answers(SITE)) == [answer(1, body)]


def test_a_body_that_another_process_added_is_not_kept_twice(tmp_path):
    path, body = tmp_path / "day.warc.gz", b"".join(number.to_bytes(3, "big") for number in range(20_000))
    here, there = WarcFile(path), WarcFile(path)
    here.append(answer(0))
    there.append(answer(1, body))
    size = path.stat().st_size
    here.append(answer(2, body))
    assert path.stat().st_size < size + 2000
    assert list(WarcFile(path).answers(SITE)) == [answer(2, body), answer(1, body), answer(0)]


def test_a_disk_that_is_full_takes_nothing_and_keeps_what_it_had(tmp_path, monkeypatch):
    path = tmp_path / "day.warc.gz"
    file = WarcFile(path)
    file.append(answer(0))
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("crawler.warc_file.Path.open", lambda path, *_, **__: Full(path))
        with pytest.raises(OSError, match="No space"):
            file.append(answer(1))
    assert path.read_bytes() == before
    file.append(answer(2))
    assert numbers(path) == [2, 0]


class Full:
    """A file on a disk that has room for ten bytes more."""

    def __init__(self, path: Path) -> None:
        self.file = open(path, "a+b", buffering=0)  # noqa: PTH123, SIM115 - Path.open is replaced by this; closed below
        self.room = 10

    def write(self, data: memoryview) -> int:
        """Take what there is room for."""
        if not self.room:
            raise OSError(28, "No space left on device")
        self.room -= (taken := self.file.write(data[: self.room]))
        return taken

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _fill(path: Path, first: int) -> None:
    file = WarcFile(path)
    for number in range(first, first + 20):
        file.append(answer(number, bytes(range(256)) * 300 + bytes([number])))


def test_several_processes_may_write_at_once(tmp_path):
    path, start = tmp_path / "day.warc.gz", multiprocessing.get_context("fork")
    writers = [start.Process(target=_fill, args=(path, 20 * n)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(numbers(path)) == list(range(40))


def test_other_programs_can_read_it(tmp_path):
    path = tmp_path / "day.warc.gz"
    file = WarcFile(path)
    for one in (answer(0), answer(1), answer(2, answer(0).body)):
        file.append(one)
    with path.open("rb") as opened:
        found = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(opened, check_digests="raise")]
    assert found == [("response", answer(0).body), ("response", answer(1).body), ("revisit", b"")]
