"""The archive: what sites answered, kept as WARC, so that a mended reader or a new brand can be applied to the past.

A file a site and day (`crawler.warc_file`); files expire by their day. Addresses are kept without secrets.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from crawler.warc_file import WarcFile
from mentions.page import Answer
from mentions.site import Site

NOT_MODIFIED = 304
MOST_DIGESTS = 100_000
"""Digests of bodies that are remembered of all files, some 25 MB; a file that is forgotten is looked through again when it grows."""


@dataclass(frozen=True, kw_only=True)
class Archive:
    """One folder of WARC files: `SITE/YYYY-MM-DD.warc.gz`."""

    folder: Path
    """Where it lies."""
    days: int = 90
    """How long files are kept."""
    _open: dict[Path, WarcFile] = field(default_factory=dict)
    """The files that were written to, the latest last: a fleet's sites take turns."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the archive that $UNTAGGED_ARCHIVE names, kept for $UNTAGGED_ARCHIVE_DAYS days; None when there is to be none."""
        folder = os.environ.get("UNTAGGED_ARCHIVE")
        return cls(folder=Path(folder), days=int(os.environ.get("UNTAGGED_ARCHIVE_DAYS") or cls.days)) if folder else None

    def keep(self, answer: Answer) -> None:
        """Append one answer to its site's file of the day, and delete those that are too old when it begins one.

        An answer that says "not modified" adds nothing. Raises OSError.
        """
        if answer.status == NOT_MODIFIED:
            return
        path = self._file(answer.site.name, answer.fetched_at.date())
        with self._lock:
            file = self._open.pop(path, None)
            if file is None:
                self._forget()
                self.expire(answer.fetched_at.date(), answer.site.name)
                file = WarcFile(path)
            self._open[path] = file
            file.append(answer)

    def answers(self, site: Site, since: datetime | None = None) -> Iterator[Answer]:
        """Yield a site's archived answers, newest first. A file that breaks off is read as far as it goes. Raises OSError."""
        for path in sorted((self.folder / site.name).glob("*.warc.gz"), reverse=True):
            if since is not None and path.name[:10] < since.date().isoformat():
                return
            yield from WarcFile(path).answers(site, since)

    def sites(self) -> list[str]:
        """Return the names of the sites that have anything here."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir()) if self.folder.is_dir() else []

    def size(self, sites: Iterable[Site]) -> int:
        """Return how many bytes the files of these sites have."""
        return sum(path.stat().st_size for site in sites for path in (self.folder / site.name).glob("*.warc.gz"))

    def expire(self, today: date, site: str = "*") -> int:
        """Delete the files, of this site or of all, that are older than they may be; returns how many. Raises OSError."""
        oldest = (today - timedelta(days=self.days)).isoformat()
        old = [path for path in self.folder.glob(f"{site}/*.warc.gz") if path.name[:10] < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _forget(self) -> None:
        """Forget the files that were written to longest ago, where they are too many."""
        known = sum(len(file.first_kept) for file in self._open.values())
        while known > MOST_DIGESTS:
            known -= len(self._open.pop(next(iter(self._open))).first_kept)

    def _file(self, site: str, day: date) -> Path:
        """Return where a site's answers of a day lie; site names are checked by the configuration."""
        return self.folder / site / f"{day.isoformat()}.warc.gz"
