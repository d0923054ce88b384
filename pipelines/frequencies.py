"""How often languages use their words: the frequency lists of `wordfreq`, read a little at a time, so that none is ever held.

The lists are Robyn Speer's (https://github.com/rspeer/wordfreq), made of subtitles, encyclopedias, news and web texts; the small ones have
the words that are used once in a million or more.
"""

import functools
import gzip
import importlib.util
import pathlib
from collections.abc import Iterator

import msgpack  # type: ignore[import-untyped]  # it ships no types


@functools.cache
def languages() -> dict[str, pathlib.Path]:
    """Give each language's list, by the names that `wordfreq` uses: ISO 639 codes, but `sh`, `nb` and `fil`."""
    spec = importlib.util.find_spec("wordfreq")  # found, not imported: its tokenizer takes time and memory that nobody needs here
    assert spec is not None
    assert spec.origin is not None
    paths = sorted((pathlib.Path(spec.origin).parent / "data").glob("small_*.msgpack.gz"))
    return {path.name.removeprefix("small_").split(".")[0]: path for path in paths}


def read(language: str) -> Iterator[tuple[float, list[str]]]:
    """Yield Zipf frequencies (log10 of uses in a billion words), highest first, and the words that have each; some have none."""
    with gzip.open(languages()[language]) as file:
        stream = msgpack.Unpacker(file, raw=False)
        count = stream.read_array_header()
        stream.skip()  # what the file says of itself; then words of frequency 10 ** (-n / 100), by n
        for n in range(count - 1):
            yield 9 - n / 100, stream.unpack()
