"""Tables and progress bars for a person's terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from crawler.output import say
from mentions.safe import safe


def say_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print a table on standard output; columns named in `right` are aligned to the right. Piped, no line is cut."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        is_whole = head in right or head == heads[0]  # names and numbers are never folded: the long columns give way
        table.add_column(head, justify="right" if head in right else "left", overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*(Text(safe("–" if cell is None else cell)) for cell in row))
    console = Console()
    if console.is_terminal:
        console.print(table)
        return
    piped = Console(width=10_000)
    with piped.capture() as printed:
        piped.print(table)
    for line in printed.get().splitlines():
        say(line.rstrip())


def progress_bar() -> Progress:
    """Give a progress bar on standard error that shows itself on a terminal only."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
