"""Keys for what has none: made of what a mention says, so that they hold on any page of the list and at any visit."""

from collections.abc import Iterable
from dataclasses import replace

import xxhash

from mentions.mention import Mention


def with_own_keys(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions, each once, with keys that are their own: where there is none ("") or several share it, what each says decides."""
    by_key: dict[str, list[Mention]] = {}
    for mention in mentions:
        same = by_key.setdefault(mention.key, [])
        if not any(_says(mention) == _says(other) for other in same):
            same.append(mention)
    found: dict[str, Mention] = {}
    for key, same in by_key.items():
        for mention in same:
            own = mention if key and len(same) == 1 else replace(mention, key=said_key(mention), url=mention.thread_url)
            found.setdefault(own.key, own)
    return list(found.values())


def said_key(mention: Mention) -> str:
    """Return a key made of what an item says, for sites that give their reviews no id."""
    parts = (mention.author, str(mention.posted_at), mention.text, mention.title)
    return "said-" + xxhash.xxh3_64_hexdigest("\x1f".join(part or "" for part in parts).encode("utf-8", "surrogatepass"))


def _says(mention: Mention) -> tuple[object, ...]:
    return mention.author, mention.posted_at, mention.text, mention.title, mention.rating
