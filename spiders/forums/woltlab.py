"""WoltLab Suite Forum 5 and 6, and Burning Board 3 and 4 before them.

Documentation: https://docs.woltlab.com/ · address: https://www.woltlab.com/community/
Quirks: times are elements of WoltLab's own (`woltlab-core-date-time`) since 6; the id of a post stands on its list item; "similar
threads" below a thread are links of the same class as a board's.
"""

import re

from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

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
BURNING_BOARD_3 = Markup(
    posts=Posts(
        block=".message[id^=postRow]",
        body="[id^=postText]",
        key=r"@id ~ ^postRow(\d+)$",
        author=".messageSidebar .userName",
        author_key=r".userName a@href ~ userID=(\d+)",
        date=".messageHeader .containerContent .light, .messageHeader .smallFont",
        edited=r".editNote ~ \(([^()]+)\)\s*$",
        url="a.messageNumber@href",
        title=".messageTitle",
        drop=".codeBox > .codeHeader, .codeBox h3",
        quotes="blockquote.quoteBox, blockquote",
    ),
    rows=Rows(
        block="tr:has(> .columnTopic)",
        url="[id^=threadTitle] > a[href]@href || .columnTopic .topic a@href",
        key=r"[id^=threadTitle]@id ~ (\d+)$ || .columnTopic a@href ~ threadID=(\d+)",
        last=r".columnLastPost .light ~ ^\W*(.+?)\W*$",
        replies=".columnReplies",
    ),
    boards=".boardTitle a[href]@href",
    next=".pageNavigation .active + li a@href",
    prev=".pageNavigation li:has(+ .active) a@href",
    title=".headlineContainer h2 a",
)


class WoltlabSpider(BoardSpider):
    """A WoltLab forum: its index names the boards, each board its threads."""

    engine = "woltlab"
    proof = "page"
    docs = "https://docs.woltlab.com/"
    layouts = (BOARD, BURNING_BOARD_3)
    marks = "body[id^=tpl_wbb_], body[data-application=wbb], article.wbbPost, .message[id^=postRow] [id^=postText], #tplBoard .columnTopic"
    places = re.compile(
        r"^https?://.*?/(?=(?:index\.php)?(?:\?|/)?(?:thread|board|board-list)/|index\.php\?page=(?:thread|board)\b)", re.IGNORECASE
    )
