"""Blogger (Blogspot, and its blogs under names of their own): a blog's newest comments by its feed; an article's page.

Documentation: https://developers.google.com/blogger/docs/2.0/developers_guide_protocol#RetrievingComments · address:
https://blogger.googleblog.com/feeds/comments/default?max-results=200
Quirks: a page prints times in the blog's own zone, sometimes the clock alone; the exact time stands in a comment's address
(`showComment`, milliseconds); the title of a comment in a feed is its first words; a comment that was removed leaves a sentence.
"""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.markup import Markup, Posts, permalink, read_markup
from spiders.base.records import post_of
from spiders.base.streams import Stream, StreamSpider
from spiders.blogs.feed import read_feed

PAGE = Markup(
    posts=Posts(
        block="li.comment[id^=c]",
        body=".comment-block .comment-content",
        key=r"@id ~ ^c(\d+)$",
        author=".comment-header .user",
        author_key=r".comment-header .user a@href ~ /profile/(\d+)",
        date=r".comment-header .datetime a@href ~ showComment=(\d{12,14})",
        url=".comment-header .datetime a@href",
        drop=".deleted-comment",
        kind="comment",
    ),
    next=".paging-control.newer a@href || #comments .paging-control-container a.newer@href",
    empty="#comments:not(:has(dd.comment-body))",
)
OLD = ("dt[id^=c]", "dd.comment-body", "dd.comment-footer")
SAID = re.compile(r"\s+(?:said|dit|sagte|hat gesagt|dijo|disse|ha detto|пишет|комментирует|nói|yazdı|yorumladı|zei|napisał)\b.*$")
MARK = "meta[name=generator][content=blogger], meta[name=generator][content=Blogger]"
FEED = re.compile(r"<generator[^>]*>\s*Blogger\s*</generator>", re.IGNORECASE)
HEAD = 6000  # characters in which a feed names what made it
ID = re.compile(r"\.post-?(\d+)$")
ARTICLE = re.compile(r"/\d{4}/\d{2}/[^/]+\.html$")


class BloggerSpider(StreamSpider):
    """A blog's stream of comments, or those of one article."""

    engine = "blogger"
    family = "blogs"
    proof = "page"
    leads_to = ("https://www.blogger.com/",)
    docs = "https://developers.google.com/blogger/docs/2.0/developers_guide_protocol"
    address = "https://NAME.blogspot.com/, or one article"

    def places(self) -> list[Stream]:
        """Return the article at the site's address, or the blog's feed of comments."""
        url = self.site.url.split("?")[0]
        if ARTICLE.search(url):
            return [Stream("article", Ask(url=url), by_page=False)]
        return [Stream("comments", Ask(url=join(url, "/feeds/comments/default?max-results=200") or url))]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of a page or feed."""
        if FEED.search(answer.text[:HEAD]):
            page = read_feed(cls, answer, "comment")
            return replace(page, mentions=tuple(_of_feed(one) for one in page.mentions))
        if answer.is_json or not answer.html.css_matches(MARK):
            return cls.page(answer)
        names, words, feet = (answer.html.css(f"#comments dl > {css}") for css in OLD)
        if names and len(names) == len(words) == len(feet):
            old = [_of_old(cls, answer, parts) for parts in zip(names, words, feet, strict=True)]
            return cls.page(answer, mentions=[one for one in old if one and one.text], empty=True)
        page = read_markup(cls, answer, (PAGE,))
        own = [replace(one, title=None) for one in page.mentions if one.text]
        return replace(page, mentions=tuple(own), outcome="ok" if own else "empty" if page.mentions else page.outcome)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the generator that pages and feeds name."""
        found = "/comments/" in answer.url if FEED.search(answer.text[:HEAD]) else not answer.is_json and answer.html.css_matches(MARK)
        return Detection(engine=cls.engine, score=0.9, url=join(answer.url, "/")) if found else None


def _of_old(engine: type[BloggerSpider], answer: Answer, parts: tuple[LexborNode, ...]) -> Mention | None:
    """Return a comment of the templates before 2012, which print its author, its words and its time beside one another."""
    name, words, foot = parts
    author = find(name, "a[href]:not(:has(img))")
    return post_of(
        engine,
        answer,
        key=find(name, r"@id ~ ^c(\d+)$"),
        html=words.html,
        posted=find(foot, r"a@href ~ showComment=(\d{12,14})"),
        drop=".deleted-comment",
        kind="comment",
        url=permalink(find(foot, "a@href"), answer.url),
        thread_url=canonical(answer.url),
        author=author or SAID.sub("", " ".join(name.text().split())) or None,
        author_key=find(name, r"a@href ~ /profile/(\d+)"),
    )


def _of_feed(mention: Mention) -> Mention:
    """Return a feed's item with the key that pages give the same comment, and no title."""
    found, thread = ID.search(mention.key), (mention.url or "").split("?")[0] or None
    return replace(mention, key=found[1] if found else mention.key, title=None, thread_url=thread)
