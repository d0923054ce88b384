"""One WARC file: a record is added whole or not at all, and a file of any length is read from its end without being held.

Format: WARC 1.1 (ISO 28500:2017), each record a gzip member of its own; a body that the file already holds is a `revisit` record.
"""

import fcntl
import hashlib
import logging
import os
import zlib
from base64 import b32encode
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.content_type import parse_content_type
from mentions.page import Answer
from mentions.site import Site

logger = logging.getLogger(__name__)

SECRETS = frozenset({"key", "apikey", "api_key", "api_token", "access_token", "token", "passkey", "appid", "client_secret", "signature"})
BLOCK = 2**16  # bytes read at once
ADDRESS = "".join(chr(code) for code in range(0x21, 0x7F))  # what an address may hold as it is
_GZIP = 31  # what zlib calls a gzip member


class _Member(NamedTuple):
    """Where a gzip member lies, and what it holds."""

    start: int
    end: int
    data: bytes


class WarcFile:
    """One file of answers. Several processes may add to it and read it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first_kept: dict[str, str] = {}
        """Digest of a body → when the file first got it; as far as `append` has looked."""
        self._end = 0  # of the last whole record that was looked at

    def append(self, answer: Answer) -> None:
        """Add an answer, after what a kill left half written is cut off. Raises OSError, and leaves the file as it was."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        digest = f"sha1:{b32encode(hashlib.sha1(answer.body, usedforsecurity=False).digest()).decode()}"  # the form that warcio writes
        with self.path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._look(file)
            packed = _packed(answer, digest, self.first_kept.get(digest))
            try:
                rest = memoryview(packed)
                while rest:
                    rest = rest[file.write(rest) or 0 :]  # an unbuffered file may take less at once
            except OSError:
                file.truncate(self._end)
                raise
            self._end += len(packed)
        self.first_kept.setdefault(digest, _stamp(answer.fetched_at))

    def answers(self, site: Site, since: datetime | None = None) -> Iterator[Answer]:
        """Yield the answers, newest first; of a file that breaks off those before. Raises OSError."""
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            places = _places(file, since)
            fcntl.flock(file, fcntl.LOCK_UN)
            for at, holder in reversed(places):
                record = _record(_unpacked(file, at))
                body = (record if at == holder else _record(_unpacked(file, holder))).content_stream().read()
                yield _answer(record, body, site)

    def _look(self, file: BinaryIO) -> None:
        """Look at what was added since, by this process or another, and cut off what is no whole record."""
        size = os.fstat(file.fileno()).st_size
        if size < self._end:  # taken away, and begun anew
            self.first_kept, self._end = {}, 0
        for member in _members(file, self._end):
            record = _record(member.data)
            if record.rec_type == "response":
                self.first_kept.setdefault(_digest(record), record.rec_headers.get_header("WARC-Date"))
            self._end = member.end
        if self._end < size:
            logger.warning("%s: its last %d bytes are no whole record (a kill while it was written)", self.path, size - self._end)
            file.truncate(self._end)


def without_secrets(url: str) -> str:
    """Return an address without the parameters that carry keys.

    >>> without_secrets("https://api.example/v1?q=acme&key=s3cret")
    'https://api.example/v1?q=acme'
    """
    parts = urlsplit(url)
    if not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.lower() not in SECRETS]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def _members(file: BinaryIO, start: int = 0) -> Iterator[_Member]:
    """Yield the whole gzip members from a place on, up to what is none: a process may have been killed while it wrote."""
    file.seek(start)
    rest = b""
    while True:
        unpack, parts, length = zlib.decompressobj(_GZIP), [], 0
        while not unpack.eof:
            block = rest or file.read(BLOCK)
            rest = b""
            if not block:
                return
            try:
                parts.append(unpack.decompress(block))
            except zlib.error:
                return
            length += len(block)
        rest = unpack.unused_data
        end = start + length - len(rest)
        yield _Member(start, end, b"".join(parts))
        start = end


def _places(file: BinaryIO, since: datetime | None) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where each answer lies, in the order in which they came, and where its body does."""
    holders: dict[str, tuple[int, int]] = {}
    places = []
    end = 0
    for start, end, data in _members(file):
        record = _record(data)
        digest = _digest(record)
        if record.rec_type == "response":
            holders[digest] = (start, end)
        elif record.rec_type != "revisit":
            continue
        if digest in holders and (since is None or _date(record) >= since):
            places.append(((start, end), holders[digest]))
    if end < os.fstat(file.fileno()).st_size:
        logger.warning("%s breaks off; what stands before is read", file.name)
    return places


def _unpacked(file: BinaryIO, place: tuple[int, int]) -> bytes:
    """Return what a member holds."""
    start, end = place
    file.seek(start)
    return zlib.decompress(file.read(end - start), _GZIP)


def _record(data: bytes) -> ArcWarcRecord:
    """Return the record that a member holds."""
    return next(iter(ArchiveIterator(BytesIO(data))))


def _packed(answer: Answer, digest: str, first_kept: str | None) -> bytes:
    """Return an answer as a gzip member: whole, or a revisit of a body that the file holds."""
    kind = "; charset=".join(filter(None, (answer.content_type, answer.charset)))
    said = {"Content-Type": kind, **answer.headers} if kind else answer.headers
    headers = [(name, value) for name, value in said.items() if value.isascii() and value.isprintable()]  # what else there is says nothing
    http = StatusAndHeaders(f"{answer.status} -", headers, protocol="HTTP/1.1")
    warc = {"WARC-Date": _stamp(answer.fetched_at), "WARC-Payload-Digest": digest}
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    url = quote(without_secrets(answer.url), safe=ADDRESS)
    if first_kept is not None:
        record = writer.create_revisit_record(url, digest, url, first_kept, http_headers=http, warc_headers_dict=warc)
    else:
        record = writer.create_warc_record(url, "response", payload=BytesIO(answer.body), http_headers=http, warc_headers_dict=warc)
    writer.write_record(record)
    record.raw_stream.close()  # warcio's own copy of the body
    return out.getvalue()


def _answer(record: ArcWarcRecord, body: bytes, site: Site) -> Answer:
    """Return the answer that a record keeps."""
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    content_type, charset = parse_content_type(headers.pop("content-type", None))
    return Answer(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        content_type=content_type,
        charset=charset,
        headers=headers,
        body=body,
        fetched_at=_date(record),
        site=site,
    )


def _digest(record: ArcWarcRecord) -> str:
    """Return the digest of a record's body."""
    return str(record.rec_headers.get_header("WARC-Payload-Digest"))


def _date(record: ArcWarcRecord) -> datetime:
    """Return when a record's answer came: aware UTC."""
    return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))


def _stamp(at: datetime) -> str:
    """Return a time as WARC 1.1 writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
