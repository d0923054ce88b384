"""What HTML elements mean for the layout of text: which start lines, which stand apart, which say nothing."""

import re
from unicodedata import is_normalized

from selectolax.lexbor import LexborNode

from mentions.attribution import LINE_MAX
from mentions.clean import SHORT, clean

BLOCK, PARAGRAPH, BREAK, _CELL = "\x01", "\x02", "\x03", " "  # in what the walk writes: start a line, leave one empty, <br>, stand apart
MARK = {
    **dict.fromkeys(("p", "blockquote", "ul", "ol", "dl", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure"), PARAGRAPH),
    **dict.fromkeys(("div", "section", "article", "aside", "header", "footer", "main", "nav", "address", "details", "summary"), BLOCK),
    **dict.fromkeys(("li", "tr", "dt", "dd", "fieldset", "form", "hr", "center", "figcaption", "caption", "legend"), BLOCK),
    **dict.fromkeys(("td", "th"), _CELL),
}
"""What stands before and after an element."""
INLINE = frozenset(("b", "i", "u", "s", "em", "strong", "span", "font", "small", "sup", "sub", "code"))
"""Elements that mean nothing for the layout."""
BREAKS = frozenset((BLOCK, PARAGRAPH, BREAK))
"""What ends a line."""
SKIPPED = frozenset(("script", "style", "template", "noscript", "head", "title", "svg", "canvas", "select", "datalist", "button"))
SKIPPED |= frozenset(("iframe", "object", "embed", "audio", "video"))
"""Elements whose content is not what somebody said."""
_EMOJI_CLASS = re.compile(r"emoji|smil|emotic", re.IGNORECASE)
_EMOJI_ALT = re.compile(r"[:;=8xX]['’]?[-^o]?[()\[\]DPpOo0|/\\*3$@]+|:[\w+-]{1,40}:|[^\x00-\x7f\w]{1,12}")
_ALT_MAX = 42


def lay_out(out: list[str]) -> str:
    """Give the text of what the walk wrote: a line for each run of text between breaks, an empty one where a reader sees a gap."""
    lines: list[str] = []
    line: list[str] = []
    gap = 0
    is_printable = True
    for piece in [*out, BLOCK]:
        if len(piece) != 1 or piece not in BREAKS:  # the length first: looking a long text up costs hashing it
            line.append(piece)
            continue
        if line:
            words = "".join(line).strip()
            if "  " in words or not words.isprintable():  # blanks but one at a time; most lines have none such
                words = " ".join(words.split())
                is_printable = is_printable and words.isprintable()
            if words:
                if gap > 1 and lines:
                    lines.append("")
                lines.append(words)
                gap = 0
            line.clear()
        gap = 2 if piece == PARAGRAPH else gap + 1 if piece == BREAK else max(gap, 1)
    text = "\n".join(lines)
    is_clean = is_printable and (text.isascii() or all(len(line) <= SHORT and is_normalized("NFC", line) for line in lines))
    return text if is_clean else clean(text)


def last_line(out: list[str]) -> tuple[str, int]:
    """Give the last line of what was written and where it starts in `out`; an empty line when it is too long to be looked at."""
    start, length = len(out), 0
    while start > 0 and length <= LINE_MAX:
        piece = out[start - 1]
        if piece in BREAKS and length:
            break
        length += 0 if piece in BREAKS else len(piece.strip())
        start -= 1
    if not 0 < length <= LINE_MAX:
        return "", start
    return " ".join("".join(piece for piece in out[start:] if piece not in BREAKS).split()), start


def emoji(node: LexborNode) -> str:
    """Give the alternative text of an image that stands for a character or a face, else nothing."""
    attributes = node.attributes
    alt = (attributes.get("alt") or attributes.get("data-shortname") or "").strip()
    if not alt or len(alt) > _ALT_MAX:
        return ""
    return alt if _EMOJI_ALT.fullmatch(alt) or _EMOJI_CLASS.search(attributes.get("class") or "") else ""
