"""Discourse: its site-wide stream of posts, its topics, and the page it shows to crawlers.

Documentation: https://docs.discourse.org/ · address: https://meta.discourse.org/posts.json?before=1500000
Quirks: `/posts.json` gives the newest 50 public posts up to the id `before`, older versions those of the last 50 ids, so a page may
be short or empty and not the last; a topic's document holds 20 posts, `?page=N` the next ones; `more_topics_url` lacks ".json";
pinned topics come first; posts about actions (closed, moved) have no words; hidden and withdrawn posts have others' words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.markup import Markup, Posts, Rows, read_markup
from spiders.base.records import post_of, thread_of
from spiders.base.values import at, mapping, require, rows, text, whole
from spiders.blogs.feed import read_feed

PREVIEWS = "aside.onebox, .lightbox-wrapper .meta, .meta > .filename, .meta > .informations, a.anchor, .quote-controls"
QUOTES = "aside.quote, blockquote"
CRAWLER_VIEW = Markup(
    posts=Posts(
        block="div.crawler-post",
        body=".post",
        key=r"@id ~ ^post_(\d+)$",
        author=".creator [itemprop=name] || .creator a@href ~ /u/([^/?#]+) || .creator",
        author_key=r".creator a@href ~ /u/([^/?#]+)",
        date="time.post-time@datetime || time@datetime || meta[itemprop=datePublished]@content",
        votes=r".post-likes || meta[itemprop=userInteractionCount]@content",
        drop=PREVIEWS,
        quotes=QUOTES,
    ),
    rows=Rows(
        block="body:not(:has(.crawler-post)) tr.topic-list-item",
        url="a.raw-topic-link@href || a.title@href",
        key=r"a.raw-topic-link@href ~ /(\d+)(?:\?|$) || a.title@href ~ /(\d+)(?:\?|$)",
        replies="td.replies",
        pinned=".pinned",
    ),
    title="meta[itemprop=headline]@content || h1 a || h1",
)
TOPIC = re.compile(r"^(?P<thread>(?P<root>.*?)/t/(?:[^/?#]*[^/?#\d][^/?#]*/)?(?P<id>\d+))(?:[/?#.].*)?$")
WINDOW = 50  # ids that a page of an older version's /posts.json spans
SMALL_ACTION = 3  # post_type: closed, pinned, moved …
LIKE = 2  # id of the action
UNTOLD = ("hidden", "user_deleted", "deleted_at", "action_code")  # fields of posts that are not their author's words (any more)
Record = Mapping[str, Any]
NAMESPACE = 'xmlns:discourse="http://www.discourse.org/"'
HEAD = 1000  # characters in which a feed names it
FEED_ID = re.compile(r"-post-(\d+)$")
FEED_AUTHOR = re.compile(r"^@(\S+)")


class DiscourseOptions(Options):
    """What an operator may say of a Discourse forum."""

    by: Literal["posts", "topics"] = "posts"
    """How it is walked: `posts` asks for all new posts of the site at once; `topics` opens each changed topic."""
    category: int | None = None
    """Number of the one category that is read, by topics; None: all."""


class DiscourseSpider(ForumSpider):
    """A Discourse forum: one stream of posts, newest first; or topics."""

    engine = "discourse"
    proof = "page"
    docs = "https://docs.discourse.org/"
    address = "https://FORUM.example, or one topic, https://FORUM.example/t/NAME/ID"
    Options: ClassVar[type[Options]] = DiscourseOptions

    def where_it_grows(self) -> Literal["end", "top", "anywhere"]:
        """Return `top` for the stream of posts, `end` for topics."""
        return "top" if self.first_ask().url.endswith("/posts.json") else "end"

    def listings(self) -> list[Ask]:
        """Return the stream of posts, the list of topics, or the one topic that the site's address and options name."""
        url, options = self.site.url.split("?")[0].rstrip("/"), self.options_of(self.site)
        topic = TOPIC.match(url)
        if topic:
            return [Ask(url=f"{topic['root']}/t/{topic['id']}.json")]
        if "/c/" in url:
            return [Ask(url=f"{url}/l/latest.json")]
        if options.category is not None:
            return [Ask(url=f"{url}/latest.json?category={options.category}")]
        return [Ask(url=f"{url}/posts.json" if options.by == "posts" else f"{url}/latest.json")]

    def ask_thread(self, thread: Thread) -> Ask:
        """Return how to ask the API for a topic."""
        return Ask(url=f"{thread.url.split('/t/')[0]}/t/{thread.key}.json")

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts or topics of a document, a feed or the page for crawlers."""
        if answer.is_json:
            return _read_json(cls, answer)
        if NAMESPACE in answer.text[:HEAD]:
            page = read_feed(cls, answer, "post", drop=PREVIEWS, quotes=QUOTES)
            return replace(page, mentions=tuple(_of_feed(mention) for mention in page.mentions))
        page = read_markup(cls, answer, (CRAWLER_VIEW,))
        return replace(page, mentions=tuple(_of_view(mention, answer) for mention in page.mentions))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the generator that pages name, the feed's namespace, or a document's own fields."""
        root = join(answer.url, "/")
        if answer.is_json:
            document = mapping(answer.json)
            known = rows(document.get("latest_posts")) or mapping(document.get("topic_list")) or mapping(document.get("post_stream"))
            return Detection(engine=cls.engine, score=1.0, url=root) if known else None
        if NAMESPACE in answer.text[:HEAD]:
            return Detection(engine=cls.engine, score=1.0, url=root)
        generator = answer.html.css_first("meta[name=generator][content^=Discourse]")
        if generator is None:
            return None
        version = (generator.attributes.get("content") or "").removeprefix("Discourse ").split(" ")[0]
        setup = answer.html.css_first("#data-discourse-setup[data-base-uri]")
        folder = (setup.attributes.get("data-base-uri") or "") if setup else ""
        return Detection(engine=cls.engine, score=1.0, version=version, url=join(answer.url, f"{folder}/"))


def _read_json(engine: type[DiscourseSpider], answer: Answer) -> Page:
    """Return a document of the API."""
    document = mapping(answer.json)
    if "latest_posts" in document:
        posts = rows(document["latest_posts"])
        ids = [i for post in posts if (i := whole(post.get("id")))]
        asked = whole(parse_qs(urlsplit(answer.url).query).get("before", [""])[0])
        before = min(ids) - 1 if ids else asked - WINDOW if asked else 0
        nxt = add_or_replace_parameter(answer.url, "before", str(before)) if before > 0 else None
        return engine.page(answer, mentions=_mentions(engine, answer, posts, {}), next=nxt, empty=not ids)
    if "topic_list" in document:
        listed = require(document["topic_list"], "topics")
        threads = [_thread(answer, topic) for topic in rows(listed["topics"])]
        more = urlsplit(text(listed.get("more_topics_url")) or "")
        path = more.path if more.path.endswith(".json") else f"{more.path}.json"
        nxt = join(answer.url, more._replace(path=path).geturl()) if more.path else None
        return engine.page(answer, threads=threads, next=nxt, empty=not listed["topics"])
    stream = require(document.get("post_stream"), "posts")
    posts = rows(stream["posts"])
    end, last = text(at(stream, "stream", -1) or document.get("last_id")), text(posts[-1].get("id")) if posts else None
    nxt = None
    if last is not None and end not in (last, None):
        page = whole(parse_qs(urlsplit(answer.url).query).get("page", ["1"])[0]) or 1
        nxt = add_or_replace_parameter(answer.url, "page", str(page + 1))
    mentions = _mentions(engine, answer, posts, document)
    return engine.page(answer, mentions=mentions, next=nxt, stated_total=whole(document.get("posts_count")), empty=bool(posts))


def _thread(answer: Answer, topic: Record) -> Thread | None:
    """Return one topic of a listing."""
    return thread_of(
        answer,
        key=topic.get("id"),
        url=f"/t/{text(topic.get('slug')) or '-'}/{text(topic.get('id'))}",
        title=text(topic.get("title")),
        last=topic.get("last_posted_at"),
        posts=whole(topic.get("posts_count")),
        pinned=topic.get("pinned") or topic.get("pinned_globally"),
    )


def _mentions(engine: type[DiscourseSpider], answer: Answer, posts: Sequence[Record], topic: Record) -> list[Mention]:
    """Return the posts that somebody wrote and everybody may read; `topic` is theirs where they do not name it themselves."""
    keys = {(text(post.get("topic_id")), whole(post.get("post_number"))): text(post.get("id")) for post in posts}
    found = []
    for post in posts:
        number = whole(post.get("post_number"))
        if number is None or post.get("post_type") == SMALL_ACTION or any(post.get(mark) for mark in UNTOLD):
            continue
        thread = f"/t/{text(post.get('topic_slug')) or text(topic.get('slug')) or '-'}/{text(post.get('topic_id'))}"
        likes = [whole(action.get("count")) for action in rows(post.get("actions_summary")) if action.get("id") == LIKE]
        mention = post_of(
            engine,
            answer,
            key=post.get("id"),
            html=post.get("cooked"),
            posted=post.get("created_at"),
            drop=PREVIEWS,
            quotes=QUOTES,
            url=canonical(f"{thread}/{number}", answer.url),
            thread_url=canonical(thread, answer.url),
            title=(text(post.get("topic_title")) or text(topic.get("title"))) if number == 1 else None,
            author=text(post.get("username")),
            author_key=text(post.get("user_id")),
            votes=likes[0] if likes else None,
            reply_to=keys.get((text(post.get("topic_id")), whole(post.get("reply_to_post_number")))),
        )
        found += [mention] if mention else []
    return found


def _of_feed(mention: Mention) -> Mention:
    """Return a feed's item with the key and author that the API gives the same post."""
    post, author = FEED_ID.search(mention.key), FEED_AUTHOR.match(mention.author or "")
    return replace(mention, key=post.group(1) if post else mention.key, author=author.group(1) if author else mention.author)


def _of_view(mention: Mention, answer: Answer) -> Mention:
    """Return a post of the crawlers' page, which tells no ids, with its topic and number as its key and in its address."""
    topic = TOPIC.match(answer.url)
    if topic is None:
        return mention
    thread = canonical(topic["thread"])
    return replace(mention, key=f"{topic['id']}/{mention.key}", url=f"{thread}/{mention.key}", thread_url=thread)
