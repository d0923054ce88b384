"""Configuration that is edited while a scheduler runs: taken up when it changes, the old kept where the new cannot be used."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from crawler.config import Config, load_config
from crawler.context import Context
from mentions.errors import ConfigError, StorageError
from mentions.site import Site
from storage.database import writing
from storage.ledger import cap_due, sync_sites

logger = logging.getLogger(__name__)

Fingerprint = tuple[tuple[str, int, int], ...]


class Reloader:
    """Compares the configuration's files with those in force; `look` is called every few seconds."""

    def __init__(self, context: Context, path: Path, engine: Engine) -> None:
        self._context = context
        self._path = path
        self._engine = engine
        self._seen = _fingerprint(path)
        self._is_stored = True

    async def look(self) -> None:
        """Take up files that changed since the last look. What cannot be used is logged once, until it changes again."""
        seen = _fingerprint(self._path)
        if seen != self._seen:
            self._seen = seen
            await self._take_up()
        if not self._is_stored:
            await self.store()

    async def store(self) -> None:
        """Make the database's sites those of the configuration, none due later than its longest wait; tried again when that fails."""
        try:
            await asyncio.to_thread(self._store)
        except StorageError as error:
            self._is_stored = False
            logger.warning("the sites' due times could not be brought in line: %s", error)
        else:
            self._is_stored = True

    async def _take_up(self) -> None:
        """Put the files as they are now in force, as far as they can be used."""
        try:
            config = await asyncio.to_thread(load_config, self._path)
        except ConfigError as error:
            logger.error("the edited configuration is refused, the old one stays in force: %s", error)  # noqa: TRY400 - a sentence
            return
        sites = self._usable(config)
        self._context.adopt(config.brands, sites)
        self._is_stored = False
        logger.info("the edited configuration is in force: %d sites, %d brands", len(sites), len(config.brands))

    def _usable(self, config: Config) -> dict[str, Site]:
        """Return the sites of an edited configuration, with the old table in the place of a broken one."""
        old = self._context.sites
        sites = dict(config.sites)
        for broken in config.broken:
            kept = ", its sites stay as they are" if not broken.name else ", the old one stays in force" if broken.name in old else ""
            logger.error("the edited table is refused%s: %s", kept, broken.error)
            if broken.name in old:
                sites[broken.name] = old[broken.name]
        if any(not broken.name for broken in config.broken):  # nobody can say which sites that file holds: none is taken away
            sites = {**old, **sites}
        return sites

    def _store(self) -> None:
        """Write the sites, and the latest due time that each may have: a wait may be shorter now, or the clock was set back."""
        context = self._context
        sites, now = list(context.sites.values()), context.now()
        with writing(self._engine) as conn:
            sync_sites(conn, sites, context.families, now)
            cap_due(conn, {site.name: now + timedelta(seconds=site.every_s) for site in sites})


def _fingerprint(path: Path) -> Fingerprint:
    """Return what changes when a configuration file does."""
    found = []
    for file in sorted([path / "brands.toml", *(path / "sites").glob("*.toml")]):
        try:
            stat = file.stat()
        except OSError:
            continue  # it was taken away between two looks
        found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
