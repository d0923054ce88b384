"""Habr: articles and what is said of them, by the JSON that its own pages are made of.

Source: public clients, as https://github.com/kr-ilya/habr2tg · address: https://habr.com/kek/v2/articles/727758/comments/?fl=ru&hl=ru
Quirks: the API is the site's own and promised to nobody; an article and its comments are two answers; a deleted comment keeps its place
without words; a list tells no time of a last comment, but their number.
"""

import re
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter, url_query_parameter

from mentions.html import html_to_text
from mentions.page import Answer, Ask, Page, Thread
from spiders.base.engine import Detection
from spiders.base.records import read_post, read_thread
from spiders.base.searched_forum import SearchedForum
from spiders.base.values import Record, at, mapping, require, text, whole

API, SPEECH = "https://habr.com/kek/v2/articles/", "fl=ru&hl=ru"  # without these an article of the other language is refused
ARTICLE, HUB = re.compile(r"/(?:articles|post|news|blog)/(?:t/)?(\d+)"), re.compile(r"/hubs?/([\w-]+)")
SHARED = "key=id posted=timePublished author=author.alias author_key=author.id"
COMMENT = f"{SHARED} html=message edited=timeChanged votes=score reply_to=parentId"
TOLD = f"{SHARED} html=textHtml votes=statistics.score"


class HabrSpider(SearchedForum):
    """Articles found for the brands; those of a hub, or one, where the site's address names it."""

    engine = "habr"
    docs = "https://habr.com/ru/docs/help/"
    address = "https://habr.com, which is searched; a hub, https://habr.com/ru/hubs/NAME/; an article, https://habr.com/ru/articles/ID/"

    def places(self) -> list[Ask]:
        """Return the article or hub at the site's address."""
        article, hub = ARTICLE.search(self.site.url), HUB.search(self.site.url)
        asks = [Ask(url=f"{API}{article[1]}/?{SPEECH}")] if article else []
        return [*asks, Ask(url=f"{API}?hub={hub[1]}&sort=all&{SPEECH}&page=1&perPage=20")] if hub else asks

    def ask_query(self, query: str) -> Ask:
        """Return how to search articles, the newest first."""
        return Ask(url=f"{API}?{urlencode({'query': query})}&order=date&{SPEECH}&page=1&perPage=20")

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the articles of a list, one with the address of its comments, or comments."""
        document, article = mapping(answer.json), ARTICLE.search(answer.url)
        if "publicationRefs" in document:
            refs, number = mapping(document["publicationRefs"]), whole(url_query_parameter(answer.url, "page")) or 1
            is_last = number >= (whole(document.get("pagesCount")) or 1)
            nxt = None if is_last else add_or_replace_parameter(answer.url, "page", str(number + 1))
            return cls.page(answer, threads=[_thread(answer, mapping(row)) for row in refs.values()], next=nxt, empty=not refs)
        page = f"https://habr.com/ru/articles/{article[1] if article else text(document.get('id'))}/"
        if "titleHtml" in document and "textHtml" in document:
            title = html_to_text(text(document["titleHtml"]) or "").text or None
            own = {"kind": "article", "key": f"article-{text(document.get('id'))}", "title": title}
            mention = read_post(cls, answer, document, TOLD, url=page, thread_url=page, **own)
            return cls.page(answer, mentions=[mention], next=f"{API}{text(document.get('id'))}/comments/?{SPEECH}")
        told = mapping(require(document, "comments", "threads")["comments"])
        said = [one for one in told.values() if text(at(one, "message")) and text(at(one, "author", "alias"))]
        known = [{"kind": "comment", "url": f"{page}comments/#comment_{text(one.get('id'))}", "thread_url": page} for one in said]
        mentions = (read_post(cls, answer, one, COMMENT, **row) for one, row in zip(said, known, strict=True))
        return cls.page(answer, mentions=mentions, empty=True)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the fields of an answer, or the names of its pages' elements."""
        if answer.is_json:
            keys = mapping(answer.json).keys()
            found = {"publicationRefs", "publicationIds"} <= keys or {"titleHtml", "textHtml", "timePublished"} <= keys
            return Detection(engine=cls.engine, score=1.0, url="https://habr.com/") if found or "/kek/v2/" in answer.url else None
        found = answer.html.css_matches("article.tm-comment-thread__comment, article.tm-articles-list__item, .tm-article-presenter")
        return Detection(engine=cls.engine, score=1.0) if found else None


def _thread(answer: Answer, article: Record) -> Thread | None:
    """Return an article of a list."""
    count, url = whole(at(article, "statistics", "commentsCount")), f"{API}{text(article.get('id'))}/?{SPEECH}"
    title = html_to_text(text(article.get("titleHtml")) or "").text or None
    return read_thread(answer, article, "key=id", url=url, title=title, posts=None if count is None else count + 1)
