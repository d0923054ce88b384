"""Stars that tell an author's rank, not what he thinks of something."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

AGAIN = 2  # authors who wrote more than once: a name such as "Guest" is nobody's


def are_ranks(told: Iterable[tuple[str | None, Hashable]]) -> bool:
    """Return whether what stands beside authors' names is theirs: others have other stars, and who writes again has the same again.

    >>> are_ranks([("ann", 5), ("bo", 2), ("ann", 5), ("bo", 2), ("cy", 5)])
    True
    >>> are_ranks([("ann", 5), ("bo", 2), ("ann", 4), ("bo", 2), ("cy", 5)])
    False
    """
    by_author: defaultdict[str | None, list[Hashable]] = defaultdict(list)
    for author, stars in told:
        by_author[author].append(stars)
    again = [stars for author, stars in by_author.items() if author and len(stars) > 1]
    alike = all(len(set(stars)) == 1 for stars in again)
    return len(again) >= AGAIN and alike and len({stars[0] for stars in by_author.values()}) > 1
