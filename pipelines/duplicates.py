"""What two texts are to each other: one voice seen again, a quote, a template, or different.

A voice is one author giving one opinion about one subject. Likeness of text alone would merge different people's "Great product!", so the
authors, the subjects and how much a text says decide; texts are compared as skeletons. The definitions stand in docs/voices.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz
from sqlalchemy import Connection

from mentions.mention import Mention, Relation
from pipelines.identity import Likeness, authors, one_site, subjects
from pipelines.keys import prepare, prepare_all
from pipelines.negation import denies
from pipelines.reading import UNSURE_HEAD, Reading, read, said, weight
from pipelines.skeleton import MAX_CHARS, NORMALISER_VERSION
from pipelines.slots import changed_parts, changed_slots
from storage import voices
from storage.voices import Judge
from storage.write import Written

__all__ = ["NORMALISER_VERSION", "Verdict", "compare", "judge", "prepare", "relate"]

COMPARED = 4_000
"""Letters of each text that are aligned; longer ones are told by their beginnings."""

LEAST_QUOTED = 20  # letters: shorter words are in many posts without being quoted
LEAST_PASSAGE = 45  # letters of a part of a text: shorter ones are titles and sayings
LEAST_HEAD = {"equal": 12, "alike": 12, "unknown": 14, "other": 18}  # letters of a teaser, by likeness of authors
NEAR = {"equal": 0.64, "alike": 0.66, "unknown": 0.66, "other": 0.70}  # likeness of informative texts, by likeness of authors
NEAR_LITTLE = 0.82  # of texts that are just informative: a set phrase fills half of them
LITTLE = 50  # letters
NEAR_SHORT = 0.9
SURE = 0.8  # below this likeness, letters in order are not enough: the words must be the same ones
SHARED_WORDS = 0.53
REORDERED = 0.6  # of the words shared: then their order need not be
INSIDE = 92  # partial ratio: a copied passage with a typo
SHARE_ONE_SITE = 0.6  # of the longer text: below it, a stranger's words on the same site are a comment on what he repeats
SHARE_ELSEWHERE = 0.4  # portals add a notice or a line of thanks
SHARE_SAME_AUTHOR = 0.3
SHARE_NEAR = 0.85  # from here on the few words added are an edit


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `b` is to `a`."""

    relation: Relation
    score: float
    """Likeness of the texts that decided, 0 to 1."""
    why: str
    """One short sentence for an operator."""
    one_author: bool = False
    """The names are one person's."""


def relate(conn: Connection, written: Sequence[Written]) -> None:
    """Relate mentions that were just written to all stored ones, in the same transaction; see `storage.voices`."""
    voices.relate(conn, written, judge())


def judge() -> Judge:
    """Give what `storage` relates mentions by: `relate` and `storage.rekey`."""
    return Judge(NORMALISER_VERSION, prepare_all, compare)


def compare(a: Mention, b: Mention) -> Verdict:
    """Tell what `b` is to `a`. `same`, `template` and `different` hold both ways; `quote` says that b repeats a."""
    if one_site(a, b) and a.key == b.key:
        return Verdict("same", 1.0, "the same post of the same site", one_author=True)
    pair = Pair(a, b, read(said(a)), read(said(b)), authors(a, b), subjects(a, b))
    for rule in RULES:
        verdict = rule(pair)
        if verdict:
            return replace(verdict, one_author=pair.one_person)
    return Verdict("different", round(pair.likeness, 3), "the words are different")


@dataclass(frozen=True)
class Pair:
    """Two mentions and what was found about them."""

    a: Mention
    b: Mention
    one: Reading
    """The words of a."""
    two: Reading
    """The words of b."""
    people: Likeness
    topic: Likeness

    @cached_property
    def likeness(self) -> float:
        """How like the author's own words are, 0 to 1."""
        return _likeness(self.one, self.two)

    @property
    def one_site(self) -> bool:
        """True when both stand on the same site."""
        return one_site(self.a, self.b)

    @property
    def one_person(self) -> bool:
        """True when the names are one person's."""
        return self.people in ("equal", "alike")


def _quoted(pair: Pair) -> Verdict | None:
    """One repeats the other and marks it as somebody else's words."""
    one, two, a, b = pair.one, pair.two, pair.a, pair.b
    for quote in b.quotes:
        short, long = sorted((one.letters[:COMPARED], read(quote.text[:MAX_CHARS]).letters[:COMPARED]), key=len)
        least = 1 if pair.one_site and b.reply_to == a.key else LEAST_QUOTED  # the page says whom it answers
        if weight(short) >= least and two.letters and _contains(long, short):
            return Verdict("quote", 1.0, "it quotes the text and adds words of its own")
    if _repeats(pair, two, one):
        return Verdict("quote", 1.0, "it repeats the text as a quotation and adds words of its own")
    if _repeats(pair, one, two):
        return Verdict("different", 0.0, "it is what the other text quotes")
    return None


def _repeats(pair: Pair, post: Reading, other: Reading) -> bool:
    """Whether a post has the other text, or a passage of it, between quotation marks, and is no portal's notice around a copy."""
    if not post.comments or weight(other.letters) < LEAST_QUOTED:
        return False
    if not _contains(post.quoted_letters, other.letters[:COMPARED]):
        return any(weight(passage) >= LEAST_PASSAGE and passage in other.own_letters for passage in post.passages)
    return pair.one_site or not post.notices - other.notices


def _teaser(pair: Pair) -> Verdict | None:
    """One is the beginning of the other, cut by a portal."""
    if pair.topic == "other":
        return None
    for short, long in ((pair.one, pair.two), (pair.two, pair.one)):
        least = LEAST_HEAD[pair.people] + (0 if short.surely_cut else UNSURE_HEAD)
        if weight(short.head) >= least and len(long.letters) > len(short.head) and long.letters.startswith(short.head):
            return Verdict("same", 1.0, "one is the beginning of the other, cut short")
    return None


def _inside(pair: Pair) -> Verdict | None:
    """One holds the other, unmarked, and more words."""
    short, long = sorted((pair.one, pair.two), key=lambda reading: len(reading.own_letters))
    times = max(1, long.own_letters.count(short.own_letters or " "))  # some press the button twice
    share = times * len(short.own_letters) / max(1, len(long.own_letters))
    if (
        not short.informative
        or (share >= SHARE_NEAR and times == 1)
        or not _contains(long.own_letters[:COMPARED], short.own_letters[:COMPARED])
    ):
        return None
    score = round(share, 3)
    if pair.topic != "other" and share >= _least_share(pair, long.notices - short.notices):
        swap = "" if pair.one_person else _swap(pair)
        return Verdict("template", score, swap) if swap else Verdict("same", score, "the same text with a few words added")
    if long is pair.two and not pair.one_person:
        return Verdict("quote", score, "it contains the text among words of its own")
    return Verdict("different", score, "most of the longer text is its own words")


def _least_share(pair: Pair, notices: frozenset[str]) -> float:
    """Share of the longer text that the shorter must fill to be it, and not quoted by it."""
    if pair.one_person or (notices and not pair.one_site):
        return SHARE_SAME_AUTHOR
    return SHARE_ONE_SITE if pair.one_site else SHARE_ELSEWHERE


def _near(pair: Pair) -> Verdict | None:
    """Nearly identical informative texts: who and what about decide."""
    one, two = pair.one, pair.two
    if not (one.informative and two.informative):
        return None
    little = min(weight(one.own_letters), weight(two.own_letters)) < LITTLE and pair.people != "equal"
    likeness = pair.likeness
    if likeness < (NEAR_LITTLE if little else NEAR[pair.people]):
        return None
    score = round(likeness, 3)
    if pair.people == "equal" and (pair.topic == "other" or _addressed_anew(pair)):
        return Verdict("different", score, "the author says the same of or to another")
    swap = "nearly the same words about another subject" if pair.topic == "other" else "" if pair.one_person else _swap(pair)
    if swap:
        return Verdict("template", score, swap)
    if not pair.one_person and denies(one.text, two.text):
        return Verdict("different", score, "one denies what the other says")
    name = {"equal": "by the same author", "unknown": "by an unknown author", "alike": "by a like name", "other": "under another name"}
    return Verdict("same", score, f"nearly identical informative text {name[pair.people]}")


def _near_short(pair: Pair) -> Verdict | None:
    """Short texts: many people write the same ones."""
    one, two = pair.one, pair.two
    if not one.own or (one.informative and two.informative):
        return None
    likeness = pair.likeness
    if likeness < NEAR_SHORT:
        return None
    score = round(likeness, 3)
    if pair.people == "equal" and pair.topic == "equal":
        return Verdict("same", score, "the same short text by the same author on the same subject")
    links = one.links and two.links and one.links.isdisjoint(two.links)
    if likeness == 1 and pair.one_site and pair.people == "other" and links and weight(one.letters) >= LEAST_QUOTED:
        return Verdict("template", score, "the same short words with another link")
    return Verdict("different", score, "a short text that different people write")


RULES: tuple[Callable[[Pair], Verdict | None], ...] = (_quoted, _teaser, _inside, _near, _near_short)
"""In this order: the first that knows decides."""


def _addressed_anew(pair: Pair) -> bool:
    """Tell whether a handle was changed: the same question sent to two brands is two opinions."""
    return any(was[0] == became[0] == "@" for was, became in changed_slots(pair.one.text, pair.two.text))


def _swap(pair: Pair) -> str:
    """Say what names were changed; empty for none."""
    slots = changed_slots(pair.one.text, pair.two.text)
    if not slots and pair.people == "other":
        slots = changed_parts(pair.one.text, pair.two.text)
    return f"nearly the same words with {slots[0][1][:40]!r} in the place of {slots[0][0][:40]!r}" if slots else ""


def _likeness(one: Reading, two: Reading) -> float:
    """Ratio of the letters in order; of the sorted words where most are shared; 0 where too few are."""
    a, b = one.own_letters[:COMPARED], two.own_letters[:COMPARED]
    if a == b:
        return 1.0
    likeness = fuzz.ratio(a, b) / 100
    if likeness >= SURE:
        return likeness
    words, other_words = set(one.own.split()), set(two.own.split())
    shared = len(words & other_words) / len(words | other_words)
    if shared < SHARED_WORDS:
        return 0.0
    if shared >= REORDERED:
        return max(likeness, fuzz.token_sort_ratio(one.own[:COMPARED], two.own[:COMPARED]) / 100)
    return likeness


def _contains(long: str, short: str) -> bool:
    """Tell whether the letters of one text stand in another, a typo or two allowed."""
    return bool(short) and (short in long or (len(short) <= len(long) and fuzz.partial_ratio(short, long, score_cutoff=INSIDE) > 0))
