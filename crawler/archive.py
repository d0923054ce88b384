"""The archive: what sites answered, kept as WARC, so that a mended reader or a new brand can be applied to the past.

Format: WARC 1.1 (ISO 28500:2017), written and read by warcio. A file a site and day; an answer whose body the day's file already holds
is a `revisit` record. Files expire by their day. Addresses are kept without secrets.
"""

import hashlib
import logging
import os
import threading
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.content_type import parse_content_type
from mentions.page import Answer
from mentions.site import Site

logger = logging.getLogger(__name__)

SECRETS = frozenset({"key", "apikey", "api_key", "api_token", "access_token", "token", "passkey", "appid", "client_secret", "signature"})
NOT_MODIFIED = 304


@dataclass(frozen=True, kw_only=True)
class Archive:
    """One folder of WARC files: `SITE/YYYY-MM-DD.warc.gz`."""

    folder: Path
    """Where it lies."""
    days: int = 90
    """How long files are kept."""
    _bodies: dict[Path, dict[str, str]] = field(default_factory=dict)
    """File → digest of a body → when it was first kept there."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the archive that $UNTAGGED_ARCHIVE names, kept for $UNTAGGED_ARCHIVE_DAYS days; None when there is to be none."""
        folder = os.environ.get("UNTAGGED_ARCHIVE")
        return cls(folder=Path(folder), days=int(os.environ.get("UNTAGGED_ARCHIVE_DAYS") or cls.days)) if folder else None

    def keep(self, answer: Answer) -> None:
        """Append one answer to its site's file of the day. An answer that says "not modified" adds nothing. Raises OSError."""
        if answer.status == NOT_MODIFIED:
            return
        path = self._file(answer.site.name, answer.fetched_at.date())
        digest = f"sha1:{b32encode(hashlib.sha1(answer.body, usedforsecurity=False).digest()).decode()}"  # the form that warcio writes
        with self._lock:
            known = self._bodies.get(path)
            if known is None:
                self._bodies.clear()  # a new day or site: the one before is not written again soon
                known = self._bodies[path] = _digests(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            record = _record(answer, digest, known.get(digest))
            with path.open("ab") as out:
                WARCWriter(out, gzip=True, warc_version="WARC/1.1").write_record(record)
            record.raw_stream.close()  # warcio's own copy of the body
            known.setdefault(digest, _stamp(answer.fetched_at))

    def answers(self, site: Site, since: datetime | None = None) -> Iterator[Answer]:
        """Yield a site's archived answers, newest first. A file that breaks off is read as far as it goes."""
        for path in sorted((self.folder / site.name).glob("*.warc.gz"), reverse=True):
            if since is not None and path.name[:10] < since.date().isoformat():
                return
            yield from (answer for answer in reversed(_read(path, site)) if since is None or answer.fetched_at >= since)

    def sites(self) -> list[str]:
        """Return the names of the sites that have anything here."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir()) if self.folder.is_dir() else []

    def expire(self, today: date) -> int:
        """Delete the files that are older than they may be; returns how many."""
        oldest = (today - timedelta(days=self.days)).isoformat()
        old = [path for path in self.folder.glob("*/*.warc.gz") if path.name[:10] < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _file(self, site: str, day: date) -> Path:
        """Return where a site's answers of a day lie; site names are checked by the configuration."""
        return self.folder / site / f"{day.isoformat()}.warc.gz"


def without_secrets(url: str) -> str:
    """Return an address without the parameters that carry keys.

    >>> without_secrets("https://api.example/v1?q=acme&key=s3cret")
    'https://api.example/v1?q=acme'
    """
    parts = urlsplit(url)
    if not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.lower() not in SECRETS]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def _record(answer: Answer, digest: str, first_kept: str | None) -> ArcWarcRecord:
    """Return an answer as a WARC record: whole, or a revisit of a body that the file holds."""
    kind = "; charset=".join(filter(None, (answer.content_type, answer.charset)))
    headers = [("Content-Type", kind)] if kind else []
    headers += [(name, value) for name, value in answer.headers.items() if "\n" not in value and "\r" not in value]
    http = StatusAndHeaders(f"{answer.status} -", headers, protocol="HTTP/1.1")
    warc = {"WARC-Date": _stamp(answer.fetched_at), "WARC-Payload-Digest": digest}
    writer = WARCWriter(BytesIO(), warc_version="WARC/1.1")
    url = without_secrets(answer.url)
    if first_kept is not None:
        return writer.create_revisit_record(url, digest, url, first_kept, http_headers=http, warc_headers_dict=warc)
    return writer.create_warc_record(url, "response", payload=BytesIO(answer.body), http_headers=http, warc_headers_dict=warc)


def _records(path: Path) -> Iterator[ArcWarcRecord]:
    """Yield a file's records up to where it breaks off: a process may have been killed while it wrote."""
    try:
        with path.open("rb") as file:
            yield from ArchiveIterator(file)
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        logger.warning("%s breaks off (%s); what stands before is read", path, type(error).__name__)


def _digests(path: Path) -> dict[str, str]:
    """Return the digests of the bodies that a file holds, each with when it was kept."""
    if not path.exists():
        return {}
    whole = (record for record in _records(path) if record.rec_type == "response")
    return {_digest(record): record.rec_headers.get_header("WARC-Date") for record in whole}


def _read(path: Path, site: Site) -> list[Answer]:
    """Return a file's answers in the order in which they came; the bodies of revisits are shared with the first."""
    bodies: dict[str, bytes] = {}
    found = []
    for record in _records(path):
        if record.rec_type not in ("response", "revisit"):
            continue
        digest = _digest(record)
        if record.rec_type == "response":
            bodies[digest] = record.content_stream().read()
        if digest in bodies:
            found.append(_answer(record, bodies[digest], site))
    return found


def _answer(record: ArcWarcRecord, body: bytes, site: Site) -> Answer:
    """Return the answer that a record keeps."""
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    content_type, charset = parse_content_type(headers.pop("content-type", None))
    return Answer(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        content_type=content_type,
        charset=charset,
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        site=site,
    )


def _digest(record: ArcWarcRecord) -> str:
    """Return the digest of a record's body."""
    return str(record.rec_headers.get_header("WARC-Payload-Digest"))


def _stamp(at: datetime) -> str:
    """Return a time as WARC 1.1 writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
