"""Secrets of APIs: keys from the environment, and the tokens that some APIs give for them for a while."""

import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace

from mentions.errors import FetchError, UnreadablePageError
from mentions.page import Answer, Ask
from spiders.base.engine import Fetch
from spiders.base.values import mapping, text

REFUSED = 400


def secret(name: str) -> str:
    """Return a secret from the environment. Raises FetchError, naming the variable, when it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        msg = f"the environment variable {name} is not set (docs/engines.md links where such a key comes from)"
        raise FetchError(msg)
    return value


def optional_secret(name: str) -> str | None:
    """Return a secret from the environment, or None where the operator has none."""
    return os.environ.get(name, "").strip() or None


def secretly(fetch: Fetch) -> Fetch:
    """Return a fetch whose answers are kept nowhere: for logging in."""

    async def fetch_secret(ask: Ask) -> Answer:
        return await fetch(replace(ask, is_secret=True))

    return fetch_secret


async def client_token(fetch: Fetch, url: str, client: str, password: str) -> str:
    """Return a token for a client of the operator's own (RFC 6749, 4.4). Raises FetchError when none is given."""
    basic = b64encode(f"{client}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return await token(fetch, Ask(url=url, method="POST", headers=headers, body=b"grant_type=client_credentials"), "access_token")


async def token(fetch: Fetch, ask: Ask, field: str) -> str:
    """Return the token that an answer holds in a field. Raises FetchError when it holds none."""
    answer = await fetch(ask)
    try:
        document: Mapping[str, object] = mapping(answer.json)
    except UnreadablePageError:
        document = {}
    found = text(document.get(field)) if answer.status < REFUSED else None
    if found is None:
        msg = f"{ask.url} gave no token (status {answer.status}): are the client and its password right?"
        raise FetchError(msg)
    return found
