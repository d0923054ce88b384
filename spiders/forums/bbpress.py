"""bbPress, the forums of WordPress.

Documentation: https://codex.bbpress.org/ · source: https://github.com/bbpress/bbPress/tree/trunk/src/templates/default
Quirks: a post's heading, with its id and date, stands beside its body, not around it; listings show how long ago the last post was,
no time; their count of posts includes the first one (boards that show the topic above its replies count replies alone).
"""

from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

BOARD = Markup(
    posts=Posts(
        block="div:has(> .bbp-reply-content), div:has(> .bbp-topic-content), tr:has(> td.bbp-reply-content, > td.bbp-topic-content)",
        body=".bbp-reply-content, .bbp-topic-content",
        key=r"@id ~ ^post-(\d+)$ || <@id ~ ^post-(\d+)$ || @class ~ \bpost-(\d+)\b",
        author=".bbp-author-name || .bbp-reply-author a:not(:has(img)), .bbp-topic-author a:not(:has(img))",
        author_key=r"@class ~ \buser-id-([1-9]\d*)",
        date="< .bbp-reply-post-date, .bbp-topic-post-date || .bbp-reply-post-date, .bbp-topic-post-date",
        url="< .bbp-reply-permalink, .bbp-topic-permalink@href || .bbp-reply-permalink, .bbp-topic-permalink@href",
        skip=".status-trash, .status-spam, .status-pending",
        drop=".bbp-reply-revision-log, .bbp-topic-revision-log, .bbp-attachments, .bbp-signature, .bbp-reply-signature",
    ),
    rows=Rows(
        block=".bbp-topics .bbp-body > ul, .bbp-topics .bbp-body > li > ul, table.bbp-topics tbody tr",
        url="a.bbp-topic-permalink@href || .bbp-topic-title > a@href",
        key=r"@id ~ ^bbp-topic-(\d+)$ || @class ~ \bpost-(\d+)\b",
        last=".bbp-topic-freshness > a, .bbp-topic-freshness > p > a",
        posts=".bbp-topic-reply-count",
        pinned=".sticky, .super-sticky",
    ),
    boards="#bbpress-forums a.bbp-forum-title, #bbpress-forums .bbp-forums-list a.bbp-forum-link@href",
    next=".bbp-pagination-links a.next@href",
    prev=".bbp-pagination-links a.prev@href",
    title="h1.entry-title || .bbp-breadcrumb-current",
    total=r".bbp-pagination-count ~ (\d[\d.,]*)\D*$",
    empty="#bbpress-forums .bbp-template-notice:not(.info, .error, .important)",
)


class BbpressSpider(BoardSpider):
    """A bbPress board: its root names the forums, each forum its topics."""

    engine = "bbpress"
    proof = "page"
    docs = "https://codex.bbpress.org/"
    layouts = (BOARD,)
    marks = "#bbpress-forums, body.bbpress .bbp-body"
    links = "a.bbp-breadcrumb-root"
