"""Reads config/: brands and sites, each error naming file, table, key, value and cure; a bad site table disables that site only."""

import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crawler.config_brands import load_brands
from crawler.config_tables import SiteTable
from crawler.config_words import explain, nearest, read_toml, shorten
from mentions.brand import Brand
from mentions.errors import ConfigError, UsageError
from mentions.site import Site
from spiders.base.registry import engine_class, engine_modules

SITE_NAME = re.compile(r"[\w.-]{1,100}")
"""What a site may be called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenSite:
    """A site table, or a whole file, that cannot be used."""

    file: Path
    """Where it stands."""
    name: str
    """The table's key; empty when the file itself cannot be read."""
    error: str
    """What is wrong and how to mend it, one sentence that begins with the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an operator configured."""

    path: Path
    """The folder it was read from."""
    brands: tuple[Brand, ...]
    """In the file's order."""
    sites: Mapping[str, Site]
    """Usable sites by name, in the order of files and tables."""
    broken: tuple[BrokenSite, ...] = ()
    """Tables that are switched off until mended."""

    def site(self, name: str) -> Site:
        """Give a usable site. Raises UsageError with what is wrong with a broken one, or with the nearest name."""
        if name in self.sites:
            return self.sites[name]
        for broken in self.broken:
            if broken.name == name:
                raise UsageError(broken.error)
        msg = f"there is no site {name!r} in {self.path / 'sites'}; {nearest(name, self.sites)}"
        raise UsageError(msg)


def load_config(path: Path) -> Config:
    """Read `brands.toml` and `sites/*.toml` below `path`. Raises ConfigError when the folder or its brands cannot be used."""
    if not path.is_dir():
        msg = f"{path}: no such folder; write a starter with `untagged init {path}`, or name yours with --config"
        raise ConfigError(msg)
    brands = load_brands(path / "brands.toml")
    known = {brand.id for brand in brands}
    sites: dict[str, Site] = {}
    home: dict[str, Path] = {}
    broken: list[BrokenSite] = []
    for file, name, table in _tables(sorted((path / "sites").glob("*.toml")), broken):
        shown = f"{file}: [{name}]"
        try:
            _claim(name, file, home, shown)
            sites[name] = _site(name, table, shown, known)
        except ConfigError as error:
            broken.append(BrokenSite(file=file, name=name, error=str(error)))
    if not any(one.name == "" for one in broken):  # a file that cannot be read may hold the site a brand names
        _check_brand_sites(brands, home, path / "brands.toml")
    return Config(path=path, brands=brands, sites=sites, broken=tuple(broken))


def _tables(files: Iterable[Path], broken: list[BrokenSite]) -> Iterator[tuple[Path, str, Any]]:
    """Yield every table of every file; a file that cannot be read goes to `broken`."""
    for file in files:
        try:
            tables = read_toml(file, str(file))
        except ConfigError as error:
            broken.append(BrokenSite(file=file, name="", error=str(error)))
            continue
        for name, table in tables.items():
            yield file, name, table


def _claim(name: str, file: Path, home: dict[str, Path], shown: str) -> None:
    """Note the file that a site's name stands in. Raises ConfigError when another has it already."""
    if name in home:
        msg = f"{shown}: the name is taken by a table in {home[name]}; rename one of them"
        raise ConfigError(msg)
    home[name] = file


def _site(name: str, table: object, shown: str, brands: set[str]) -> Site:
    """Check one table. Raises ConfigError."""
    if not isinstance(table, dict):
        msg = f"{shown}: not a table but {shorten(table)}; put the key below a line such as [talk-example]"
        raise ConfigError(msg)
    inner = next((f"{name}.{key}" for key, held in table.items() if isinstance(held, dict) and "engine" in held), None)
    if inner is not None:
        msg = f'{shown}: a name with a dot needs quotes; write ["{inner}"]'
        raise ConfigError(msg)
    if not SITE_NAME.fullmatch(name):
        msg = f"{shown}: a site's name is letters, digits, dots, _ and -, at most 100; rename the table"
        raise ConfigError(msg)
    try:
        site = SiteTable.model_validate(table).site(name)
    except ValidationError as error:
        msg = f"{shown}: {explain(error, SiteTable)}"
        raise ConfigError(msg) from error
    for brand in site.about:
        if brand not in brands:
            msg = f"{shown}: key 'about': {brand!r} is no brand of brands.toml; {nearest(brand, brands)}"
            raise ConfigError(msg)
    if site.render and importlib.util.find_spec("playwright") is None:  # refused rather than read as false: the site would look empty
        msg = f"{shown}: key 'render': true needs a browser; pip install 'untagged[render]' and install Chromium, or write render = false"
        raise ConfigError(msg)
    return _checked_by_engine(site, shown)


def _checked_by_engine(site: Site, shown: str) -> Site:
    """Check the engine's name, its terms and its options; text is not kept where the engine's terms forbid it. Raises ConfigError."""
    known = engine_modules()
    if site.engine not in known:
        msg = f"{shown}: key 'engine': {shorten(site.engine)} is no engine; {nearest(site.engine, known)}"
        raise ConfigError(msg)
    engine = engine_class(site.engine)
    if engine.needs_terms and site.terms_accepted is None:
        msg = f"{shown}: key 'terms_accepted' is missing; the terms of {site.engine} restrict collecting: write why you may"
        raise ConfigError(msg)
    try:
        engine.Options.model_validate(dict(site.options))
    except ValidationError as error:
        msg = f"{shown}: {explain(error, engine.Options, 'options.')}"
        raise ConfigError(msg) from error
    return site if engine.may_store_text else replace(site, store_text=False)


def _check_brand_sites(brands: Iterable[Brand], names: Mapping[str, Path], file: Path) -> None:
    for brand in brands:
        for name in brand.sites:
            if name not in names:
                msg = f"{file}: [\"{brand.id}\"]: key 'sites': {name!r} is no site of sites/*.toml; {nearest(name, names)}"
                raise ConfigError(msg)
