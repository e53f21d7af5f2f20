"""The search against brute force, on crowded hashes, where pieces repeat and tables are skewed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.media.hamming import Index, Rule, distances, words

RULES = [Rule(), Rule(0), Rule(15), Rule(47), Rule(60), Rule(76, 11), Rule(60, 7), Rule(31, 3), Rule(20, 0)]


def brute(asked, stored, rule):
    """Every pair, compared."""
    apart = np.bitwise_count(asked[:, None] ^ stored[None]).sum(2)
    low = np.bitwise_count(words(asked)[:, None, 0] ^ words(stored)[None, :, 0])
    q, s = np.nonzero((apart <= rule.radius) & (low <= rule.low))
    return list(zip(q.tolist(), s.tolist(), apart[q, s].tolist(), strict=True))


def crowded(rng, number, centres, flips):
    """Hashes around a few centres, so that most of their pieces are the same."""
    middle = rng.integers(0, 256, (centres, 32), np.uint8)
    bits = np.unpackbits(middle[rng.integers(0, centres, number)], axis=1)
    for row in bits:
        row[rng.choice(256, int(rng.integers(0, flips + 1)), replace=False)] ^= 1
    return np.packbits(bits, axis=1)


@pytest.mark.parametrize("rule", RULES, ids=str)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), stored=st.integers(0, 300), centres=st.integers(1, 40), flips=st.integers(0, 90))
def test_every_near_hash_is_found_and_no_other(rule, seed, stored, centres, flips):
    rng = np.random.default_rng(seed)
    every = crowded(rng, stored + 20, centres, flips)
    kept, asked = every[:stored], every[stored:]
    near = Index(kept, rule).near(asked)
    found = list(zip(near.asked.tolist(), near.stored.tolist(), near.distance.tolist(), strict=True))
    assert found == brute(asked, kept, rule)


@pytest.mark.parametrize("rule", [Rule(), Rule(76, 11)], ids=str)
def test_looking_up_and_comparing_one_by_one_agree(rule):
    """Uniform hashes are looked up, crowded ones compared one by one; planted neighbours are found in both."""
    rng = np.random.default_rng(3)
    for stored in (rng.integers(0, 256, (30_000, 32), np.uint8), crowded(rng, 30_000, 3, 12)):
        asked = stored[rng.integers(0, len(stored), 12)].copy()
        for row in asked:
            row[rng.choice(32, 4, replace=False)] ^= 1
        near = Index(stored, rule).near(asked)
        assert list(zip(near.asked.tolist(), near.stored.tolist(), near.distance.tolist(), strict=True)) == brute(
            asked, stored, rule
        )


def test_only_rows_that_are_named_count():
    rng = np.random.default_rng(4)
    stored = crowded(rng, 200, 2, 10)
    among = np.array([3, 5, 199], np.int32)
    near = Index(stored, Rule()).near(stored[:50], among)
    assert set(near.stored.tolist()) <= {3, 5, 199}
    assert list(zip(near.asked, near.stored, strict=True)) == [
        (q, among[s]) for q, s, _ in brute(stored[:50], stored[among], Rule())
    ]


def test_no_hash_is_no_trouble():
    none = np.zeros((0, 32), np.uint8)
    assert len(Index(none, Rule()).near(np.ones((2, 32), np.uint8)).asked) == 0
    assert len(Index(np.ones((2, 32), np.uint8), Rule()).near(none).asked) == 0


def test_what_is_no_hash_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        words(np.zeros((3, 31), np.uint8))


def test_distances_are_counted_in_bits():
    one = np.zeros((2, 32), np.uint8)
    other = one.copy()
    other[1, 0], other[1, 31] = 0b101, 0xFF
    assert distances(one, other).tolist() == [0, 10]
