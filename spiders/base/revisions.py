"""Reviews that an answer holds more than once: edited ones, of which only the last revision counts."""

from collections.abc import Iterable

from mentions.mention import Mention


def newest(mentions: Iterable[Mention | None]) -> list[Mention]:
    """Return the mentions, each key once and as it was written last, in their order; what is None is left out."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention is not None:
            before = found.get(mention.key)
            found[mention.key] = mention if before is None or _written(mention) > _written(before) else before
    return list(found.values())


def _written(mention: Mention) -> float:
    at = mention.edited_at or mention.posted_at
    return at.timestamp() if at else 0.0
