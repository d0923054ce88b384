"""XenForo 1 and 2, with the themes that drop attributes.

Documentation: https://xenforo.com/docs/xf2/ · address: https://xenforo.com/community/threads/xenforo-2-3-released.222540/
Quirks: XenForo 1 prints recent times as `abbr[data-time]`, older ones as `span[title]`, and its addresses are relative to `<base>`;
"similar threads" below a topic look like a forum's rows; some themes drop `data-author` and `data-content`, or print the date as text.
"""

import re

from spiders.base.board import BoardSpider
from spiders.layouts.xenforo import XENFORO1, XENFORO2


class XenforoSpider(BoardSpider):
    """A XenForo board: its index names the forums, each forum its threads."""

    engine = "xenforo"
    proof = "page"
    docs = "https://xenforo.com/docs/xf2/"
    layouts = (XENFORO2, XENFORO1)
    version = "@data-xf"
    versions = {"html#XF, article.js-post .bbWrapper, .structItem--thread .structItem-title": "2", "html#XenForo": "1"}  # noqa: RUF012 - the base's ClassVar
    places = re.compile(r"^https?://.*?/(?=(?:index\.php\?)?(?:threads|forums|posts|members|categories|whats-new)/)")
