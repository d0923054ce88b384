"""The page on keeping it running: its unit, its container file and the lines to alert on are of this program."""

import configparser
import re
import shlex
import sys
from pathlib import Path

import pytest

from crawler.arguments import make_parser

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "crawler").rglob("*.py")))
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b|WHY|[+-]?%\S*|\{[^}]*\}")


def block(language: str) -> str:
    """Give the page's only code block of a language."""
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def parsed(words: list[str]) -> str:
    """Give the command that a command line of ours names; argparse ends the test for one that is none."""
    return str(make_parser().parse_args(words).module)


def test_the_unit_starts_the_scheduler_by_variables_that_exist_and_waits_longer_than_an_end_takes() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign] - systemd's keys have capitals
    unit.read_string(block("ini"))
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program).name == "untagged"
    assert parsed(words) == "schedule"
    assert int(unit["Service"]["TimeoutStopSec"]) > 10
    assert unit["Service"]["RestartPreventExitStatus"] == "2"
    for variable in re.findall(r"Environment=(\w+)=", block("ini")):
        assert variable in SOURCES


def test_the_container_file_installs_this_project_and_starts_the_scheduler() -> None:
    steps = [line.split(" ", 1) for line in block("dockerfile").splitlines() if line]
    said = {}
    for name, rest in steps:
        assert name in {"FROM", "COPY", "RUN", "USER", "WORKDIR", "ENV", "VOLUME", "STOPSIGNAL", "ENTRYPOINT", "CMD"}
        said[name] = rest
    image = re.fullmatch(r"\S+/python:(\d+)\.(\d+)-slim", said["FROM"])
    assert image is not None
    assert (int(image[1]), int(image[2])) >= (3, 11)
    source, target = said["COPY"].split()
    assert (ROOT / source / "setup.cfg").exists()
    assert f"pip install --no-cache-dir {target} " in said["RUN"]
    [program] = re.findall(r'"([^"]+)"', said["ENTRYPOINT"])
    assert program == "untagged"
    assert f"{program} = crawler.cli:main" in (ROOT / "setup.cfg").read_text(encoding="utf-8")
    assert parsed(re.findall(r'"([^"]+)"', said["CMD"])) == "schedule"
    for pair in shlex.split(said["ENV"]):
        assert pair.partition("=")[0] in SOURCES
    names = [name for name, _ in steps]
    assert names.index("USER") < names.index("ENTRYPOINT")  # not as root
    assert sys.version_info >= (3, 11)


@pytest.mark.parametrize("line", re.findall(r"^    untagged ([a-z].*)$", PAGE, re.MULTILINE))
def test_its_commands_are_commands(line: str) -> None:
    parsed(shlex.split(line))


@pytest.mark.parametrize("line", re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE))
def test_lines_to_alert_on_are_lines_that_the_program_writes(line: str) -> None:
    pieces = [piece.strip(" :") for piece in PLACEHOLDER.split(line) if len(piece.strip(" :")) > 2]
    code = re.sub(r"\"\s*\n\s*f?\"", "", SOURCES)
    assert pieces
    assert [piece for piece in pieces if piece not in code] == []
