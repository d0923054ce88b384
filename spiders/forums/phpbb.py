"""phpBB 2 and 3: subSilver, subsilver2, prosilver and the styles made from them.

Documentation: https://area51.phpbb.com/docs/dev/3.3.x/ · address: https://www.phpbb.com/community/viewtopic.php?t=2578706
Quirks: links carry a session (`sid`); addresses may be rewritten (`…-f26-25.html`); before 3.3 a date is the text behind "»"; in the
table styles a signature is a second `.postbody`, or follows a line of underscores.
"""

from mentions.page import Answer
from spiders.base.board import BoardSpider
from spiders.base.engine import Detection
from spiders.layouts.phpbb import PRINT, PROSILVER, SUBSILVER, SUBSILVER2


class PhpbbSpider(BoardSpider):
    """A phpBB board: its index names the forums, each forum its topics."""

    engine = "phpbb"
    proof = "page"
    docs = "https://area51.phpbb.com/docs/dev/3.3.x/"
    layouts = (PROSILVER, SUBSILVER2, SUBSILVER, PRINT)
    marks = (
        "body#phpbb, meta[name=copyright][content*=phpBB], link[href*='style.php?id='], link[href*='/theme/stylesheet.css'], "
        "link[rel=stylesheet][href^='templates/'], dl.postprofile, a.topictitle, a.forumtitle, a.maintitle, a.forumlink"
    )
    links = "a[href*='viewtopic.php'], a[href*='viewforum.php'], a[href*='memberlist.php'], a[href*='ucp.php'], a[href*='faq.php']"

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection where phpBB's own style files and addresses are seen together."""
        detection = super().recognise(answer)
        return detection if detection and detection.url else None
