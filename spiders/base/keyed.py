"""The keys that an API wants: an engine says where they go, their secrets come from the environment."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from w3lib.url import add_or_replace_parameters

from mentions.page import Ask
from spiders.base.credentials import optional_secret, secret
from spiders.base.engine import Engine

NAMED = re.compile(r"\{([A-Z][A-Z0-9_]+)(\??)\}")


class Keyed(Engine):
    """An engine whose requests of an API bear keys.

    In the values of `keys` and `parameters`, `{NAME}` stands for the environment variable that holds the secret, `{NAME?}` for one that an
    operator may do without: what it stands in is then left out. An engine with secrets in `parameters` sets `signs`.
    """

    api: ClassVar[str] = ""
    """How the addresses begin to which the keys belong; "" where no request needs any."""
    keys: ClassVar[Mapping[str, str]] = {}
    """Headers of such requests."""
    parameters: ClassVar[Mapping[str, str]] = {}
    """Parameters of their addresses."""

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with its keys. Raises FetchError when a secret is not set."""
        if not self.api or not ask.url.startswith(self.api):
            return ask
        parameters = _filled(self.parameters)
        url = add_or_replace_parameters(ask.url, parameters) if parameters else ask.url
        return replace(ask, url=url, headers={**ask.headers, **_filled(self.keys)})


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with their secrets in place, without those for which the operator has none."""
    spared = {name for name, value in values.items() for match in NAMED.finditer(value) if match[2] and not optional_secret(match[1])}
    return {name: NAMED.sub(lambda match: secret(match[1]), value) for name, value in values.items() if name not in spared}
