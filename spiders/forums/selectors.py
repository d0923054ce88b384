"""Any other board: the site's table says where things stand, by locators (`spiders/base/locate.py`); no code.

Documentation: docs/adding-a-site.md · `untagged detect` proposes a table for a board that no engine knows. One real address:
https://www.nairaland.com/7603790/hybrid-quantum-classical-computing
"""

from dataclasses import replace
from functools import cache
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from mentions.errors import ConfigError, UnreadablePageError
from mentions.mention import Kind
from mentions.page import Answer, Page
from spiders.base.engine import Options as EngineOptions
from spiders.base.forum import ForumSpider
from spiders.base.locate import check_css, check_line
from spiders.base.markup import Markup, Posts, Rows, read_markup
from spiders.base.propose_next import next_link


def _locator(line: str) -> str:
    try:
        check_line(line)
    except ConfigError as error:
        raise ValueError(str(error)) from error
    return line


def _css(css: str) -> str:
    try:
        if css:
            check_css(css)
    except ConfigError as error:
        raise ValueError(str(error)) from error
    return css


Line = Annotated[str, AfterValidator(_locator)]
Css = Annotated[str, AfterValidator(_css)]


class Options(EngineOptions):
    """Where things stand on the board's pages; what a board does not show is left out."""

    post: Css | None = Field(default=None, description="CSS of one post")
    text: Css = Field(default="", description="CSS of a post's words, within it; nothing: the post itself")
    key: Line | None = Field(default=None, description="a post's id; without it, what a post says is its key")
    author: Line | None = Field(default=None, description="who wrote it")
    author_key: Line | None = Field(default=None, description="the author's id")
    date: Line | None = Field(default=None, description="when it was written")
    edited: Line | None = Field(default=None, description="when it was last edited")
    link: Line | None = Field(default=None, description="the link to a post")
    anchor: Line | None = Field(default=None, description="a post's id on its page, where it has no link")
    title: Line | None = Field(default=None, description="a post's own title")
    reply_to: Line | None = Field(default=None, description="the key of the post that it answers")
    votes: Line | None = Field(default=None, description="likes or score")
    rating: Line | None = Field(default=None, description="the author's rating")
    rating_max: float | None = Field(default=None, gt=0, description="the best rating")
    quote: Css = Field(default="blockquote", description="CSS of quotes within the words")
    drop: Css = Field(default="", description="CSS of what is not the author's words: signatures, buttons")
    cut: str | None = Field(default=None, description="pattern of a line that ends the words: a signature follows")
    skip: Css | None = Field(default=None, description="CSS: a post or thread that matches or holds it is left out")
    kind: Kind = Field(default="post", description="what each post is")

    row: Css | None = Field(default=None, description="CSS of one thread on a listing page")
    row_link: Line = Field(default="a@href", description="the link to the thread, within the row")
    row_key: Line | None = Field(default=None, description="the thread's id; without it, its address")
    row_title: Line | None = Field(default=None, description="its title; without it, what the link says")
    row_last: Line | None = Field(default=None, description="when it was last answered")
    row_replies: Line | None = Field(default=None, description="how many answers")
    row_posts: Line | None = Field(default=None, description="how many posts, where the first is counted")
    row_pinned: Css | None = Field(default=None, description="CSS of pinned threads, or of their marks")

    boards: Line | None = Field(default=None, description="links to further listing pages")
    next: Line | None = Field(default=None, description='the link to the next page; without it, what looks like one; "": there is none')
    previous: Line | None = Field(default=Markup().prev, description="the link to the page before")
    thread_title: Line | None = Field(default="h1", description="the thread's title")
    total: Line | None = Field(default=None, description="how many there are, as the page states it")
    empty: Css | None = Field(default=None, description="CSS of what a page without posts or threads shows")

    grows: Literal["end", "top", "anywhere"] = Field(default="end", description="where new posts of a thread stand")
    by_activity: bool = Field(default=True, description="false where listings are not in the order of the last answer")

    @model_validator(mode="after")
    def _reads_something(self) -> Self:
        """Refuse a table that reads nothing."""
        if self.post is None and self.row is None and self.boards is None:
            msg = "options 'post', 'row' and 'boards' are all missing; name where posts or threads stand (untagged detect proposes it)"
            raise ValueError(msg)
        return self


class SelectorsSpider(ForumSpider):
    """A board by the selectors of its table: listing pages lead to threads, threads to posts."""

    engine = "selectors"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://www.w3.org/TR/selectors-4/"
    address = "a listing of threads, or one thread"
    Options: ClassVar[type[EngineOptions]] = Options

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Scrapy's own signature is not typed
        options = self.options_of(self.site)
        self.grows, self.by_activity = options.grows, options.by_activity

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts, threads or boards of a page, as the table says."""
        try:
            options = cls.options_of(answer.site)
        except ValidationError as error:
            msg = "selectors reads by a site's options, which are missing or wrong; untagged detect proposes them"
            raise UnreadablePageError(msg) from error
        page = read_markup(cls, answer, (layout_of(options),))
        return replace(page, next=next_link(answer)) if options.next is None and page.outcome == "ok" else page


@cache
def layout_of(options: Options) -> Markup:
    """Return what a table says as a layout."""
    posts = options.post and Posts(
        block=options.post,
        body=options.text,
        key=options.key,
        author=options.author,
        author_key=options.author_key,
        date=options.date,
        edited=options.edited,
        url=options.link,
        anchor=options.anchor,
        title=options.title,
        reply_to=options.reply_to,
        votes=options.votes,
        rating=options.rating,
        rating_max=options.rating_max,
        skip=options.skip,
        drop=options.drop,
        cut=options.cut,
        quotes=options.quote,
        kind=options.kind,
    )
    rows = options.row and Rows(
        block=options.row,
        url=options.row_link,
        key=options.row_key,
        title=options.row_title,
        last=options.row_last,
        replies=options.row_replies,
        posts=options.row_posts,
        pinned=options.row_pinned,
        skip=options.skip,
    )
    return Markup(
        posts=posts or None,
        rows=rows or None,
        boards=options.boards,
        next=options.next,
        prev=options.previous,
        title=options.thread_title,
        total=options.total,
        empty=options.empty,
    )
