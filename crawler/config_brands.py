"""Reads brands.toml; apart from sites, so that the text commands need no engine."""

from pathlib import Path

from pydantic import ValidationError

from crawler.config_tables import BrandTable
from crawler.config_words import explain, read_toml
from mentions.brand import Brand
from mentions.errors import ConfigError


def load_brands(file: Path) -> tuple[Brand, ...]:
    """Read a file of brand tables. Raises ConfigError."""
    brands = []
    for ident, table in read_toml(file, str(file)).items():
        shown = f'{file}: ["{ident}"]'
        if not isinstance(table, dict):
            msg = f'{file}: key {ident!r} stands outside a table; put it below a line such as ["Acme"]'
            raise ConfigError(msg)
        if not ident.strip() or not ident.isprintable():
            msg = f"{shown}: a brand's name must be printable and not empty; rename the table"
            raise ConfigError(msg)
        try:
            brands.append(BrandTable.model_validate(table).brand(ident))
        except ValidationError as error:
            msg = f"{shown}: {explain(error, BrandTable)}"
            raise ConfigError(msg) from error
    return tuple(brands)
