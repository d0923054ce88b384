"""Askbot: questions and answers.

Documentation: https://askbot.org/doc/ · source: https://github.com/ASKBOT/askbot-devel
Quirks: the question stands on every page of its answers, which are sorted by votes, so a new one may be on any page; the second card
of a post is its last editor's; an address carries the fragment `#sort-top`; comments below posts are left out.
"""

from dataclasses import replace

from mentions.page import Answer, Page
from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

OWNER = ".post-update-info:first-child"

BOARD = Markup(
    posts=Posts(
        block=".post[data-post-id]:has(.post-body)",
        body=".post-body",
        key="@data-post-id",
        author=f"{OWNER} .user-info > a || {OWNER} .user-card .user-info || {OWNER} .user-info a",
        author_key=rf"{OWNER} a[href*='/users/']@href ~ /users/(\d+)",
        date=f"{OWNER} abbr.timeago@title || {OWNER} .timeago@title || .timeago@title",
        edited=".post-update-info:nth-child(2) .timeago@title",
        url="a.permant-link@href || .post-content > h1 a@href",
        votes=".vote-number",
        skip=".post.deleted",
        drop=".expander, .post-update-info-container, .post-update-info, .comments, .post-controls, .js-post-comments",
    ),
    rows=Rows(
        block=".short-summary[id^=question-]",
        url="h2 a@href",
        key=r"@id ~ ^question-(\d+)$",
        last=".userinfo .timeago@title",
        replies=".answers .item-count",
    ),
    next=".paginator .next a@href",
    prev=None,  # the question is the first post of every page
    title=".js-question h1 a || .question h1 a || h1 a",
    empty="#question-list:not(:has(.short-summary))",
)


class AskbotSpider(BoardSpider):
    """An Askbot site: its list names the questions, each question its answers."""

    engine = "askbot"
    proof = "page"
    docs = "https://askbot.org/doc/"
    grows = "anywhere"
    layouts = (BOARD,)
    marks = (
        ".post.js-question[data-post-id], .short-summary[id^=question-], .post.answer[data-post-id] .post-update-info, meta[name^=askbot]"
    )
    links = "a[href$='/questions/'], a#homeButton"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the question and its answers, or the questions of a list."""
        page = super().read(answer)
        if not page.mentions:
            return page
        question, *answers = page.mentions
        told = [replace(mention, kind="answer", reply_to=question.key) for mention in answers]
        return replace(page, mentions=(replace(question, kind="question"), *told))
