"""Disqus: the comments of a website, by its API; of a saved embed page too.

Documentation: https://disqus.com/api/docs/forums/listPosts/ · address:
https://disqus.com/api/3.0/forums/listPosts.json?forum=NAME&order=desc&limit=100&related=thread
Quirks: `message` is HTML, `raw_message` what was typed; times have no zone and are UTC; comments that were deleted, are spam or wait
for a moderator are marked. Limits: 1,000 requests an hour, told by `X-Ratelimit-*`.
"""

import re
from typing import ClassVar
from urllib.parse import quote

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.carried import carried
from spiders.base.engine import Detection, Options
from spiders.base.keyed import Keyed
from spiders.base.places import named
from spiders.base.records import read_post
from spiders.base.streams import Stream, StreamSpider
from spiders.base.values import Record, at, mapping, rows, text, whole

API = "https://disqus.com/api/3.0/"
CALL = f"{API}forums/listPosts.json?forum={{}}&order=desc&limit=100&related=thread"
FORUM = re.compile(r"^https?://([\w-]+)\.disqus\.com")
EMBEDDED = re.compile(r"//([\w-]+)\.disqus\.com/embed\.js")
DATA = "script#disqus-threadData"
POST = "key=id html=message url=url author=author.username|author.name author_key=author.id votes=likes reply_to=parent"


class DisqusOptions(Options):
    """What an operator may say of Disqus."""

    forums: tuple[str, ...] = ()
    """Short names of further websites at Disqus."""


class DisqusSpider(Keyed, StreamSpider):
    """A stream for each website. The site's address is `https://NAME.disqus.com`. Needs `DISQUS_API_KEY` in the environment."""

    engine = "disqus"
    family = "blogs"
    docs = "https://disqus.com/api/docs/forums/listPosts/"
    terms = "Its documentation tells a website's owner how to keep the comments on it; of others' websites it says nothing."
    address = "https://NAME.disqus.com, NAME being what the website is called at Disqus"
    keys_from = "An application of your own: https://disqus.com/api/applications/"
    Options: ClassVar[type[Options]] = DisqusOptions
    signs = True
    api = API
    parameters = {"api_key": "{DISQUS_API_KEY}"}  # noqa: RUF012 - the base's ClassVar

    def places(self) -> list[Stream]:
        """Return the website at the site's address, and those of its options."""
        forums = named(self.site.url, FORUM, self.options_of(self.site).forums)
        return [Stream(f"forum:{one}", Ask(url=CALL.format(quote(one)))) for one in forums]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of an answer of the API or of an embed page."""
        document = mapping(carried(answer, DATA))
        posts = rows(at(document, "response", "posts") or document.get("response"))
        found = [_mention(cls, answer, post, mapping(at(document, "response", "thread"))) for post in posts]
        cursor = mapping(document.get("cursor"))
        nxt = add_or_replace_parameter(answer.url, "cursor", text(cursor.get("next")) or "") if cursor.get("hasNext") else None
        known = "code" in document and "cursor" in document and not any("message" not in post for post in posts)
        return cls.page(answer, mentions=found, next=nxt if answer.is_json else None, stated_total=whole(cursor.get("total")), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a post's fields, or the data of an embed page."""
        document = mapping(carried(answer, DATA))
        posts = rows(at(document, "response", "posts") or document.get("response"))
        if "code" in document and posts and {"isSpam", "message", "thread", "forum"} <= posts[0].keys():
            return Detection(engine=cls.engine, score=1.0, url=f"https://{posts[0]['forum']}.disqus.com")
        embedded = EMBEDDED.search(answer.text) if not document and not answer.is_json else None
        return Detection(engine=cls.engine, score=0.55, url=f"https://{embedded[1]}.disqus.com") if embedded else None


def _mention(engine: type[DisqusSpider], answer: Answer, post: Record, thread: Record) -> Mention | None:
    """Return a comment that everybody may read; `thread` is its page, where it does not name it itself."""
    if post.get("isDeleted") is True or post.get("isSpam") is True or post.get("isApproved") is False or "message" not in post:
        return None
    link = canonical(text((mapping(post.get("thread")) or thread).get("link")) or "")
    posted = text(post.get("createdAt")) or ""
    own = {"url": f"{link}#comment-{text(post.get('id'))}", "thread_url": link} if link else {}
    return read_post(engine, answer, post, POST, kind="comment", posted=posted if posted.endswith("Z") else f"{posted}Z", **own)
