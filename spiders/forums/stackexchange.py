"""Stack Exchange: the network's sites by their API; question pages.

Documentation: https://api.stackexchange.com/docs · address:
https://api.stackexchange.com/2.3/search/advanced?site=unix.stackexchange.com&q=kettle&sort=activity&order=desc&filter=withbody
Quirks: titles are escaped, bodies are HTML; questions and answers share one sequence of ids, comments have their own; `backoff` is the
seconds that an answer asks to be left alone. Limits: 10,000 requests a day with a key, 300 without. A page prints the editor beside the
author; hidden comments are not on it.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.errors import UnreadablePageError
from mentions.mention import Kind, Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, host
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.keyed import Keyed
from spiders.base.markup import Markup, Posts, Rows, base_url, next_url, read_posts, read_rows, require_whole
from spiders.base.records import post_of, thread_of
from spiders.base.search import SearchOptions
from spiders.base.values import mapping, rows, text, whole

API = "https://api.stackexchange.com/2.3"
ANSWERS = "sort=creation&order=desc&pagesize=100&filter=withbody"
QUESTIONS = "sort=activity&order=desc&pagesize=100&filter=withbody"
QUESTION = re.compile(r"/q(?:uestions)?/(\d+)")
TAGGED = re.compile(r"/questions/tagged/([^/?#]+)")
COMMENTS = Markup(
    posts=Posts(
        block="li.comment[data-comment-id]:not(.deleted-comment)",
        body=".comment-copy",
        key="@data-comment-id",
        author=".comment-user",
        author_key="@data-comment-owner-id",
        date=r".comment-date span@title ~ ^(\S+ \S+Z)",
        anchor="@id",
        votes="@data-comment-score",
        kind="comment",
    )
)
POSTS = Markup(
    posts=Posts(
        block="#question[data-questionid], .answer[data-answerid]:not(.deleted-answer)",
        body=".s-prose, .post-text, [itemprop=text]",
        key="@data-questionid || @data-answerid",
        author=".post-signature [itemprop=author] meta[itemprop=name]@content "
        "|| .post-signature [itemprop=author] [itemprop=name] || .post-signature.owner .user-details a",
        author_key=r".post-signature [itemprop=author] a@href ~ /users/(\d+)",
        date=".post-signature:has([itemprop=author]) .relativetime@title || .post-signature.owner .relativetime@title",
        votes="@data-score || .js-vote-count@data-value",
        drop=".post-notice, .s-notice, .snippet-code .snippet-result",
    ),
    rows=Rows(
        block=".s-post-summary[data-post-id], .question-summary",
        url=".s-post-summary--content-title a@href || h3 a.question-hyperlink@href",
        key=r"@data-post-id || @id ~ -(\d+)$",
        replies=".s-post-summary--stats-item[title*=answer] .s-post-summary--stats-item-number || .status strong",
    ),
    next=".pager-answers a[rel=next]@href || a.s-pagination--item[rel=next]@href || a[rel=next]@href",
    prev=None,  # the question is the first post of every page
    title="#question-header h1",
)
Record = Mapping[str, Any]


class StackexchangeOptions(SearchOptions):
    """What an operator may say of a site of the network."""

    tags: tuple[str, ...] = ()
    """Tags whose every question and answer is read."""


class StackexchangeSpider(Keyed, ForumSpider):
    """A site of the network: questions found, or tagged; each that has answers is a thread. `STACKEXCHANGE_KEY` lifts the daily limit."""

    engine = "stackexchange"
    proof = "page"
    docs = "https://api.stackexchange.com/docs"
    address = "https://SITE.stackexchange.com, which is searched; a tag, https://SITE.stackexchange.com/questions/tagged/TAG; a question"
    keys_from = "An app of your own: https://stackapps.com/apps/oauth/register"
    terms = "Texts are licensed CC BY-SA: name author and address wherever they are shown."
    Options: ClassVar[type[Options]] = StackexchangeOptions
    grows = "top"
    mixed = True
    signs = True
    api = API
    parameters = {"key": "{STACKEXCHANGE_KEY?}"}  # noqa: RUF012 - the base's ClassVar

    def listings(self) -> list[Ask]:
        """Return the question or tag at the site's address, and the tags and queries of its options."""
        site, options = urlencode({"site": host(self.site.url)}), self.options_of(self.site)
        question, tagged = QUESTION.search(self.site.url), TAGGED.search(self.site.url)
        tags = (*((tagged[1],) if tagged else ()), *options.tags)
        asks = [f"{API}/questions/{question[1]}?{site}&{QUESTIONS}"] if question else []
        asks += [f"{API}/questions?{site}&{urlencode({'tagged': tag})}&{QUESTIONS}" for tag in tags]
        return [*(Ask(url=url) for url in asks), *(self._search(query) for query in options.queries)]

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return a search for each term, where the operator names nothing else."""
        return [] if self.listings() else [self._search(query) for query in queries]

    def _search(self, query: str) -> Ask:
        """Return how to search questions, those last active first."""
        return Ask(url=f"{API}/search/advanced?{urlencode({'site': host(self.site.url), 'q': query})}&{QUESTIONS}")

    @classmethod
    def pause_s(cls, answer: Answer) -> float:
        """Return the `backoff` of an answer."""
        try:
            return float(whole(mapping(answer.json).get("backoff")) or 0) if answer.is_json else 0.0
        except UnreadablePageError:
            return 0.0

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the questions, answers and comments of the API or of a page."""
        return _read_api(cls, answer) if answer.is_json else _read_html(cls, answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the API's envelope, or the attributes of a question's page."""
        if answer.is_json:
            document = mapping(answer.json)
            found = {"items", "has_more", "quota_remaining"} <= document.keys()
        else:
            found = answer.html.css_matches("#question[data-questionid], .s-post-summary[data-post-id]")
        return Detection(engine=cls.engine, score=1.0) if found else None


def _read_html(engine: type[StackexchangeSpider], answer: Answer) -> Page:
    """Return a question's page: question and answers, then the comments to them; or a list of questions."""
    require_whole(answer)
    base = base_url(answer)
    posts = [
        replace(post, kind="question" if number == 0 and post.title else "answer", url=_address(post, base))
        for number, post in enumerate(read_posts(engine, answer, POSTS, base))
    ]
    comments = [replace(one, key=f"comment-{one.key}", title=None) for one in read_posts(engine, answer, COMMENTS, base)] if posts else []
    threads = [] if posts else read_rows(answer, POSTS, base)
    return engine.page(answer, mentions=[*posts, *comments], threads=threads, next=next_url(answer, POSTS.next, base))


def _address(post: Mention, base: str) -> str | None:
    """Return where a question or answer stands: the short address that leads to it on any page."""
    return canonical(f"/{'q' if post.title else 'a'}/{post.key}", base)


def _read_api(engine: type[StackexchangeSpider], answer: Answer) -> Page:
    """Return the posts of an answer of the API, those within others included."""
    document = mapping(answer.json)
    if not isinstance(document.get("items"), list) or "has_more" not in document:
        error = text(document.get("error_message"))
        msg = f"the API says: {error}" if error else "no answer of the API"
        raise UnreadablePageError(msg)
    found: list[Mention | None] = []
    threads: list[Thread | None] = []
    for item in rows(document["items"]):
        found.append(_mention(engine, answer, item))
        within = rows(item.get("answers"))
        for one in within:
            found += [_mention(engine, answer, one), *(_mention(engine, answer, comment) for comment in rows(one.get("comments")))]
        found += [_mention(engine, answer, comment) for comment in rows(item.get("comments"))]
        answers = whole(item.get("answer_count")) or 0
        if answers > len(within):
            threads.append(_thread(answer, item, answers))
    page = whole(document.get("page")) or whole(parse_qs(urlsplit(answer.url).query).get("page", ["1"])[0]) or 1
    return engine.page(
        answer,
        mentions=[one for one in found if one],
        threads=[one for one in threads if one],
        next=add_or_replace_parameter(answer.url, "page", str(page + 1)) if document.get("has_more") else None,
        stated_total=whole(document.get("total")),
        empty=True,
    )


def _thread(answer: Answer, item: Record, answers: int) -> Thread | None:
    """Return a question as the thread of its answers."""
    site = urlencode({"site": parse_qs(urlsplit(answer.url).query).get("site", [""])[0]})
    return thread_of(
        answer,
        key=item.get("question_id"),
        url=f"{API}/questions/{text(item.get('question_id'))}/answers?{site}&{ANSWERS}",
        title=html.unescape(text(item.get("title")) or "") or None,
        last=item.get("last_activity_date"),
        posts=answers + 1,
    )


def _mention(engine: type[StackexchangeSpider], answer: Answer, item: Record) -> Mention | None:
    """Return a question, an answer or a comment."""
    owner, question = mapping(item.get("owner")), text(item.get("question_id"))
    comment, reply = text(item.get("comment_id")), text(item.get("answer_id"))
    kind: Kind = "comment" if comment else "answer" if reply or item.get("post_type") == "answer" else "question"
    key = f"comment-{comment}" if comment else reply or text(item.get("post_id")) or question
    return post_of(
        engine,
        answer,
        key=key,
        kind=kind,
        html=item.get("body"),
        posted=item.get("creation_date"),
        edited=item.get("last_edit_date"),
        url=canonical(text(item.get("link")) or "") or (None if comment else _short(answer, "q" if kind == "question" else "a", key)),
        thread_url=_short(answer, "q", question),
        title=(html.unescape(text(item.get("title")) or "") or None) if kind == "question" else None,
        author=html.unescape(text(owner.get("display_name")) or "") or None,
        author_key=text(owner.get("user_id")),
        votes=whole(item.get("score")),
        reply_to=text(item.get("post_id")) if comment else question if kind == "answer" else None,
    )


def _short(answer: Answer, letter: str, key: str | None) -> str | None:
    """Return the short address of a post, where the request names its site in full."""
    site = parse_qs(urlsplit(answer.url).query).get("site", [""])[0]
    return f"https://{site}/{letter}/{key}" if key and "." in site else None
