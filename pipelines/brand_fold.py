"""Fold a text for matching: case, marks, look-alike forms and blanks go, and every folded character knows where it came from."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

DROP = 0
"""Code of characters that leave no trace in the folded text (a real NUL becomes a blank)."""

_BLANK, _NEWLINE = 32, 10
_LATIN, _CYRILLIC, _GREEK = 1, 2, 3
_SCRIPT_BYTES = (bytes((_LATIN,)), bytes((_CYRILLIC,)), bytes((_GREEK,)))
_TABLED = 0x20000  # from here on there are Chinese characters, and tags: `_beyond` knows them by their ranges
_BEYOND = chr(_TABLED - 1)  # what the table makes of them; no character itself
_COMPATIBLE = (0x2F800, 0x2FA20)  # Chinese characters that stand for others
_TAGS = (0xE0000, 0xE01F0)  # and variation selectors
_ALPHABETS = 0x2E00  # code points below are those of alphabets, near enough; the ones from here on are as this one

# Letters that Unicode does not decompose, or not as readers see them. й, ї, ў stay: they are letters of their own.
_LETTERS = str.maketrans(
    "đðıłøħŧꜰɪʀʏꜱʙɢʜʟɴᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢёэґқғңөүұәһҳҷӣӯىیېےکةۀςɑɡ",
    "ddilohtfirysbghlnacdejkmoptuvwzеегкгноууаххчиу" + "يييي" + "كهه" + "σag",
)
_KEPT = frozenset("йїў")
_APOSTROPHES = frozenset("'`´’‘ʼʻ′＇ʹ")
_QUOTES = frozenset('"“”„‟«»″〝〞')
_MINUS = "\u2212"

# Letters that look alike in print, lower and upper case: Cyrillic or Greek to Latin. The other way round is read from the same pairs.
_TO_LATIN = dict(zip("асеорхуівнкмтјѕԁԛԝѵгαβεικνορτυχζη", "aceopxyibhkmtjsdqwvrabeikvoptuxzn", strict=True))
_CYRILLIC_OF = dict(zip("aceopxyibhkmtjsr", "асеорхуівнкмтјѕг", strict=True))

_UNMIXED = 20_000  # characters in which foreign letters are doubted
_TOKEN = re.compile(r"[^\W\d_]{2,64}")


class Folded:
    """A folded text and the way back to its source; `start` and `end` map folded offsets to offsets of `source`."""

    __slots__ = ("codes", "origin", "source", "text")

    def __init__(self, source: str, text: str, origin: npt.NDArray[np.intp] | None, codes: Codes | None) -> None:
        self.source = source
        """The text as given."""
        self.text = text
        """The folded characters."""
        self.origin = origin
        """Offset in `source` of each folded character; None when they are the same."""
        self.codes = codes
        """Code points of `text`; None for ASCII."""

    def start(self, at: int) -> int:
        """Offset in the source of the folded character `at`."""
        return at if self.origin is None else int(self.origin[at])

    def end(self, at: int) -> int:
        """Offset in the source one past the folded character before `at`; marks that follow it belong to it."""
        if self.origin is None:
            return at
        last, source = int(self.origin[at - 1]) + 1, self.source
        while last < len(source) and unicodedata.combining(source[last]):
            last += 1
        return last

    def cut(self, at: int) -> bool:
        """Whether a zero-width separator stood right before the folded character `at`."""
        if self.origin is None or not 0 < at < len(self.text):
            return False
        between = self.source[int(self.origin[at - 1]) + 1 : int(self.origin[at])]
        return any(char in "\u200b\u200c\u2060\ufeff" for char in between)


def fold(text: str) -> Folded:
    """Fold a text. Never fails: lone surrogates become U+FFFD, blanks of one line become one, single line breaks a blank."""
    if text.isascii():
        folded = text.translate(_ascii_table())
        codes = None
    else:
        given = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        codes = _table().take(given, mode="clip")
        folded = codes.tobytes().decode("utf-32-le")
        if _BEYOND in folded:
            codes = np.array(
                [_beyond(code) if code >= _TABLED else folded for code, folded in zip(given.tolist(), codes.tolist(), strict=True)],
                dtype="<u4",
            )
            folded = codes.tobytes().decode("utf-32-le")
    origin = None
    if "\0" in folded or "  " in folded or "\n " in folded or " \n" in folded:
        every = np.frombuffer(folded.encode("utf-32-le"), dtype="<u4")
        keep = _kept(every)
        origin = np.flatnonzero(keep)
        folded = every[keep].tobytes().decode("utf-32-le")
        codes = None if codes is None else codes[keep]
    return Folded(text, folded.replace("\n", " "), origin, codes)


def fold_plain(text: str) -> str:
    """Fold a term, word or phrase whose offsets do not matter."""
    return fold(text).text


def unmixed(folded: Folded) -> Iterable[str]:
    """Give readings of a text whose words mix scripts, as long as `folded.text`: foreign letters read as Latin, then as Cyrillic.

    Gives none when no word mixes scripts: letters are only doubted inside such a word ("Sаmsung" with one Cyrillic letter).
    """
    return _readings(folded) if _is_mixed(folded) else ()


def _is_mixed(folded: Folded) -> bool:
    """Tell whether letters of two scripts stand side by side."""
    if folded.codes is None or folded.text.isascii():
        return False
    scripts = _scripts().take(folded.codes, mode="clip").tobytes()
    found = [script for script in _SCRIPT_BYTES if script in scripts]
    return len(found) > 1 and any(one + other in scripts for one, other in itertools.permutations(found, 2))


def _readings(folded: Folded) -> Iterator[str]:
    for table in (str.maketrans(_TO_LATIN), str.maketrans(_CYRILLIC_OF)):
        head = folded.text[:_UNMIXED]
        reading = _TOKEN.sub(lambda token, table=table: _read(token[0], table), head)  # type: ignore[misc]  # mypy: default argument
        reading += folded.text[_UNMIXED:]
        if reading != folded.text:
            yield reading


def wrong_marks(term: str, written: str) -> int:
    """Count the letters of a writing that carry marks which its term has not: "báo tin" is not "Bảo Tín", but "bao tin" may be.

    Both are compared letter by letter; writings with another number of letters are not compared. Marks of other scripts than Latin are left
    out and put in at will (ё, the hamza, the points of Hebrew) and do not count; nor does the ogonek, which is an ending in Polish.
    """
    wanted, got = _marked(term), _marked(written)
    if len(wanted) != len(got):
        return 0
    return sum(not have <= want for want, have in zip(wanted, got, strict=True))


def _marked(text: str) -> list[frozenset[str]]:
    """Give the marks of each letter; the stroke of đ counts as one, the dot of a Turkish capital İ does not."""
    letters: list[set[str]] = []
    latin = False
    for char in unicodedata.normalize("NFD", text.replace("İ", "i").lower()):
        if unicodedata.combining(char):
            if latin and char != "\u0328":
                letters[-1].add(char)
        elif char.isalpha():
            latin = char < "\u0250"
            letters.append({"\u0335"} if char == "đ" else set())
    return [frozenset(letter) for letter in letters]


def _read(token: str, table: dict[int, str]) -> str:
    known = _script_of()
    scripts = {known[min(ord(char), _ALPHABETS)] for char in token}
    return token.translate(table) if len(scripts - {0}) > 1 else token


def _kept(codes: Codes) -> npt.NDArray[np.bool_]:
    """Tell which characters stay: False for dropped characters and for blanks that stand beside a blank or a line break."""
    keep: npt.NDArray[np.bool_] = codes != DROP
    blank = codes == _BLANK
    if blank.any():
        space = blank | (codes == _NEWLINE)
        beside = np.zeros_like(keep)
        beside[1:] = space[:-1]
        beside[:-1] |= codes[1:] == _NEWLINE
        keep &= ~(blank & beside)
    return keep


def _folded_letter(char: str) -> str:  # noqa: PLR0911 - one rule a line
    """One character for one character; DROP as NUL."""
    category = unicodedata.category(char)
    if category == "Cf" or _is_dropped_mark(char):
        return "\0"
    if category == "Cs":
        return "\ufffd"
    if char in "\n\x85\u2028\u2029":
        return "\n"
    if category in ("Zs", "Cc"):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if category == "Pd" or char == _MINUS:
        return "-"
    lower = char.lower()
    if lower in _KEPT:
        return lower
    base = "".join(part for part in unicodedata.normalize("NFKD", lower) if not _is_dropped_mark(part))
    base = base.translate(_LETTERS).lower()
    return base if len(base) == 1 else lower if len(lower) == 1 else char


def _is_dropped_mark(char: str) -> bool:
    """Accents and points that writers leave out; vowel signs of Indic and South-East Asian scripts are letters and stay."""
    return (
        "\u0300" <= char <= "\u036f"
        or "\u0591" <= char <= "\u05c7"
        or "\u064b" <= char <= "\u065f"
        or char in "\u0640\u0670"
        or "\u0e47" <= char <= "\u0e4c"  # tones of Thai, typed or not
        or "\ufe00" <= char <= "\ufe0f"
        or "\u20d0" <= char <= "\u20ff"
    )


@functools.cache
def _ascii_table() -> dict[int, str]:
    return {code: " " if chr(code) == "\0" else _folded_letter(chr(code)) for code in range(128)}


def _beyond(code: int) -> int:
    """Folded code point of one that `_table` has not."""
    if _TAGS[0] <= code < _TAGS[1]:
        return DROP
    return ord(_folded_letter(chr(code))) if _COMPATIBLE[0] <= code < _COMPATIBLE[1] else code


@functools.cache
def _table() -> Codes:
    """Folded code point of every code point up to `_TABLED`; the ranges hold all letters with case, marks or compatibility forms."""
    table = np.arange(_TABLED, dtype="<u4")
    ranges = (
        (0, 0x3400),
        (0xA640, 0xAC00),
        (0xF900, 0x10000),
        (0x10400, 0x10450),
        (0x1D400, 0x1D800),
        (0x1E900, 0x1E960),
        (0x1F100, 0x1F190),
    )
    for low, high in ranges:
        table[low:high] = [ord(_folded_letter(chr(code))) for code in range(low, high)]
    table[0] = _BLANK
    table[0xD800:0xE000] = 0xFFFD
    return table


@functools.cache
def _scripts() -> npt.NDArray[np.uint8]:
    """Script of every folded letter that has look-alikes; 0 for the rest."""
    scripts = np.zeros(_ALPHABETS + 1, dtype=np.uint8)
    scripts[ord("a") : ord("z") + 1] = _LATIN
    scripts[0x400:0x530] = _CYRILLIC
    scripts[0x3B1:0x3CA] = _GREEK
    return scripts


@functools.cache
def _script_of() -> bytes:
    """Give `_scripts` for looking at one letter at a time."""
    return _scripts().tobytes()
