"""Unpacking answers: never beyond the limit, and an answer that breaks off is refused: half a page must not be read as a whole one.

Scrapy's own gives as much as it can of a packed body that is cut, where neither a length nor a last chunk tells of it.
"""

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]  # it has no types
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils._compression import _check_max_size, zstd  # type: ignore[attr-defined]  # whichever this Python has

CHUNK = 2**16
GZIP = b"\x1f\x8b\x08"
GZIP_TAIL = 8  # bytes: a check and a length
RAW, ZLIB = -15, 15  # what zlib calls deflate without and with a head
ENDS = (b"</html>", b"</feed>", b"</rss>", b"}", b"]")
"""How whole pages end: some servers never end the packing, though all of the page is in it."""


class CutError(IgnoreRequest):
    """Raised for a packed body that breaks off."""


class UnpackMiddleware(HttpCompressionMiddleware):
    """Scrapy's, which knows the headers, with unpacking of our own."""

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return unpacked(body, encoding.decode("ascii"), max_size)


def unpacked(body: bytes, encoding: str, most_bytes: int) -> bytes:
    """Return a body as it was before its server packed it. Raises CutError, ValueError when it is too large, zlib.error or its like.

    >>> unpacked(zlib.compress(b"<p>hello</p>"), "deflate", 100)
    b'<p>hello</p>'
    """
    found, length = [], 0
    is_whole = False
    for chunk in _chunks(body, encoding):
        is_whole = chunk is None
        if chunk is not None:
            length += len(chunk)
            _check_max_size(length, most_bytes)
            found.append(chunk)
    page = b"".join(found)
    if not is_whole and not page.rstrip().lower().endswith(ENDS):
        msg = f"the answer breaks off after {length:,} bytes, unpacked"
        raise CutError(msg)
    return page


def _chunks(body: bytes, encoding: str) -> Iterator[bytes | None]:
    """Yield what a body holds, and None once that is whole."""
    if not body:
        yield None
    elif encoding == "br":
        yield from _brotli(body)
    elif encoding == "zstd":
        yield from _zstd(body)
    elif encoding == "deflate":
        # Microsoft's servers leave the head away, which says 8 (deflate) and is a multiple of 31 (RFC 1950, 2.2)
        has_head = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0  # noqa: PLR2004 - both are the format's
        yield from _deflate(body, ZLIB if has_head else RAW)
    else:
        yield from _gzip(body)


def _gzip(body: bytes) -> Iterator[bytes | None]:
    while body:
        unpack = zlib.decompressobj(RAW)
        yield from _inflated(unpack, body[_gzip_head(body) :])
        if not unpack.eof:
            return
        body = unpack.unused_data[GZIP_TAIL:]  # not looked at: some servers leave it away
        body = body if body.startswith(GZIP) else b""  # what is no further member is padding
    yield None


def _deflate(body: bytes, kind: int) -> Iterator[bytes | None]:
    unpack = zlib.decompressobj(kind)
    yield from _inflated(unpack, body)
    if unpack.eof:
        yield None


def _inflated(unpack: "zlib._Decompress", body: bytes) -> Iterator[bytes]:
    chunk = b"."
    while not unpack.eof and (body or chunk):
        yield (chunk := unpack.decompress(body, CHUNK))
        body = unpack.unconsumed_tail


def _brotli(body: bytes) -> Iterator[bytes | None]:
    unpack = brotli.Decompressor()
    chunk = b"."
    while not unpack.is_finished() and (body or chunk):
        yield (chunk := unpack.process(body, output_buffer_limit=CHUNK))
        body = b""
    if unpack.is_finished():
        yield None


def _zstd(body: bytes) -> Iterator[bytes | None]:
    unpack = zstd.ZstdDecompressor()
    chunk = b"."
    while not unpack.eof and (body or chunk):
        yield (chunk := unpack.decompress(body, max_length=CHUNK))
        body = b""
    if unpack.eof:
        yield None


def _gzip_head(body: bytes) -> int:
    """Return how long the head of a gzip member is (RFC 1952, 2.3). Raises zlib.error for what is none, CutError for a part of one."""
    if not body.startswith(GZIP) or len(body) < 10:  # noqa: PLR2004 - the fixed part
        msg = "not a gzip body"
        raise zlib.error(msg)
    extra, name, comment, check = (body[3] & bit for bit in (4, 8, 16, 2))
    end = 12 + int.from_bytes(body[10:12], "little") if extra else 10
    for _ in range(bool(name) + bool(comment)):
        end = body.find(b"\0", end) + 1
        if not end:
            msg = "the answer breaks off within its head"
            raise CutError(msg)
    return end + 2 * bool(check)
