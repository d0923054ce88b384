"""The spool's file: what was kept comes out, in order, and a torn or damaged end costs itself alone."""

import errno
import threading

import pytest

from storage import spool_file
from storage.spool_file import SpoolFile

FIRST_LINE = 50


@pytest.fixture
def spool(tmp_path):
    return SpoolFile(tmp_path / "folder" / "test.db.spool")


def taken(spool):
    with spool.taking() as (_, records):
        return list(records)


def test_what_was_kept_comes_out_in_order_and_the_file_goes(spool):
    spool.append([b"one", b"two"])
    spool.append([b"", b"three" * 1000])
    assert spool.records() == [b"one", b"two", b"", b"three" * 1000]
    assert taken(spool) == [b"one", b"two", b"", b"three" * 1000]
    assert not spool.is_there()
    with pytest.raises(FileNotFoundError):
        taken(spool)


def test_each_file_has_a_name_of_its_own_that_stays(spool):
    names = []
    for _ in range(2):
        spool.append([b"one"])
        spool.append([b"two"])
        with spool.taking() as (name, _):
            names.append(name)
    assert len(set(names)) == 2
    assert all(len(name) == 32 for name in names)


def test_taking_that_fails_leaves_the_file(spool):
    spool.append([b"one"])
    with pytest.raises(KeyError), spool.taking() as (_, records):
        raise KeyError(next(records))
    assert taken(spool) == [b"one"]


def test_a_file_cut_anywhere_gives_its_whole_records_and_takes_more(spool):
    spool.append([b"one", b"two"])
    whole = spool.path.read_bytes()
    spool.path.unlink()
    spool.append([b"one"])
    first_ends = spool.path.stat().st_size
    for cut in range(len(whole)):
        spool.path.write_bytes(whole[:cut])
        kept = [b"one"] if cut >= first_ends else []
        assert spool.records() == kept
        spool.append([b"more"])
        assert taken(spool) == [*kept, b"more"]


def test_a_flipped_bit_ends_the_reading_there(spool):
    spool.append([b"one", b"two", b"three"])
    whole = spool.path.read_bytes()
    for place in range(FIRST_LINE, len(whole)):
        spool.path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        found = spool.records()
        assert found == [b"one", b"two", b"three"][: len(found)]
        assert len(found) < 3


def test_a_disk_that_is_full_takes_nothing_and_keeps_what_it_had(spool, monkeypatch):
    spool.append([b"one"])

    def full(file, data):
        file.write(data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(spool_file, "_write", full)
        with pytest.raises(OSError, match="No space"):
            spool.append([b"two"])
    spool.append([b"three"])
    assert taken(spool) == [b"one", b"three"]


def test_many_writers_and_takers_lose_and_double_nothing(spool):
    came = []

    def write(number):
        for count in range(20):
            SpoolFile(spool.path).append([f"{number}-{count}".encode()])

    def take():
        while len(came) < 80:
            try:
                with SpoolFile(spool.path).taking() as (_, records):
                    came.extend(records)
            except FileNotFoundError:
                continue

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)] + [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(came) == sorted(f"{number}-{count}".encode() for number in range(4) for count in range(20))


def test_the_file_is_the_owners_alone(spool):
    spool.append([b"one"])
    assert spool.path.stat().st_mode & 0o777 == 0o600
