"""What a sample site gives back for one address, and how its data is read."""

import datetime as dt
import html
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Protocol

Query = Mapping[str, str]
"""Parameters of an address; of one given twice the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of a sample site, validators included."""

    body: bytes
    """The bytes, not compressed."""
    content_type: str = "text/html; charset=utf-8"
    """Value of the Content-Type header."""
    modified: dt.datetime | None = None
    """Time of the newest post in it, aware UTC: becomes Last-Modified; None where the real software sends none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, as the real software sends them (`X-WP-Total`, `Link`)."""

    @property
    def etag(self) -> str:
        """The ETag header: changes with the body and with nothing else."""
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'


class SampleSite(Protocol):
    """One site of the sample web."""

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address; None: there is nothing here (404)."""


def read_data(name: str) -> dict[str, Any]:
    """Read one site's texts: `NAME.toml` beside this file."""
    return tomllib.loads((files("crawler.sample_web") / f"{name}.toml").read_text(encoding="utf-8"))


def page(text: str, modified: dt.datetime | None = None) -> Reply:
    """Make an HTML answer."""
    return Reply(body=text.encode(), modified=modified)


def plain(text: str, content_type: str = "text/plain; charset=utf-8") -> Reply:
    """Make an answer that is neither HTML nor JSON: robots.txt, a feed."""
    return Reply(body=text.encode(), content_type=content_type)


def as_json(value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Make a JSON answer."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(body=body, content_type="application/json; charset=utf-8", headers=headers or {})


def esc(text: object) -> str:
    """Escape for HTML, in text and in attributes."""
    return html.escape(str(text))


def paragraphs(text: str) -> str:
    """Make `<p>` elements of a text whose paragraphs are parted by empty lines."""
    return "\n".join(f"<p>{esc(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def newest(times: Iterable[dt.datetime]) -> dt.datetime | None:
    """Give the latest of the times; None when there are none."""
    return max(times, default=None)


def number(query: Query, name: str, default: int) -> int:
    """Read a whole number of the query; what is not one counts as not given."""
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else default
