"""`untagged init`: writes a commented starter config/."""

import argparse
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from crawler.output import say
from mentions.errors import UsageError


def run(args: argparse.Namespace) -> int:
    """Write the starter files; an existing file is never overwritten."""
    folder: Path = args.dir or args.config
    starter = list(_files(files("crawler") / "starter"))
    there = [folder / name for name, _ in starter if (folder / name).exists()]
    if there:
        msg = f"{there[0]} exists; name another folder, as in `untagged init other-config`"
        raise UsageError(msg)
    try:
        for name, source in starter:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(source.read_bytes())
    except OSError as error:
        msg = f"{folder}: cannot be written ({error.strerror}); name another folder"
        raise UsageError(msg) from error
    for name, _ in starter:
        say(f"wrote {folder / name}")
    say(f"Now edit {folder / 'brands.toml'}, and see what `untagged detect URL` proposes for a site of yours.")
    return 0


def _files(folder: Traversable, under: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry, f"{under}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield under + entry.name, entry
