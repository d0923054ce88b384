"""The sample blog: WordPress 6's REST API, feeds and pages (https://developer.wordpress.org/rest-api/)."""

import datetime as dt
from email.utils import format_datetime
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from crawler.sample_web.reply import Query, Reply, as_json, esc, newest, number, page, paragraphs, plain, read_data

PER_PAGE = 10
MOST_PER_PAGE = 100
FEED_ITEMS = 10
FIRST_COMMENT_ID = 501
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
API = "/wp-json/wp/v2"


class Blog:
    """The blog, read from blog.toml."""

    def __init__(self, address: str) -> None:
        data = read_data("blog")
        self.address = address
        self.name: str = data["name"]
        self.description: str = data["description"]
        self.articles: list[dict[str, Any]] = sorted(data["articles"], key=lambda article: article["at"], reverse=True)
        self.authors = {name: index for index, name in enumerate(sorted({article["by"] for article in self.articles}), 1)}
        written = sorted((c["at"], article["id"], n) for article in self.articles for n, c in enumerate(article["comments"], 1))
        ids = {(article, n): FIRST_COMMENT_ID + rank for rank, (_, article, n) in enumerate(written)}
        for article in self.articles:
            article["link"] = f"{address}/{article['at']:%Y/%m}/{article['slug']}/"
            for n, comment in enumerate(article["comments"], 1):
                comment |= {"id": ids[article["id"], n], "post": article["id"], "parent": ids.get((article["id"], comment.get("to")), 0)}
                comment["link"] = f"{article['link']}#comment-{comment['id']}"
        comments = chain.from_iterable(article["comments"] for article in self.articles)
        self.comments: list[dict[str, Any]] = sorted(comments, key=lambda comment: comment["at"], reverse=True)

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address of the blog."""
        found: Reply | None = None
        match [part for part in path.split("/") if part]:
            case []:
                found = self._home()
            case ["robots.txt"]:
                found = plain(ROBOTS)
            case ["feed"]:
                found = self._feed(self.name, [self._article_item(article) for article in self.articles], self.articles)
            case ["comments", "feed"]:
                found = self._feed(f"Comments for {self.name}", [self._comment_item(c) for c in self.comments], self.comments)
            case ["wp-json"]:
                found = as_json({"name": self.name, "description": self.description, "url": self.address, "namespaces": ["wp/v2"]})
            case ["wp-json", "wp", "v2", what, *rest]:
                found = self._api(what, rest, query)
            case [_, _, slug] if article := next((a for a in self.articles if a["slug"] == slug), None):
                found = self._article(article)
        return found

    def _api(self, what: str, rest: list[str], query: Query) -> Reply | None:
        if what == "posts":
            rows = [self._as_post(article, embed="_embed" in query) for article in self.articles]
        elif what == "comments":
            post = number(query, "post", 0)
            rows = [self._as_comment(comment) for comment in self.comments if not post or comment["post"] == post]
        elif what == "users":
            rows = [self._as_user(name) for name in self.authors]
        else:
            return None
        if rest:
            row = next((row for row in rows if str(row["id"]) == rest[0]), None)
            return as_json(row) if row else None
        return self._collection(what, rows, query)

    def _collection(self, what: str, rows: list[dict[str, Any]], query: Query) -> Reply:
        """One page of a collection: newest first unless `order=asc`, cut by `after` and `before`, with WordPress's paging headers."""
        rows = [row for row in rows if query.get("after", "") < row.get("date", "~") and row.get("date", "") < query.get("before", "~")]
        if query.get("order") == "asc":
            rows = rows[::-1]
        size = min(max(number(query, "per_page", PER_PAGE), 1), MOST_PER_PAGE)
        last = max(-(-len(rows) // size), 1)
        here = max(number(query, "page", 1), 1)
        links = {"prev": here - 1 if here > 1 else 0, "next": here + 1 if here < last else 0}
        link = ", ".join(
            f'<{self.address}{API}/{what}?{urlencode({**query, "page": target})}>; rel="{rel}"' for rel, target in links.items() if target
        )
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(last)} | ({"Link": link} if link else {})
        return as_json(rows[(here - 1) * size : here * size], headers)

    def _as_post(self, article: dict[str, Any], *, embed: bool) -> dict[str, Any]:
        html = paragraphs(article["text"])
        row = {
            "id": article["id"],
            **_dates(article["at"]),
            "modified": _local(article["at"]),
            "modified_gmt": _local(article["at"]),
            "slug": article["slug"],
            "status": "publish",
            "type": "post",
            "link": article["link"],
            "title": {"rendered": esc(article["title"])},
            "content": {"rendered": html, "protected": False},
            "excerpt": {"rendered": html.split("\n", maxsplit=1)[0], "protected": False},
            "author": self.authors[article["by"]],
            "comment_status": "open",
            "sticky": False,
            "format": "standard",
            "_links": {"replies": [{"embeddable": True, "href": f"{self.address}{API}/comments?post={article['id']}"}]},
        }
        return row | ({"_embedded": {"author": [self._as_user(article["by"])]}} if embed else {})

    def _as_user(self, name: str) -> dict[str, Any]:
        return {
            "id": self.authors[name],
            "name": name,
            "slug": name.lower().replace(" ", "-"),
            "link": f"{self.address}/author/{self.authors[name]}/",
        }

    def _as_comment(self, comment: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": comment["id"],
            "post": comment["post"],
            "parent": comment["parent"],
            "author": self.authors.get(comment["by"], 0),
            "author_name": comment["by"],
            "author_url": "",
            **_dates(comment["at"]),
            "content": {"rendered": paragraphs(comment["text"])},
            "link": comment["link"],
            "status": "approved",
            "type": "comment",
        }

    def _feed(self, title: str, items: list[str], rows: list[dict[str, Any]]) -> Reply:
        modified = newest(row["at"] for row in rows)
        text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel>
<title>{esc(title)}</title>
<link>{self.address}</link>
<description>{esc(self.description)}</description>
<generator>https://wordpress.org/?v=6.7.2</generator>
{"".join(items[:FEED_ITEMS])}</channel>
</rss>
"""
        return Reply(body=text.encode(), content_type="application/rss+xml; charset=UTF-8", modified=modified)

    def _article_item(self, article: dict[str, Any]) -> str:
        return f"""<item>
<title>{esc(article["title"])}</title>
<link>{article["link"]}</link>
<dc:creator><![CDATA[{article["by"]}]]></dc:creator>
<pubDate>{format_datetime(article["at"])}</pubDate>
<guid isPermaLink="false">{self.address}/?p={article["id"]}</guid>
<description><![CDATA[{paragraphs(article["text"])}]]></description>
<content:encoded><![CDATA[{paragraphs(article["text"])}]]></content:encoded>
<slash:comments>{len(article["comments"])}</slash:comments>
</item>
"""

    def _comment_item(self, comment: dict[str, Any]) -> str:
        article = next(article for article in self.articles if article["id"] == comment["post"])
        return f"""<item>
<title>Comment on {esc(article["title"])} by {esc(comment["by"])}</title>
<link>{comment["link"]}</link>
<dc:creator><![CDATA[{comment["by"]}]]></dc:creator>
<pubDate>{format_datetime(comment["at"])}</pubDate>
<guid isPermaLink="false">{comment["link"]}</guid>
<description><![CDATA[{comment["text"]}]]></description>
<content:encoded><![CDATA[{paragraphs(comment["text"])}]]></content:encoded>
</item>
"""

    def _home(self) -> Reply:
        teasers = "\n".join(
            f'<article id="post-{article["id"]}" class="post type-post status-publish hentry"><h2 class="entry-title">'
            f'<a href="{article["link"]}" rel="bookmark">{esc(article["title"])}</a></h2></article>'
            for article in self.articles
        )
        return self._html(self.name, teasers, [article["at"] for article in self.articles])

    def _article(self, article: dict[str, Any]) -> Reply:
        body = f"""<article id="post-{article["id"]}" class="post-{article["id"]} post type-post status-publish hentry">
<header class="entry-header"><h1 class="entry-title">{esc(article["title"])}</h1>
<span class="byline"><span class="author vcard"><a class="url fn n" href="{self.address}/author/{self.authors[article["by"]]}/">\
{esc(article["by"])}</a></span></span>
<time class="entry-date published" datetime="{article["at"].isoformat()}">{article["at"]:%B %d, %Y}</time></header>
<div class="entry-content">{paragraphs(article["text"])}</div>
</article>
<div id="comments" class="comments-area"><ol class="comment-list">{self._comment_list(article, 0)}</ol></div>"""
        return self._html(article["title"], body, [article["at"], *(comment["at"] for comment in article["comments"])])

    def _comment_list(self, article: dict[str, Any], parent: int) -> str:
        """Show the comments that answer `parent`, each with its own answers inside."""
        shown = []
        for comment in article["comments"]:
            if comment["parent"] != parent:
                continue
            answers = self._comment_list(article, comment["id"])
            children = f'<ol class="children">{answers}</ol>' if answers else ""
            shown.append(f"""
<li id="comment-{comment["id"]}" class="comment depth-{2 if parent else 1}"><article id="div-comment-{comment["id"]}" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{esc(comment["by"])}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="{comment["link"]}">\
<time datetime="{comment["at"].isoformat()}">{comment["at"]:%B %d, %Y at %H:%M}</time></a></div></footer>
<div class="comment-content">{paragraphs(comment["text"])}</div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#comment-{comment["id"]}">Reply</a></div></article>{children}</li>""")
        return "".join(shown)

    def _html(self, title: str, body: str, times: list[dt.datetime]) -> Reply:
        return page(
            f"""<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="UTF-8">
<title>{esc(title)} &#8211; {esc(self.name)}</title>
<meta name="generator" content="WordPress 6.7.2">
<link rel="alternate" type="application/rss+xml" title="{esc(self.name)} &raquo; Feed" href="{self.address}/feed/">
<link rel="alternate" type="application/rss+xml" title="{esc(self.name)} &raquo; Comments Feed" href="{self.address}/comments/feed/">
<link rel="https://api.w.org/" href="{self.address}/wp-json/">
</head>
<body class="wp-embed-responsive">
<header><p class="site-title"><a href="{self.address}/" rel="home">{esc(self.name)}</a></p><p>{esc(self.description)}</p></header>
<main id="main" class="site-main">{body}</main>
</body>
</html>
""",
            newest(times),
        )


def _local(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _dates(at: dt.datetime) -> dict[str, str]:
    """WordPress's two dates; this blog lives in UTC."""
    return {"date": _local(at), "date_gmt": _local(at)}
