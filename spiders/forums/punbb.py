"""PunBB 1.3 and 1.4 (1.2 is read by the engine `fluxbb`).

Documentation: https://punbb.informer.com/docs/ · source: https://github.com/punbb/punbb
Quirks: addresses are a setting of the board (`viewtopic.php?id=7`, `topic7.html`, `topic/7/subject/`), so ids are told by elements;
the post's id stands on its heading, beside its body.
"""

from mentions.page import Answer
from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows
from spiders.base.on_page import on_page

BOARD = Markup(
    posts=Posts(
        block=".main-topic .post:has(> .posthead[id^=p])",
        body=".entry-content",
        key=r".posthead@id ~ ^p(\d+)$",
        author=".post-byline a, .post-byline strong || .username",
        author_key=r".post-byline a@href ~ (?:[?&]id=|user/?)(\d+)",
        date=".post-link a || .posthead .permalink",
        edited=r".lastedit ~ \(([^()]+)\)\s*$",
        url=".post-link a@href || .posthead .permalink@href",
        drop=".lastedit, .sig-content",
        quotes=".quotebox, blockquote",
    ),
    rows=Rows(
        block=".main-item[id^=topic]",
        url=".item-subject h3 a@href",
        key=r"@id ~ ^topic(\d+)$",
        last=".info-lastpost a",
        replies=".info-replies strong",
        pinned=".main-item.sticky",
        skip=".main-item.moved",
    ),
    boards=".main-item[id^=forum]:not(.redirect) .item-subject h3 a@href",
    title="h1.main-title .permalink || .main-title",
    empty=".main-forum .main-item.empty",
)


class PunbbSpider(BoardSpider):
    """A PunBB board: its index names the forums, each forum its topics."""

    engine = "punbb"
    docs = "https://punbb.informer.com/docs/"
    layouts = (BOARD,)
    marks = ".brd .brd-page[id^=brd-], #brd-wrap #brd-main"

    @classmethod
    def home(cls, answer: Answer) -> str | None:
        """Return the board's index, as its bar of links names it."""
        return on_page(answer, "#navindex a, #brd-navlinks a@href")
