"""A spool: a file that only grows, of checked records, for what the database cannot take now. What breaks off at its end is left out.

Its first line names it. A record is a head (its length and its CRC-32, big-endian) and that many bytes, compressed by zlib. It is
written, read and taken away under a lock, so that several processes may share it.
"""

import fcntl
import logging
import os
import struct
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

logger = logging.getLogger(__name__)

_MAGIC = b"untagged spool 1 "
_FIRST = len(_MAGIC) + 32 + 1  # bytes of the first line: a name of 32 hexadecimal digits
_HEAD = struct.Struct(">II")


class SpoolFile:
    """One spool; the file is there only while something waits in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, records: Sequence[bytes]) -> None:
        """Add records, all or none, and wait until they are on the disk. Raises OSError."""
        data = b"".join(_HEAD.pack(len(packed), zlib.crc32(packed)) + packed for packed in map(zlib.compress, records))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(make=True) as file:
            end, size = _end(file), os.fstat(file.fileno()).st_size
            _tell_cut(self.path, size - end)
            file.truncate(end)  # what a kill left half written would hide all that follows
            file.seek(end)
            try:
                _write(file, data if end else _MAGIC + uuid.uuid4().hex.encode() + b"\n" + data)
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
            if not end:
                _sync_folder(self.path.parent)

    def is_there(self) -> bool:
        """Whether anything may wait in it."""
        return self.path.exists()

    def records(self) -> list[bytes]:
        """Give what waits, without taking it. Raises OSError."""
        try:
            with self.path.open("rb", buffering=0) as file:
                return list(_records(file))
        except FileNotFoundError:
            return []

    @contextmanager
    def taking(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Hold the spool while it is emptied: its name, and its records in order. Raises FileNotFoundError when there is none.

        The file goes when the block ends without an error, and stays as it is otherwise.
        """
        with self._locked(make=False) as file:
            end, size = _end(file), os.fstat(file.fileno()).st_size
            file.seek(len(_MAGIC))
            name = (file.read(32) or b"").decode("ascii", "replace")
            yield name, _records(file)
            _tell_cut(self.path, size - end)
            self.path.unlink()

    @contextmanager
    def _locked(self, *, make: bool) -> Iterator[FileIO]:
        """Open the file and hold its lock. Raises OSError."""
        flags = os.O_RDWR | (os.O_CREAT if make else 0)
        while True:
            with os.fdopen(os.open(self.path, flags, 0o600), "r+b", buffering=0) as file:  # the owner's alone: it holds what people wrote
                fcntl.flock(file, fcntl.LOCK_EX)
                if self._is_at_path(file):
                    yield file
                    return

    def _is_at_path(self, file: FileIO) -> bool:
        """Whether the path still leads to this file: it may have been taken away while its lock was waited for."""
        try:
            return os.path.samestat(self.path.stat(), os.fstat(file.fileno()))
        except FileNotFoundError:
            return False


def _records(file: FileIO) -> Iterator[bytes]:
    """Yield the records from the first to the last whole one."""
    for packed in _packed(file):
        yield zlib.decompress(packed)


def _packed(file: FileIO) -> Iterator[bytes]:
    if not _begins_well(file):
        return
    while len(head := file.read(_HEAD.size) or b"") == _HEAD.size:
        length, check = _HEAD.unpack(head)
        packed = file.read(length) or b""
        if len(packed) < length or zlib.crc32(packed) != check:
            return
        yield packed


def _begins_well(file: FileIO) -> bool:
    """Whether the first line is whole; the file then stands after it."""
    file.seek(0)
    first = file.read(_FIRST) or b""
    return len(first) == _FIRST and first.startswith(_MAGIC)


def _end(file: FileIO) -> int:
    """Give where the last whole record ends; 0 for a file without a whole first line."""
    length = sum(_HEAD.size + len(packed) for packed in _packed(file))
    return _FIRST + length if _begins_well(file) else 0


def _write(file: FileIO, data: bytes) -> None:
    """Write all of it, by and by: an unbuffered file may take less at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _tell_cut(path: Path, size: int) -> None:
    if size:
        logger.warning("%s: its last %d bytes are no whole record (a kill while it was written): those pages are crawled again", path, size)


def _sync_folder(folder: Path) -> None:
    """Wait until a new file's name is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
