"""docs/cli.md and the parser say the same."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.arguments import make_parser

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser, name: str = "untagged") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, with its parser."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield name, parser
    for action in inner:
        for word, one in action.choices.items():
            yield from commands(one, f"{name} {word}")


COMMANDS = dict(commands(make_parser()))


def section(name: str) -> str:
    """Give what the page says of a command, with what it says of all, and of those that share a table with it."""
    shared = PAGE.split("## Begin")[0]
    start = PAGE.index(f"### `{name}")
    own = re.split(r"\n## ", PAGE[start:])[0]  # a table may stand below the next command's heading: "Both take"
    return shared + own


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_on_its_page(name: str) -> None:
    text = section(name)
    for action in COMMANDS[name]._actions:
        for option in action.option_strings or [action.metavar]:
            assert option == "-h" or re.search(rf"`[^`]*{re.escape(str(option).split('|')[0])}\b", text), f"{name}: {option}"
        for choice in action.choices or ():
            assert f"`{choice}`" in text or f" {choice}`" in text, f"{name}: {choice}"


def test_the_page_names_no_command_or_option_that_is_not_there() -> None:
    for heading in re.findall(r"(?m)^### (.*)$", PAGE):
        for name in re.findall(r"`(untagged [^`]+)`", heading):
            assert any(name.startswith(command) for command in COMMANDS), name
    known = {option for parser in COMMANDS.values() for action in parser._actions for option in action.option_strings} | {"--version"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known


def test_every_command_says_what_it_does() -> None:
    for name, parser in COMMANDS.items():
        assert parser.description, name
        for action in parser._actions:
            assert action.help, f"{name}: {action.dest}"
