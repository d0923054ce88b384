"""Invision Community 4 and 5, and IP.Board 2 and 3 before them.

Documentation: https://invisioncommunity.com/developers/ · address: https://invisioncommunity.com/forums/
Quirks: every post names its author twice, for narrow and for wide screens; "previous" stands on the first page too, switched off;
an edit note stands within the text; addresses may be behind a question mark (`index.php?/topic/ID-slug/`).
"""

import re

from spiders.base.board import BoardSpider
from spiders.layouts.ips import IPB2, IPB3, IPS4


class IpsSpider(BoardSpider):
    """An Invision board: its index names the forums, each forum its topics."""

    engine = "ips"
    proof = "page"
    docs = "https://invisioncommunity.com/developers/"
    layouts = (IPS4, IPB3, IPB2)
    versions = {  # noqa: RUF012 - the base's ClassVar
        "body[data-pagemodule][data-controller*='core.front.core.app'][data-ips-hook]": "5",
        "body[data-pagemodule][data-controller*='core.front.core.app']": "4",
        "body#ipboard_body, link[href*='ipbv='], .post_block[id^=post_id_]": "3",
        ".postcolor[id^=post-], a[id^=tid-link-], #ipbwrapper": "2",
    }
    places = re.compile(r"^https?://.*?/(?=(?:index\.php)?(?:\?/|/)?(?:topic|forum|profile|user|announcement)/\d|index\.php\?show)")
