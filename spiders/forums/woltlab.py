"""WoltLab Suite Forum 5 and 6, and Burning Board 3 and 4 before them.

Documentation: https://docs.woltlab.com/ · address: https://www.woltlab.com/community/
Quirks: times are elements of WoltLab's own (`woltlab-core-date-time`) since 6; the id of a post stands on its list item; "similar
threads" below a thread are links of the same class as a board's.
"""

import re

from spiders.base.board import BoardSpider
from spiders.layouts.woltlab import BURNING_BOARD_3, SUITE


class WoltlabSpider(BoardSpider):
    """A WoltLab forum: its index names the boards, each board its threads."""

    engine = "woltlab"
    proof = "page"
    docs = "https://docs.woltlab.com/"
    layouts = (SUITE, BURNING_BOARD_3)
    marks = "body[id^=tpl_wbb_], body[data-application=wbb], article.wbbPost, .message[id^=postRow] [id^=postText], #tplBoard .columnTopic"
    places = re.compile(
        r"^https?://.*?/(?=(?:index\.php)?(?:\?|/)?(?:thread|board|board-list)/|index\.php\?page=(?:thread|board)\b)", re.IGNORECASE
    )
