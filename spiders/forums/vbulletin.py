"""vBulletin 3, 4, 5 and 6.

Documentation: https://www.vbulletin.com/docs/html/ · address: https://forum.vbulletin.com/forum/vbulletin-6
Quirks: SEO add-ons rewrite addresses, so only ids and classes tell what a link is; a quote of vBulletin 3 is a table below the line
"Quote:"; links to the next page may be scripts; the order of day and month is the board's (`date_order` of the site).
"""

from mentions.page import Answer
from spiders.base.board import BoardSpider
from spiders.base.markup import base_url
from spiders.base.on_page import on_page
from spiders.layouts.vbulletin import ARCHIVE, VBULLETIN3, VBULLETIN4, VBULLETIN5


class VbulletinSpider(BoardSpider):
    """A vBulletin board: its index names the forums, each forum its threads."""

    engine = "vbulletin"
    proof = "page"
    docs = "https://www.vbulletin.com/docs/html/"
    layouts = (VBULLETIN5, VBULLETIN4, VBULLETIN3, ARCHIVE)
    version = r"meta[name=generator]@content ~ ^vBulletin\s*(\d+(?:\.\d+)*)"
    versions = {  # noqa: RUF012 - the base's ClassVar
        "li.b-post.js-post, tr.topic-item[data-node-id]": "5",
        "#e_vb_meta_bburl, li.postbitlegacy[id^=post_], li.threadbit[id^=thread_]": "4",
        "[id^=td_post_] [id^=post_message_], [id^=td_threadtitle_] [id^=thread_title_], td.alt1Active[id^=f], td.vbmenu_control": "3",
        "meta[name=generator][content^=vBulletin]": "",
    }
    links = "a[href*='showthread.php'], a[href*='forumdisplay.php'], a[href*='member.php'], a[href*='faq.php'], a[href*='register.php']"

    @classmethod
    def home(cls, answer: Answer) -> str | None:
        """Return the board's address as it names it itself, as its links tell, or what its addresses are relative to."""
        named = on_page(answer, "#e_vb_meta_bburl@content")
        return named or super().home(answer) or base_url(answer)
