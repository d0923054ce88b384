"""What is known of a text's language before it is read: the site's languages and what the site says of this text."""

import math
from functools import lru_cache

from pipelines.language_codes import CANDIDATES, plain_code
from pipelines.language_script import ALONE

# A prior is a mix, never one language alone: the site's languages, a little English, and the rest. It counts by half: its square root.
_SITE_MASS, _ENGLISH_MASS, _REST_MASS, _LANGUAGES = 0.7, 0.1, 0.2, 50
_STRENGTH = 0.5
_KNOWN = frozenset(ALONE.values()).union(*CANDIDATES.values())


@lru_cache(maxsize=1_024)
def votes_of(script: str, prior: tuple[str, ...], declared: str | None) -> tuple[float, ...]:
    """Give logarithms to add to the script's candidates; empty when nobody votes. Codes as sites write them (`pt-BR`, `schinese`)."""
    if script not in CANDIDATES:
        return ()
    votes = [0.0] * len(CANDIDATES[script])
    voted = False
    for languages in (_KNOWN.intersection(map(plain_code, prior)), _KNOWN.intersection([plain_code(declared)])):
        if languages:
            voted = True
            for place, code in enumerate(CANDIDATES[script]):
                mass = _SITE_MASS / len(languages) if code in languages else _ENGLISH_MASS if code == "en" else _REST_MASS / _LANGUAGES
                votes[place] += _STRENGTH * math.log(mass)
    return tuple(votes) if voted else ()
