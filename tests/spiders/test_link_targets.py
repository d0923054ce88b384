"""Where words link to is read, whatever an engine reads them from: a brand may be named by a link alone."""

from typing import Any

import pytest

from spiders.base.visible import read_visible
from spiders.forums.hackernews import HackernewsSpider
from spiders.forums.lemmy import LemmySpider
from spiders.forums.reddit import RedditSpider
from spiders.microblogs.bluesky import BlueskySpider
from spiders.microblogs.vk import VkSpider
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of

ACME = "https://acme.example/lamp"

FACET = {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": ACME}, {"$type": "app.bsky.richtext.facet#tag", "tag": "x"}]}
SKY = {"uri": "at://did:plc:abc/app.bsky.feed.post/3k1", "author": {"did": "did:plc:abc", "handle": "ann.example"}}
POST = {"text": "bought here", "createdAt": "2026-03-01T10:00:00Z"}
COMMENT = {"objectID": "77", "author": "ann", "created_at": "2026-03-01T10:00:00Z", "story_id": 70}
THING = {"name": "t1_a", "id": "a", "author": "ann", "link_id": "t3_b", "permalink": "/r/x/comments/b/_/a/", "created_utc": 1772359200}
ITEM = {"id": 5, "owner_id": -1, "from_id": 3, "date": 1772359200}


@pytest.mark.parametrize(
    ("engine", "body", "url"),
    [
        (
            BlueskySpider,
            {"posts": [SKY | {"record": POST | {"facets": [FACET]}}]},
            "https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=x",
        ),
        (
            BlueskySpider,
            {"posts": [SKY | {"record": POST | {"embed": {"media": {"external": {"uri": ACME}}}}}]},
            "https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=x",
        ),
        (
            HackernewsSpider,
            {"hits": [COMMENT | {"comment_text": f'<p>&gt; is it good?<p>see <a href="{ACME}">here</a>'}], "page": 0, "nbPages": 1},
            "https://hn.algolia.com/api/v1/search_by_date?query=x",
        ),
        (
            RedditSpider,
            {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": THING | {"body": f"see [here]({ACME})"}}], "after": None}},
            "https://www.reddit.com/search.json?q=x",
        ),
        (
            VkSpider,
            {"response": {"items": [ITEM | {"text": f"see [{ACME}|here]"}], "count": 1}},
            "https://api.vk.com/method/wall.get?owner_id=-1",
        ),
        (
            VkSpider,
            {"response": {"items": [ITEM | {"text": "see", "attachments": [{"type": "link", "link": {"url": ACME}}]}], "count": 1}},
            "https://api.vk.com/method/wall.get?owner_id=-1",
        ),
    ],
)
def test_a_link_behind_words_is_kept(engine: Any, body: dict[str, Any], url: str) -> None:
    (mention,) = engine.read(answer_of(body, url)).mentions
    assert mention.links == (ACME,)
    assert ACME not in mention.text


def test_a_lemmy_comment() -> None:
    comment = {
        "id": 4,
        "content": f"see [here]({ACME})",
        "published": "2026-03-01T10:00:00Z",
        "ap_id": "https://l.example/comment/4",
        "post_id": 2,
    }
    body = {"comments": [{"comment": comment, "creator": {"name": "ann", "id": 1}, "post": {"id": 2, "name": "x"}, "counts": {"score": 1}}]}
    (mention,) = LemmySpider.read(answer_of(body, "https://l.example/api/v3/comment/list?post_id=2")).mentions
    assert mention.links == (ACME,)


def test_reviews_that_a_page_only_shows() -> None:
    block = (
        '<div class="review"><b class="author">{}</b><time datetime="2026-02-2{}">x</time><i aria-label="5 out of 5 stars"></i>'
        '<p>A warm light, better than <a href="https://acme.example/lamp">theirs</a> and <a href="/p/8">yours</a>.</p></div>'
    )
    page = f'<section class="reviews">{block.format("Nora", 1)}{block.format("Bert", 2)}</section>'
    assert [(ACME,), (ACME,)] == [mention.links for mention in read_visible(SchemaOrgSpider, answer_of(page))]
