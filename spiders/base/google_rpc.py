"""The calls that Google's own pages make for their data, and the data that the pages carry: arrays in which positions have no names."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from mentions.page import Answer, Ask
from spiders.base.script_json import loads, objects
from spiders.base.values import at

GUARD = ")]}'"  # begins an answer, so that no other site can run it as a script
FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}


def call(url: str, name: str, wanted: list[Any]) -> Ask:
    """Return the call `name` for what is wanted."""
    inner = json.dumps(wanted, separators=(",", ":"))
    body = urlencode({"f.req": json.dumps([[[name, inner, None, "generic"]]], separators=(",", ":"))})
    return Ask(url=url, method="POST", headers=FORM, body=body.encode())


def is_answer(answer: Answer) -> bool:
    """Return whether this is an answer to a call, not a page."""
    return answer.text.startswith(GUARD)


def payloads(answer: Answer, name: str) -> Iterator[Any]:
    """Yield what the calls of this name gave: JSON in a string within the lines of the answer."""
    body = answer.text.removeprefix(GUARD).strip()
    whole = loads(body)
    parts = [whole] if isinstance(whole, list) else [loads(line) for line in body.splitlines() if line.startswith("[")]
    for part in parts:
        for one in part if isinstance(part, list) else ():
            if at(one, 0) == "wrb.fr" and at(one, 1) == name and isinstance(at(one, 2), str):
                yield loads(one[2])


def callbacks(answer: Answer) -> list[Any]:
    """Return the data that a page keeps for its scripts, in either form: as a value, or as a function that gives it."""
    scripts = [source for script in answer.html.css("script") if "AF_initDataCallback" in (source := script.text() or "")]
    found = [value for source in scripts for value in objects(source)]
    return [value.get("data") if isinstance(value, dict) else value for value in found]
