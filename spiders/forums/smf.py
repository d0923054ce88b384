"""Simple Machines Forum 1.1, 2.0 and 2.1.

Documentation: https://wiki.simplemachines.org/ · address: https://www.simplemachines.org/community/index.php?board=60.0
Quirks: before 2.1 `link[rel=next]` leads to the next *topic*; 1.1 builds a post of nested tables; the heading of a quote stands
before it; parts of an address are joined by `;`.
"""

import re

from mentions.page import Answer
from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

SENTENCE = r" ~ :\s*(.+?\d:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\b)?)"
TOPIC = r"@href ~ (?:[?/;]topic[=,]|topic-)(\d+)"
LINE = r" ~ ^\s*([^\n]+)"
SUBJECT = r"[id^=msg_]@id ~ ^msg_(\d+)$"

BOARD = Markup(
    posts=Posts(
        block="div:has(> .post_wrapper), #forumposts .bordercolor > div:has(> .poster), "
        "td:has(> table > tbody > tr > td > div.post[id^=msg_]), td:has(> table > tr > td > div.post[id^=msg_])",
        body=".inner[id^=msg_], .post > [id^=msg_], div.post[id^=msg_]",
        key=SUBJECT,
        author=".poster h4 a || .poster h4 || td:first-child > b",
        author_key=r"a[href*='action=profile']@href ~ [;&?]u=(\d+)",
        date=f".postinfo .smalltext || .keyinfo a.smalltext || .keyinfo .smalltext{SENTENCE} || .keyinfo .smalltext "
        f"|| [id^=subject_] + .smalltext{SENTENCE} || [id^=subject_] + .smalltext",
        edited=f"[id^=modified_]{SENTENCE}",
        url="[id^=subject_] a[href*='#msg']@href",
        anchor=r"@id ~ ^msg\d+$",
        title="[id^=subject_]",
        drop=".codeheader, .signature, .bbc_footnotes, .quotefooter",
        quotes="blockquote, .quote",
    ),
    rows=Rows(
        block="#topic_container > div:has([id^=msg_] a), tr:has(td [id^=msg_] > a)",
        url="[id^=msg_] a@href",
        key=f"[id^=msg_] a{TOPIC}",
        last=f"div.lastpost a || td.lastpost .smalltext{LINE} || td.lastpost{LINE} || td:last-child .smalltext{LINE}",
        replies="div.board_stats p || td.stats || td.replies || td:nth-child(5)",
        pinned=".sticky, .stickybg, .stickybg2, img[id^=stickyicon], img[src*='_sticky']",
        skip=".main_icons.move, img[src*='/post/moved.']",
    ),
    boards=".info a.subject, h4 > a[name^=b], b > a[name^=b], [id^=board_][id$=_children] a:not([href*='action='])@href",
    next="link[rel=next]:not([href*='prev_next'])@href || .current_page + a@href || strong + a.navPages, b + a.navPages@href",
    prev="link[rel=prev]:not([href*='prev_next'])@href || a:has(+ .current_page)@href "
    "|| a.navPages:has(+ strong), a.navPages:has(+ b)@href",
    empty="#topic_header h3.titlebg, #messageindex .catbg3[colspan] strong, #messageindex th[colspan] strong",
)
SCRIPT = re.compile(r"\bsmf_(?:scripturl|theme_url|images_url)\s*=")
VERSION = r" ~ SMF (\d+\.\d+(?:\.\d+)*)"
HOME = re.compile(r"\bsmf_scripturl\s*=\s*[\"']([^\"'?#]+/)")


class SmfSpider(BoardSpider):
    """An SMF board: its index names the boards, each board its topics."""

    engine = "smf"
    proof = "page"
    docs = "https://wiki.simplemachines.org/"
    layouts = (BOARD,)
    marks = ".postarea .inner[id^=msg_], .postarea + .moderatorbar"
    links = "a[href*='action=help'], a[href*='action=login'], a[href*='action=search'], link[rel=search]"
    version = f".copyright{VERSION} || #footer{VERSION} || body{VERSION}"

    @classmethod
    def is_marked(cls, answer: Answer) -> bool:
        """Return whether the page hands SMF's own variables to its scripts, or its posts bear its ids."""
        return bool(SCRIPT.search(answer.text)) or super().is_marked(answer)

    @classmethod
    def home(cls, answer: Answer) -> str | None:
        """Return where the board begins, as it tells its scripts or its links tell."""
        home = HOME.search(answer.text)
        return home[1] if home else super().home(answer)
