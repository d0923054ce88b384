"""Mail as lists archive it: files of many messages (mbox, also packed), and what one message says.

Formats: RFC 4155 (mbox), RFC 5322 (messages). Archives write `x at example.com (Name)` for a sender, put what they took out under
"-------------- next part --------------", and lists add a foot below a line of underscores.
"""

import email.utils
import hashlib
import re
import zlib
from collections.abc import Callable
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser

from mentions.clean import Said, clean
from mentions.errors import UnreadablePageError
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from mentions.plain import plain_to_text
from mentions.text import decode
from spiders.base.engine import Engine
from spiders.base.records import post_of

PACKED = b"\x1f\x8b"
LARGEST = 200_000_000  # bytes unpacked; more is no archive of a list's month or thread
HEAD = 2000  # bytes in which the first message shows itself
START = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]{1,200}\d{4}(?: [+-]\d{4})?[ \t]*\r?\n(?=[A-Za-z][\w-]*:)")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
FOOT = re.compile(r"\n_{20,}\r?\n(?=(?:.*\r?\n){0,6}.*(?:mailing list|listinfo|unsubscribe|@))", re.IGNORECASE)
SCRUBBED = re.compile(r"^-{5,} next part -{5,}\s*$", re.MULTILINE)
NAMED = re.compile(r"\((?P<name>.+)\)\s*$")
PREFIX = re.compile(r"\s*(?:re|aw|antw|sv|vs|odp|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
IDENTITY = re.compile(r"<([^<>\s]+)>")


def read_mailbox(engine: type[Engine], answer: Answer, url_of: Callable[[str], str | None] | None = None) -> list[Mention]:
    """Return the messages of an mbox, newest last as they stand. `url_of` gives a message's address by its id.

    Raises UnreadablePageError for what is no mbox, or breaks off.
    """
    body = _unpacked(answer.body)
    starts = list(START.finditer(body))
    if not starts or body[: starts[0].start()].strip():
        msg = "no mbox: it does not begin with a message"
        raise UnreadablePageError(msg)
    if not _is_whole(body[starts[-1].end() :]):
        msg = "the mbox breaks off: its last message does not end, as each must, with an empty line (RFC 4155)"
        raise UnreadablePageError(msg)
    ends = [*(start.start() for start in starts[1:]), len(body)]
    found: dict[str, Mention] = {}
    for start, end in zip(starts, ends, strict=True):
        raw = ESCAPED.sub(rb"\1", body[start.end() : end])
        mention = read_message(engine, answer, raw, url_of)
        if mention is not None:
            found.setdefault(mention.key, mention)
    return list(found.values())


def is_mailbox(body: bytes) -> bool:
    """Return whether bytes begin as an mbox does, packed or not."""
    if body.startswith(PACKED):
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, HEAD)
        except zlib.error:
            return False
    return START.match(body) is not None


def read_message(engine: type[Engine], answer: Answer, raw: bytes, url_of: Callable[[str], str | None] | None = None) -> Mention | None:
    """Return one message; None for one without words."""
    message = BytesParser().parsebytes(raw)
    said, subject = own_words(_body(message, answer.charset)), _header(message, "Subject")
    answers = IDENTITY.search(_header(message, "In-Reply-To") or "") or _last(IDENTITY, _header(message, "References") or "")
    key = message_id(_header(message, "Message-ID")) or hashlib.sha256(raw).hexdigest()[:32]
    if not (said.text or subject):
        return None
    return post_of(
        engine,
        answer,
        key=key,
        html=said,
        posted=_time(_header(message, "Date")),
        url=_header(message, "Archived-At", IDENTITY) or (url_of(key) if url_of else None),
        title=subject if answers is None and not PREFIX.match(subject or "") else None,
        author=sender(_header(message, "From")),
        reply_to=answers[1] if answers else None,
    )


def own_words(text: str) -> Said:
    """Return what the sender says, without quotes, signature, the list's foot and what the archive took out."""
    text = FOOT.split(SCRUBBED.split(text.replace("\r\n", "\n"), maxsplit=1)[0], maxsplit=1)[0]
    return plain_to_text(text.rstrip())


def sender(shown: str | None) -> str | None:
    """Return a sender's name; without one, what stands before the @ of the address.

    >>> sender("ann at example.com (Ann Lee)"), sender('"Lee, Ann" <ann@example.com>'), sender("ann@example.com")
    ('Ann Lee', 'Lee, Ann', 'ann')
    """
    if not shown:
        return None
    named = NAMED.search(shown)
    name, address = email.utils.parseaddr(shown)
    if named and " at " in shown[: named.start()]:
        return clean(named["name"]) or None
    return clean(name) or re.split(r"@| at ", address or shown)[0].strip() or None


def message_id(shown: str | None) -> str | None:
    """Return a message's id without its brackets."""
    found = IDENTITY.search(shown or "")
    return found[1] if found else (shown or "").strip() or None


def _is_whole(raw: bytes) -> bool:
    """Return whether an mbox's last message is not cut: it has a body, all of its parts, and an empty line at its end."""
    if not raw.endswith((b"\n\n", b"\n\r\n")) or not re.search(rb"\r?\n\r?\n\s*\S", raw):
        return False
    return not any(isinstance(one, CloseBoundaryNotFoundDefect) for one in BytesParser().parsebytes(raw).defects)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match in a text, or None."""
    return next(iter(list(pattern.finditer(text))[-1:]), None)


def _unpacked(body: bytes) -> bytes:
    """Return the bytes, unpacked where they are packed. Raises UnreadablePageError when they break off, or are too many."""
    if not body.startswith(PACKED):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(body, LARGEST)
    except zlib.error as error:
        msg = f"a packed file that cannot be unpacked ({error})"
        raise UnreadablePageError(msg) from error
    if not unpacker.eof:
        msg = "a packed file that breaks off, or is too large"
        raise UnreadablePageError(msg)
    return unpacked


def _header(message: Message, name: str, pattern: re.Pattern[str] | None = None) -> str | None:
    """Return a header's text, or what a pattern finds in it; None when it is not there."""
    raw = message.get(name)
    if raw is None:
        return None
    try:
        shown = str(make_header(decode_header(str(raw))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):  # what spam puts into headers
        shown = str(raw)
    shown = clean(" ".join(shown.split()))
    found = pattern.search(shown) if pattern else None
    return (found[1] if found else None) if pattern else shown or None


def _time(shown: str | None) -> str | None:
    """Return a Date header as ISO 8601."""
    try:
        return email.utils.parsedate_to_datetime(shown).isoformat() if shown else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return shown


def _body(message: Message, charset: str | None) -> str:
    """Return a message's text: its plain parts, or else its HTML ones as text. `charset` is the file's, for parts that declare none."""
    plain: list[str] = []
    rich: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            continue
        payload = part.get_payload(decode=True)
        text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or charset, markup=kind == "text/html")
        (plain if kind == "text/plain" else rich).append(text)
    return "\n".join(plain) if plain else html_to_text("\n".join(rich)).text
