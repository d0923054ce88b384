"""Mailing lists and newsgroups as mbox files (RFC 4155), plain or packed: any archive that offers them, or an operator's own export.

Documentation: https://www.rfc-editor.org/rfc/rfc4155 · address: https://lists.example.org/archives/tea.mbox
Quirks: see `spiders.base.mailbox`. A file is read whole each time it has changed; newest messages usually stand last.
"""

from dataclasses import replace

from mentions.page import Answer, Page
from spiders.base.engine import Detection
from spiders.base.mailbox import is_mailbox, read_mailbox
from spiders.base.streams import StreamSpider


class MboxSpider(StreamSpider):
    """An mbox file is a stream of one page."""

    engine = "mbox"
    family = "forums"
    proof = "page"
    docs = "https://www.rfc-editor.org/rfc/rfc4155"
    address = "the mbox file's own address"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the messages, newest first as a stream has them."""
        found = read_mailbox(cls, answer)
        page = cls.page(answer, mentions=found, empty=True)
        times = [one.posted_at for one in found if one.posted_at]
        return replace(page, mentions=page.mentions[::-1]) if times and times[0] < times[-1] else page

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection where the file begins with a message."""
        return Detection(engine=cls.engine, score=0.7) if is_mailbox(answer.body) else None
