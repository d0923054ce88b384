"""Lobsters, and other sites on its software: the newest stories, each with its comments.

Source: https://github.com/lobsters/lobsters · address: https://lobste.rs/newest.json · https://lobste.rs/s/ID.json
Quirks: every page has a twin that ends in `.json`; a comment that was deleted or moderated stays, with a sentence in its place;
older versions write a user as an object, newer ones as a name, and `indent_level` became `depth`.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mentions.html import html_to_text
from mentions.markdown import markdown_to_text
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.records import post_of, thread_of
from spiders.base.values import mapping, rows, text, whole

STORY = re.compile(r"^(?P<root>https?://[^/]+)/s/(?P<id>\w+)")
PAGE = re.compile(r"^(?P<list>.*?)(?:/page/(?P<number>\d+))?\.json$")
FULL = 25  # stories on a page of a list
Record = Mapping[str, Any]


class LobstersSpider(ForumSpider):
    """The newest stories, and what is said of them."""

    engine = "lobsters"
    family = "forums"
    docs = "https://github.com/lobsters/lobsters"
    grows = "anywhere"

    def listings(self) -> list[Ask]:
        """Return the story, tag or list at the site's address; for a home page, the newest stories."""
        story, path = STORY.match(self.site.url), urlsplit(self.site.url).path.rstrip("/")
        if story:
            return [Ask(url=f"{story['root']}/s/{story['id']}.json")]
        return [Ask(url=join(self.site.url, f"{path.removesuffix('.json') or '/newest'}.json") or self.site.url)]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the stories of a list, or one with its comments."""
        document = answer.json
        if isinstance(document, list):
            stories = [row for row in rows(document) if "short_id" in row and "comments_url" in row]
            threads = [thread for story in stories if (thread := _thread(answer, story))]
            following = PAGE.match(answer.url) if len(stories) >= FULL else None
            nxt = f"{following['list']}/page/{int(following['number'] or 1) + 1}.json" if following else None
            return cls.page(answer, threads=threads, next=nxt, empty=not document and PAGE.match(answer.url) is not None)
        story = mapping(document)
        if "short_id" not in story or "comments" not in story:
            return cls.page(answer)
        posts = [_mention(cls, answer, one, story) for one in (story, *rows(story["comments"]))]
        return cls.page(answer, mentions=[one for one in posts if one], stated_total=whole(story.get("comment_count")), empty=True)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a story's fields, or the script of the site's pages."""
        if answer.is_json:
            first = next(iter(rows(answer.json)), {}) if isinstance(answer.json, list) else mapping(answer.json)
            found = {"short_id", "short_id_url", "comments_url", "comment_count"} <= first.keys()
        else:
            found = answer.html.css_matches("ol.stories li.story[data-shortid], ol.comments div.comment[data-shortid]")
        return Detection(engine=cls.engine, score=1.0, url=join(answer.url, "/")) if found else None


def _thread(answer: Answer, story: Record) -> Thread | None:
    """Return a story of a list."""
    return thread_of(
        answer,
        key=story.get("short_id"),
        url=f"{text(story.get('short_id_url'))}.json",
        title=text(story.get("title")),
        last=None,  # a list tells when a story was submitted, not when it was last answered: the number of comments tells what is new
        posts=(whole(story.get("comment_count")) or 0) + 1,
    )


def _mention(engine: type[LobstersSpider], answer: Answer, post: Record, story: Record) -> Mention | None:
    """Return the story or a comment; None for one that was taken away."""
    user = post.get("submitter_user", post.get("commenting_user"))
    if post.get("is_deleted") or post.get("is_moderated") or post.get("is_gone"):
        return None
    is_story = post is story
    shown = text(post.get("description" if is_story else "comment"))
    source = text(post.get("description_plain" if is_story else "comment_plain")) or ""
    return post_of(
        engine,
        answer,
        key=post.get("short_id"),
        kind="post" if is_story else "comment",
        html=html_to_text(shown, base_url=answer.url) if shown else markdown_to_text(source),
        posted=post.get("created_at"),
        edited=post.get("last_edited_at", post.get("updated_at")),
        url=canonical(text(post.get("short_id_url")) or ""),
        thread_url=canonical(text(story.get("comments_url")) or ""),
        title=text(story.get("title")) if is_story else None,
        author=text(user) or text(mapping(user).get("username")),
        votes=whole(post.get("score")),
        reply_to=None if is_story else text(post.get("parent_comment")) or text(story.get("short_id")),
    )
