"""The grammar of the command line."""

import datetime as dt
from pathlib import Path

import pytest

from crawler.arguments import make_parser
from mentions.errors import UsageError


def test_shared_options_are_taken_on_both_sides_of_the_command() -> None:
    before = make_parser().parse_args(["--config", "a", "--db", "sqlite:///b.db", "sites", "--json"])
    after = make_parser().parse_args(["sites", "--config", "a", "--db", "sqlite:///b.db", "--json"])
    assert vars(before) == vars(after)
    assert (before.config, before.db, before.json) == (Path("a"), "sqlite:///b.db", True)


def test_defaults_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (make_parser().parse_args(["sites"]).config, make_parser().parse_args(["sites"]).db) == (Path("config"), "sqlite:///untagged.db")
    monkeypatch.setenv("UNTAGGED_CONFIG", "/etc/untagged")
    monkeypatch.setenv("UNTAGGED_DB", "postgresql://db/x")
    args = make_parser().parse_args(["sites"])
    assert (args.config, args.db) == (Path("/etc/untagged"), "postgresql://db/x")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-05-31", dt.datetime(2024, 5, 31, tzinfo=dt.UTC)),
        ("2024-05-31T12:00+02:00", dt.datetime(2024, 5, 31, 10, tzinfo=dt.UTC)),
    ],
)
def test_a_date_is_aware_utc(given: str, expected: dt.datetime) -> None:
    assert make_parser().parse_args(["crawl", "--since", given]).since == expected


def test_a_date_may_be_a_distance() -> None:
    week, day = (make_parser().parse_args(["crawl", "--since", given]).since for given in ("7d", "24h"))
    assert dt.timedelta(days=5.9) < day - week < dt.timedelta(days=6.1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("crwl", r"'crwl'.*did you mean 'crawl'\?"),
        ("", "COMMAND"),
        ("crawl --since soon", "'soon' is no date; write 2024-05-31"),
        ("crawl --since 9999999w", "argument --since"),
        ("crawl --since 0001-01-01T00:00+23:00", "is no date"),
        ("crawl --max-pages 0", "'0' is no whole number above 0"),
        ("crawl --max-pages ²", "no whole number"),
        ("export --format xml", "'xml'"),
        ("crawl --max-page 3", "--max-page"),
        ("check", "SITE"),
        ("db", "VERB"),
    ],
)
def test_wrong_use_is_one_sentence_with_the_value(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        make_parser().parse_args(line.split())
    assert "\n" not in str(caught.value)
