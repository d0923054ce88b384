"""Which brands a text command looks for."""

import argparse
from pathlib import Path

from crawler.config_brands import load_brands
from crawler.output import complain
from mentions.brand import Brand


def brands_of(args: argparse.Namespace) -> tuple[Brand, ...]:
    """Give the brands of `--brands`, or the configuration's. Without either there are none, which is said: language needs no brands."""
    file: Path = args.brands or args.config / "brands.toml"
    if args.brands is None and not file.exists():
        complain(f"untagged: {file}: not there, so no brands are looked for; name a file with --brands")
        return ()
    return load_brands(file)
