"""Markdown to text, for APIs that give only the source (Reddit, Lemmy, Discourse's `raw`): enough of CommonMark to read, not to render."""

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from mentions.bbcode import QUOTE_TAG, quote_author
from mentions.clean import Said
from mentions.plain import write_at
from mentions.quoting import Quoting
from mentions.urls import canonical

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_QUOTE_MARK = re.compile(r"(?: {0,3}(?:>(?!!)|&gt;(?!!)) ?)+")  # ">!" begins Reddit's spoilers
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}|[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*|[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]*\S+")
_PLAIN = re.compile(r"[^\\`*_~!\[\]<>&|]*")
_CODE = re.compile(r"(`[^`]+`|``[^`]+(?:`[^`]+)*``)")
_CODE_MARKS = re.compile(r"^`+|`+$")
_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+[\"'(][^\"'()]*[\"')])?\)|\[[^\[\]]*\])")
_TARGET = re.compile(r"(!?)\[[^\[\]]{0,500}\]\(<?(https?://[^\s<>()]{1,2000}(?:\([^\s()]{0,200}\)[^\s<>()]{0,200})?)")
_LINKS_MAX = 100
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DOUBLE = re.compile(r"(?<![*~])(?:\*\*|~~)(?![*~])")
_OPENS = re.compile(r"(?<![\w*_])(?:\*{1,3}|_{1,3})(?=[^\s*_])")
_CLOSES = re.compile(r"(?<=[^\s*_])(?:\*{1,3}|_{1,3})(?![\w*_])")
_SPOILER = re.compile(r">!|!<|\|\|")
_EMOJI = re.compile(r":[\w+-]{1,40}:|[^\x00-\x7f\w]{1,12}")
_KEPT = "\ue000"  # stands for a character that a backslash protects


def markdown_to_text(source: str) -> Said:
    r"""Give the words of a Markdown text and its quotes: links as their text, code as it is, marks of emphasis gone, line breaks kept.

    >>> markdown_to_text("> Is it *good*?\n\n[Yes](https://example.org), **Mega**Fon is.")
    Said(text='Yes, MegaFon is.', quotes=(Quote(text='Is it good?', author=None, url=None),))
    """
    quoting = Quoting()
    links: dict[str, None] = {}
    fence, fence_depth, tags = "", 0, 0
    for line in source.splitlines():
        mark = None if fence and not fence_depth else _QUOTE_MARK.match(line)
        body = line[mark.end() :] if mark else line
        depth = tags + (mark.group().count(">") + mark.group().count("&gt;") if mark else 0)
        if (match := _FENCE.match(body)) and (not fence or match[1].startswith(fence)):
            fence, fence_depth = ("", 0) if fence else (match[1], depth - tags)
        elif fence:
            write_at(quoting, depth, body)
        elif tag := QUOTE_TAG.fullmatch(body.strip()):  # Discourse
            write_at(quoting, depth, "")
            quoting.open(quote_author(tag["by"]))
            tags += 1
        elif tags and body.strip().lower() == "[/quote]":
            tags -= 1
        elif definition := _DEFINITION.match(body):
            _note_links(links, () if depth else (definition[0].partition("]:")[2].strip(),))
        else:
            if not depth and "](" in body and len(links) < _LINKS_MAX:
                _note_links(links, (target for image, target in _TARGET.findall(body) if not image))
            write_at(quoting, depth, _inline(_block(body)))
    return replace(quoting.said(), links=tuple(links))


def _note_links(links: dict[str, None], targets: Iterable[str]) -> None:
    """Keep where own words link to."""
    links.update((url, None) for target in targets if (url := canonical(target)))


def _block(line: str) -> str:
    """Give a line without what makes it a heading, a list item, a table row or a rule."""
    if _RULE.fullmatch(line):
        return ""
    if heading := _HEADING.match(line):
        return _HEADING_END.sub("", line[heading.end() :])
    if bullet := _BULLET.match(line):
        line = line[bullet.end() :]
    return " ".join(cell.strip() for cell in line.strip().strip("|").split("|")) if line.lstrip().startswith("|") else line


def _inline(line: str) -> str:
    """Give a line's words: links as their text, marks of emphasis gone; code spans as they are."""
    if _PLAIN.fullmatch(line):
        return line
    pieces = _CODE.split(line)
    return "".join(_CODE_MARKS.sub("", piece) if at % 2 else _words(piece) for at, piece in enumerate(pieces))


def _words(text: str) -> str:
    """Give the words of a piece of a line that holds no code."""
    kept: list[str] = []

    def keep(escaped: re.Match[str]) -> str:
        kept.append(escaped[1])
        return _KEPT

    text = _ESCAPE.sub(keep, text.replace(_KEPT, ""))
    text = _LINK.sub(r"\1", _IMAGE.sub(_alt, text))
    text = _TAG.sub("", _BREAK.sub("\n", _AUTOLINK.sub(r"\1", text)))
    text = _SPOILER.sub("", _DOUBLE.sub("", text))
    if _OPENS.search(text) and _CLOSES.search(text):
        text = _CLOSES.sub("", _OPENS.sub("", text))
    text = html.unescape(text)
    return "".join(piece + mark for piece, mark in zip(text.split(_KEPT), [*kept, ""], strict=False))


def _alt(image: re.Match[str]) -> str:
    """Give what an image stands for when that is an emoji, else nothing."""
    return image[1] if _EMOJI.fullmatch(image[1]) else ""
