"""JSON lines in, JSON lines out, in order: a broken line is one line with `error`, the rest go on."""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from io import BufferedReader
from typing import Any, BinaryIO

from mentions.errors import ListeningError, UsageError
from mentions.safe import dumps

logger = logging.getLogger(__name__)

_CHUNK = 1 << 20  # read at once at most; a live pipe gives less, and is answered at once

Answer = Callable[[Any], Mapping[str, Any]]
"""What to write for the value of one line. May raise: ListeningError says what is wrong with the line."""


def answer_lines(answer: Answer, echo: Callable[[Any], Mapping[str, Any]], source: BinaryIO | None = None) -> int:
    """Answer each line of `source` (standard input) on standard output; `echo` begins the line of a value that failed.

    Gives the exit status: 1 when a line could not be answered. Blank lines are passed over.
    """
    status = 0
    number = 0
    for lines in _batches(source or sys.stdin.buffer):
        out = []
        for line in lines:
            number += 1
            if not line.strip():
                continue
            value: Any = None
            try:
                value = _read(line)
                out.append(dumps(answer(value)))
            except ListeningError as error:
                status = 1
                out.append(dumps({**echo(value), "error": f"line {number}: {error}"}))
            except Exception as error:  # the boundary: a line that breaks a step costs this line only
                logger.debug("line %d: the step's traceback", number, exc_info=True)
                status = 1
                out.append(dumps({**echo(value), "error": f"line {number}: {error.__class__.__name__}: {str(error)[:200]}"}))
        if out:
            sys.stdout.buffer.write(("\n".join(out) + "\n").encode())
            sys.stdout.buffer.flush()
    return status


def _read(line: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        msg = f"not JSON ({str(error)[:100]}); write one object a line"
        raise UsageError(msg) from error


def _batches(source: BinaryIO) -> Iterator[list[bytes]]:
    """Yield the whole lines that are there already, as they come, many at once."""
    rest = b""
    while chunk := source.read1(_CHUNK) if isinstance(source, BufferedReader) else source.read(_CHUNK):
        whole, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest += chunk
            continue
        yield (rest + whole).split(b"\n")
        rest = tail
    if rest:
        yield [rest]
