"""Plain text as mail and newsgroups write it: `>` quotes, "On … wrote:", and a signature under "-- "."""

import re

from mentions.clean import Said
from mentions.quoting import Quoting

_QUOTED = re.compile(r" ?(?:>[ \t]?)+")
_SIGNATURE_LINES_MAX = 12  # lines; what follows a lone "--" for longer is no signature


def plain_to_text(source: str) -> Said:
    r"""Give the words of a plain text and its quotes; line breaks are kept.

    >>> plain_to_text("On 5 May 2020, Ann wrote:\n> Is it good?\nYes.\n-- \nBob")
    Said(text='Yes.', quotes=(Quote(text='Is it good?', author='Ann', url=None),))
    """
    quoting = Quoting()
    for line in without_signature(source.splitlines()):
        mark = _QUOTED.match(line)
        write_at(quoting, mark.group().count(">") if mark else 0, line[mark.end() :] if mark else line)
    return quoting.said()


def without_signature(lines: list[str]) -> list[str]:
    """Give the lines before the signature (RFC 3676, 4.3: a line "-- "; many programs lose the blank)."""
    for at in range(len(lines) - 1, max(len(lines) - 2 - _SIGNATURE_LINES_MAX, -1), -1):
        if lines[at] in ("-- ", "--", "—"):
            return lines[:at]
    return lines


def write_at(quoting: Quoting, depth: int, line: str) -> None:
    """Write a line at a depth of quotes, opening and closing as many as that takes."""
    while quoting.depth > depth:
        quoting.close()
    while quoting.depth < depth:
        quoting.open()
    quoting.write(line)
