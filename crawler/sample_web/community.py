"""The sample community: Discourse's JSON (https://docs.discourse.org/), and the HTML it shows to crawlers."""

import datetime as dt
from typing import Any

from crawler.sample_web.reply import Query, Reply, as_json, esc, newest, number, page, paragraphs, plain, read_data

TOPICS_A_PAGE = 30
POSTS_A_PAGE = 20
LATEST_POSTS = 50
FIRST_POST_ID = 12
ROBOTS = "User-agent: *\nDisallow: /u/\nDisallow: /search\n"


class Community:
    """The community, read from community.toml."""

    def __init__(self, address: str) -> None:
        data = read_data("community")
        self.address = address
        self.name: str = data["name"]
        names = sorted({post["by"] for topic in data["topics"] for post in topic["posts"]})
        self.users = {name: index for index, name in enumerate(names, 1)}
        self.topics: dict[int, dict[str, Any]] = {topic["id"]: topic for topic in data["topics"]}
        written = sorted((post["at"], topic["id"], index) for topic in data["topics"] for index, post in enumerate(topic["posts"], 1))
        self.ids = {(topic, index): FIRST_POST_ID + rank for rank, (_, topic, index) in enumerate(written)}

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address of the community."""
        found: Reply | None = None
        match [part for part in path.split("/") if part]:
            case [] | ["latest"]:
                found = self._home()
            case ["robots.txt"]:
                found = plain(ROBOTS)
            case ["latest.json"]:
                found = self._latest(number(query, "page", 0))
            case ["posts.json"]:
                found = self._posts(number(query, "before", 0))
            case ["t", key, "posts.json"]:
                found = self._more_posts(key, query)
            case ["t", *_, key] if key.endswith(".json"):
                found = self._topic(key.removesuffix(".json"))
            case ["t", slug, *_] if topic := next((t for t in self.topics.values() if t["slug"] == slug), None):
                found = self._crawler_view(topic)
        return found

    def _latest(self, page_number: int) -> Reply:
        """Pinned topics first, then by last post; `more_topics_url` lacks its .json, as in the real thing."""
        topics = sorted(self.topics.values(), key=lambda t: (t.get("pinned", False), t["posts"][-1]["at"]), reverse=True)
        start = page_number * TOPICS_A_PAGE
        listing: dict[str, Any] = {
            "can_create_topic": False,
            "per_page": TOPICS_A_PAGE,
            "topics": [self._row(topic) for topic in topics[start : start + TOPICS_A_PAGE]],
        }
        if start + TOPICS_A_PAGE < len(topics):
            listing["more_topics_url"] = f"/latest?no_definitions=true&page={page_number + 1}"
        users = [{"id": key, "username": name, "name": None} for name, key in self.users.items()]
        return as_json({"users": users, "topic_list": listing})

    def _row(self, topic: dict[str, Any]) -> dict[str, Any]:
        posts = topic["posts"]
        return {
            "id": topic["id"],
            "title": topic["title"],
            "fancy_title": esc(topic["title"]),
            "slug": topic["slug"],
            "posts_count": len(posts),
            "reply_count": sum("quote" in post for post in posts),
            "highest_post_number": len(posts),
            "created_at": _iso(posts[0]["at"]),
            "last_posted_at": _iso(posts[-1]["at"]),
            "bumped": True,
            "bumped_at": _iso(posts[-1]["at"]),
            "archetype": "regular",
            "pinned": topic.get("pinned", False),
            "pinned_globally": topic.get("pinned", False),
            "visible": True,
            "closed": False,
            "archived": False,
            "views": 40 + topic["id"],
            "like_count": 0,
            "last_poster_username": posts[-1]["by"],
            "category_id": 1,
        }

    def _topic(self, key: str) -> Reply | None:
        topic = self.topics.get(int(key)) if key.isascii() and key.isdigit() else None
        if topic is None:
            return None
        numbers = range(1, len(topic["posts"]) + 1)
        posts = [self._post(topic, index) for index in numbers[:POSTS_A_PAGE]]
        return as_json({"post_stream": {"posts": posts, "stream": [self.ids[topic["id"], n] for n in numbers]}, **self._row(topic)})

    def _more_posts(self, key: str, query: Query) -> Reply | None:
        """Give twenty posts from `post_number` on, without the stream."""
        topic = self.topics.get(int(key)) if key.isascii() and key.isdigit() else None
        if topic is None:
            return None
        numbers = range(number(query, "post_number", 1), len(topic["posts"]) + 1)
        return as_json({"post_stream": {"posts": [self._post(topic, index) for index in numbers[:POSTS_A_PAGE]]}, "id": topic["id"]})

    def _posts(self, before: int) -> Reply:
        """Give the newest posts of the whole community, or those up to the id `before`; deleted ones do not stand here."""
        wanted = sorted(((id_, place) for place, id_ in self.ids.items() if not before or id_ <= before), reverse=True)[:LATEST_POSTS]
        posts = [self._post(self.topics[topic], index) | {"topic_title": self.topics[topic]["title"]} for _, (topic, index) in wanted]
        return as_json({"latest_posts": [post for post in posts if not post["user_deleted"]]})

    def _post(self, topic: dict[str, Any], index: int) -> dict[str, Any]:
        post = topic["posts"][index - 1]
        quote = post.get("quote")
        return {
            "id": self.ids[topic["id"], index],
            "name": None,
            "username": post["by"],
            "created_at": _iso(post["at"]),
            "updated_at": _iso(post["at"]),
            "cooked": self._cooked(topic, post),
            "raw": post["text"],
            "post_number": index,
            "post_type": 1,
            "reply_to_post_number": quote,
            "quote_count": int(quote is not None),
            "topic_id": topic["id"],
            "topic_slug": topic["slug"],
            "user_id": self.users[post["by"]],
            "hidden": False,
            "deleted_at": None,
            "user_deleted": post.get("deleted", False),
            "version": 1,
            "post_url": f"/t/{topic['slug']}/{topic['id']}/{index}",
        }

    def _cooked(self, topic: dict[str, Any], post: dict[str, Any]) -> str:
        """Give the post's HTML: handles linked, a quote as Discourse marks it."""
        body = paragraphs(post["text"])
        for word in {word.strip(".,:;!?") for word in post["text"].split() if word.startswith("@")}:
            body = body.replace(word, f'<a class="mention" href="/u/{word[1:]}">{word}</a>')
        if "quote" not in post:
            return body
        quoted = topic["posts"][post["quote"] - 1]
        return f"""<aside class="quote no-group" data-username="{quoted["by"]}" data-post="{post["quote"]}" data-topic="{topic["id"]}">
<div class="title">
<div class="quote-controls"></div>
 {quoted["by"]}:</div>
<blockquote>
{paragraphs(quoted["text"])}
</blockquote>
</aside>
{body}"""

    def _home(self) -> Reply:
        rows = "\n".join(
            f'<tr class="topic-list-item"><td class="main-link"><a class="title raw-link raw-topic-link" '
            f'href="{self.address}/t/{topic["slug"]}/{topic["id"]}">{esc(topic["title"])}</a></td></tr>'
            for topic in self.topics.values()
        )
        return self._html(self.name, f'<table class="topic-list"><tbody>{rows}</tbody></table>', self.topics.values())

    def _crawler_view(self, topic: dict[str, Any]) -> Reply:
        posts = "\n".join(
            f"""<div id="post_{index}" class="topic-body crawler-post">
<div class="crawler-post-meta"><span class="creator">\
<a rel="nofollow" href="{self.address}/u/{post["by"]}"><span>{post["by"]}</span></a></span>
<span class="crawler-post-infos"><time datetime="{_iso(post["at"])}" class="post-time">{post["at"]:%B %d, %Y}</time></span></div>
<div class="post">{self._cooked(topic, post)}</div></div>"""
            for index, post in enumerate(topic["posts"], 1)
            if not post.get("deleted")
        )
        return self._html(
            topic["title"], f'<h1><a href="/t/{topic["slug"]}/{topic["id"]}">{esc(topic["title"])}</a></h1>\n{posts}', [topic]
        )

    def _html(self, title: str, body: str, topics: Any) -> Reply:  # noqa: ANN401 - rows of the TOML file
        return page(
            f"""<!DOCTYPE html>
<html lang="en" class="desktop-view not-mobile-device anon">
<head><meta charset="utf-8"><title>{esc(title)} - {esc(self.name)}</title><meta name="generator" content="Discourse 3.4.1"></head>
<body class="crawler"><header><a href="/">{esc(self.name)}</a></header>
<div id="main-outlet" class="wrap" role="main">{body}</div></body>
</html>
""",
            newest(topic["posts"][-1]["at"] for topic in topics),
        )


def _iso(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
