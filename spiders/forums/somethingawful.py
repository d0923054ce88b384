"""The forums of Something Awful, grown from vBulletin 2.

Documentation: https://github.com/Awful/Awful.app (a reader of these pages) · address: https://forums.somethingawful.com/showthread.php?threadid=3507451
Quirks: the links that lead to other pages carry `userid=0`; a post's date stands behind three links; pages are windows-1252.
"""

from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

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


class SomethingawfulSpider(BoardSpider):
    """Something Awful: its index names the forums, each forum its threads."""

    engine = "somethingawful"
    proof = "page"
    docs = "https://github.com/Awful/Awful.app"
    layouts = (BOARD,)
    marks = "body#something_awful"
    links = "a[href*='forumdisplay.php'], a[href*='showthread.php']"
