"""Lobsters, and other sites on its software: the newest stories, each with its comments.

Source: https://github.com/lobsters/lobsters · address: https://lobste.rs/newest.json · https://lobste.rs/s/ID.json
Quirks: every page has a twin that ends in `.json`; a comment that was deleted or moderated stays, with a sentence in its place;
older versions write a user as an object, newer ones as a name, and `indent_level` became `depth`.
"""

import re
from urllib.parse import urlsplit

from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.records import read_post, read_thread
from spiders.base.values import Record, mapping, rows, text, whole

STORY = re.compile(r"^(?P<root>https?://[^/]+)/s/(?P<id>\w+)")
PAGE = re.compile(r"^(?P<list>.*?)(?:/page/(?P<number>\d+))?\.json$")
FULL = 25  # stories on a page of a list
POST = "key=short_id url=short_id_url posted=created_at edited=last_edited_at|updated_at votes=score "
TOLD = POST + "html=description markdown=description_plain title=title author=submitter_user.username|submitter_user"
ANSWER = POST + "html=comment markdown=comment_plain author=commenting_user.username|commenting_user"
GONE = ("is_deleted", "is_moderated", "is_gone")


class LobstersSpider(ForumSpider):
    """The newest stories, and what is said of them."""

    engine = "lobsters"
    docs = "https://github.com/lobsters/lobsters"
    address = "https://lobste.rs, one tag, https://lobste.rs/t/TAG, or one story, https://lobste.rs/s/ID"
    grows = "anywhere"

    def listings(self) -> list[Ask]:
        """Return the story, tag or list at the site's address; for a home page, the newest stories."""
        story, path = STORY.match(self.site.url), urlsplit(self.site.url).path.rstrip("/")
        if story:
            return [Ask(url=f"{story['root']}/s/{story['id']}.json")]
        return [Ask(url=join(self.site.url, f"{path.removesuffix('.json') or '/newest'}.json") or self.site.url)]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the stories of a list, or one with its comments; what was deleted or moderated is left out."""
        document = answer.json
        if isinstance(document, list):
            stories = [row for row in rows(document) if "short_id" in row and "comments_url" in row]
            following = PAGE.match(answer.url) if len(stories) >= FULL else None
            nxt = f"{following['list']}/page/{int(following['number'] or 1) + 1}.json" if following else None
            threads = [_thread(answer, story) for story in stories]
            return cls.page(answer, threads=threads, next=nxt, empty=not document and bool(PAGE.match(answer.url)))
        story, thread_url = mapping(document), canonical(text(mapping(document).get("comments_url")) or "")
        if "short_id" not in story or "comments" not in story:
            return cls.page(answer)
        posts = []
        for post in (one for one in (story, *rows(story["comments"])) if not any(one.get(name) for name in GONE)):
            parent = text(post.get("parent_comment")) or text(story.get("short_id"))
            own = {} if post is story else {"kind": "comment", "reply_to": parent}
            posts.append(read_post(cls, answer, post, TOLD if post is story else ANSWER, thread_url=thread_url, **own))
        return cls.page(answer, mentions=posts, stated_total=whole(story.get("comment_count")), empty=True)

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
    """Return a story of a list, which tells no time of its last answer: the number of comments tells what is new."""
    posts = (whole(story.get("comment_count")) or 0) + 1
    return read_thread(answer, story, "key=short_id title=title", url=f"{text(story.get('short_id_url'))}.json", posts=posts)
