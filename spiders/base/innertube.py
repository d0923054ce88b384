"""YouTube's own documents, which its pages ask for: comments are entities in one part, their order stands in another; or renderers, of old.

They tell times only in words ("4 years ago (edited)"), which are kept as exact as they are.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer
from spiders.base.engine import Engine
from spiders.base.numbers import number
from spiders.base.records import post_of
from spiders.base.values import mapping, rows, text

VIDEO = re.compile(r"watch\?v=([\w-]{11})")
OF_COMMENT = re.compile(r"watch\?v=([\w-]{11})(?:&|\\u0026)lc=")  # other addresses may be those that a comment names
Record = Mapping[str, Any]


def innertube_comments(engine: type[Engine], answer: Answer, document: object) -> list[Mention]:
    """Return the comments that a document holds, in the order in which a page shows them."""
    mutations = rows(mapping(mapping(mapping(document).get("frameworkUpdates")).get("entityBatchUpdate")).get("mutations"))
    entities = {text(e.get("key")): e for m in mutations if (e := mapping(mapping(m.get("payload")).get("commentEntityPayload")))}
    video = VIDEO.search(answer.url) or OF_COMMENT.search(answer.text)
    found: dict[str, Mention] = {}
    for name, value in _named(document, frozenset({"commentKey", "commentRenderer"})):
        fields = _entity(entities.get(text(value), {})) if name == "commentKey" else _renderer(mapping(value))
        key = text(fields.get("key"))
        if key is None or not fields["html"].text:
            continue
        watch = f"https://www.youtube.com/watch?v={video[1]}" if video else None
        parent = key.rpartition(".")[0] or None
        mention = post_of(engine, answer, kind="comment", url=watch and f"{watch}&lc={key}", thread_url=watch, reply_to=parent, **fields)
        if mention is not None:
            found.setdefault(key, mention)
    return list(found.values())


def is_innertube(document: object) -> bool:
    """Return whether a document is one of those that YouTube's pages ask for."""
    return isinstance(document, dict) and "responseContext" in document and bool({"trackingParams", "frameworkUpdates"} & document.keys())


def _named(document: object, names: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Yield the fields of these names from all of a document, in its order, without recursion."""
    waiting = [("", document)]
    while waiting:
        name, value = waiting.pop()
        if name in names:
            yield name, value
        if isinstance(value, dict):
            waiting += [(key, one) for key, one in value.items() if key != "frameworkUpdates"][::-1]
        elif isinstance(value, list):
            waiting += [("", one) for one in value][::-1]


def _entity(entity: Record) -> dict[str, Any]:
    """Return the fields of a comment as an entity."""
    properties, author, toolbar = (mapping(entity.get(part)) for part in ("properties", "author", "toolbar"))
    return {
        "key": properties.get("commentId"),
        "html": Said(clean(text(mapping(properties.get("content")).get("content")) or "")),
        "posted": _bare(text(properties.get("publishedTime"))),
        "author": text(author.get("displayName")),
        "author_key": text(author.get("channelId")),
        "votes": number(text(toolbar.get("likeCountNotliked"))),
    }


def _renderer(renderer: Record) -> dict[str, Any]:
    """Return the fields of a comment as a renderer."""
    return {
        "key": renderer.get("commentId"),
        "html": Said(clean(_runs(renderer.get("contentText")) or "")),
        "posted": _bare(_runs(renderer.get("publishedTimeText"))),
        "author": _runs(renderer.get("authorText")),
        "author_key": text(mapping(mapping(renderer.get("authorEndpoint")).get("browseEndpoint")).get("browseId")),
        "votes": number(_runs(renderer.get("voteCount"))),
    }


def _runs(value: object) -> str | None:
    """Return a text that is one string or many."""
    words = mapping(value)
    return (
        text(words.get("simpleText")) or "".join(run["text"] for run in rows(words.get("runs")) if isinstance(run.get("text"), str)) or None
    )


def _bare(time: str | None) -> str | None:
    """Return a time without "(edited)", in any language."""
    return time.partition("(")[0] if time else None
