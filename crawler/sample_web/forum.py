"""The sample forum: a phpBB 3.3 board in prosilver's structure (https://www.phpbb.com/), markup our own."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from crawler.sample_web.reply import Query, Reply, esc, newest, number, page, plain, read_data

TOPICS_A_PAGE = 8
POSTS_A_PAGE = 5
FIRST_POST_ID = 4101
ROBOTS = "User-agent: *\nDisallow: /memberlist.php\nDisallow: /posting.php\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post that a guest can see."""

    id: int
    by: str
    at: dt.datetime
    text: str
    quote: "Post | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic with the posts that a guest can see."""

    id: int
    forum: int
    title: str
    pinned: bool
    posts: tuple[Post, ...]


class Forum:
    """The board, read from forum.toml."""

    def __init__(self, _address: str) -> None:
        data = read_data("forum")
        self.name: str = data["name"]
        self.description: str = data["description"]
        self.users: dict[str, dict[str, Any]] = data["users"]
        self.forums: dict[int, str] = {row["id"]: row["name"] for row in data["forums"]}
        self.topics: dict[int, Topic] = {topic.id: topic for topic in _topics(data["topics"])}

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address of the board."""
        if path == "/robots.txt":
            return plain(ROBOTS)
        if path in ("/", "/index.php"):
            return self._index()
        if path == "/viewforum.php" and (forum := number(query, "f", 0)) in self.forums:
            return self._viewforum(forum, number(query, "start", 0))
        if path == "/viewtopic.php" and (topic := self._asked_topic(query)):
            return self._viewtopic(topic, self._start(topic, query))
        return None

    def _asked_topic(self, query: Query) -> Topic | None:
        if post_id := number(query, "p", 0):
            return next((topic for topic in self.topics.values() if any(post.id == post_id for post in topic.posts)), None)
        return self.topics.get(number(query, "t", 0))

    def _start(self, topic: Topic, query: Query) -> int:
        """Where the page starts: told by `start`, or by the post that `p` names."""
        ids = [post.id for post in topic.posts]
        asked = number(query, "p", 0)
        start = ids.index(asked) if asked in ids else number(query, "start", 0)
        return min(start, len(ids) - 1) // POSTS_A_PAGE * POSTS_A_PAGE

    def _of_forum(self, forum: int) -> list[Topic]:
        """Topics as a listing shows them: pinned first, then by last post, newest first."""
        topics = [topic for topic in self.topics.values() if topic.forum == forum]
        return sorted(topics, key=lambda topic: (topic.pinned, topic.posts[-1].at), reverse=True)

    def _index(self) -> Reply:
        rows = []
        for forum, name in self.forums.items():
            topics = self._of_forum(forum)
            posts = [post for topic in topics for post in topic.posts]
            rows.append(f"""
<li class="row">
  <dl class="row-item forum_read">
    <dt title="No unread posts"><div class="list-inner"><a href="./viewforum.php?f={forum}" class="forumtitle">{esc(name)}</a></div></dt>
    <dd class="topics">{len(topics)} <dfn>Topics</dfn></dd>
    <dd class="posts">{len(posts)} <dfn>Posts</dfn></dd>
    {self._lastpost(max(posts, key=lambda post: post.at))}
  </dl>
</li>""")
        body = f"""
<div class="forabg"><div class="inner">
<ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Forum</div></dt><dd class="topics">Topics</dd>
<dd class="posts">Posts</dd><dd class="lastpost"><span>Last post</span></dd></dl></li></ul>
<ul class="topiclist forums">{"".join(rows)}
</ul></div></div>"""
        return self._page("index", self.name, body, newest(topic.posts[-1].at for topic in self.topics.values()))

    def _viewforum(self, forum: int, start: int) -> Reply:
        topics = self._of_forum(forum)
        shown = topics[start : start + TOPICS_A_PAGE]
        pages = _pagination(f"./viewforum.php?f={forum}", len(topics), TOPICS_A_PAGE, start, "topics")
        body = f"""
<h2 class="forum-title"><a href="./viewforum.php?f={forum}">{esc(self.forums[forum])}</a></h2>
<div class="action-bar bar-top">{pages}</div>
<div class="forumbg"><div class="inner">
<ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Topics</div></dt><dd class="posts">Replies</dd>
<dd class="views">Views</dd><dd class="lastpost"><span>Last post</span></dd></dl></li></ul>
<ul class="topiclist topics">{"".join(self._row(topic, index) for index, topic in enumerate(shown))}
</ul></div></div>
<div class="action-bar bar-bottom">{pages}</div>"""
        return self._page("viewforum", self.forums[forum], body, newest(topic.posts[-1].at for topic in shown))

    def _row(self, topic: Topic, index: int) -> str:
        first = topic.posts[0]
        pages = range(1, (len(topic.posts) - 1) // POSTS_A_PAGE + 1)
        more = "".join(
            f'<li><a class="button" href="./viewtopic.php?t={topic.id}&amp;start={page * POSTS_A_PAGE}">{page + 1}</a></li>'
            for page in pages
        )
        own_pages = f'<div class="pagination"><ul>{more}</ul></div>' if more else ""
        return f"""
<li class="row bg{index % 2 + 1}{" sticky" if topic.pinned else ""}">
  <dl class="row-item {"sticky_read" if topic.pinned else "topic_read"}">
    <dt title="No unread posts"><div class="list-inner">
      <a href="./viewtopic.php?t={topic.id}" class="topictitle">{esc(topic.title)}</a><br>
      <div class="topic-poster responsive-hide left-box">by {self._user(first.by)} &raquo; {_time(first.at)}</div>{own_pages}
    </div></dt>
    <dd class="posts">{len(topic.posts) - 1} <dfn>Replies</dfn></dd>
    <dd class="views">{len(topic.posts) * 37 + topic.id} <dfn>Views</dfn></dd>
    {self._lastpost(topic.posts[-1])}
  </dl>
</li>"""

    def _lastpost(self, post: Post) -> str:
        return f"""<dd class="lastpost"><span><dfn>Last post </dfn>by {self._user(post.by)}
      <a href="./viewtopic.php?p={post.id}#p{post.id}" title="Go to last post"><i class="icon fa-external-link-square"></i></a><br>
      {_time(post.at)}</span></dd>"""

    def _viewtopic(self, topic: Topic, start: int) -> Reply:
        shown = topic.posts[start : start + POSTS_A_PAGE]
        pages = _pagination(f"./viewtopic.php?t={topic.id}", len(topic.posts), POSTS_A_PAGE, start, "posts")
        posts = "".join(self._post(topic, post, index) for index, post in enumerate(shown))
        body = f"""
<h2 class="topic-title"><a href="./viewtopic.php?t={topic.id}">{esc(topic.title)}</a></h2>
<div class="action-bar bar-top">{pages}</div>{posts}
<div class="action-bar bar-bottom">{pages}</div>"""
        return self._page("viewtopic", topic.title, body, newest(post.at for post in shown))

    def _post(self, topic: Topic, post: Post, index: int) -> str:
        user = self.users[post.by]
        link = f"./viewtopic.php?p={post.id}#p{post.id}"
        title = topic.title if post is topic.posts[0] else f"Re: {topic.title}"
        written = sum(by_same.by == post.by for each in self.topics.values() for by_same in each.posts)
        signature = f'<div id="sig{post.id}" class="signature">{esc(user["signature"])}</div>' if "signature" in user else ""
        return f"""
<div id="p{post.id}" class="post has-profile bg{index % 2 + 1}">
  <div class="inner">
    <dl class="postprofile" id="profile{post.id}">
      <dt class="no-profile-rank no-avatar">{self._user(post.by)}</dt>
      <dd class="profile-posts"><strong>Posts:</strong> {written}</dd>
    </dl>
    <div class="postbody"><div id="post_content{post.id}">
      <h3{' class="first"' if index == 0 else ""}><a href="{link}">{esc(title)}</a></h3>
      <p class="author"><a class="unread" href="{link}" title="Post"><span class="sr-only">Post</span></a>
        <span class="responsive-hide">by <strong>{self._user(post.by)}</strong> &raquo; </span>{_time(post.at)}</p>
      <div class="content">{self._quote(post.quote)}{_lines(post.text)}</div>
      {signature}
    </div></div>
    <div class="back2top"><a href="#top" class="top" title="Top"><span class="sr-only">Top</span></a></div>
  </div>
</div>"""

    def _quote(self, post: Post | None) -> str:
        if post is None:
            return ""
        return f"""<blockquote cite="./viewtopic.php?p={post.id}#p{post.id}"><div><cite>{self._user(post.by)} wrote: \
<a href="./viewtopic.php?p={post.id}#p{post.id}" data-post-id="{post.id}">↑</a>\
<span class="responsive-hide">{_shown(post.at)}</span></cite>\
{_lines(post.text)}</div></blockquote>
"""

    def _user(self, name: str) -> str:
        return f'<a href="./memberlist.php?mode=viewprofile&amp;u={self.users[name]["id"]}" class="username">{esc(name)}</a>'

    def _page(self, script: str, title: str, body: str, modified: dt.datetime | None) -> Reply:
        return page(
            f"""<!DOCTYPE html>
<html dir="ltr" lang="en-gb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{esc(title)} - {esc(self.name)}</title>
<link href="./styles/prosilver/theme/stylesheet.css" rel="stylesheet">
</head>
<body id="phpbb" class="nojs notouch section-{script} ltr">
<div id="wrap" class="wrap">
<div id="page-header"><div class="headerbar" role="banner"><div id="site-description" class="site-description">
<a id="logo" class="logo" href="./index.php" title="Board index"><span class="site_logo"></span></a>
<h1>{esc(self.name)}</h1><p>{esc(self.description)}</p></div></div></div>
<div id="page-body" class="page-body" role="main">{body}
</div>
<div id="page-footer" class="page-footer" role="contentinfo"><div class="copyright"><p class="footer-row">
<span class="footer-copyright">Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software &copy; phpBB Limited</span></p>
</div></div>
</div>
</body>
</html>
""",
            modified,
        )


def _topics(rows: list[dict[str, Any]]) -> list[Topic]:
    """Build topics; post ids follow the times over the whole board, deleted posts leave gaps."""
    written = sorted((post["at"], row["id"], index) for row in rows for index, post in enumerate(row["posts"]))
    ids = {(topic, index): FIRST_POST_ID + rank for rank, (_, topic, index) in enumerate(written)}
    topics = []
    for row in rows:
        posts: list[Post] = []
        for index, post in enumerate(row["posts"]):
            if post.get("deleted"):
                continue
            quoted = replace(posts[post["quote"] - 1], quote=None) if "quote" in post else None
            posts.append(Post(id=ids[row["id"], index], by=post["by"], at=post["at"], text=post["text"], quote=quoted))
        topics.append(Topic(id=row["id"], forum=row["forum"], title=row["title"], pinned=row.get("pinned", False), posts=tuple(posts)))
    return topics


def _pagination(url: str, total: int, size: int, start: int, what: str) -> str:
    """Show the page numbers as prosilver shows them; one page shows only its total."""
    last = (total - 1) // size
    if last <= 0:
        return f'<div class="pagination">{total} {what} &bull; Page <strong>1</strong> of <strong>1</strong></div>'
    here = start // size
    hrefs = [f"{url}&amp;start={index * size}" if index else url for index in range(last + 1)]
    links = [
        f'<li class="active"><span>{index + 1}</span></li>'
        if index == here
        else f'<li><a class="button" href="{href}" role="button">{index + 1}</a></li>'
        for index, href in enumerate(hrefs)
    ]
    if here > 0:
        links.insert(0, _arrow(hrefs[here - 1], "previous", "prev"))
    if here < last:
        links.append(_arrow(hrefs[here + 1], "next", "next"))
    return f'<div class="pagination">{total} {what} <ul>{"".join(links)}</ul></div>'


def _arrow(href: str, name: str, rel: str) -> str:
    return (
        f'<li class="arrow {name}"><a class="button button-icon-only" href="{href}" rel="{rel}" role="button">'
        f'<span class="sr-only">{name.title()}</span></a></li>'
    )


def _shown(at: dt.datetime) -> str:
    return f"{at:%a %b} {at.day}, {at:%Y} {at.hour % 12 or 12}:{at:%M} {'pm' if at.hour >= 12 else 'am'}"  # noqa: PLR2004 - noon


def _time(at: dt.datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{_shown(at)}</time>'


def _lines(text: str) -> str:
    return "<br>\n".join(esc(line) for line in text.split("\n"))
