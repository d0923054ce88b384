"""Reading an API: a post or a thread from the fields of its JSON record, whatever their types, or by a line that says where they stand."""

from typing import Any

from mentions.clean import Said
from mentions.dates import parse_date
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer, Thread
from mentions.urls import canonical
from spiders.base.api_fields import Row, read_fields
from spiders.base.engine import Engine
from spiders.base.values import text


def post_of(
    engine: type[Engine],
    answer: Answer,
    *,
    key: object,
    html: object,
    posted: object,
    edited: object = None,
    drop: str = "",
    quotes: str = "blockquote",
    **fields: Any,  # noqa: ANN401 - further fields of Mention, as they are
) -> Mention | None:
    """Return a record of a post as a mention; None without a key. Times are as the API writes them.

    `html` is the words, or what was read of them where the API gives them in another form.
    """
    key = text(key)
    if key is None:
        return None
    said = html if isinstance(html, Said) else html_to_text(text(html) or "", drop=drop, quotes=quotes, base_url=answer.url)
    when = parse_date(text(posted), now=answer.fetched_at, timezone=answer.site.timezone)
    again = parse_date(text(edited), now=answer.fetched_at, timezone=answer.site.timezone)
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=key,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        posted_at=when.at if when else None,
        posted_at_precision=when.precision if when else None,
        edited_at=again.at if again and again != when else None,
        **fields,
    )


def thread_of(
    answer: Answer, *, key: object, url: str, title: str | None, last: object, posts: int | None = None, pinned: object = False
) -> Thread | None:
    """Return a record of a thread; None without a key. `posts` counts the first one too; `url` may be relative to the answer."""
    key, address = text(key), canonical(url, answer.url)
    if key is None or address is None:
        return None
    when = parse_date(text(last), now=answer.fetched_at, timezone=answer.site.timezone)
    return Thread(
        key=key,
        url=address,
        title=title,
        last_post_at=when.at if when else None,
        replies=None if posts is None else max(0, posts - 1),
        pinned=bool(pinned),
    )


def read_post(engine: type[Engine], answer: Answer, row: Row, line: str, **known: Any) -> Mention | None:  # noqa: ANN401 - as in `post_of`
    """Return a record as a mention by a line of `api_fields`; `known` are arguments of `post_of` that the engine has from elsewhere."""
    found = {"key": None, "posted": None, **read_fields(row, line)}
    found |= {name: canonical(found[name], answer.url) for name in ("url", "thread_url") if found.get(name)}
    return post_of(engine, answer, **{**found, "title": text(found.get("title")), **known})


def read_thread(answer: Answer, row: Row, line: str, **known: Any) -> Thread | None:  # noqa: ANN401 - as in `thread_of`
    """Return a record as a thread by a line of `api_fields`; `known` are arguments of `thread_of` that the engine has from elsewhere."""
    found = {"key": None, "last": None, **read_fields(row, line), **known}
    del found["html"]
    return thread_of(answer, **{**found, "url": found.get("url") or "", "title": text(found.get("title"))})
