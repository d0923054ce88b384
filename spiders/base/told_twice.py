"""Reviews that a page tells twice: to machines, and as it shows them. What one telling lacks, the other may have."""

from collections.abc import Sequence
from dataclasses import replace

from mentions.mention import Mention

FILLED = ("author", "posted_at", "posted_at_precision", "rating", "rating_max", "verified", "votes", "pros", "cons", "variant",
          "owner_reply", "owner_replied_at", "subject", "subject_url", "language_declared")  # fmt: skip
ENOUGH = 40  # letters and digits by which two texts are one
FEWEST = 12


def told_together(described: Sequence[Mention], shown: Sequence[Mention]) -> list[Mention]:
    """Return the reviews, each with all that is told of it.

    They are those described, but where the page shows them all and more: sites describe their newest few. Then the shown ones count, under
    the keys that they will have when they are no longer among the newest.
    """
    by_text: dict[str, Mention] = {}
    for one in shown:
        by_text.setdefault(_said(one), one)
    texts = {_said(one) for one in described}
    if len(shown) > len(described) and all(len(said) >= FEWEST and said in by_text for said in texts):
        known = {_said(one): one for one in described}
        return [_filled(one, known.get(_said(one))) for one in shown]
    return [_filled(one, by_text.get(_said(one)) if len(_said(one)) >= FEWEST else None) for one in described]


def _filled(mention: Mention, other: Mention | None) -> Mention:
    """Return a mention with what only the other telling of it has."""
    if other is None:
        return mention
    missing = {name: getattr(other, name) for name in FILLED if getattr(mention, name) is None}
    if mention.posted_at is not None:
        missing.pop("posted_at_precision", None)
    if mention.rating is not None:
        missing.pop("rating_max", None)
    return replace(mention, **missing)


def _said(mention: Mention) -> str:
    """Return the beginning of a text, letters and digits only."""
    return "".join(letter for letter in mention.text[: 3 * ENOUGH].casefold() if letter.isalnum())[:ENOUGH]
