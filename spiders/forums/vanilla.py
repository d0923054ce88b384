"""Vanilla Forums 2 and 3 as they are printed (Higher Logic Vanilla).

Documentation: https://success.vanillaforums.com/kb · address: https://open.vanillaforums.com/discussions
Quirks: discussions and comments are numbered apart, so a comment's key keeps its prefix; what a reader sees of a date is "May 2015",
the whole one is an attribute; 2.0 counts the first post among a discussion's comments, later versions do not.
Limits: API v2 allows 300 GET a minute for an address, more than 250 in 10 seconds block it.
"""

from dataclasses import replace

from mentions.page import Answer
from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows
from spiders.base.on_page import on_page

ROWS = Rows(
    block="li.ItemDiscussion, tr.ItemDiscussion, li[id^=Discussion_]:has(.ItemContent)",
    url=".Title a@href || a.Title@href",
    key=r"@id ~ ^Discussion_(\d+)$ || .Title a@href ~ /discussion/(\d+)",
    last=".LastCommentDate time@datetime || .LastUser time@datetime || .LastCommentDate",
    replies=".CommentCount [title]@title || .CommentCount || .CountComments [title]@title || .CountComments",
    pinned=".Announcement, .Tag-Announcement",
)
BOARD = Markup(
    posts=Posts(
        block="[id^=Discussion_]:not(:has(.ItemContent, td)), [id^=Comment_]",
        body=".Message",
        key=r"@id ~ ^Discussion_(\d+)$ || @id ~ ^(Comment_\d+)$",
        author=".Author .Username || .Author a:not(.PhotoWrap) || .Author",
        author_key=r".Author a@href ~ /profile/(\d+)/",
        date=".DateCreated time@datetime || .Meta time@datetime || time@datetime || .DateCreated",
        edited=r".DateUpdated time@datetime || .DateUpdated@title ~ \bon\s+(.+?)\.?$",
        url=".DateCreated a@href || .Permalink@href",
        drop=".Signature, .UserSignature, .Reactions, .Attachments, .QuoteFolder, .js-embed",
    ),
    rows=ROWS,
    boards=".CategoryList .CategoryName a, .CategoryList .Category .Title a, .CategoryTable .CategoryName h3 a, .CategoryList h2 > a@href",
    next="link[rel=next]@href || .Pager a.Next@href || a[rel=next]@href",
    prev="link[rel=prev]@href || .Pager a.Previous@href",
    title=".PageTitle h1 || h1",
    empty="body[id^=vanilla_] .Section-DiscussionList .Empty, #vanilla_discussions_index .Empty, #vanilla_categories_index .Empty",
)
BOARD_2_0 = replace(
    BOARD,
    rows=replace(ROWS, block="li.Item:has(.ItemContent.Discussion)", replies=None, posts=".CommentCount"),
)


class VanillaSpider(BoardSpider):
    """A Vanilla forum: its discussions, or the categories that its list of categories names."""

    engine = "vanilla"
    proof = "page"
    docs = "https://success.vanillaforums.com/kb"
    layouts = (BOARD, BOARD_2_0)
    marks = "body[id^=vanilla_], script[src*='/applications/vanilla/js/'], .DataList.Discussions .Item .LastCommentDate"

    @classmethod
    def home(cls, answer: Answer) -> str | None:
        """Return where the forum begins, as its links to lists tell."""
        line = r"a[href$='/discussions'], a[href*='/categories/']@href ~ ^(https?://.*?/)(?:discussions$|categories/)"
        return on_page(answer, line)
