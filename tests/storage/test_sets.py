from hypothesis import given, settings
from hypothesis import strategies as st

from storage.sets import Sets

PAIRS = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=20)


@given(PAIRS)
@settings(deadline=None)
def test_what_is_joined_has_one_name_the_smallest(pairs: list[tuple[int, int]]) -> None:
    members: dict[int, set[int]] = {one: {one} for pair in pairs for one in pair}
    for one, two in pairs:  # the slow way
        union = members[one] | members[two]
        for member in union:
            members[member] = union
    assert Sets(pairs).names() == {one: min(union) for one, union in members.items()}


@given(PAIRS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_makes_no_difference(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = [(two, one) for one, two in pairs]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Sets(pairs).names() == Sets(shuffled).names()


def test_a_number_is_alone_at_first() -> None:
    sets = Sets()
    assert sets.find(7) == 7
    assert sets.names() == {7: 7}
