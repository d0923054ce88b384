"""Bytes to text: the one place where a charset is decided. `mentions.clean` and `mentions.html` make it tidy, and text of markup."""

import re
from functools import lru_cache

from w3lib.encoding import read_bom, resolve_encoding, to_unicode

_SAMPLE = 8192  # bytes shown to the statistical detector: more costs milliseconds and changes no verdict
_DECLARED_WITHIN = 4096  # as browsers, a little more generous than the standard's 1024
_MOSTLY = 0.05  # share of broken characters below which a text is still taken for UTF-8 (cut titles, one bad signature)
_FOREIGN = re.compile(rb"[\x80-\xff]")
_TO_LINES = bytes.maketrans(b"\r<>", b"\n\n\n")
_WIDE_MIN = 8  # bytes; fewer show no pattern
_WIDE = ("utf-16", "utf-32")
_EVERY_BYTE = bytes(range(256)) * 2


def decode(body: bytes, charset: str | None = None, *, markup: bool = True) -> str:
    """Give the text of `body`: by BOM, as UTF-8 where it is that, by `charset`, by its own declaration, or by detection, in this order.

    `charset` is what the Content-Type header or the operator says; a wrong or unknown one is passed over. `markup=False` looks for no
    declaration (JSON, plain text). Broken bytes become U+FFFD; never raises.

    >>> decode("Привет".encode("cp1251"), "windows-1251")
    'Привет'
    >>> decode("Привет".encode(), "windows-1251")
    'Привет'
    """
    if (text := plain_utf8(body)) is not None:
        return text
    by_bom, bom = read_bom(body)
    if by_bom and bom:
        return to_unicode(body[len(bom) :], by_bom)
    if (text := _as_utf8(body)) is not None:
        return text
    for label in (charset, _declared(body) if markup else None):
        if label and (text := _decode_as(body, label)) is not None:
            return text
    return _detected(body)


def plain_utf8(body: bytes) -> str | None:
    """Give the text of a body that is UTF-8 without fault and BOM, as most are: what `decode` would give; None for others."""
    if body.isascii():
        return None if b"\0" in body or b"\x1b" in body else body.decode("ascii")  # ESC: ISO-2022-JP; NUL: UTF-16 without a BOM
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if text[0] == "\ufeff" or "\ufffd" in text else text


def _as_utf8(body: bytes) -> str | None:
    """Give the text when the non-ASCII bytes are (nearly all) valid UTF-8; legacy charsets hardly ever look like that."""
    if body.isascii():
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        text = body.decode(errors="replace")
    broken = text.count("\ufffd")
    other = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if broken <= max(1, other * _MOSTLY) and other > broken else None


def _declared(body: bytes) -> str | None:
    """Give the label that an XML declaration or a meta element states."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - 14 MB that the process which stores need not have

    return EncodingDetector.find_declared_encoding(body[:_DECLARED_WITHIN], is_html=True, search_entire_document=True)


@lru_cache(maxsize=256)
def _codec(label: str) -> str | None:
    """Give the codec for a label; None for unknown ones and for those that are no charset of a web page (rot13, idna, EBCDIC)."""
    try:
        name = resolve_encoding(label.strip().strip("\"'"))
        plain = name is not None and (name.startswith(_WIDE) or b"<a b=\\u0041>".decode(name) == "<a b=\\u0041>")
        if name is not None and plain:
            _EVERY_BYTE.decode(name, errors="replace")  # what still raises (idna) is for host names
    except (LookupError, ValueError):  # ValueError: a NUL in the label, too
        return None
    return name if plain else None


def _decode_as(body: bytes, label: str) -> str | None:
    """Give the text by this label, or None when the label is unknown or the bytes are plainly something else."""
    name = _codec(label)
    if name is None or (name.startswith(_WIDE) and b"\0" not in body[:_DECLARED_WITHIN]):
        return None
    text = to_unicode(body, name)
    other = len(body) - len(body.translate(None, bytes(range(128, 256))))
    return text if text.count("\ufffd") <= max(1, other * _MOSTLY) else None


def _detected(body: bytes) -> str:
    """Give the text by statistics over the lines that are not ASCII; Windows-1252 when those say nothing."""
    if b"\0" in body and len(body) >= _WIDE_MIN:
        for name in ("utf-16-le", "utf-16-be"):
            odd = body[1::2] if name.endswith("le") else body[::2]
            if odd.count(0) > len(odd) * 0.8:  # every other byte NUL: Latin text in UTF-16
                return to_unicode(body, name)
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - as above

    guess = next(EncodingDetector(_foreign_lines(body[: 64 * _SAMPLE]) or body[:_SAMPLE]).encodings, None)
    name = (guess and _codec(guess)) or "cp1252"
    return to_unicode(body, name)


def _foreign_lines(body: bytes) -> bytes:
    """Give the first lines and texts between tags that are not ASCII, as many as the detector is shown."""
    body = body.translate(_TO_LINES)
    lines: list[bytes] = []
    size = end = 0
    while size < _SAMPLE and (match := _FOREIGN.search(body, end)):
        start = body.rfind(b"\n", end, match.start()) + 1 or end
        end = body.find(b"\n", match.start())
        end = len(body) if end < 0 else end
        lines.append(body[start:end])
        size += end - start
    return b"\n".join(lines)[:_SAMPLE]
