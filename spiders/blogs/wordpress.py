"""WordPress: reader comments by REST, by feed or from the article's page; articles too where an operator wants them.

REST: https://developer.wordpress.org/rest-api/reference/comments/ . Markup: wp-includes/class-walker-comment.php; themes print
`comment-N` as the id of a list item, of a division, or both, and put name and date before or after the text. An address:
https://blog.example/ . Pingbacks are other sites' links, not words of a reader, and are left out.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.clean import clean
from mentions.dates import parse_date
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.markup import Markup, Rows, next_url, read_rows
from spiders.base.on_page import on_page
from spiders.base.wp_comments import read_comments
from spiders.blogs.feed import read_feed

COMMENT_ID = re.compile(r"#comment-(\d+)$")
POST_ID = re.compile(r"[?&]p=(\d+)$")
COMMENT_PAGE = re.compile(r"comment-page-\d+/?$")
NEXT_LINK = re.compile(r"<([^>]+)>;\s*rel=\"?next\"?")
OLDER = ".comments-pagination a.next@href || .comment-navigation .nav-next a@href || #comments .nav-next a@href"
ELSEWHERE = "#disqus_thread, .fb-comments, #cackle_container, #hypercomments_widget, #commento, iframe[id^=jetpack_remote_comment]"
"""Comments that other services put into a page."""
HOME = Markup(
    rows=Rows(
        block="article, .hentry, .type-post",
        url=".entry-title a@href || h2 a@href || h1 a@href || a[rel=bookmark]@href",
        replies=".comments-link",
    ),
    next="link[rel=next]@href || a.next.page-numbers@href || .nav-previous a@href || a[rel=next]@href",
)


class WordpressOptions(Options):
    """What an operator may say of a blog."""

    source: Literal["rest", "feed", "html"] = "rest"
    """Where comments come from: the REST API, the comments feed (newest few only), or the articles' pages."""
    articles: bool = False
    """True: the blog's own articles are mentions too (kind `article`), beside what readers say."""


class WordpressSpider(ForumSpider):
    """A blog's comments are a stream by REST and feed; by HTML each article is a thread."""

    engine = "wordpress"
    family = "blogs"
    proof = "page"
    docs = "https://developer.wordpress.org/rest-api/reference/comments/"
    address = "https://BLOG.example/, or one article"
    Options: ClassVar[type[Options]] = WordpressOptions
    by_activity = False

    def where_it_grows(self) -> Literal["end", "top", "anywhere"]:
        """Return `top` for REST and feeds, which are newest first; themes order comments as they like."""
        return "anywhere" if self.options_of(self.site).source == "html" else "top"

    def listings(self) -> list[Ask]:
        """Return the streams of comments and articles, or the home page."""
        options, root = self.options_of(self.site), self.site.url.rstrip("/")
        if options.source == "html":
            return [Ask(url=self.site.url)]
        if options.source == "feed":
            paths = ["/comments/feed/", *(["/feed/"] if options.articles else [])]
        else:
            paths = ["/wp-json/wp/v2/comments?per_page=100", *(["/wp-json/wp/v2/posts?per_page=100"] if options.articles else [])]
        return [Ask(url=root + path) for path in paths]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments, articles or article links that an answer holds."""
        if answer.is_json:
            return _read_rest(answer)
        if answer.text.lstrip()[:5] == "<?xml" or "<rss" in answer.text[:500]:
            kind: Kind = "comment" if "/comments/" in answer.url or "<wfw:commentRss" not in answer.text else "article"
            return _keyed(read_feed(cls, answer, kind))
        comments = read_comments(cls, answer)
        if comments:
            older = on_page(answer, OLDER)
            return cls.page(answer, mentions=comments, next=join(answer.url, older) if older else None)
        if answer.html.css_first("#respond, #comments, #commentform, body.single-post"):
            return cls.page(answer, empty=not answer.html.css_matches(ELSEWHERE))
        rows = read_rows(answer, HOME, answer.url)
        return cls.page(answer, threads=rows, next=next_url(answer, HOME.next, answer.url) if rows else None)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a WordPress page by its REST link, generator or asset paths."""
        if answer.is_json:
            items = answer.json if isinstance(answer.json, list) else []
            found = bool(items) and isinstance(items[0], dict) and "_links" in items[0] and "content" in items[0] and "date_gmt" in items[0]
            return Detection(engine=cls.engine, score=0.9) if found else None
        rest = on_page(answer, "link[rel='https://api.w.org/']@href")
        generator = on_page(answer, "meta[name=generator]@content ~ ^WordPress ?([\\d.]*)")
        replies = "/wp-content/" in answer.text and answer.html.css_matches("[id^=comment-]:has(a.comment-reply-link) time")
        if not (rest or generator is not None or replies or "/wp-content/themes/" in answer.text):
            return None
        options = {"articles": True} if rest else {"source": "feed", "articles": True}
        root = (join(answer.url, rest) or "").partition("/wp-json")[0] if rest else None
        comments = bool(answer.html.css_first(".comment-list, .commentlist, #comments, #respond"))
        return Detection(engine=cls.engine, score=0.7 if comments else 0.5, version=generator, url=root or None, options=options)


def _read_rest(answer: Answer) -> Page:
    """Return a page of /wp/v2/comments or /wp/v2/posts."""
    items = answer.json
    if not isinstance(items, list):
        return WordpressSpider.page(answer)
    mentions = [
        _rest_item(answer, item) for item in items if isinstance(item, Mapping) and "content" in item and item.get("id") is not None
    ]
    match = NEXT_LINK.search(answer.headers.get("link", ""))
    total = answer.headers.get("x-wp-total", "")
    return WordpressSpider.page(
        answer,
        mentions=[m for m in mentions if m.text or m.title],
        next=match.group(1) if match else None,
        stated_total=int(total) if total.isdigit() else None,
        empty=not items,
    )


def _rest_item(answer: Answer, item: Mapping[str, Any]) -> Mention:
    """Return one comment or article of the REST API."""
    link = item.get("link")
    said = html_to_text(item["content"].get("rendered") or "", base_url=link)
    utc, local = item.get("date_gmt"), item.get("date")
    posted = parse_date(f"{utc}Z" if utc else local, now=answer.fetched_at, timezone=answer.site.timezone)
    is_comment = "post" in item
    thread = canonical(str(link).partition("#")[0]) if link else None
    return Mention(
        site=answer.site.name,
        engine="wordpress",
        key=str(item["id"]) if is_comment else f"post-{item['id']}",
        kind="comment" if is_comment else "article",
        url=f"{thread}#comment-{item['id']}" if is_comment and thread else thread,
        thread_url=_article(thread),
        title=None if is_comment else html_to_text((item.get("title") or {}).get("rendered") or "").text or None,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        author=clean(item.get("author_name") or "") or None,
        author_key=str(item["author"]) if item.get("author") else None,
        posted_at=posted.at if posted else None,
        posted_at_precision=posted.precision if posted else None,
        reply_to=str(item["parent"]) if is_comment and item.get("parent") else None,
    )


def _article(url: str | None) -> str | None:
    """Return an article's address without the page of its comments."""
    return COMMENT_PAGE.sub("", url) if url else None


def _keyed(page: Page) -> Page:
    """Return a feed's page with the keys that REST and HTML give the same comments and articles."""
    found = []
    for mention in page.mentions:
        comment, article = COMMENT_ID.search(mention.key), POST_ID.search(mention.key)
        key = comment.group(1) if comment else f"post-{article.group(1)}" if article else mention.key
        found.append(replace(mention, key=key, url=f"{mention.url}#comment-{key}" if comment and mention.url else mention.url))
    return replace(page, mentions=tuple(found))
