"""The grammar of the command line: every command and option of `untagged`, in the order a person meets them."""

import argparse
import datetime as dt
import difflib
import os
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from mentions.errors import UsageError

_CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)")
_QUOTED = re.compile(r"'([^']*)'")
_AGO = re.compile(r"(\d{1,6})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of printing the usage and leaving."""
        choice = _CHOICE.search(message)
        close = difflib.get_close_matches(choice[1], _QUOTED.findall(choice[2]), n=1) if choice else []
        msg = f"{message}; {f'did you mean {close[0]!r}? S' if close else 's'}ee `{self.prog} --help`"
        raise UsageError(msg)


def make_parser() -> Parser:
    """Give the parser of all commands; `args.module` names the file in `crawler/commands/` that does the work."""
    parser = Parser(prog="untagged", description="Collects what people say about a business where nobody tagged it.")
    parser.add_argument("--version", action="version", version=f"untagged {version('untagged')}")
    _add_shared(parser, first=True)
    shared = Parser(add_help=False)
    _add_shared(shared, first=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def add(name: str, does: str, module: str | None = None, *, to: Callable[..., Parser] = commands.add_parser) -> Parser:
        command = to(name, help=does, description=does[:1].upper() + does[1:] + ".", parents=[shared], allow_abbrev=False)
        command.set_defaults(module=module or name)
        return command

    _add_site_commands(add)
    _add_text_commands(add)
    _add_data_commands(add)
    return parser


def _add_shared(parser: Parser, *, first: bool) -> None:
    """Add what every command takes, before its name (`first`) or after it."""
    known: dict[str, dict[str, Any]] = {
        "--config": {
            "metavar": "DIR",
            "type": Path,
            "help": "the folder of brands.toml and sites/ (default: $UNTAGGED_CONFIG, else ./config)",
        },
        "--db": {"metavar": "URL", "help": "SQLAlchemy URL of the database (default: $UNTAGGED_DB, else sqlite:///untagged.db)"},
        "--json": {"action": "store_true", "help": "print JSON where a table would be printed"},
        "--verbose": {"action": "store_true", "help": "log what is done, on standard error"},
        "--debug": {"action": "store_true", "help": "log everything, with tracebacks, on standard error"},
    }
    defaults = {
        "--config": Path(os.environ.get("UNTAGGED_CONFIG") or "config"),
        "--db": os.environ.get("UNTAGGED_DB") or "sqlite:///untagged.db",
    }
    for name, how in known.items():
        # given after the command's name it wins; not given there, it must not wipe out what stood before
        parser.add_argument(name, **how, default=defaults.get(name, False) if first else argparse.SUPPRESS)


def _add_site_commands(add: Callable[..., Parser]) -> None:
    command = add("init", "write a commented starter config/")
    command.add_argument("dir", metavar="DIR", nargs="?", type=Path, help="where to write it (default: the folder of --config)")
    add("sites", "show every configured site: engine, when due, last verdict")
    command = add("health", "say why a site is partial or blind, and what to do about it")
    command.add_argument("site", metavar="SITE", nargs="?", help="this site only, well or not (default: all that need a person)")
    command = add("detect", "name the engine of a page and propose the site's TOML table")
    command.add_argument("targets", metavar="URL|FILE", nargs="+", help="an address, or a saved page with --url")
    command.add_argument("--url", help="the address that a saved page was fetched from")
    command.add_argument("--render", action="store_true", help="show the page in a browser first, for pages that scripts make")
    command = add("check", "fetch one page of a site, politely, and print what would be collected; store nothing")
    command.add_argument("site", metavar="SITE", help="a configured site's name")
    command.add_argument("--url", help="another page of the site, such as one of its threads")
    command = add("parse", "read saved pages offline")
    command.add_argument("engine", metavar="ENGINE", nargs="?", help="the engine's name, such as phpbb")
    command.add_argument("file", metavar="FILE", nargs="?", type=Path, help="the saved page")
    command.add_argument("--url", help="the address that the page was fetched from")
    command.add_argument("--charset", help="what the Content-Type header said, such as windows-1251")
    command.add_argument("--batch", metavar="FILE", help="many pages: JSON lines of id, engine, url, file, charset (- for standard input)")
    command = add("crawl", "crawl sites now: all that are due, or those named")
    command.add_argument("sites", metavar="SITE", nargs="*", help="names of configured sites; they are crawled whether due or not")
    command.add_argument("--since", metavar="DATE", type=moment, help="ask for nothing older: 2024-05-31, 7d, 24h")
    command.add_argument("--max-pages", metavar="N", type=positive, help="pages per site at most; what is left is a gap")
    add("schedule", "crawl every site when it is due, in the foreground, until SIGTERM")
    command = add("record", "save a page of a site and its reading as a test recording")
    command.add_argument("site", metavar="SITE", help="a configured site's name")
    command.add_argument("--case", metavar="NAME", help="the recording's name (default: the site's)")
    command = add("sample-web", "serve the bundled sample web on loopback until interrupted", "sample_web")
    command.add_argument("--port", metavar="N", type=positive, help="the port of its first site (default: 8011)")


def _add_text_commands(add: Callable[..., Parser]) -> None:
    command = add("analyze", "dry-run the text steps: JSON lines of mentions on standard input, language and brands on standard output")
    command.add_argument("--brands", metavar="FILE", type=Path, help="a file of brand tables (default: brands.toml of --config)")
    command.add_argument("--language-prior", metavar="xx", action="append", default=[], help="a language to expect (may be repeated)")
    add("compare", 'say what two texts are to each other: JSON lines {"a": mention, "b": mention} on standard input')
    brands = add("brands", "try brands out, and see how noisy they are")
    verbs = brands.add_subparsers(metavar="VERB", required=True, parser_class=Parser)
    command = add("test", "explain each match of a text: rule, span, what decided", "brands_test", to=verbs.add_parser)
    command.add_argument("text", metavar="TEXT", help="the text to look at")
    command.add_argument("--brands", metavar="FILE", type=Path, help="a file of brand tables (default: brands.toml of --config)")
    command = add(
        "noise", "show what share of a brand's look-alikes was held back, and words that go with noise", "brands_noise", to=verbs.add_parser
    )
    command.add_argument("brand", metavar="BRAND", help="a brand's id")


def _add_data_commands(add: Callable[..., Parser]) -> None:
    command = add("import", "take in reviews or survey answers from CSV or JSON lines, through the same steps", "import_file")
    command.add_argument("file", metavar="FILE", type=Path, help="a .csv, .tsv or .jsonl file")
    command.add_argument("--site", metavar="NAME", required=True, help="the name that the rows are kept under")
    command.add_argument("--about", metavar="BRAND", action="append", default=[], help="every row is about this brand (may be repeated)")
    command.add_argument(
        "--map", metavar="FIELD=COLUMN", action="extend", nargs="+", default=[], help="which column holds a field, as text=Review"
    )
    command = add("replay", "take archived answers through today's engines and brands, without a request")
    command.add_argument("--archive", metavar="DIR", type=Path, help="the archive's folder (default: $UNTAGGED_ARCHIVE)")
    command.add_argument("--site", metavar="NAME", action="append", default=[], help="only this site (may be repeated)")
    command.add_argument("--since", metavar="DATE", type=moment, help="only answers from then on: 2024-05-31, 7d, 24h")
    command = add("report", "count: per brand mentions, untagged share, voices, by family of source, by language")
    _add_selection(command)
    command = add("export", "write the rows of view v1_mentions")
    command.add_argument("--format", choices=("jsonl", "csv", "parquet"), default="jsonl", help="the format (default: jsonl)")
    command.add_argument("--output", metavar="FILE", type=Path, help="the file to write (default: standard output)")
    command.add_argument("--no-text", action="store_true", help="leave title, text and the owner's reply out")
    _add_selection(command)
    database = add("db", "look after the database")
    verbs = database.add_subparsers(metavar="VERB", dest="verb", required=True, parser_class=Parser)
    add("upgrade", "bring the schema up to this program's", "db", to=verbs.add_parser)
    add("check", "look for damage: integrity, schema, rows that do not add up", "db", to=verbs.add_parser)


def _add_selection(command: Parser) -> None:
    command.add_argument("--brand", metavar="BRAND", help="this brand only")
    command.add_argument("--site", metavar="SITE", help="this site only")
    command.add_argument("--since", metavar="DATE", type=moment, help="posted at or after: 2024-05-01, 7d, 24h")
    command.add_argument("--until", metavar="DATE", type=moment, help="posted before: 2024-06-01, 1d")


def moment(text: str) -> dt.datetime:
    """Read a date, a time or a distance back from now ("7d") as aware UTC; a date is its midnight. Raises ArgumentTypeError."""
    ago = _AGO.fullmatch(text.strip().lower())
    try:
        if ago:
            return dt.datetime.now(dt.UTC) - dt.timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
        when = dt.datetime.fromisoformat(text.strip())
        return when.replace(tzinfo=dt.UTC) if when.tzinfo is None else when.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        msg = f"{text!r} is no date; write 2024-05-31, 2024-05-31T12:00+02:00, 7d or 24h"
        raise argparse.ArgumentTypeError(msg) from error


def positive(text: str) -> int:
    """Read a whole number above 0. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) < 2**31:
        msg = f"{text!r} is no whole number above 0"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
