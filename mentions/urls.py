"""Addresses: one canonical form for each page, whatever session, campaign or spelling a link to it carries."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

_MAX = 8192  # characters; servers refuse longer ones, and pages that hold them mean harm
_DEFAULT_PORT = {"http": 80, "https": 443}
_IGNORED = re.compile(r"[\t\r\n\0]")  # browsers take these out of addresses wherever they stand
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]+\]")
_DOTS = re.compile(r"(?:^|/)\.\.?(?:/|$)")
_PLAIN = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[\w\-.~:/@!$&'()*+,;=%]*)?(?:\?[\w\-.~:/?@!$&'()*+,;=%]*)?(?:#.*)?", re.ASCII | re.DOTALL)
"""An address in which nothing needs quoting: the usual case, six times as fast."""
_PLAIN_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#]|$)", re.ASCII)
_USUAL_MAX = 2048  # characters
_USUAL = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+)(:(?!(?:80|443)(?:[/?#]|$))(?:[1-9]\d{1,3}|[1-5]\d{4}))?"
    r"((?:/[A-Za-z0-9_.~!$'()*,=:@-]*)*)(?:\?([A-Za-z0-9_.~!$'()*,=/;&-]*))?(?:#[^\s\0]*)?",
    re.ASCII,
)
"""An address in lower case, without a usual port, escapes and path parameters."""
_HEX32 = re.compile(r"(?:\w:)?[0-9a-fA-F]{32}")  # some phpBB boards mark the kind of visitor before it (`a:`)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_QUERY_PART = re.compile(r"([&;]?)(?:amp;)*([^&;]*)")  # `amp;`: an address escaped twice

_SESSIONS = re.compile(
    r"phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cftoken|cfid|zenid|oscsid|session_?id|sessid", re.IGNORECASE
)
"""Names that always hold a session."""
_MAYBE_SESSIONS = {"s", "sid", "session"}
"""Names that hold a session (vBulletin, phpBB) when the value is 32 hexadecimal digits; `?s=word` is WordPress' search."""
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|y|dc|ms|tw|ttc|w)clid|gbraid|wbraid|igshid|igsh|mc_[ce]id|_openstat|_ga|_gl|_hsenc|_hsmi|mkt_tok|"
    r"vero_(?:id|conv)|oly_(?:enc|anon)_id|yadclid|ysclid|spm|ref_src|ref_url|__cf_chl\w*|at_(?:medium|campaign)",
    re.IGNORECASE,
)
"""Names that say how the visitor came, never what the page shows."""


def join(base: str, href: str) -> str | None:
    """Give `href` resolved against `base`; None when the two make no address. Nothing else is changed.

    >>> join("https://example.org/a/b", "../c?d=1#e")
    'https://example.org/c?d=1#e'
    """
    try:
        return urljoin(base, _IGNORED.sub("", href).strip()) or None
    except ValueError:  # "http://[", a port that is no number
        return None


@lru_cache(maxsize=4096)
def canonical(url: str, base: str | None = None) -> str | None:
    """Give the one form of an http(s) address: absolute, without session, tracking, fragment, default port and credentials.

    Other parameters keep their order and spelling. None for what no page stands at: javascript:, mailto:, data:, broken addresses, a
    relative address without `base`. `canonical(canonical(url)) == canonical(url)`.

    >>> canonical("viewtopic.php?f=2&t=7&sid=0123456789abcdef0123456789abcdef#p9", "HTTP://Example.org:80/forum/")
    'http://example.org/forum/viewtopic.php?f=2&t=7'
    >>> canonical("https://example.org/?s=word&utm_source=x")
    'https://example.org/?s=word'
    >>> canonical("mailto:ann@example.org") is None
    True
    """
    return _usual(url, base) or _careful(url, base)


def _usual(url: str, base: str | None) -> str | None:
    """Give the canonical form of an address without any oddity, six times as fast; None for all others."""
    match = _USUAL.fullmatch(url) if len(url) < _USUAL_MAX else None
    if match is None and base and 1 < len(url) < _USUAL_MAX and ":" not in url and not url.startswith(("//", "?#")):
        places = _places(base)
        if url.startswith("./") and url[2:3].isalnum():  # phpBB's
            url = url[2:]
        start = places.get(url[0]) or (places["a"] if url[0].isalnum() and url.isascii() else "")
        match = _USUAL.fullmatch(start + url) if start else None
    if match is None:
        return None
    where, port, path, query = match.groups()
    if "/." in path or "//" in path or not _ascii_host(where.partition("//")[2]):
        return None
    query = _without_noise(query) if query else ""
    address = f"{where}{port or ''}{path or '/'}"
    return f"{address}?{query}" if query else address


@lru_cache(maxsize=256)
def _places(base: str) -> dict[str, str]:
    """Give what a usual page's relative addresses stand behind, by their first character; "a" is for letters. Empty for other bases."""
    match = _USUAL.fullmatch(base)
    if match is None:
        return {"a": ""}
    where, path = match[1] + (match[2] or ""), match[3]
    return {"/": where, "a": f"{where}{path.rpartition('/')[0]}/", "?": f"{where}{path or '/'}", "#": base.partition("#")[0]}


def _careful(url: str, base: str | None) -> str | None:
    """Give the canonical form of any address, whatever is odd about it."""
    address = join(base, url) if base else _IGNORED.sub("", url).strip()
    if not address or len(address) > _MAX:
        return None
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address if _PLAIN.fullmatch(address) else safe_url_string(address))
        port = parts.port
    except ValueError:  # UnicodeError among them: no such port, bracket or international name
        return None
    scheme, name = parts.scheme.lower(), _ascii_host(parts.hostname or "")
    if scheme not in _DEFAULT_PORT or not name:
        return None
    where = name if port is None or port == _DEFAULT_PORT[scheme] else f"{name}:{port}"
    path = _upper_escapes(_without_dots(_PATH_SESSION.sub("", parts.path))) or "/"
    query = _upper_escapes(_without_noise(parts.query))
    return f"{scheme}://{where}{path}" + (f"?{query}" if query else "")


def host(url: str) -> str:
    """Give the host of an absolute address, lower case, ASCII, without port; "" when it has none.

    >>> host("https://Forum.Example.org:8080/x")
    'forum.example.org'
    """
    if match := _PLAIN_HOST.match(url):
        return _ascii_host(match[1])
    try:
        return _ascii_host(urlsplit(_IGNORED.sub("", url).strip()).hostname or "")
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    """Tell whether two absolute addresses lie on one host; `www.` makes no difference.

    >>> same_host("http://www.example.org/a", "https://example.org:8443/b")
    True
    """
    name = host(one).removeprefix("www.")
    return bool(name) and name == host(other).removeprefix("www.")


@lru_cache(maxsize=1024)
def _ascii_host(name: str) -> str:
    """Give the host in lower case, international names in their ASCII form; "" when it cannot be one."""
    name = name.rstrip(".").lower()
    if ":" in name:
        name = f"[{name}]"
    elif not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if _HOST.fullmatch(name) else ""


def _without_dots(path: str) -> str:
    """Give the path without `.` and `..` segments (RFC 3986, 5.2.4)."""
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_noise(query: str) -> str:
    """Give the query without sessions, tracking and empty parts; separators stay what they were (SMF's is `;`)."""
    kept = ""
    for separator, part in _QUERY_PART.findall(query):
        name, _, value = part.partition("=")
        noise = _is_noise(name) or (name.lower() in _MAYBE_SESSIONS and _HEX32.fullmatch(value))
        if part and not noise:
            kept += (separator or "&") + part if kept else part
    return kept


@lru_cache(maxsize=1024)
def _is_noise(name: str) -> bool:
    """Tell whether a parameter says nothing of the page."""
    return bool(_SESSIONS.fullmatch(name) or _TRACKING.fullmatch(name))


def _upper_escapes(text: str) -> str:
    """Give the text with %xx in upper case, as RFC 3986 asks."""
    return _PERCENT.sub(lambda match: match.group().upper(), text) if "%" in text else text
