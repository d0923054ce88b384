"""Pages that the database cannot take now: kept in a file, and stored when it is back, each exactly once.

A page that is taken from the spool is stored in one transaction with a mark of how far the spool is taken, so that a kill between the two
is no matter. Pages of a crawl come out in the order in which they went in; after one that is refused, no later one of its crawl is stored.
"""

import datetime as dt
import logging
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from mentions.errors import StorageError
from mentions.page import Page
from storage import frozen_json
from storage.database import connect, reading, writing
from storage.ledger import Tally, close_crawl, counted, is_counted, open_crawl
from storage.models import CrawlRow, SiteStateRow
from storage.patience import is_away
from storage.spool_file import SpoolFile

logger = logging.getLogger(__name__)

BATCH = 50  # pages stored at once
Store = Callable[[Sequence[tuple[int, Page]]], Sequence[Tally | StorageError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that waits: a page of a crawl, or the end of its ledger row."""

    crawl_id: int
    """The crawl's row of the ledger."""
    site: str
    """Name of the site."""
    page: Page | None = None
    """The page; None for an end."""
    number: int | None = None
    """How many pages of its crawl are counted once it is stored, itself among them; None where nobody knows."""
    ended_at: dt.datetime | None = None
    """Aware UTC: when the crawl ended; None for a page."""
    end: Mapping[str, Any] = field(default_factory=dict)
    """What `close_crawl` is to be given, times apart."""


class Spool:
    """What one database could not take."""

    def __init__(self, path: Path) -> None:
        self.file = SpoolFile(path)

    @classmethod
    def of(cls, url: str, folder: Path | None = None) -> "Spool":
        """Give the spool of a database: in the folder, or beside a SQLite file, or where the user's programs keep their state.

        Raises StorageError for a URL that is none of SQLite or PostgreSQL.
        """
        parsed = connect(url).url
        if folder is None and parsed.drivername.startswith("sqlite"):
            return cls(Path(f"{parsed.database}.spool").absolute())
        name = f"{Path(parsed.database or '').name}-{zlib.crc32(parsed.render_as_string(hide_password=True).encode()):08x}.spool"
        return cls((folder or Path.home() / ".local" / "state" / "untagged") / name)

    def keep(self, batch: Sequence[tuple[int, Page]], stored: Mapping[int, int] = MappingProxyType({})) -> None:
        """Keep pages, each with the id of its crawl, in order: all or none. Raises OSError.

        `stored` is how many pages each crawl had counted before these: a commit whose end nobody heard of may have stored some of them.
        """
        is_first = not self.file.is_there()
        numbers = Counter(stored)
        records = []
        for crawl_id, page in batch:
            numbers[crawl_id] += is_counted(page)
            number = numbers[crawl_id] if crawl_id in stored else None
            records.append(frozen_json.dumps(Record(crawl_id=crawl_id, site=page.site, page=page, number=number)))
        self.file.append(records)
        if is_first:
            logger.warning("the database cannot be written: pages in hand are kept in %s until it is back", self.file.path)

    def keep_end(self, crawl_id: int, site: str, ended_at: dt.datetime, end: Mapping[str, Any]) -> None:
        """Keep what the end of a crawl was to write. Raises OSError."""
        self.file.append([frozen_json.dumps(Record(crawl_id=crawl_id, site=site, ended_at=ended_at, end=end))])

    def waiting(self) -> Counter[str]:
        """Give how many pages of each site wait. Raises OSError."""
        return Counter(record.site for record in _read(self.file.records()) if record.page is not None)

    def drain(self, engine: Engine, store: Store) -> None:
        """Store all that waits, and take the file away. Raises StorageError, and leaves it, while the database cannot take it."""
        try:
            with self.file.taking() as (name, records):
                taken = _Drain(engine=engine, store=store, prefix=f"spool:{name}:")
                taken.run(_read(records))
        except FileNotFoundError:
            return
        except OSError as error:
            msg = f"{self.file.path} cannot be read: {error.strerror}"
            raise StorageError(msg) from error
        with writing(engine) as conn:
            conn.execute(delete(SiteStateRow).where(SiteStateRow.scope.startswith(taken.prefix, autoescape=True)))
        logger.info("%s: %d pages are stored, and nothing waits any more", self.file.path, taken.pages)


@dataclass(slots=True, kw_only=True)
class _Drain:
    """One going through a spool."""

    engine: Engine
    store: Store
    prefix: str
    """Of the scopes under which sites remember how far their crawls are taken from this spool."""
    pages: int = 0
    """Stored, by this going through."""
    _done: dict[str, int] = field(default_factory=dict)
    _crawls: dict[tuple[int, str], int] = field(default_factory=dict)
    _refused: set[int] = field(default_factory=set)
    _counted: dict[int, int] = field(default_factory=dict)
    """Pages of each crawl that were stored before."""

    def run(self, records: Iterator[Record]) -> None:
        """Store the records, in order."""
        with reading(self.engine) as conn:
            query = select(SiteStateRow.scope, SiteStateRow.value).where(SiteStateRow.scope.startswith(self.prefix, autoescape=True))
            self._done = {scope: value["done"] for scope, value in conn.execute(query)}
        batch: list[tuple[int, Page]] = []
        for number, record in enumerate(records):
            if record.page is not None:
                scope = f"{self.prefix}{record.crawl_id}"
                crawl_id = self._crawl_of(record)
                if number > self._done.get(scope, -1) and not self._is_stored(crawl_id, record.page, record.number):
                    marked = replace(record.page, state={**record.page.state, scope: {"done": number}})
                    batch.append((crawl_id, marked))
            if batch and (len(batch) == BATCH or record.page is None):
                self._store(batch)
                batch = []
            if record.ended_at is not None:
                crawl_id = self._crawl_of(record)
                with writing(self.engine) as conn:
                    close_crawl(conn, crawl_id, now=record.ended_at, **record.end)
        self._store(batch)

    def _store(self, batch: Sequence[tuple[int, Page]]) -> None:
        wanted = [(crawl_id, page) for crawl_id, page in batch if crawl_id not in self._refused]
        for (crawl_id, page), result in zip(wanted, self.store(wanted) if wanted else (), strict=True):
            if not isinstance(result, StorageError):
                self.pages += 1
            elif is_away(result):
                raise result
            elif crawl_id not in self._refused:
                self._refused.add(crawl_id)
                logger.error("%s: a page that waited cannot be stored; the next crawl reads it again: %s", page.site, result)

    def _is_stored(self, crawl_id: int, page: Page, number: int | None) -> bool:
        """Give whether a page was stored before it came here; a note after the last such page is stored again, which changes nothing."""
        return number is not None and number + (not is_counted(page)) <= self._counted[crawl_id]

    def _crawl_of(self, record: Record) -> int:
        """Give the crawl's row in the ledger; a new one where the database is not the one that it began in."""
        key = (record.crawl_id, record.site)
        if key not in self._crawls:
            with writing(self.engine) as conn:
                crawl_id = self._crawls[key] = _row_of(conn, record)
                self._counted |= counted(conn, [crawl_id])
        return self._crawls[key]


def _read(records: Iterable[bytes]) -> Iterator[Record]:
    """Yield records up to one that this version cannot read."""
    for data in records:
        try:
            yield frozen_json.loads(Record, data)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            logger.error("a record of the spool cannot be read (%s): from it on, pages are crawled again", type(error).__name__)  # noqa: TRY400 - a sentence
            return


def _row_of(conn: Connection, record: Record) -> int:
    if conn.execute(select(CrawlRow.id).where(CrawlRow.id == record.crawl_id, CrawlRow.site == record.site)).scalar() is not None:
        return record.crawl_id
    engine = record.page.engine if record.page is not None else "unknown"
    return open_crawl(conn, record.site, engine, (record.page.fetched_at if record.page else None) or dt.datetime.now(dt.UTC))
