"""A filter leaves out no key that was put in, and most that were not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.bloom import Bloom

KEYS = st.lists(st.integers(-(1 << 31), (1 << 31) - 1), max_size=50).map(lambda one: np.array(one, np.int32))


@given(KEYS, KEYS)
def test_what_was_put_in_may_be_there(kept, others) -> None:
    bloom = Bloom.sized(len(kept))
    bloom.add(kept)
    everything = np.concatenate((others, kept))
    for one in (bloom, Bloom.of_bytes(bloom.to_bytes()), bloom.halved()):
        found = one.may_hold(everything)
        assert set(range(len(others), len(everything))) <= set(found.tolist())
        assert (np.diff(found) > 0).all()
    assert Bloom.sized(len(kept)).may_hold(everything).size == 0


def test_few_others_pass() -> None:
    hashes = np.random.default_rng(1).integers(-(1 << 31), 1 << 31, 200_000).astype(np.int32)
    kept, others = hashes[:100_000], hashes[100_000:]
    bloom = Bloom.sized(len(kept))
    bloom.add(kept)
    assert bloom.bits.size <= 2 * len(kept)
    assert bloom.may_hold(others).size < 0.05 * len(others)
    assert bloom.halved().may_hold(others).size < 0.2 * len(others)
