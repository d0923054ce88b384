"""Which words of a post are somebody else's: quote blocks, `>` lines, quotation marks, a share with a comment."""

import re

LEAST_QUOTED = 25
"""Characters between quotation marks from which on they hold words of another, not a name or an irony."""

_SPACE = r"[^\S\n]*"
_BLOCK = re.compile(r"\[quote\b[^\]]*\](.*?)\[/quote\]", re.DOTALL | re.IGNORECASE)
# An attribution ("Anna wrote:") belongs to the quoted lines under it.
_ANGLES = re.compile(rf"(?:^[^\n>]{{1,80}}:{_SPACE}\n)?((?:^{_SPACE}>[^\n]*(?:\n|\Z))+)", re.MULTILINE)
_PARAGRAPH = re.compile(r'(?:^|\n)\s*["“„«](.{25,})["”“»]\s*(?=\n\s*\n|\Z)', re.DOTALL)
_WIDE = "\u3040-\u9fff"  # kana and Han: nine of them say as much as 25 letters
_MARKS = re.compile(
    rf"“([^“”]{{25,}}|[^“”]*[{_WIDE}][^“”]{{8,}})”|„([^„“”]{{25,}})[“”]|«([^«»]{{25,}})»|»([^«»]{{25,}})«"
    rf"|\"([^\"\n]{{25,}}|[^\"\n]*[{_WIDE}][^\"\n]{{8,}})\"|「([^「」]{{9,}})」|『([^『』]{{9,}})』"
)
# What is sent on: all that stands below such a line, when there are words above it.
_SENT_ON = re.compile(
    r"\n[->*\t ]{0,40}(?:forwarded|original message|fwd?:|переслан|перенаправлен|weitergeleitet|ursprüngliche nachricht|transféré|"
    r"message d'origine|reenviado|mensaje reenviado|encaminhad|inoltrato|messaggio originale|przekazan|przesłan|chuyển tiếp|diteruskan|"
    r"iletilen|转发|轉發|転送|전달)"
    r"[^\n]{0,120}\n(.*)",
    re.DOTALL | re.IGNORECASE,
)
# Whose words stand in the paragraph below.
_SAID_BY = re.compile(
    r"^[^\n:]{1,60}(?:\b(?:wrote|said|писала?|писал\(а\)|написала?|написав|пише|пишет|schrieb|escribió|escreveu|disse|a écrit|ha scritto|"
    r"napisała?|napisał\(a\)|napsal|viết|yazdı|menulis)|写道|說|说)[^\S\n]*:[^\S\n]*\n((?:[^\n]+(?:\n|\Z))+)"
    r"|^[^\n\[\]]{1,60}, \[\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?\]:?[^\S\n]*\n((?:[^\n]+(?:\n|\Z))+)",
    re.MULTILINE | re.IGNORECASE,
)
_OPENING = {_BLOCK: "[", _PARAGRAPH: '"“„«'}  # what is sought from to the end of the text, each time
_MOST_OPENED = 200  # of these in one text; who opens more does not quote
_COMMENTED_SHARE = re.compile(r"(?<=\S)\s+RT\s+@\w+\s*:?(.*)|(?<=\S)//@[\w-]{1,60}[:：](.*)", re.DOTALL)  # the second is Weibo's


def split_quoted(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the author's own words, and the quoted passages; a text without quotes is all own."""
    marked = _is_marked(text)
    if not marked and not ("\n" in text and (_SENT_ON.search(text) or _is_said_by(text))):
        return text.strip(), ()
    quoted: list[str] = []

    def take(match: re.Match[str]) -> str:
        quoted.extend(group for group in match.groups() if group)
        return "\n"

    for pattern, signs in _PATTERNS if marked else _UNMARKED:
        if any(sign in text for sign in signs) and sum(map(text.count, _OPENING.get(pattern, ""))) <= _MOST_OPENED:
            text = pattern.sub(take, text)
    if not quoted and _is_said_by(text):  # who has marked the words of another marks where they end
        text = _SAID_BY.sub(take, text)
    return text.strip(), tuple(quoted)


_UNMARKED = ((_SENT_ON, ("\n",)),)


def _is_said_by(text: str) -> bool:
    """Whether a paragraph stands below the name of who said it."""
    return (":\n" in text or ": \n" in text or "]\n" in text) and _SAID_BY.search(text) is not None


_PATTERNS = ((_BLOCK, ("[/",)), (_ANGLES, (">",)), (_PARAGRAPH, ("",)), (_MARKS, ("",)), (_COMMENTED_SHARE, ("RT", "//@")), *_UNMARKED)


def _is_marked(text: str) -> bool:
    """Whether a text holds any sign of a quotation: ten times sooner told so than by a pattern."""
    if '"' in text or ">" in text or "RT" in text or "[/" in text or "//@" in text:
        return True
    return not text.isascii() and ("«" in text or "“" in text or "„" in text or "「" in text or "『" in text)
