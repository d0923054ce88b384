"""WoltLab Suite Forum 5 and 6, and Burning Board 4 before them.

Documentation: https://docs.woltlab.com/ · address: https://www.woltlab.com/community/
Quirks: times are elements of WoltLab's own (`woltlab-core-date-time`) since 6; the id of a post stands on its list item; "similar
threads" below a thread are links of the same class as a board's.
"""

import re
from typing import ClassVar, Literal

from mentions.page import Answer, Page
from spiders.base.engine import Detection, Family
from spiders.base.forum import ForumSpider
from spiders.base.locate import find
from spiders.base.markup import Markup, Posts, Rows, read_markup

BOARD = Markup(
    posts=Posts(
        block="li[id^=post]:has(> article.wbbPost), article.wbbPost[id^=post]",
        body=".messageText",
        key=r"@id ~ ^post(\d+)$ || article@data-post-id",
        author=".messageAuthor .username || .messageAuthorContainer .username || [itemprop=author] [itemprop=name]",
        author_key=r".messageAuthor a@href ~ /user/(\d+)",
        date="meta[itemprop=datePublished]@content || .messagePublicationTime woltlab-core-date-time@date "
        "|| .messagePublicationTime time@datetime || .messageHeader time@datetime",
        edited="meta[itemprop=dateModified]@content || .wbbPostEditNote woltlab-core-date-time@date || .wbbPostEditNote time@datetime",
        url="a.permalink@href || a.messagePublicationTime@href",
        anchor=r"@id ~ ^post\d+$",
        reply_to=r"blockquote@cite ~ postID=(\d+)",
        skip=".wbbPostDeleted, .messageDeleted, .messageDisabled",
        drop=".quoteBoxIcon, .codeBoxHeader, .messageSignature, .unfurlUrlCard, .unfurlUrlCardContainer, .toggleButton",
    ),
    rows=Rows(
        block="tr.wbbThread, .tabularListColumns.wbbThread",
        url="a.wbbTopicLink@href || .columnSubject h3 a@href",
        key="@data-thread-id",
        last=".columnLastPost woltlab-core-date-time@date || .columnLastPost time@datetime",
        replies=".columnReplies || .columnStats dl:first-child dd",
        pinned=".wbbThreadSticky, .messageGroupSticky, .jsLabelSticky, .jsIconSticky, [name=thumbtack]",
        skip=".messageDeleted",
    ),
    boards="[data-board-id] h3 a, .wbbSubBoards a@href",
    next="link[rel=next]@href || .pagination a[rel=next]@href || .pagination .skip:last-child a@href",
    prev="link[rel=prev]@href || .pagination a[rel=prev]@href",
    title="h1.contentTitle || h1 a || h1",
)
MARKS = "body[id^=tpl_wbb_], body[id^=tplThread][data-application=wbb], body[data-application=wbb], article.wbbPost"
HOME = re.compile(r"^https?://.*?/(?=(?:index\.php)?(?:\?|/)?(?:thread|board|board-list)/)", re.IGNORECASE)


class WoltlabSpider(ForumSpider):
    """A WoltLab forum: its index names the boards, each board its threads."""

    engine = "woltlab"
    family: ClassVar[Family] = "forums"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://docs.woltlab.com/"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts, threads or boards of a page."""
        return read_markup(cls, answer, (BOARD,))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection where the page's template is one of the forum's own."""
        if answer.is_json or answer.html.root is None or not answer.html.css_matches(MARKS):
            return None
        home = HOME.match(find(answer.html.root, "link[rel=canonical]@href") or "") or HOME.match(answer.url)
        return Detection(engine=cls.engine, score=1.0, url=home.group() if home else None)
