"""Lemmy: search, whole communities, single posts, by any instance's API.

Documentation: https://join-lemmy.org/api/ · address: https://lemmy.ml/api/v3/search?q=kettle&type_=Comments&sort=New&limit=50
Quirks: an instance holds copies of others' posts, so `ap_id`, the address at home, is the key; texts are Markdown; deleted and removed
ones stay in lists, marked; a comment's `path` holds the ids of those it answers. Limits are the instance's own, told by status 429.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.markdown import markdown_to_text
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Limits, Options
from spiders.base.records import post_of
from spiders.base.search import SearchOptions, SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, rows, text, whole

PLACE = re.compile(r"/(?P<what>c|post)/(?P<name>[^/?#]+)")
PARENT = 2  # parts of a path "0.7" that answers the post; more, and the last but one is the comment answered
Record = Mapping[str, Any]


class LemmyOptions(SearchOptions):
    """What an operator may say of an instance."""

    communities: tuple[str, ...] = ()
    """Names of communities (`tea`, or `tea@other.example`) whose every post and comment is read."""


class LemmySpider(SearchSpider):
    """An instance: two streams a query, two a community, one a post."""

    engine = "lemmy"
    family = "forums"
    proof = "page"
    docs = "https://join-lemmy.org/api/"
    address = "https://INSTANCE, which is searched; a community, https://INSTANCE/c/NAME; a post, https://INSTANCE/post/ID"
    Options: ClassVar[type[Options]] = LemmyOptions

    def ask_query(self, query: str) -> Ask:
        """Return how to search comments, newest first."""
        return self._ask("search", q=query, type_="Comments", listing_type="All")

    def streams(self, limits: Limits) -> list[Stream]:
        """Return the places, and for each query the comments and the posts: each list is in order only by itself."""
        found = super().streams(limits)
        posts = [(s.scope, s.first.url.replace("type_=Comments", "type_=Posts")) for s in found if "type_=Comments" in s.first.url]
        return [*found, *(Stream(f"{scope}:posts", Ask(url=url)) for scope, url in posts)]

    def places(self) -> list[Stream]:
        """Return the post or community at the site's address, the communities of its options, and the posts that queries find."""
        options, place = self.options_of(self.site), PLACE.search(urlsplit(self.site.url).path)
        if place and place["what"] == "post":
            return [Stream(f"post:{place['name']}", self._ask("comment/list", post_id=place["name"], type_="All"))]
        return [
            Stream(f"c/{name}/{what}", self._ask(f"{what}/list", community_name=name, type_="All"))
            for name in (*((place["name"],) if place else ()), *options.communities)
            for what in ("comment", "post")
        ]

    def _ask(self, what: str, **query: str) -> Ask:
        """Return a request of the API, newest first."""
        return Ask(url=join(self.site.url, f"/api/v3/{what}?{urlencode({**query, 'sort': 'New', 'limit': 50})}") or self.site.url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts and comments of a list, a search, or a single one."""
        document = mapping(answer.json)
        views = [*rows([document.get("post_view")]), *rows(document.get("posts"))]
        views += [*rows([document.get("comment_view")]), *rows(document.get("comments"))]
        homes = {
            text(said.get("id")): text(said.get("ap_id")) for view in views if "comment" in view and (said := mapping(view["comment"]))
        }
        found = [mention for view in views if (mention := _mention(cls, answer, view, homes))]
        known = (
            "/api/v" in answer.url
            and bool({"posts", "comments", "post_view", "comment_view"} & document.keys())
            and all("community" in view for view in views)
        )
        return cls.page(answer, mentions=found, next=_next(answer, document, len(views)), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the fields of the API's views."""
        if not answer.is_json:
            is_home = "window.isoData" in answer.text and "site_view" in answer.text
            return Detection(engine=cls.engine, score=0.9) if is_home else None
        document = mapping(answer.json)
        views = [
            *rows([document.get("post_view"), document.get("comment_view")]),
            *rows(document.get("posts")),
            *rows(document.get("comments")),
        ]
        found = views and "community" in views[0] and "ap_id" in (_post(views[0]) or {})
        return Detection(engine=cls.engine, score=1.0, url=join(answer.url, "/")) if found else None


def _post(view: Record) -> Record | None:
    """Return the comment or post that a view shows."""
    return next((mapping(view[name]) for name in ("comment", "post") if name in view), None)


def _next(answer: Answer, document: Record, shown: int) -> str | None:
    """Return the address of the next page, by the cursor that newer versions give, else by number."""
    query, cursor = parse_qs(urlsplit(answer.url).query), text(document.get("next_page"))
    limit = whole(query.get("limit", [""])[0])
    if limit is None or shown < limit:
        return None
    if cursor:
        return add_or_replace_parameter(answer.url, "page_cursor", cursor)
    return add_or_replace_parameter(answer.url, "page", str((whole(query.get("page", ["1"])[0]) or 1) + 1))


def _mention(engine: type[LemmySpider], answer: Answer, view: Record, homes: Mapping[str | None, str | None]) -> Mention | None:
    """Return a post or comment that nobody has taken away; `homes` are the keys of the page's comments by their local ids."""
    said, post, creator = _post(view), mapping(view.get("post")), mapping(view.get("creator"))
    if said is None or said.get("deleted") or said.get("removed") or post.get("deleted") or post.get("removed") or "ap_id" not in said:
        return None
    is_comment = said is not post and "content" in said
    path = (text(said.get("path")) or "").split(".")
    local = f"/{'comment' if is_comment else 'post'}/{text(said.get('id'))}"
    return post_of(
        engine,
        answer,
        key=said.get("ap_id"),
        kind="comment" if is_comment else "post",
        html=markdown_to_text(text(said.get("content" if is_comment else "body")) or ""),
        posted=said.get("published"),
        edited=said.get("updated"),
        url=canonical(local, answer.url),
        thread_url=canonical(f"/post/{text(post.get('id'))}", answer.url),
        title=None if is_comment else text(said.get("name")),
        author=text(creator.get("name")),
        author_key=text(creator.get("actor_id")),
        votes=whole(mapping(view.get("counts")).get("score")),
        reply_to=None if not is_comment else homes.get(path[-2]) if len(path) > PARENT else text(post.get("ap_id")),
    )
