"""Test recordings: an answer and its reading as files, `tests/recordings/<engine>/<case>/`.

`body.<ext>` holds the bytes, `answer.json` what came with them, `page.json` what the engine reads.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from crawler.mention_json import write_value
from mentions.errors import UsageError
from mentions.page import Answer, Page
from mentions.safe import dumps
from mentions.site import Site

_SITE_KEYS = ("name", "engine", "url", "languages", "timezone", "date_order", "options")
"""What of a site's table a reading depends on."""
_EXTENSIONS = {"text/html": "html", "application/xhtml+xml": "html", "application/json": "json"}


def write_recording(folder: Path, answer: Answer, page: Page) -> list[Path]:
    """Write a recording; gives its files. Raises UsageError when the folder holds one already, or cannot be written."""
    if (folder / "answer.json").exists():
        msg = f"{folder} holds a recording already; name another with --case, or delete it"
        raise UsageError(msg)
    body = folder / f"body.{_extension(answer)}"
    facts = {
        "file": body.name,
        "url": answer.url,
        "status": answer.status,
        "content_type": answer.content_type,
        "charset": answer.charset,
        "headers": dict(answer.headers),
        "fetched_at": answer.fetched_at.isoformat(),
        "site": {key: write_value(value) for key in _SITE_KEYS if (value := getattr(answer.site, key))},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        body.write_bytes(answer.body)
        (folder / "answer.json").write_text(dumps(facts, indent=2) + "\n", encoding="utf-8")
        (folder / "page.json").write_text(dumps(reading(page), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        msg = f"{folder}: cannot be written ({error.strerror}); go to the project's root"
        raise UsageError(msg) from error
    return [body, folder / "answer.json", folder / "page.json"]


def read_recording(folder: Path) -> Answer:
    """Give the answer of a recording, as it was fetched."""
    facts = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    site: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts["site"].items()}
    return Answer(
        url=facts["url"],
        status=facts.get("status", 200),
        content_type=facts.get("content_type"),
        charset=facts.get("charset"),
        headers=facts.get("headers", {}),
        body=(folder / facts["file"]).read_bytes(),
        fetched_at=dt.datetime.fromisoformat(facts["fetched_at"]),
        site=Site(**site),
    )


def reading(page: Page) -> dict[str, Any]:
    """Give what a page holds as `page.json` has it: only what is set, so that a person can check it by eye."""
    return {
        "outcome": page.outcome,
        "error": page.error,
        "next": page.next,
        "stated_total": page.stated_total,
        "listings": list(page.listings),
        "threads": [_set(write_value(thread)) for thread in page.threads],
        "mentions": [_set(write_value(mention)) for mention in page.mentions],
    }


def _set(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in (None, [])}


def _extension(answer: Answer) -> str:
    if answer.is_json:
        return "json"
    if answer.text.lstrip("\ufeff \t\r\n")[:5] == "<?xml" and answer.content_type not in _EXTENSIONS:
        return "xml"
    return _EXTENSIONS.get(answer.content_type or "text/html", "txt")
