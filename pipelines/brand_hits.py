"""From a hit of the automaton to a place that looks like a brand: its edges, its ending, the handle or link it stands in."""

import re

from pipelines.brand_edges import LETTERS, begins_word, is_hangul, tail_after
from pipelines.brand_endings import glues
from pipelines.brand_fold import Folded, wrong_marks
from pipelines.brand_index import Entry, Index
from pipelines.brand_links import Address, address_around
from pipelines.brand_spot import Spot
from pipelines.brand_stems import DERIVED, LATIN_SLAVIC
from pipelines.brand_tags import Tag, is_about, tag_around

_SURE = 6
"""Letters from which any language's endings are taken, whatever the text's language is said to be."""
_MIN_INFLECTED = 4
"""Letters of a lower-case Latin name that may carry an ending; shorter ones need the change from capitals to small letters."""
_FEWEST_LETTERS, _FEWEST_SYLLABLES = (5, 3), (2, 2)
"""Letters of a name that other words may be glued to, and of those words; the same for signs that stand for syllables."""
_DERIVING = re.compile(
    r"t?(?:i[ck]|ical?(?:ly)?|ics|ic[oai]s?|iques?|ische?[nrms]?|isk[at]?|iz(?:ed?|ing|ation)|is(?:m|mo|mus|te?s?|ta)|yczn\w{1,3}|ick\w{1,3})"
    r"|(?:a?tt)?inen|ments?|mente|ness|less|full?|abl[ey]|ible"
)
"""What makes another word of a word, and is none itself: "prisma" is in "prismatic", "realme" in "realmente"."""
_ALPHABETS_END = "\u3000"
_MIN_PARTED = 3
"""Letters of a name that a capital parts from the next word."""
_SHORT_UNMARKED = 4
"""Letters up to which a name without marks is not read into a word with marks: "Kia" is not "kìa"."""
_LETTERS_A_SLIP = 8
"""Letters of a name for each wrong mark that is a slip of the finger: "Thế giới đi động" is meant for "Thế Giới Di Động"."""
_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_TURKISH = frozenset("ığşİĞŞ")
_SLAVIC = frozenset("ąćęłńśźżčďěňřšťůž")
_GAP = re.compile(r"[ \-]\"?")  # the second part often stands in quotes: Аптека «Радуга»
_IN_TAGS = frozenset(("term", "joined", "translit"))


def read_hit(  # noqa: PLR0911 - one rule a line
    index: Index, entry: Entry, folded: Folded, start: int, end: int, *, language: str | None, tags: bool
) -> Spot | None:
    """Give the place that a hit stands for; None when it is not the name. `tags`: the text holds a handle or hashtag at all."""
    text = folded.text
    if entry.kind == "name" and entry.whole and not entry.form and _stands_alone(text, start, end):
        return _bare(entry, start, end) if _is_written_so(entry, folded, start, end, language) else None
    if entry.kind == "domain":
        return _domain(entry, text, start, end)
    if tags and (tag := tag_around(text, start, end)):
        return _tagged(entry, folded, start, end, tag)
    if entry.kind == "handle":
        return _account(entry, text, start, end)
    if start and text[start - 1] != " " and not begins_word(text, start) and not folded.cut(start):
        return None
    if entry.kind == "exclude":
        return Spot(entry, start, end, end, "exclude", 1.0)
    return _named(index, entry, folded, start, end, language)


def _named(index: Index, entry: Entry, folded: Folded, start: int, end: int, language: str | None) -> Spot | None:
    """Read a name that begins a word."""
    text = folded.text
    tail = "" if folded.cut(end) else tail_after(text, end)
    if not entry.whole and tail not in entry.tails:
        return None
    if address := address_around(text, start, end):
        return _linked(entry, text, start, end, address)
    if entry.form:
        last = _declined_end(entry, text, start)
        return Spot(entry, start, min(end, last), last, entry.rule, entry.confidence) if last else None
    spot = _inflected(index, entry, folded, start, end, tail, language) if tail or not entry.whole else _bare(entry, start, end)
    if spot is None or not _is_written_so(entry, folded, start, end, language):
        return None
    return spot


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a place has blanks on both sides and can be no address: the most frequent case, where no other rule has a say."""
    return (
        (not start or text[start - 1] == " ")
        and (end == len(text) or text[end] == " ")
        and "." not in (found := text[start:end])
        and "/" not in found
    )


def _declined_end(entry: Entry, text: str, start: int) -> int:
    """Give one past the last word of a name of several declined words; 0 when other words stand there."""
    at = start
    for number, forms in enumerate(entry.form):
        gap = _GAP.match(text, at) if number else None
        if number and gap is None:
            return 0
        word = LETTERS.match(text, gap.end() if gap else at)
        if word is None or not any(word[0].startswith(stem.text) and word[0][len(stem.text) :] in stem.tails for stem in forms):
            return 0
        at = word.end()
    return at


def _bare(entry: Entry, start: int, end: int) -> Spot:
    return Spot(entry, start, end, end, entry.rule, entry.confidence)


def _inflected(index: Index, entry: Entry, folded: Folded, start: int, end: int, tail: str, language: str | None) -> Spot | None:  # noqa: PLR0911 - one rule a line
    """Read a name with letters glued to it: an ending, drawn-out letters, or another word."""
    text = folded.text
    if tail.isdigit():
        return None
    last = end + len(tail)
    if tail in entry.tails or (entry.whole and glues(tail, None)):
        if text[start:last] in index.survey.other or (index.brands[entry.brand].ambiguous and tail in DERIVED):
            return None
        if _may_end_so(entry, folded, start, end, tail, language):
            return Spot(entry, start, end, last, "inflected" if entry.rule == "term" else entry.rule, entry.confidence)
    if not entry.whole or entry.rule not in _IN_TAGS:
        return None
    if len(tail) > 1 and set(tail) == {text[end - 1]}:
        return Spot(entry, start, end, last, entry.rule, min(entry.confidence, 0.9))
    if not index.brands[entry.brand].ambiguous and _is_first_of_two(index, folded, start, end, last):
        return Spot(entry, start, end, last, "joined", min(entry.confidence, 0.8))
    return None


def _is_first_of_two(index: Index, folded: Folded, start: int, end: int, last: int) -> bool:
    """Tell whether a name begins a compound: a capital parts it ("AcmePay"), or no other word begins like it ("acmemall")."""
    name, tail = folded.text[start:end], folded.text[end:last]
    if (
        len(name) >= _MIN_PARTED
        and folded.source[folded.start(end)].isupper()
        and folded.source[folded.start(end) + 1 : folded.end(last)].islower()
    ):
        return True
    fewest_name, fewest_tail = _FEWEST_SYLLABLES if tail > _ALPHABETS_END else _FEWEST_LETTERS
    if len(name) < fewest_name or len(tail) < fewest_tail or not name.isalpha():
        return False
    if is_hangul(tail):
        return True
    return name not in index.survey.crowded and name + tail not in index.survey.other and not _DERIVING.fullmatch(tail)


def _may_end_so(entry: Entry, folded: Folded, start: int, end: int, tail: str, language: str | None) -> bool:  # noqa: PLR0911 - one rule a line
    """Whether a name of this length, so written, in a text of this language, takes the ending."""
    letters = end - start
    if tail >= "\u0250":  # other than Latin: these endings belong to few languages, and the script tells which
        return True
    if letters < _MIN_INFLECTED and not (language in LATIN_SLAVIC and tail in entry.tails and not entry.whole):
        if language is not None and len(tail) > 1 and glues(tail, language):
            return True
        written = folded.source[folded.start(start) : folded.end(end)]
        if not entry.whole and language is None and letters >= _MIN_PARTED:  # Alza, "Alze": what it is no form of, word lists know
            return written[:1].isupper() or not _SLAVIC.isdisjoint(folded.source.lower())
        if language is None and letters >= _MIN_PARTED and len(tail) > 1 and glues(tail, "tr") and not _TURKISH.isdisjoint(folded.source):
            return True
        return written.isupper() and folded.source[folded.start(end)].islower()
    if language is None or letters >= _SURE:
        return True
    return glues(tail, language) if entry.whole and tail not in entry.tails else language in LATIN_SLAVIC or glues(tail, language)


def _is_written_so(entry: Entry, folded: Folded, start: int, end: int, language: str | None) -> bool:
    """Whether marks and capitals of the writing allow the name."""
    written = folded.source[folded.start(start) : folded.end(end)]
    if not written.isascii() and (wrong := wrong_marks(entry.term, written)):
        letters = sum(char.isalpha() for char in entry.term)
        if wrong > letters // _LETTERS_A_SLIP and not (entry.term.isascii() and letters > _SHORT_UNMARKED and entry.rule != "split"):
            return False
    if entry.rule == "spaced":
        return not _is_spelled_list(folded.text, start, end)
    return not entry.parts or _parts_allowed(entry, folded, start, end, language)


def _is_spelled_list(text: str, start: int, end: int) -> bool:
    """Whether single letters go on before or after a name spelled letter by letter: it is then part of something else."""
    spacer = re.escape(text[start + 1])
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    return bool(re.search(rf"(?:\A|\W)\w{spacer}\Z", before) or re.match(rf"{spacer}\w(?:\W|\Z)", after))


def _parts_allowed(entry: Entry, folded: Folded, start: int, end: int, language: str | None) -> bool:
    """Whether two words side by side are the name: Vietnamese writes every syllable apart, elsewhere each needs its capital."""
    written = folded.source[folded.start(start) : folded.end(end)]
    pieces = written.split()
    if all(piece[:1].isupper() or not piece[:1].isalpha() for piece in pieces):
        return True
    return entry.rule == "split" and (language == "vi" or (language is None and not _VIETNAMESE.isdisjoint(folded.source.lower())))


def _tagged(entry: Entry, folded: Folded, start: int, end: int, tag: Tag) -> Spot | None:
    """Read a name inside a handle or hashtag; None for what only stands in it by chance."""
    whole = start == tag.start and end == tag.end
    rule = "handle" if tag.sign == "@" else "hashtag"
    if entry.kind == "handle":
        return Spot(entry, start, end, end, rule, 1.0, tagged=True) if whole else None
    if entry.kind != "name" or entry.rule not in _IN_TAGS or entry.form:
        return None
    declined = start == tag.start and folded.text[end : tag.end] in entry.tails
    if not (declined or (entry.whole and (whole or is_about(tag, folded, start, end)))):
        return None
    first = tag.start if tag.sign == "@" else start
    return Spot(entry, first, end, tag.end, rule, 1.0 if whole or declined else 0.9, tagged=True, exact=whole or declined)


def _account(entry: Entry, text: str, start: int, end: int) -> Spot | None:
    """Read a handle outside `@…`: only as the account in a link to a network."""
    address = address_around(text, start, end)
    if address and address.account == text[start:end]:
        return Spot(entry, address.start, address.end, address.end, "handle", 1.0, tagged=True)
    return None


def _domain(entry: Entry, text: str, start: int, end: int) -> Spot | None:
    """Read a host of the brand's, or one under it, in a link, an e-mail address or alone."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "-_"):
        return None
    if end < len(text) and (text[end].isalnum() or text[end] in "-_" or (text[end] == "." and text[end + 1 : end + 2].isalnum())):
        return None
    return Spot(entry, start, end, end, "link", 1.0, tagged=True)


def _linked(entry: Entry, text: str, start: int, end: int, address: Address) -> Spot | None:
    """Read a name in an address: its host makes a tagged mention; its path says where something lies, not what the author says."""
    if entry.rule not in _IN_TAGS or entry.form or not entry.whole:
        return None
    if address.host_start <= start and end <= address.host_end:
        if text[start:end] == address.host and text[address.host_start : end] == text[start:end] == text[address.start : address.end]:
            return _bare(entry, start, end)  # the name is a host name itself: "Booking.com"
        closed = end == address.host_end or text[end] in ".-:"
        return Spot(entry, start, end, end, "link", 1.0, tagged=True) if closed else None
    reason = "in the path of a link" if start >= address.host_end else "in an e-mail address"
    return Spot(entry, start, end, end, entry.rule, entry.confidence, objection=reason)
