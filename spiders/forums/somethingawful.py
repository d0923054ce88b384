"""The forums of Something Awful, grown from vBulletin 2.

Documentation: https://github.com/Awful/Awful.app (a reader of these pages) · address: https://forums.somethingawful.com/showthread.php?threadid=3507451
Quirks: the links that lead to other pages carry `userid=0`; a post's date stands behind three links; pages are windows-1252.
"""

from typing import ClassVar, Literal

from mentions.page import Answer, Page
from spiders.base.engine import Detection, Family
from spiders.base.forum import ForumSpider
from spiders.base.markup import Markup, Posts, Rows, folder_of, read_markup

BOARD = Markup(
    posts=Posts(
        block="table.post[id^=post]",
        body="td.postbody",
        key=r"@id ~ ^post(\d+)$",
        author="dt.author",
        author_key=r"td.userinfo@class ~ \buserid-(\d+) || a.user_jump@href ~ userid=(\d+)",
        date=r"td.postdate ~ ([A-Z][a-z]{2} \d.*)$ || td.postdate",
        edited=r".editedby ~ \bat\s+(.+)$",
        url="td.postdate a[href^='#post']@href",
        anchor="@id",
        reply_to=r".bbc-block a.quote_link@href ~ #post(\d+)$",
        skip="table.post.ignored",
        drop=".editedby, .signature, .bbc-block.code > h5, .bbc-block.php > h5",
        quotes=".bbc-block:has(> blockquote)",
    ),
    rows=Rows(
        block="tr.thread[id^=thread]",
        url="a.thread_title@href",
        key=r"@id ~ ^thread(\d+)$",
        last="td.lastpost .date",
        replies="td.replies",
        pinned="td.title_sticky, tr.sticky",
        skip=".announcement",
    ),
    boards="#forums a.forum, #subforums a[href*='forumid=']@href",
    next=".pages a[title='Next page']@href",
    prev=".pages a[title='Previous page']@href",
    title="a.bclast",
)


class SomethingawfulSpider(ForumSpider):
    """Something Awful: its index names the forums, each forum its threads."""

    engine = "somethingawful"
    family: ClassVar[Family] = "forums"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://github.com/Awful/Awful.app"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts, threads or forums of a page."""
        return read_markup(cls, answer, (BOARD,))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection where the page's body bears the site's name."""
        if answer.is_json or not answer.html.css_matches("body#something_awful"):
            return None
        return Detection(engine=cls.engine, score=1.0, url=folder_of(answer, "a[href*='forumdisplay.php'], a[href*='showthread.php']"))
