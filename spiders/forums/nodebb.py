"""NodeBB, by its API: every page has a JSON twin under `/api`, and its HTML carries the same document.

Documentation: https://docs.nodebb.org/api/read/ · address: https://community.nodebb.org/api/recent?page=2
Quirks: a deleted post stays in its topic, without its words; a post from elsewhere (ActivityPub) has an address as its id and
`user@host` as its author; `/api/recent` ends after the newest 200 topics (`recentMaxTopics`), categories do not.
"""

import html
import re
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical
from spiders.base.carried import carried
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.markup import Markup, Posts, read_markup
from spiders.base.records import read_post, read_thread
from spiders.base.values import Record, mapping, require, rows, text, whole

PLACES = re.compile(r"^(?P<root>.*?)(?:/api)?(?P<place>/(?:recent|popular|categories|(?:category|topic)/[^/?#]+).*)?$")
PREVIEWS = ".link-preview"
BROWSED = Markup(  # a browser takes the document out of a page that it shows
    posts=Posts(
        block="[component=post][data-pid]",
        body="[component='post/content']",
        key="@data-pid",
        author="@data-username",
        author_key="@data-uid",
        date="meta[itemprop=datePublished]@content || .timeago@title",
        url="a.permalink@href || a.post-index@href || a[href*='/post/']@href",
        reply_to="[component='post/parent']@data-topid",
        votes="[component='post/vote-count']@data-votes",
        skip=".deleted",
        drop=PREVIEWS,
    ),
    title="[component='topic/title']",
)
MARKS = "script#ajaxify-data, [component=topic][data-tid], [component=category][data-set]"
VERSION = re.compile(r'"version":"(\d+\.\d+\.\d+)",')  # of the forum; that of its icons is the last field of its object

POST = "key=pid html=content posted=timestampISO edited=editedISO votes=votes reply_to=toPid"
TOPIC = "key=tid last=lastposttimeISO posts=postcount pinned=pinned"


class NodebbOptions(Options):
    """What an operator may say of a NodeBB forum."""

    listing: Literal["recent", "categories"] = "recent"
    """Where topics are found: `recent` is one page on most visits but holds the newest 200 topics only; `categories` has them all."""


class NodebbSpider(ForumSpider):
    """A NodeBB forum: recent topics, or all categories, then the topics."""

    engine = "nodebb"
    proof = "page"
    docs = "https://docs.nodebb.org/api/read/"
    address = "https://FORUM.example, a category, https://FORUM.example/category/ID, or a topic, https://FORUM.example/topic/ID"
    Options: ClassVar[type[Options]] = NodebbOptions

    def listings(self) -> list[Ask]:
        """Return the API's twin of the site's address; for a forum's home, of the listing that the options choose."""
        found = PLACES.match(self.site.url.rstrip("/"))
        root, place = (found["root"], found["place"]) if found else (self.site.url, None)
        return [Ask(url=f"{root}/api{place or '/' + self.options_of(self.site).listing}")]

    def ask_thread(self, thread: Thread) -> Ask:
        """Return how to ask the API for a topic."""
        return Ask(url=f"{thread.url.split('/topic/')[0]}/api/topic/{thread.key}")

    def ask_otherwise(self, thread: Thread) -> Ask:
        """Return the topic's human page, which carries the same object: some boards answer the API's path with 404."""
        return Ask(url=thread.url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts, topics or categories of a document, or of a page that carries it."""
        document = _document(answer)
        if document is None:
            return read_markup(cls, answer, (BROWSED,))
        root = _root(answer, document)
        if "posts" in document and "tid" in document:
            posts = [post for post in rows(document["posts"]) if not post.get("deleted")]
            return cls.page(
                answer,
                mentions=[_mention(cls, answer, document, post, root) for post in posts],
                next=_next(answer, document),
                stated_total=whole(document.get("postcount")),
                empty=bool(document["posts"]) or bool(document.get("deleted")),
            )
        require(document, "topics" if "topics" in document else "categories")
        categories = rows(document.get("children" if "topics" in document else "categories"))
        return cls.page(
            answer,
            threads=[_thread(answer, topic, root) for topic in rows(document.get("topics"))],
            listings=[f"{root}/api/category/{cid}" for row in categories if (cid := text(row.get("cid"))) and not row.get("link")],
            next=_next(answer, document),
            empty=document.get("topics") == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection for a page that carries, or is, one of NodeBB's documents."""
        document = _document(answer)
        if document is None and (answer.is_json or not answer.html.css_matches(MARKS)):
            return None
        version = None if answer.is_json else VERSION.search(answer.text)
        url = _root(answer, document or {}) + "/"
        return Detection(engine=cls.engine, score=1.0, version=version.group(1) if version else None, url=url)


def _document(answer: Answer) -> Record | None:
    """Return the document that an answer is or carries, or None."""
    document = carried(answer, "script#ajaxify-data")
    is_one = isinstance(document, dict) and "template" in document and "loggedIn" in document
    return document if is_one else None


def _root(answer: Answer, document: Record) -> str:
    """Return the forum's address, without a slash at its end."""
    parts = urlsplit(answer.url)
    return f"{parts.scheme}://{parts.netloc}{text(document.get('relative_path')) or ''}"


def _next(answer: Answer, document: Record) -> str | None:
    """Return the address of the document's next page."""
    following = mapping(mapping(document.get("pagination")).get("next"))
    page = whole(following.get("page"))
    return canonical(add_or_replace_parameter(answer.url, "page", str(page))) if following.get("active") and page else None


def _title(topic: Record) -> str | None:
    """Return a topic's title; `title` is escaped, `titleRaw` is not."""
    return text(topic.get("titleRaw")) or html.unescape(text(topic.get("title")) or "") or None


def _thread(answer: Answer, topic: Record, root: str) -> Thread | None:
    """Return one topic of a listing, or None where nobody may read it."""
    if topic.get("deleted") or topic.get("scheduled"):
        return None
    url = f"{root}/topic/{text(topic.get('slug')) or text(topic.get('tid'))}"
    return read_thread(answer, topic, TOPIC, url=url, title=_title(topic))


def _mention(engine: type[NodebbSpider], answer: Answer, topic: Record, post: Record, root: str) -> Mention | None:
    """Return one post."""
    pid, uid, name = text(post.get("pid")) or "", text(post.get("uid")), text(mapping(post.get("user")).get("username"))
    return read_post(
        engine,
        answer,
        post,
        POST,
        drop=PREVIEWS,
        url=canonical(pid if "://" in pid else f"{root}/post/{pid}"),
        thread_url=canonical(f"{root}/topic/{text(topic.get('slug')) or text(topic.get('tid'))}"),
        title=_title(topic) if pid == text(topic.get("mainPid")) else None,
        author=None if name is None or name.startswith("[[") else name,  # [[global:guest]]: a phrase, not a name
        author_key=uid if uid != "0" else None,  # all guests are 0
    )
