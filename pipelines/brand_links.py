"""Addresses inside a text: web links, bare host names and e-mail addresses, found around one place of a folded text."""

import functools
import re
from dataclasses import dataclass

_MAX_CHARS = 512  # before a name, within which its address begins
_LONGEST = 2 * _MAX_CHARS  # of an address

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_TOP = r"(?:com|net|org|info|biz|shop|store|online|site|app|dev|mobi|pro|club|tech|tv|[a-z]{2}|рф|рус|укр|бел|срб|онлайн)"
_ADDRESS = re.compile(
    rf"(?P<scheme>(?:[a-z]{{2,8}}://|www\.))(?P<host>[^\s/?#\"'<>]+)(?P<path>[^\s\"'<>]*)"
    rf"|(?<![\w-])(?P<mailbox>[\w.+-]{{1,64}}@)?(?P<bare>(?:{_LABEL}\.){{1,8}}{_TOP})(?![\w-]|\.\w)(?P<rest>[/?#][^\s\"'<>]*)?"
)
_ACCOUNT = re.compile(r"[\w.-]+")
# What stands before a host or account: the scheme, as it is or escaped, labels of the host, and for an account the whole host.
_LEAD = re.compile(r"(?://|%2f%2f)(?P<host>(?:[\w-]{1,63}\.){0,8}(?:[a-z]{2,24}(?:/|%2f))?)(?P<path>[^\s/%]{0,20}/?)\Z")
_HOST_END = re.compile(r"(?=[/?#:&%\s]|\Z)")
_PLACES = frozenset(
    [
        "facebook.com",
        "fb.com",
        "instagram.com",
        "twitter.com",
        "x.com",
        "t.me",
        "telegram.me",
        "vk.com",
        "vk.ru",
        "ok.ru",
        "youtube.com",
        "tiktok.com",
        "linkedin.com",
        "threads.net",
        "pinterest.com",
        "weibo.com",
        "zalo.me",
    ]
)
"""Networks where the first part of a path is an account."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text; all offsets are of the folded text."""

    start: int
    """First character of the address."""
    host_start: int
    """First character of the host."""
    host_end: int
    """One past the host."""
    end: int
    """One past the address."""
    host: str
    """The host, folded."""
    account: str
    """On a network of accounts (t.me, instagram.com …) the account's name, else ""."""


def address_around(text: str, start: int, end: int) -> Address | None:
    """Give the address that covers a place of a folded text; None when the place lies in none."""
    first = text.rfind(" ", max(0, start - _MAX_CHARS), start) + 1
    if not first and start > _MAX_CHARS:
        return None
    last = text.find(" ", end, first + _LONGEST)
    run = text[first : last if last >= 0 else max(end, first + _LONGEST)]
    if not ("." in run or "/" in run):
        return None
    return next((_moved(one, first) for one in _addresses(run) if one.start <= start - first and end - first <= one.end), None)


@functools.lru_cache(maxsize=64)
def _addresses(run: str) -> tuple[Address, ...]:
    """Read the addresses of a run without blanks; kept, as a run may hold a name a hundred times."""
    return tuple(map(_read, _ADDRESS.finditer(run)))


def _moved(one: Address, by: int) -> Address:
    return Address(one.start + by, one.host_start + by, one.host_end + by, one.end + by, one.host, one.account)


def leads_to(kind: str, text: str, start: int, end: int) -> bool:
    """Tell whether the host (kind `domain`) or account (`handle`) at a place of folded addresses is where one of them leads.

    What an address carries (`/go?to=https%3A%2F%2Facme.example`) is where it leads.

    >>> leads_to("domain", "https://shop.acme.example/x", 13, 25), leads_to("domain", "https://news.example/acme.example", 21, 33)
    (True, False)
    """
    first = text.rfind(" ", 0, start) + 1
    before = _LEAD.search(text, first, start)
    if before is None or not _HOST_END.match(text, end):
        return False
    if kind == "domain":
        return not before["path"] and not before["host"].endswith(("/", "%2f"))
    network = before["host"].removesuffix("/").removesuffix("%2f").removeprefix("www.").removeprefix("m.")
    return network in _PLACES and before["path"] in ("", "@", "c/", "user/", "company/") and text[start - 1] in "/@"


def _read(found: re.Match[str]) -> Address:
    group = "host" if found["host"] else "bare"
    host = found[group].removeprefix("www.")
    path = (found["path"] or found["rest"] or "").lstrip("/@")
    account = _ACCOUNT.match(path)
    name = account[0].rstrip(".") if account and host.removeprefix("m.") in _PLACES else ""
    return Address(found.start(), found.start(group), found.end(group), found.end(), host, name)
