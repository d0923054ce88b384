"""The parts of a block that reads like a review, by what their elements are called or say: the owner's answer, pros, cons, badges, votes.

Labels ("Достоинства:", "Ưu điểm:", "Pros") count where they are elements of their own: then the site wrote them, not the author.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from mentions.html import html_to_text
from spiders.base.locate import BLANKS, find
from spiders.base.numbers import number

LABELS = {
    "pros": re.compile(r"достоинства|плюсы|преимущества|понравилось|pros?|advantages?|positives?|likes|ưu điểm|điểm tốt|vorteile|positiv|"
                       r"avantages|points? (?:forts|positifs)|ventajas|lo mejor|vantaggi|pregi|zalety|vantagens", re.IGNORECASE),
    "cons": re.compile(r"недостатки|минусы|не понравилось|cons?|disadvantages?|negatives?|dislikes|nhược điểm|điểm chưa tốt|nachteile|"
                       r"negativ|inconvénients|points? (?:faibles|négatifs)|desventajas|lo peor|svantaggi|difetti|wady|desvantagens",
                       re.IGNORECASE),
    "text": re.compile(r"комментари[йи]|отзыв|общее впечатление|comments?|review|overall(?: review)?|bình luận|nhận xét|đánh giá|kommentar|"
                       r"fazit|commentaire|comentario|commento|komentarz|comentário", re.IGNORECASE),
}  # fmt: skip
LONGEST_LABEL = 30  # characters
REPLY = (
    "[class*='reply'],[class*='response'],[class*='answer'],[class*='owner'],[class*='seller'],[class*='merchant'],[class*='otvet'],"
    "[class*='phan-hoi'],[class*='phanhoi'],[class*='antwort'],[class*='reponse'],[class*='risposta'],[class*='respuesta']"
)
REPLIES = re.compile(
    r"^(?:(?:official |public )?(?:response|reply|answer) (?:from|by|of) .{0,60}|(?:the )?(?:owner|store|seller|shop|merchant|"
    r"business|vendor|developer)(?:'s|’s)? (?:response|reply|answer)|ответ(?: (?:от )?(?:магазина|продавца|компании|"
    r"представител\w+|администрации|"
    r"бренда|владельца|производителя|официальн\w+))(?:.{0,40})|phản hồi (?:của|từ) .{0,40}|antwort (?:von|des|vom) .{0,40}|"
    r"réponse d.{0,40}|respuesta de.{0,40}|risposta d.{0,40}|odpowiedź .{0,40}|resposta d.{0,40})\s*:?\s*$",
    re.IGNORECASE,
)
NO_REPLY = frozenset({"a", "button", "form", "input", "textarea", "label", "svg", "i"})
WORDS = "p,blockquote,dd,[class*='text'],[class*='body'],[class*='content'],[class*='message']"
HEADS = "h1,h2,h3,h4,h5,h6,time,button,form,[class*='title'],[class*='head'],[class*='date'],[class*='author'],[class*='name']"
DATE = "time@datetime || time || [class*='date'] || [class*='time']"
SHORTEST = 8  # characters of an answer
INLINE = frozenset({"b", "strong", "em", "i", "span", "a", "br", "u", "small", "-text"})
VERIFIED = re.compile(
    r"verified|проверенн|подтвержд[её]нн|куплено|đã mua|verifizierter|achat vérifié|compra verificada|acquisto verificato|zweryfikowan",
    re.IGNORECASE,
)
NOT_VERIFIED = re.compile(r"(?:un|not?)[\s_-]?verified", re.IGNORECASE)
BADGES = "[class*='verif'],[class*='badge'],[class*='buyer'],[class*='purchase'],[class*='kauf']"
VOTES = "[class*='helpful'],[class*='useful'],[class*='vote'],[class*='polez'],[class*='likes']"


@dataclass(frozen=True, slots=True)
class Reply:
    """An owner's answer."""

    node: LexborNode
    text: str
    date: str | None


def reply_in(block: LexborNode) -> Reply | None:
    """Return the owner's answer within a review's block: what is called so, or stands below words that say so."""
    headed = (node.parent for node in block.css("*") if REPLIES.match(shown(node)) and not _holds_block(node))
    for node in (*block.css(REPLY), *headed):
        if node is None or node.mem_id == block.mem_id or node.tag in NO_REPLY or len(shown(node)) < SHORTEST:
            continue
        inner = max((one for one in node.css(WORDS) if not REPLIES.match(shown(one))), key=lambda one: len(shown(one)), default=node)
        said = html_to_text(inner, drop=HEADS).text
        lines = [line for line in said.split("\n") if not REPLIES.match(line.strip())]
        text = "\n".join(lines).strip()
        if len(text) >= SHORTEST:
            return Reply(node, text, find(node, DATE))
    return None


def labelled(block: LexborNode) -> dict[str, str]:
    """Return what stands behind the site's own labels in a review's block, by `pros`, `cons` and `text`."""
    labels = dict(_labels(block))
    if not {"pros", "cons"} & {name for name, _ in labels.values()}:
        return {}
    found: dict[str, str] = {}
    for name, node in labels.values():
        value = _behind(node, frozenset(labels), block)
        if value and name not in found:
            found[name] = value
    return found


def without_labelled(text: str, said: dict[str, str]) -> str:
    """Return a body's words without the lines that its labels and their values make."""
    values = {BLANKS.sub(" ", value) for name, value in said.items() if name != "text"}
    lines = []
    for line in text.split("\n"):
        plain = BLANKS.sub(" ", line).strip()
        head, _, rest = plain.partition(":")
        if plain in values or _name(plain) or (_name(head) and rest.strip() in values):
            continue
        lines.append(line)
    return "\n".join(lines).strip()


def is_verified(block: LexborNode) -> bool:
    """Return whether a block bears the mark by which sites say: bought, or visited."""
    for node in block.css(BADGES):
        names = f"{node.attributes.get('class') or ''} {shown(node)[:60]}"
        if VERIFIED.search(names) and not NOT_VERIFIED.search(names):
            return True
    return False


def votes_of(block: LexborNode) -> int | None:
    """Return how many found a review helpful, where its block shows a number with such words."""
    return next((count for node in block.css(VOTES) if (count := number(shown(node)[:80])) is not None), None)


def shown(node: LexborNode) -> str:
    """Return an element's words, blanks folded."""
    return BLANKS.sub(" ", node.text(deep=True)).strip()


def is_within(node: LexborNode, other: LexborNode | None) -> bool:
    """Return whether a node is another, or stands in it."""
    around: LexborNode | None = node if other is not None else None
    while around is not None and other is not None and around.mem_id != other.mem_id:
        around = around.parent
    return around is not None


def _labels(block: LexborNode) -> Iterator[tuple[int, tuple[str, LexborNode]]]:
    """Yield the labels of a block, the innermost element of each."""
    for node in block.css("*"):
        words = node.text(deep=True).strip()
        name = _name(words) if len(words) <= LONGEST_LABEL else None
        if name and not any(child.tag != "-text" and shown(child) == shown(node) for child in node.iter()):
            yield node.mem_id, (name, node)


def _name(words: str) -> str | None:
    """Return which label words are, or None."""
    plain = BLANKS.sub(" ", words).strip(" :-–—+.")
    return next((name for name, pattern in LABELS.items() if pattern.fullmatch(plain)), None)


def _behind(label: LexborNode, labels: frozenset[int], block: LexborNode) -> str | None:
    """Return the words behind a label: what follows it where it stands, else where that stands."""
    node: LexborNode | None = label
    while node is not None and node.mem_id != block.mem_id:
        parts: list[str] = []
        after = node.next
        while after is not None and not _is_label(after, labels):
            words = shown(after)
            if words and parts and after.tag not in INLINE:
                break
            parts += [words] if words else []
            if words and after.tag not in INLINE:
                break
            after = after.next
        said = " ".join(parts).strip(" :")
        if said:
            return said
        node = node.parent
    return None


def _is_label(node: LexborNode, labels: frozenset[int]) -> bool:
    """Return whether a node is one of these labels, or holds one."""
    return node.mem_id in labels or (node.tag != "-text" and any(one.mem_id in labels for one in node.css("*")))


def _holds_block(node: LexborNode) -> bool:
    """Return whether an element holds more than a line of words."""
    return any(child.tag not in INLINE for child in node.iter())
