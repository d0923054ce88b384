"""Tables and progress bars."""

import pytest

from crawler.terminal import progress_bar, say_table


def test_a_piped_table_is_one_line_a_row_uncut_and_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("name", "count"), [("a\x1b[2J\nb", 7), ("[bold]x[/bold]" + "y" * 300, None)], right=("count",))
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split() == ["name", "count"]
    assert first.split("  ") == ["a [2J b", *first.split("  ")[1:]]
    assert first.endswith("    7")
    assert second == "[bold]x[/bold]" + "y" * 300 + "      –"


def test_a_bar_keeps_quiet_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as bar:
        assert list(bar.track([1, 2, 3], description="rows")) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")
