"""A packed answer is unpacked as its server meant it, within the limit; one that breaks off is refused."""

import gzip
import re
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.unpack import CHUNK, CutError, unpacked
from mentions.errors import FetchError
from mentions.page import Ask
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, serving

MOST = 10**7
PACKERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
PAGE = b"<html><body>" + b"".join(b"<p>post %d says %d</p>" % (n, n * n * 7919) for n in range(300)) + b"<p>and so"


@pytest.mark.parametrize("encoding", PACKERS)
@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=3000), st.integers(1, 60))
def test_what_was_packed_comes_back(encoding, body, times):
    assert unpacked(PACKERS[encoding](body * times), encoding, MOST) == body * times


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_body_that_breaks_off_anywhere_is_refused_unless_its_page_is_whole(encoding):
    packed = PACKERS[encoding](PAGE)
    tail = 8 if "gzip" in encoding else 0  # its check and length: what counts is before
    for cut in range(20, len(packed) - tail, 97):
        with pytest.raises(CutError, match="breaks off"):
            unpacked(packed[:cut], encoding, MOST)
    assert unpacked(packed[: len(packed) - tail], encoding, MOST) == PAGE


def test_a_server_that_never_ends_its_packing_is_read_where_the_page_has_ended():
    pack = zlib.compressobj(wbits=31)
    flushed = pack.compress(PAGE + b"</p></body></HTML>\n") + pack.flush(zlib.Z_SYNC_FLUSH)
    assert unpacked(flushed, "gzip", MOST).endswith(b"</HTML>\n")


def test_deflate_without_its_head_and_gzip_in_members_with_names():
    raw = zlib.compressobj(wbits=-15)
    assert unpacked(raw.compress(PAGE) + raw.flush(), "deflate", MOST) == PAGE
    one = gzip.compress(PAGE)
    named = one[:3] + b"\x1e" + one[4:10] + b"\x02\0ab" + b"page.html\0" + b"a comment\0" + b"\0\0" + one[10:]
    assert unpacked(named, "gzip", MOST) == PAGE
    assert unpacked(named + one + b"\0" * 40, "gzip", MOST) == PAGE + PAGE
    with pytest.raises(CutError):
        unpacked(named[:20], "gzip", MOST)


@pytest.mark.parametrize("encoding", PACKERS)
def test_no_more_than_the_limit_is_ever_unpacked(encoding):
    packed = PACKERS[encoding](bytes(MOST))
    assert unpacked(packed, encoding, MOST) == bytes(MOST)
    with pytest.raises(ValueError, match="exceeded") as refusal:
        unpacked(packed, encoding, 100_000)
    assert int(re.search(r"\((\d+) B\) exceeded", str(refusal.value))[1]) <= 100_000 + 4 * CHUNK


@pytest.mark.parametrize("encoding", PACKERS)
@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_nonsense_ends(encoding, body):
    try:
        unpacked(body, encoding, MOST)
    except (CutError, zlib.error, brotli.error, zstd.ZstdError):
        return


def test_half_a_page_is_no_page():
    """Its length is right: whoever kept it for the server has only half."""
    half = gzip.compress(PAGE)[:-600]
    reply = Reply(body=half, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    with serving({"/": reply}) as web:

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        with pytest.raises(FetchError, match="breaks off"):
            with_fetch(work)
