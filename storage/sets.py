"""Union-find: sets of numbers that only grow, each named by its smallest member. Tarjan, JACM 22 (1975)."""

from collections.abc import Iterable


class Sets:
    """Numbers, joined in pairs."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        """Join these pairs."""
        self._above: dict[int, int] = {}
        for one, two in pairs:
            self.join(one, two)

    def find(self, one: int) -> int:
        """Give the name of the set of a number, which is alone at first."""
        above = self._above.setdefault(one, one)
        while above != one:
            self._above[one] = self._above[above]
            one, above = above, self._above[above]
        return one

    def join(self, one: int, two: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.find(one), self.find(two)))
        self._above[high] = low

    def names(self) -> dict[int, int]:
        """Give member → name."""
        return {one: self.find(one) for one in sorted(self._above)}
