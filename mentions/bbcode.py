"""BBCode to text, for feeds and APIs of boards that give only the source."""

import html
import re

from mentions.clean import Said
from mentions.quoting import Quoting

QUOTE_TAG = re.compile(r"\[quote(?:[=\s:](?P<by>[^\[\]\n]{1,300}))?\]", re.IGNORECASE)
_TAG = re.compile(r"\[(?P<end>/?)(?P<name>[a-z]+\d?|\*)(?:[=\s:](?P<value>[^\[\]\n]{0,300}))?\]|(?P<br><br ?/?>\n?)", re.IGNORECASE)
_NAMED = re.compile(r"(?:author|name|user(?:name)?)\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|(\S.*?)(?=\s+\w+=|$))", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|&quot;(.+?)&quot;|(.+))")
_DETAILS = re.compile(
    r";\d+.*$|,\s*(?:post|member|topic|uid|full|date)\s*:.*$|\s+(?:post_?id|pid|post|time|date(?:line)?|user_?id|link|msg|source)=.*$"
)
_GONE = frozenset(("img", "attach", "attachment", "media", "video", "youtube", "flash", "audio", "gallery", "embed", "sigpic"))
"""Tags whose content is an address or a number, not words."""
_LITERAL = frozenset(("code", "noparse", "nobbc", "plain", "php", "html", "icode", "pre"))
_LINES = frozenset(
    ("*", "li", "list", "hr", "tr", "table", "center", "left", "right", "indent", "justify", "align", "spoiler", "code", "php", "ul", "ol")
)
_LINES |= frozenset(("h1", "h2", "h3", "h4", "heading", "pre", "html"))
_WORDS = frozenset(
    ("b", "i", "u", "s", "url", "email", "color", "colour", "size", "font", "sub", "sup", "td", "th", "user", "highlight", "strike")
)
_WORDS |= frozenset(
    ("bgcolor", "background", "acronym", "abbr", "tt", "mention", "post", "thread", "topic", "move", "glow", "shadow", "ispoiler", "iurl")
)
_KNOWN = _GONE | _LITERAL | _LINES | _WORDS | {"quote"}


def bbcode_to_text(source: str) -> Said:
    r"""Give the words of a BBCode text and its quotes: links as their text, images left out, code as it is, unknown brackets kept.

    >>> bbcode_to_text("[quote=Ann;12]Is it good?[/quote]\nMe[b]ga[/b]Fon is. [sic]")
    Said(text='MegaFon is. [sic]', quotes=(Quote(text='Is it good?', author='Ann', url=None),))
    """
    quoting = Quoting()
    line: list[str] = []
    inside, at, opened = "", 0, 0
    closings = len(re.findall(r"\[/quote\]", source, re.IGNORECASE))
    for tag in _TAG.finditer(source):
        name, is_end = (tag["name"] or "br").lower(), bool(tag["end"])
        if inside and not (is_end and name == inside):
            continue
        if inside not in _GONE:
            line.append(source[at : tag.start()])
        at = tag.end()
        inside = "" if is_end else name if name in _GONE | _LITERAL else inside
        if name == "quote":
            if not is_end and closings > opened:  # one that nothing ends is no quote
                _end_line(quoting, line)
                quoting.open(quote_author(tag["value"]))
                opened += 1
            elif is_end and quoting.depth:
                _end_line(quoting, line)
                quoting.close()
        elif name == "br" or name in _LINES:
            line.append("\n")
        elif name in ("td", "th"):
            line.append(" ")
        elif name not in _KNOWN:
            line.append(tag.group())
    line.append("" if inside in _GONE else source[at:])
    _end_line(quoting, line)
    return quoting.said()


def quote_author(by: str | None) -> str | None:
    """Give who a quote tag names: `"Ann, post: 1, member: 2"`, `Ann;12`, `name="Ann" post=1`, `author=Ann link=topic=2.0 date=3`.

    >>> quote_author('"Ann Lee, post: 1, member: 2"'), quote_author("Ann;12"), quote_author("author=Ann Lee link=topic=2.0 date=3")
    ('Ann Lee', 'Ann', 'Ann Lee')
    """
    if not by:
        return None
    match = _NAMED.search(by) or _FIRST.match(by)
    name = next((part for part in match.groups() if part), "") if match else ""
    return html.unescape(_DETAILS.sub("", name)).strip(" \"'@") or None


def _end_line(quoting: Quoting, pieces: list[str]) -> None:
    """Write what was read so far."""
    for line in html.unescape("".join(pieces)).splitlines():
        quoting.write(line)
    pieces.clear()
