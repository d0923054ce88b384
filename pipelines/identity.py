"""Who wrote it and what about: are authors and subjects of two mentions the same, as far as their pages tell."""

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from mentions.mention import Mention
from pipelines.skeleton import fold_word, skeleton

Likeness = Literal["equal", "alike", "unknown", "other"]
"""`alike`: equal but for the way it is displayed."""

NOBODY: tuple[str, ...] = (
    "anonymous",
    "anonym",
    "anonyme",
    "anonimo",
    "guest",
    "gast",
    "invite",
    "user",
    "deleted",
    "deleted user",
    "unknown",
)
NOBODY += (
    "гость",
    "аноним",
    "анонимно",
    "пользователь",
    "гість",
    "анонім",
    "ẩn danh",
    "khách",
    "tamu",
    "misafir",
    "gość",
    "anonimowy",
    "匿名",
)
"""What sites write where an account has no name or none any more."""

ALIKE_RATIO = 88  # "annakowalska" and "ankowalska": 91; other names of that length stay below 80
_NUMBER = re.compile(r"\d+")


def one_site(a: Mention, b: Mention) -> bool:
    """Tell whether both stand on the same site; a site that is not told is none."""
    return bool(a.site) and a.site == b.site


def authors(a: Mention, b: Mention) -> Likeness:
    """Compare the authors. On one site another account is another person; across sites only the name can tell."""
    here = one_site(a, b)
    if here and a.author_key and b.author_key:
        return "equal" if a.author_key == b.author_key else "other"
    one, two = _known(a.author), _known(b.author)
    if not one or not two:
        return "unknown"
    if one == two:
        return "equal"
    return "alike" if not here and names_alike(a.author or "", b.author or "") else "other"


def subjects(a: Mention, b: Mention) -> Likeness:
    """Compare what two mentions are about: brands first, then the subject of the page, by key on one site, by name across sites."""
    if a.brands and b.brands and not {match.brand for match in a.brands} & {match.brand for match in b.brands}:
        return "other"
    keys = a.subject_key and b.subject_key
    if keys and one_site(a, b):
        return _same(a.subject_key, b.subject_key)
    if a.subject and b.subject:
        one, two = skeleton(a.subject), skeleton(b.subject)
        return "alike" if one != two and fuzz.token_set_ratio(one, two) >= ALIKE_RATIO else _same(one, two)
    if keys:  # nothing else to go by: shared catalogues (ISBN, GTIN, place ids) use the same keys on all sites
        return _same(a.subject_key, b.subject_key)
    in_thread = one_site(a, b) and a.thread_url and a.thread_url == b.thread_url
    return "equal" if in_thread else "unknown"


def author_name(mention: Mention) -> str:
    """Give the author's name folded to letters and digits; empty for nobody."""
    return _known(mention.author)


def names_alike(one: str, two: str) -> bool:
    """Tell whether two names may be one person's: `Maria K.`, `maria_k`, `mariak94`, `Maria Kern`."""
    bare = [_NUMBER.sub("", fold_word(name)) for name in (one, two)]
    if min(map(len, bare)) < 4:  # noqa: PLR2004 - "Jo" and "Jo5" say nothing
        return False
    if bare[0] == bare[1] or (min(map(len, bare)) >= 8 and fuzz.ratio(*bare) >= ALIKE_RATIO):  # noqa: PLR2004 - one letter in eight may differ
        return True
    few, many = sorted((_NUMBER.sub("", skeleton(name)).split() for name in (one, two)), key=len)
    if len(few) < 2:  # noqa: PLR2004 - a first name alone is shared by many
        return False
    return all(any(_same_word(word, other) for other in many) for word in few) and any(len(word) > 2 and word in many for word in few)  # noqa: PLR2004 - initials do not count


def _same(one: str | None, two: str | None) -> Likeness:
    return "equal" if one == two else "other"


def _same_word(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return one == two or (len(short) == 1 and long.startswith(short))


@lru_cache(maxsize=4096)
def _known(name: str | None) -> str:
    folded = fold_word(name or "")
    return "" if folded in _nobody() else folded


@lru_cache(maxsize=1)
def _nobody() -> frozenset[str]:
    return frozenset(map(fold_word, NOBODY))
