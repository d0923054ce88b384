"""Pikabu: stories and the comments below them, by their pages.

Source: public clients, as https://github.com/PyXiion/Pikabu-Return-Minus · address: https://pikabu.ru/story/nazvanie_10161553
Quirks: pages are in windows-1251; `data-meta` of a comment holds its parent, time and rating, and `de=1` where it was deleted; answers
that a page keeps closed are not in it; a story's page shows others below it; stories and comments have sequences of ids of their own.
"""

import re
from dataclasses import replace
from urllib.parse import urlencode

from mentions.page import Answer, Ask, Page
from spiders.base.engine import Detection
from spiders.base.markup import Markup, Posts, Rows, base_url, next_url, read_posts, read_rows, require_whole
from spiders.base.searched_forum import SearchedForum

STORY = re.compile(r"/story/[^/?#]*_(\d+)")
STORIES = Markup(
    posts=Posts(
        block="article.story[data-story-id]",
        body=".story__content-inner, .story__content",
        key="@data-story-id",
        author=".story__user-link@data-name || .user__nick",
        date="time.story__datetime@datetime",
        title=".story__title",
        votes="@data-rating",
    ),
    rows=Rows(
        block="article.story[data-story-id]",
        url="a.story__title-link@href",
        key="@data-story-id",
        replies=".story__comments-link-count",
    ),
    next="a[rel=next]@href || link[rel=next]@href || a.pagination__next@href",
)
COMMENTS = Markup(
    posts=Posts(
        block="div.comment[data-id][data-meta]:not([data-meta*=';de=1'])",
        body=".comment__content",
        key="@data-id",
        author=".comment__user@data-name",
        author_key="@data-author-id",
        date=".comment__datetime@datetime || @data-meta ~ ;d=([^;]+)",
        anchor="@id",
        reply_to=r"@data-meta ~ pid=([1-9]\d*)",
        votes=r"@data-meta ~ ;r=(-?\d+)",
        kind="comment",
    )
)


class PikabuSpider(SearchedForum):
    """Stories found for the brands; those of a tag or community, or one, where the site's address names it."""

    engine = "pikabu"
    docs = "https://pikabu.ru/information/help"
    place = r"pikabu\.ru/."
    address = "https://pikabu.ru, which is searched; a tag, a community or a story"

    def ask_query(self, query: str) -> Ask:
        """Return how to search stories."""
        return Ask(url=f"https://pikabu.ru/search?{urlencode({'q': query})}")

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a story with its comments, or the stories of a list."""
        require_whole(answer)
        base, story = base_url(answer), STORY.search(answer.url)
        if story is None:
            return cls.page(answer, threads=read_rows(answer, STORIES, base), next=next_url(answer, STORIES.next, base))
        own = [replace(one, key=f"story-{one.key}") for one in read_posts(cls, answer, STORIES, base) if one.key == story[1]]
        return cls.page(answer, mentions=[*own, *read_posts(cls, answer, COMMENTS, base)])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the names of the page's elements."""
        found = not answer.is_json and answer.html.css_matches("article.story[data-story-id] .story__title, div.comment[data-meta*='sid=']")
        return Detection(engine=cls.engine, score=1.0) if found else None
