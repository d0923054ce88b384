"""Saved pages as answers: what `parse` and `detect` read instead of the network."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from crawler.settings import DOWNLOAD_MAXSIZE
from mentions.errors import UsageError
from mentions.page import Answer
from mentions.site import Site


def load_answer(file: Path, *, url: str, charset: str | None = None) -> Answer:
    """Give a file as the answer that was fetched from `url` when the file was written. Raises UsageError."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        msg = f"{url[:200]!r} is no address ({error}); give the one that the page was fetched from"
        raise UsageError(msg) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"{url[:200]!r} is no http or https address; give the one that the page was fetched from"
        raise UsageError(msg)
    try:
        facts = file.stat()
        if not file.is_file():
            msg = f"{file}: not a file; give the path of a saved page"
            raise UsageError(msg)
        if facts.st_size > DOWNLOAD_MAXSIZE:
            msg = f"{file}: {facts.st_size:,} bytes are more than the {DOWNLOAD_MAXSIZE:,} that a page may have; it was not read"
            raise UsageError(msg)
        body = file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        msg = f"{str(file)[:300]!r}: cannot be read ({getattr(error, 'strerror', None) or error}); check the path"
        raise UsageError(msg) from error
    return Answer(
        url=url,
        content_type="application/json" if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else None,
        charset=charset,
        body=body,
        fetched_at=dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC),
        site=Site(name=parts.hostname, engine="", url=url),
    )
