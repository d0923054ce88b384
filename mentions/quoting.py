"""Sorting a text's lines into own words and quotes as markers come by, for the formats that are read line by line."""

from dataclasses import dataclass, field

from mentions.attribution import quoted_author, without_expanders
from mentions.clean import Said, clean
from mentions.mention import Quote

_DEPTH_MAX = 50  # levels told apart; what is deeper belongs to the deepest


@dataclass(slots=True)
class _Level:
    """The post, or a quote within it."""

    lines: list[str] = field(default_factory=list)
    author: str | None = None
    quotes: list[Quote] = field(default_factory=list)


class Quoting:
    """A post being read: `write` its pieces, `open` and `close` its quotes, then ask `said`."""

    def __init__(self) -> None:
        self._levels = [_Level()]
        self._deeper = 0

    @property
    def depth(self) -> int:
        """How many quotes are open."""
        return len(self._levels) - 1 + self._deeper

    def write(self, line: str) -> None:
        """Add a line to what is open."""
        self._levels[-1].lines.append(line)

    def open(self, author: str | None = None) -> None:
        """Begin a quote. The line before it goes with it when all it does is to say who is quoted."""
        if len(self._levels) > _DEPTH_MAX:
            self._deeper += 1
            return
        named = _take_attribution(self._levels[-1].lines)
        self._levels.append(_Level(author=author or named or None))

    def close(self) -> None:
        """End the innermost quote."""
        if self._deeper:
            self._deeper -= 1
            return
        quote = self._levels.pop()
        outer = self._levels[-1]
        text = without_expanders(clean("\n".join(quote.lines)))
        first, _, rest = text.partition("\n")
        if (named := quoted_author(first)) is not None:
            text, quote.author = rest.strip(), quote.author or named or None
        outer.quotes += [Quote(text=text, author=quote.author), *quote.quotes] if text else quote.quotes
        outer.lines.append("")

    def said(self) -> Said:
        """Give what was said; open quotes end here."""
        while self.depth:
            self.close()
        post = self._levels[0]
        return Said(without_expanders(clean("\n".join(post.lines))), tuple(post.quotes))


def _take_attribution(lines: list[str]) -> str | None:
    """Take the last line, or the last two ("On 5 May 2020, / Ann wrote:"), off `lines` when they say who is quoted; give the name."""
    at = len(lines)
    while at and not lines[at - 1].strip():
        at -= 1
    for count in (2, 1):
        if at < count or not all(line.strip() for line in lines[at - count : at]) or (count > 1 and not _is_date_line(lines[at - count])):
            continue
        author = quoted_author(" ".join(line.strip() for line in lines[at - count : at]))
        if author is not None:
            del lines[at - count :]
            return author
    return None


def _is_date_line(line: str) -> bool:
    """Tell whether a line can be the first of a mail's attribution that was folded: it holds a date, and ends open."""
    return any(char.isdigit() for char in line) and line.rstrip()[-1:] not in (".", "!", "?")
