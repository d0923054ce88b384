"""WoltLab's layouts: WoltLab Suite Forum with Burning Board 4, and Burning Board 3."""

from spiders.base.markup import Markup, Posts, Rows

SUITE = Markup(
    posts=Posts(
        block="li[id^=post]:has(> article.wbbPost), article.wbbPost[id^=post]",
        body=".messageText",
        key=r"@id ~ ^post(\d+)$ || article@data-post-id",
        author=".messageAuthor .username || .messageAuthorContainer .username || .messageSidebar .username "
        "|| [itemprop=author] [itemprop=name]",
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
