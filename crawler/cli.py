"""The command line: reads arguments, runs one command, turns errors into one sentence and an exit status."""

import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence

from crawler.arguments import make_parser
from crawler.output import complain
from mentions.errors import ConfigError, ListeningError, SchemaError, UsageError
from mentions.safe import safe

DONE, LOOK, WRONG_USE = 0, 1, 2
INTERRUPTED = 130  # what a shell gives for SIGINT

_NOTHING_DONE = (ConfigError, UsageError, SchemaError)


class SafeFormatter(logging.Formatter):
    """Log lines may hold crawled text: each is one line without control characters."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of the standard library
        """Give the line, made harmless; a traceback is added after it, as it is."""
        return safe(super().formatMessage(record))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status: 0 done, 1 done but a person should look, 2 wrong use, nothing done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(arguments)
        sys.stdout.flush()  # here, where a reader that has gone can still be caught
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # `untagged export | head`: the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the outermost boundary: a person gets a sentence, a developer --debug
        return _explain(error, debug="--debug" in arguments)
    return status


def _run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; gives its exit status."""
    try:
        args = make_parser().parse_args(arguments)
    except SystemExit as leave:  # --help and --version
        return leave.code if isinstance(leave.code, int) else DONE
    _log_to_stderr(logging.DEBUG if args.debug else logging.INFO if args.verbose else logging.WARNING)
    status: int = importlib.import_module(f"crawler.commands.{args.module}").run(args)
    return status


def _explain(error: Exception, *, debug: bool) -> int:
    """Print an error as one sentence and give the exit status it stands for."""
    if debug:
        logging.getLogger(__name__).error("the command failed", exc_info=error)
    if isinstance(error, ListeningError):
        complain(f"untagged: {error}")
        return WRONG_USE if isinstance(error, _NOTHING_DONE) else LOOK
    hint = "" if debug else "; run it again with --debug for the traceback"
    complain(f"untagged: unexpected {error.__class__.__name__}: {str(error)[:300]}{hint}")
    return LOOK


def _log_to_stderr(level: int) -> None:
    """Send log lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if level > logging.INFO:
        logging.getLogger("scrapy").setLevel(logging.CRITICAL)  # what it could not fetch, the command says itself
