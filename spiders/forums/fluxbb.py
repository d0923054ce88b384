"""FluxBB 1.2 to 1.5, and PunBB 1.2, which it grew from (later PunBB is the engine `punbb`).

Documentation: https://fluxbb.org/docs/ · address: https://bbs.archlinux.org/viewforum.php?id=20
Quirks: a topic's date is the text of the link to its post; the edit note is the text's last paragraph; results of a search are a
forum's rows with one more column.
"""

from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

BOARD = Markup(
    posts=Posts(
        block=".blockpost[id^=p]",
        body=".postmsg",
        key=r"@id ~ ^p(\d+)$",
        author=".postleft dt",
        author_key=r".postleft dt a@href ~ [?&]id=(\d+)",
        date="h2 a[href*='#p'] || h2 a",
        edited=r".postedit ~ \(([^()]+)\)\s*$",
        url="h2 a[href*='#p']@href || h2 a@href",
        title=".postright h3",
        drop=".postedit, .postsignature, .codebox h4",
        quotes=".quotebox, blockquote",
    ),
    rows=Rows(
        block="#vf tr:has(.tclcon a)",
        url=".tclcon a@href",
        key=r".tclcon a@href ~ [?&]id=(\d+)",
        last=".tcr a",
        replies=r".tc2 ~ ^\s*([\d.,\s]+)$ || .tc3 ~ ^\s*([\d.,\s]+)$",
        pinned=".isticky",
        skip=".imoved, .movedtext",
    ),
    boards=".blocktable tr:not(.iredirect) .tclcon h3 a@href",
    next="link[rel=next]@href || .pagelink a[rel=next]@href || .pagelink strong + a@href",
    prev="link[rel=prev]@href || .pagelink a[rel=prev]@href || .pagelink a:has(+ strong)@href",
    empty="#vf .inone",
)


class FluxbbSpider(BoardSpider):
    """A FluxBB board: its index names the forums, each forum its topics."""

    engine = "fluxbb"
    proof = "page"
    docs = "https://fluxbb.org/docs/"
    layouts = (BOARD,)
    marks = ".pun[id^=pun]"
    links = "a[href*='viewforum.php'], a[href*='viewtopic.php'], a[href*='userlist.php'], a[href*='login.php'], a[href^='index.php']"
